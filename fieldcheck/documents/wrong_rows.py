"""The rows of a table that will not do, as a workbook: as they stand in the file, with what is wrong in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from fieldcheck.documents import workbook

REASON_WIDTH = 60
_REASON = "问题"


def write(titles: Sequence[str], rows: Sequence[tuple[Sequence[str], str]], file: BinaryIO, made_at: datetime) -> None:
    """Write the rows under the names of their columns; what is wrong stands first, in the same cell each."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = REASON_WIDTH
    workbook.write(book, _rows(sheet, titles, rows), file, made_at)


def _rows(sheet: Worksheet, titles: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]) -> Iterator[workbook.Row]:
    yield 1, [_cell(sheet, 1, column, text, bold=True) for column, text in enumerate([_REASON, *titles], 1)]
    for number, (cells, reason) in enumerate(rows, 2):
        yield number, [_cell(sheet, number, column, text) for column, text in enumerate([reason, *cells], 1)]


def _cell(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> Cell:
    cell = Cell(sheet, row, column, text)
    # What begins with "=" is what somebody typed, and no formula.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=column == 1)
    return cell
