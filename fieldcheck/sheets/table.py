"""What a file holds: sheets of typed cells, and what is hidden or missing in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldcheck.sheets.errors import SheetFileTooLarge

Cell = str | int | float | bool | date | None
"""A text as it stands, a number, a yes or no, a day; None where nothing stands."""

LARGEST_FILE = 64 << 20
"""Bytes of a file."""
MOST_ROWS = 200_000
"""Rows with something in them, of one sheet."""
MOST_COLUMNS = 400
"""The last column that may hold something."""
MOST_CELLS = 4_000_000
MOST_EMPTY_CELLS = 20_000_000
"""Cells with a format and nothing in them that are read past."""
BLANK_ROWS_THAT_END = 10_000
"""After so many blank rows in succession a sheet is over."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it; `number` is the one that Excel shows, counted from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells: rows as Excel counts them, columns from 0, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it was read.

    Attributes:
        hidden_rows: numbers of the rows with something in them that are hidden or filtered away.
        hidden_columns: columns, counted from 0.
        uncalculated: how many formulas hold no result, and were read as empty.
        ended_at: the row after which a long blank stretch ended the reading; 0 where it went to the end.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: int = 0
    ended_at: int = 0


class Collector:
    """Takes rows one by one, leaves blank ones out, and holds the limits."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.ended_at = 0
        self._cells = 0
        self._empty = 0
        self._blank = 0
        self._texts: dict[str, str] = {}

    def add(self, number: int, cells: list[Cell]) -> bool:
        """Take a row; return whether to go on. Raises SheetFileTooLarge."""
        length = len(cells)
        while cells and cells[-1] is None:
            cells.pop()
        self._empty += length - len(cells)
        if not cells:
            return self._blank_row()
        self._blank = 0
        self._cells += len(cells)
        self._check(len(cells))
        self.rows.append(Row(number, tuple(self._same(cell) for cell in cells)))
        return True

    def _blank_row(self) -> bool:
        self._blank += 1
        if self._empty > MOST_EMPTY_CELLS:
            raise SheetFileTooLarge(what=f"> {MOST_EMPTY_CELLS:,} formatted empty cells")
        if self._blank >= BLANK_ROWS_THAT_END:
            self.ended_at = self.rows[-1].number if self.rows else 0
            return False
        return True

    def _check(self, columns: int) -> None:
        if columns > MOST_COLUMNS:
            raise SheetFileTooLarge(what=f"> {MOST_COLUMNS} columns")
        if len(self.rows) >= MOST_ROWS:
            raise SheetFileTooLarge(what=f"> {MOST_ROWS:,} rows")
        if self._cells > MOST_CELLS or self._empty > MOST_EMPTY_CELLS:
            raise SheetFileTooLarge(what=f"> {MOST_CELLS:,} cells")

    def _same(self, cell: Cell) -> Cell:
        """Return the one copy of a text that stands in many rows (a town, a trade)."""
        return self._texts.setdefault(cell, cell) if isinstance(cell, str) and len(cell) < 40 else cell
