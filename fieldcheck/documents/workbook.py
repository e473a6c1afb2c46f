"""One sheet written row by row, with pictures fetched one by one: memory does not grow with the rows.

openpyxl would write the sheet into a temporary file first, in plain text, and stamp every part with the clock. Here the
sheet goes straight into the archive, and the same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, SpreadsheetDrawing, TwoCellAnchor
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from _typeshed import SizedBuffer

EMU_PER_PIXEL = 9525
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Box:
    """Where a picture lies: column and row counted from 0, and the rectangle in the cell in pixels."""

    column: int
    row: int
    left: int
    top: int
    width: int
    height: int


class Picture(Image):
    """A JPEG that is fetched when the archive takes it; it moves with its row and hides with it."""

    def __init__(self, jpeg: Callable[[], bytes], box: Box) -> None:
        self._jpeg = jpeg
        self.format = "jpeg"
        self.width, self.height = box.width, box.height
        start = _marker(box, box.left, box.top)
        end = _marker(box, box.left + box.width, box.top + box.height)
        self.anchor = TwoCellAnchor(editAs="twoCell", _from=start, to=end)

    def _data(self) -> bytes:
        return self._jpeg()


def _marker(box: Box, x: int, y: int) -> AnchorMarker:
    return AnchorMarker(col=box.column, colOff=x * EMU_PER_PIXEL, row=box.row, rowOff=y * EMU_PER_PIXEL)


Row = tuple[int, list[Cell]]
"""A row as it is written: its number, counted from 1, and its cells in order."""


class _SheetWriter(WorksheetWriter):
    """Writes rows as they come, and after them what they have led to: the filter's range, the pictures."""

    def __init__(self, sheet: Worksheet, rows: Iterable[Row], out: IO[bytes]) -> None:
        self._sheet = sheet
        self._rows = rows
        super().__init__(sheet, out)

    def write_rows(self) -> None:
        """Write each row and forget it, with its height."""
        stream = self.xf.send(True)
        assert stream is not None
        with stream.element("sheetData"):
            for number, cells in self._rows:
                self.write_row(stream, cells, number)
                self._sheet.row_dimensions.pop(number, None)
        self.xf.send(None)

    def write_dimensions(self) -> None:
        """Leave it out: it is not known before the rows are, and no reader needs it."""


class _Archive(ZipFile):
    """A zip without a clock: every part has the same time, pictures are stored as they are."""

    def info(self, name: str) -> ZipInfo:
        part = ZipInfo(name, _EPOCH)
        part.create_system = _UNIX
        part.external_attr = 0o600 << 16
        part.compress_type = ZIP_STORED if name.endswith(".jpeg") else ZIP_DEFLATED
        return part

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: SizedBuffer | str,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        known = zinfo_or_arcname if isinstance(zinfo_or_arcname, ZipInfo) else self.info(zinfo_or_arcname)
        super().writestr(known, data, compress_type, compresslevel)


class _Inside(Protocol):
    """What openpyxl's own writer keeps on a sheet."""

    _drawing: SpreadsheetDrawing
    _images: list[Image]
    _rels: RelationshipList


class _Writer(ExcelWriter):
    """Takes the rows of the one sheet while it writes them."""

    def __init__(self, workbook: Workbook, archive: _Archive, rows: Iterable[Row]) -> None:
        super().__init__(workbook, archive)
        self._parts = archive
        self._rows = rows

    def write_worksheet(self, ws: Worksheet) -> None:
        with self._parts.open(self._parts.info(ws.path[1:]), "w", force_zip64=True) as out:
            writer = _SheetWriter(ws, self._rows, out)
            try:
                writer.write()
            finally:
                # Where the rows stop half-way, the open elements are closed while the archive still takes them.
                writer.close()
        inside, written = cast("_Inside", ws), cast("_Inside", writer)
        inside._drawing = SpreadsheetDrawing()
        inside._drawing.charts = []
        inside._drawing.images = inside._images
        inside._rels = written._rels
        self.manifest.append(ws)


def write(workbook: Workbook, rows: Iterable[Row], file: BinaryIO, made_at: datetime) -> None:
    """Write a workbook of one sheet, whose rows come from `rows`; `made_at` stands in its properties.

    Whatever makes the rows may give the sheet heights, pictures and the range of its filter until it is done.
    """
    workbook.properties.created = workbook.properties.modified = made_at
    with _Archive(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        _Writer(workbook, archive, rows).write_data()
