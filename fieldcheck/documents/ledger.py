"""The ledger of hazards (隐患排查治理台账) as an Excel file that prints on A3 as it is. Always in Chinese."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import BinaryIO

import msgspec
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from fieldcheck.documents import files, texts, workbook
from fieldcheck.documents.workbook import Box, Picture, Row
from fieldcheck.model.ledger import LedgerHead, LedgerPhoto, LedgerPhotos, LedgerRow

FONT = "宋体"
HEAD_ROWS = 3
FROZEN = "G4"
"""Below the heads, and right of the name of the unit."""

A3 = "8"
LINE = 1.45
"""Height of a line as a multiple of the size of its letters; fonts that stand in for 宋体 are no taller."""
SIZES = (10, 8, 6)
"""Sizes of letters, in points: the first in which a row is not higher than Excel allows."""
HIGHEST = 409
LOWEST = 30
PHOTOS = 2
"""How many photos a cell shows; more are counted."""
PHOTO_ROW = 84
GAP = 4
"""Pixels around a photo."""
CAPTION = 20
"""Pixels below the photos for their count."""
POINTS_PER_PIXEL = 0.75
DAY = "yyyy-mm-dd"
SHADE = PatternFill("solid", start_color="E7EEF0")
LONGEST = 32_767
"""Letters that one cell of Excel takes."""

# What XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Column(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One column: `key` is its name below, `width` counts letters as Excel does."""

    key: str
    title: str
    width: float
    centred: bool = False

    @property
    def pixels(self) -> int:
        """Return the width on the screen."""
        return round(self.width * 7 + 5)


