"""Workbooks of Excel 2007 and later (.xlsx, .xlsm, .et saved so): values as they were last calculated, no macros.

openpyxl's own reading of a sheet for memory (`read_only`) knows neither hidden rows nor merged cells; its parser does.
That is a part whose names are not promised: the version is held below 3.2, and tests read every kind of file.
"""

from __future__ import annotations

import io
import warnings
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from xml.etree.ElementTree import ParseError
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from fieldcheck.sheets.errors import SheetDamaged, SheetFileTooLarge, SheetHasEntities
from fieldcheck.sheets.table import MOST_CELLS, Cell, Collector, Sheet, Span

LARGEST_UNPACKED = 1 << 30
LARGEST_TEXTS = 128 << 20
MOST_MEMBERS = 10_000
_DAMAGE = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    BadZipFile,
    ParseError,
    zlib.error,
)
"""What openpyxl raises for parts that are missing or are not what they should be."""


class _Parser(WorkSheetParser):
    """Counts formulas without a result, and remembers which rows are hidden instead of every row's height."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.uncalculated = 0

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Read one cell."""
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            self.uncalculated += 1
        return cell

    def take_hidden(self) -> bool:
        """Return whether the row that was just read is hidden, and forget its dimensions."""
        found = any(row.get("hidden") in ("1", "true") for row in self.row_dimensions.values())
        self.row_dimensions.clear()
        return found


def read(data: bytes) -> dict[str, bool]:
    """Return the sheets of a workbook, and whether each is hidden. Raises the errors of `read_sheet`."""
    book = _open(data)
    found = {sheet.title: sheet.sheet_state != "visible" for sheet in book.worksheets}
    book.close()
    return found


def read_sheet(data: bytes, name: str) -> Sheet:
    """Return one sheet. Raises SheetDamaged, SheetFileTooLarge, SheetHasEntities."""
    book = _open(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheet(book, name)
    except _DAMAGE as error:
        raise SheetDamaged(reason=f"{name}: {type(error).__name__}") from error
    finally:
        book.close()


def _open(data: bytes) -> Workbook:
    try:
        _check(data)
        with warnings.catch_warnings():
            # Of extensions that it does not know: none of them is a value.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except _DAMAGE as error:
        raise SheetDamaged(reason=type(error).__name__) from error


def _check(data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_UNPACKED:
            raise SheetFileTooLarge(what=f"> {LARGEST_UNPACKED >> 20} MB unpacked")
        for member in members:
            if member.filename.lower().endswith("sharedstrings.xml") and member.file_size > LARGEST_TEXTS:
                raise SheetFileTooLarge(what=f"> {LARGEST_TEXTS >> 20} MB of text")
            if member.filename.lower().endswith((".xml", ".rels")):
                _refuse_entities(archive, member.filename)


class _Begun(Exception):
    """The first element of an XML part: no document type can follow."""


def _refuse_entities(archive: ZipFile, member: str) -> None:
    parser = expat.ParserCreate()

    def declared(*_: object) -> None:
        raise SheetHasEntities(member=member)

    def begun(*_: object) -> None:
        raise _Begun

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        with archive.open(member) as file:
            while part := file.read(1 << 14):
                parser.Parse(part)
    except _Begun:
        return
    except expat.ExpatError as error:
        raise SheetDamaged(reason=f"{member}: {error}") from error


def _sheet(book: Workbook, name: str) -> Sheet:
    opened: Any = book[name]
    collector, hidden = Collector(), set()
    with opened._get_source() as source:
        parser = _Parser(
            source,
            opened._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=cast("Any", book)._date_formats,
            timedelta_formats=cast("Any", book)._timedelta_formats,
        )
        for number, cells in parser.parse():
            is_hidden = parser.take_hidden()
            if not collector.add(number, _cells(cells)):
                break
            if is_hidden and collector.rows and collector.rows[-1].number == number:
                hidden.add(number)
        return Sheet(
            name,
            tuple(collector.rows),
            _merged(parser),
            frozenset(hidden),
            _hidden_columns(parser),
            parser.uncalculated,
            collector.ended_at,
        )


def _cells(cells: list[dict[str, Any]]) -> list[Cell]:
    row: list[Cell] = []
    for cell in cells:
        place = cell["column"] - 1
        row.extend([None] * (place - len(row)))
        row.append(None if cell["data_type"] == "e" else _cell(cell["value"]))
    return row


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (time, timedelta)):
        return str(value)
    if isinstance(value, str):
        return value if value.strip() else None
    if value is None or isinstance(value, (bool, int, float, date)):
        return value
    return str(value)


def _merged(parser: _Parser) -> tuple[Span, ...]:
    merged: Any = getattr(parser, "merged_cells", None)
    every = getattr(merged, "mergeCell", merged) or ()
    if len(every) > MOST_CELLS:
        raise SheetFileTooLarge(what="merged cells")
    return tuple(Span(one.min_row, one.min_col - 1, one.max_row, one.max_col - 1) for one in every)


def _hidden_columns(parser: _Parser) -> frozenset[int]:
    found: set[int] = set()
    columns: dict[str, dict[str, str]] = cast("Any", parser.column_dimensions)
    for letter, one in columns.items():
        if one.get("hidden") in ("1", "true"):
            first = int(one.get("min") or column_index_from_string(letter))
            found.update(range(first - 1, min(int(one.get("max") or first), 16_384)))
    return frozenset(found)
