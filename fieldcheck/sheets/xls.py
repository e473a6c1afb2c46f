"""Workbooks of Excel 97–2003 (.xls): values as they were last calculated, no macros."""

from __future__ import annotations

import io
import struct
from datetime import time
from typing import Any, cast

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_NUMBER, XL_CELL_TEXT, XLRDError
from xlrd.compdoc import CompDocError

from fieldcheck.sheets.errors import SheetDamaged, SheetProtected
from fieldcheck.sheets.table import Cell, Collector, Sheet, Span

_DAMAGE = (
    XLRDError,
    CompDocError,
    AssertionError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    struct.error,
)
"""What xlrd raises for a file that is not what it should be."""


def read(data: bytes) -> dict[str, bool]:
    """Return the sheets of a workbook, and whether each is hidden. Raises SheetDamaged, SheetProtected."""
    with _open(data) as book:
        visibility: list[int] = cast("Any", book)._sheet_visibility
        return {name: bool(visibility[place]) for place, name in enumerate(book.sheet_names())}


def read_sheet(data: bytes, name: str) -> Sheet:
    """Return one sheet. Raises SheetDamaged, SheetProtected, SheetFileTooLarge."""
    with _open(data) as book:
        try:
            return _sheet(book, book.sheet_by_name(name))
        except _DAMAGE as error:
            raise SheetDamaged(reason=f"{name}: {type(error).__name__}") from error


def _open(data: bytes) -> xlrd.Book:
    try:
        # Whatever it has to say about odd files goes nowhere: standard output is the command's own.
        return xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True, formatting_info=True)
    except _DAMAGE as error:
        if "encrypted" in str(error):
            raise SheetProtected from error
        raise SheetDamaged(reason=type(error).__name__) from error


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    collector = Collector()
    for number in range(sheet.nrows):
        types, values = sheet.row_types(number), sheet.row_values(number)
        row = [_cell(book, kind, value) for kind, value in zip(types, values, strict=True)]
        if not collector.add(number + 1, row):
            break
    hidden = {number + 1 for number, row in sheet.rowinfo_map.items() if row.hidden}
    return Sheet(
        sheet.name,
        tuple(collector.rows),
        tuple(Span(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells),
        frozenset(hidden & {row.number for row in collector.rows}),
        frozenset(place for place, column in sheet.colinfo_map.items() if column.hidden),
        0,
        collector.ended_at,
    )


def _cell(book: xlrd.Book, kind: int, value: object) -> Cell:
    if kind == XL_CELL_TEXT:
        text = str(value)
        return text if text.strip() else None
    if kind == XL_CELL_NUMBER and isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    if kind == XL_CELL_DATE and isinstance(value, float):
        moment = xlrd.xldate.xldate_as_datetime(value, book.datemode)
        return moment.date() if moment.time() == time() else moment.isoformat(" ", "minutes")
    return None