class Wording(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The fixed texts of the ledger."""

    title: str
    sheet: str
    bureau: str
    period: str
    no_period: str
    summary: str
    page: str
    photo_count: str
    photo_missing: str
    levels: dict[str, str]
    results: dict[str, str]
    methods: dict[str, str]
    columns: tuple[Column, ...]


@cache
def wording() -> Wording:
    """Return the texts of the ledger. Raises WordingWrong, DataMissing."""
    return files.read("ledger", "text.toml", Wording)


def write(head: LedgerHead, rows: Iterable[LedgerRow], file: BinaryIO) -> None:
    """Write the ledger into `file`, which can be written only; the same values give the same bytes.

    Rows are taken one by one, photos after them one by one. Raises WordingWrong, DataMissing, and what a photo raises.
    """
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    made.properties.creator = head.bureau
    made.properties.title = wording().title
    _set_up(sheet, head)
    workbook.write(made, _Sheet(made, sheet, head).rows(rows), file, datetime.combine(head.made_on, time()))


def _set_up(sheet: Worksheet, head: LedgerHead) -> None:
    sheet.title = wording().sheet
    sheet.freeze_panes = FROZEN
    sheet.page_setup.paperSize = A3
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
    footer = sheet.oddFooter
    assert footer is not None
    footer.left.text = head.bureau.replace("&", "&&")
    footer.center.text = wording().page
    for number, column in enumerate(wording().columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


class _Sheet:
    """Makes the rows of the sheet, and notes on it what they need: heights, pictures, the range of the filter."""

    def __init__(self, made: Workbook, sheet: Worksheet, head: LedgerHead) -> None:
        self._sheet = sheet
        self._head = head
        self._columns = wording().columns
        self._styles = _styles(made)

    def rows(self, rows: Iterable[LedgerRow]) -> Iterator[Row]:
        """Yield the heads, then one row for each hazard."""
        yield from self._heads()
        last = HEAD_ROWS
        for last, row in enumerate(rows, HEAD_ROWS + 1):
            yield last, self._row(last, row)
        self._sheet.auto_filter.ref = f"A{HEAD_ROWS}:{get_column_letter(len(self._columns))}{last}"

    def _cell(self, row: int, column: int, value: str | int | date | None, style: StyleArray) -> Cell:
        cell = Cell(self._sheet, row=row, column=column, style_array=style)
        if value is not None and value != "":
            cell.value = clean(value) if isinstance(value, str) else value
            if isinstance(value, str):
                # A text that begins with "=" is a text: nobody's words are run as a formula.
                cell.data_type = "s"
        return cell

    def _heads(self) -> Iterator[Row]:
        words, last = wording(), len(self._columns)
        self._sheet.row_dimensions[1].height = 36
        self._sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
        yield 1, [self._cell(1, 1, words.title, self._styles["title"])]
        self._sheet.row_dimensions[2].height = 22
        yield 2, list(self._line(self._head))
        self._sheet.row_dimensions[3].height = 40
        titles = enumerate(self._columns, 1)
        yield 3, [self._cell(3, number, column.title, self._styles["head"]) for number, column in titles]

    def _line(self, head: LedgerHead) -> Iterator[Cell]:
        """Yield who filled it in at the left, the period in the middle, counts and day at the right."""
        words = wording()
        period = words.no_period
        if head.first is not None and head.last is not None:
            period = words.period.format(first=texts.date_text(head.first), last=texts.date_text(head.last))
        summary = words.summary.format(count=head.count, majors=head.majors, day=texts.date_text(head.made_on))
        last = len(self._columns)
        for start, end, text, style in (
            (1, last // 3, words.bureau.format(bureau=head.bureau), "left"),
            (last // 3 + 1, last * 2 // 3, period, "center"),
            (last * 2 // 3 + 1, last, summary, "right"),
        ):
            self._sheet.merge_cells(start_row=2, end_row=2, start_column=start, end_column=end)
            yield self._cell(2, start, text, self._styles[style])

    def _row(self, number: int, row: LedgerRow) -> list[Cell]:
        values = [_VALUES[column.key](row) for column in self._columns]
        size, height = _fit(self._columns, values, least=_least_height(row))
        self._sheet.row_dimensions[number].height = height
        for index, column in enumerate(self._columns):
            if column.key in _PHOTOS:
                self._place(_PHOTOS[column.key](row), index, number - 1, round(height / POINTS_PER_PIXEL))
        return [
            self._cell(number, index, value, self._styles[_style(column, value, row, size)])
            for index, (column, value) in enumerate(zip(self._columns, values, strict=True), 1)
        ]

    def _place(self, cell: LedgerPhotos, column: int, row: int, height: int) -> None:
        """Put the photos of a cell side by side, each as large as it goes, with room for the count below."""
        shown = cell.photos[:PHOTOS]
        room = height - 2 * GAP - (CAPTION if photo_text(cell) else 0)
        width = (self._columns[column].pixels - GAP) // max(1, len(shown)) - GAP
        for index, photo in enumerate(shown):
            wide, tall = _fitting(photo, width, room)
            left = GAP + index * (width + GAP) + (width - wide) // 2
            box = Box(column, row, left, GAP + (room - tall) // 2, wide, tall)
            self._sheet.add_image(Picture(photo.jpeg, box))


def _fitting(photo: LedgerPhoto, width: int, height: int) -> tuple[int, int]:
    scale = min(width / max(1, photo.width), height / max(1, photo.height))
    return max(1, round(photo.width * scale)), max(1, round(photo.height * scale))


def clean(text: str) -> str:
    """Return a text as a cell can hold it: without what XML forbids, no longer than Excel takes."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]


def photo_text(cell: LedgerPhotos) -> str:
    """Return what stands below the photos of a cell: how many there are where not all are shown, what has not come."""
    parts = []
    if len(cell.photos) > PHOTOS:
        parts.append(wording().photo_count.format(count=len(cell.photos)))
    if cell.missing:
        parts.append(wording().photo_missing.format(count=cell.missing))
    return "，".join(parts)


def _manner(row: LedgerRow) -> str:
    """Return the kind of the visit and below it the methods of the item."""
    methods = "、".join(wording().methods.get(code, code) for code in row.methods)
    return "\n".join(part for part in (texts.visit_kind(row.visit_kind), methods) if part)


Value = str | int | date | None

_PHOTOS: Mapping[str, Callable[[LedgerRow], LedgerPhotos]] = {
    "before": lambda row: row.before,
    "after": lambda row: row.after,
}

_VALUES: Mapping[str, Callable[[LedgerRow], Value]] = {
    "number": lambda row: row.number,
    "inspected_on": lambda row: row.inspected_on,
    "inspectors": lambda row: row.inspectors,
    "campaign": lambda row: row.campaign,
    "town": lambda row: row.town,
    "unit": lambda row: row.unit,
    "credit_code": lambda row: row.credit_code,
    "industry": lambda row: row.industry,
    "manner": _manner,
    "location": lambda row: row.location,
    "description": lambda row: row.description,
    "category": lambda row: row.category,
    "level": lambda row: wording().levels.get(row.level or "unconfirmed", row.level),
    "basis": lambda row: "\n".join(row.basis),
    "measure": lambda row: row.measure,
    "responsible_unit": lambda row: row.responsible_unit,
    "responsible_person": lambda row: row.responsible_person,
    "phone": lambda row: row.phone,
    "funds": lambda row: row.funds,
    "deadline": lambda row: row.deadline,
    "precautions": lambda row: row.precautions,
    "order_number": lambda row: row.order_number,
    "before": lambda row: photo_text(row.before),
    "after": lambda row: photo_text(row.after),
    "completed_on": lambda row: row.completed_on,
    "rechecked_on": lambda row: row.rechecked_on,
    "rechecked_by": lambda row: row.rechecked_by,
    "recheck_result": lambda row: wording().results.get(row.recheck_result, row.recheck_result),
    "closed_on": lambda row: row.closed_on,
    "remark": lambda row: row.remark,
}


def _least_height(row: LedgerRow) -> float:
    return PHOTO_ROW if row.before.photos or row.after.photos else LOWEST


def _fit(columns: Sequence[Column], values: Sequence[Value], *, least: float) -> tuple[int, float]:
    """Return the size of letters and the height of a row, in points, in which every cell shows its whole text."""
    height = least
    for size in SIZES:
        lines = max(
            line_count(value, column.pixels, size)
            for column, value in zip(columns, values, strict=True)
            if isinstance(value, str)
        )
        height = max(least, math.ceil(lines * size * LINE) + 6)
        if height <= HIGHEST:
            return size, height
    return SIZES[-1], HIGHEST


def line_count(text: str, pixels: int, size: int) -> int:
    """Return how many lines a text takes in a column; a run of Latin letters is broken where it ends, as Excel does."""
    room = pixels - 8
    letter = size / POINTS_PER_PIXEL
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        if len(paragraph) * letter <= room:
            continue
        used = 0.0
        for word in _WORD.findall(paragraph):
            width = sum(letter if ord(one) > 0x2E80 or one in "“”‘’…—·" else letter * 0.56 for one in word)
            if used and used + width > room:
                lines += 1
                used = 0.0
            lines += math.ceil(width / room) - 1
            used = used + width if width <= room else width % room
    return lines


_WORD = re.compile(r"[!-~]+|.")


def _style(column: Column, value: Value, row: LedgerRow, size: int) -> str:
    if column.key in _PHOTOS:
        return f"photo {size}"
    if isinstance(value, date):
        return f"day {size}"
    if column.key == "level" and row.level == "major":
        return f"major {size}"
    return f"{'centre' if column.centred else 'text'} {size}"


def _styles(made: Workbook) -> dict[str, StyleArray]:
    """Return the styles of the ledger by name; Excel lists them in its gallery."""
    line = Side(style="thin", color="808080")
    border = Border(left=line, right=line, top=line, bottom=line)
    wrapped = Alignment(horizontal="left", vertical="center", wrap_text=True)
    centred = Alignment(horizontal="center", vertical="center", wrap_text=True)
    below = Alignment(horizontal="center", vertical="bottom", wrap_text=True)
    plain = Font(name=FONT, size=11)
    styles = [
        NamedStyle("title", font=Font(name=FONT, size=20, bold=True), alignment=centred),
        NamedStyle("left", font=plain, alignment=Alignment(horizontal="left", vertical="center")),
        NamedStyle("center", font=plain, alignment=Alignment(horizontal="center", vertical="center")),
        NamedStyle("right", font=plain, alignment=Alignment(horizontal="right", vertical="center")),
        NamedStyle("head", font=Font(name=FONT, size=10, bold=True), alignment=centred, border=border, fill=SHADE),
    ]
    for size in SIZES:
        font, alarm = Font(name=FONT, size=size), Font(name=FONT, size=size, bold=True, color="B3261E")
        styles += [
            NamedStyle(f"text {size}", font=font, alignment=wrapped, border=border),
            NamedStyle(f"centre {size}", font=font, alignment=centred, border=border),
            NamedStyle(f"photo {size}", font=font, alignment=below, border=border),
            NamedStyle(f"day {size}", font=font, alignment=centred, border=border, number_format=DAY),
            NamedStyle(f"major {size}", font=alarm, alignment=centred, border=border),
        ]
    return {style.name: _kept(made, style) for style in styles}


def _kept(made: Workbook, style: NamedStyle) -> StyleArray:
    """Return a style as the workbook keeps it, which ten thousand cells then share."""
    made.add_named_style(style)
    return style.as_tuple()
