"""The model of every long list: ids in memory, rows on demand, stale rows instead of an empty table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

PAGE = 100
MOST_ROWS = 20_000
"""Rows kept in memory; beyond that the model begins again with what is on the screen."""

IDS = Qt.ItemDataRole.UserRole
CHIP = IDS + 1

Index = QModelIndex | QPersistentModelIndex
Row = Any
"""A frozen row of `store.queries.lists`; each list has its own type."""

Arrived = Callable[[Mapping[str, Row]], None]
Load = Callable[[Sequence[str], Arrived], None]
"""Loads the rows of some ids and hands them over by id, at once or later on the UI thread."""

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `width` in pixels, or what is left over where it stretches; `chip` gives (text, tone) or None.

    One that is `optional` is left out where the stretching one would become too narrow to read.
    """

    key: str
    title: str
    render: Callable[[Row], str]
    width: int = 120
    stretch: bool = False
    align: str = "left"
    chip: Callable[[Row], tuple[str, str] | None] | None = None
    optional: bool = False


class PagedModel(QAbstractTableModel):
    """Rows are dropped and asked for again page by page, never all at once."""

    def __init__(self, columns: Sequence[Column], load: Load, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._load = load
        self._ids: list[str] = []
        self._rows: dict[str, Row] = {}
        self._asked: set[int] = set()
        self._generation = 0

    @property
    def ids(self) -> list[str]:
        """Return the ids in their order."""
        return self._ids

    def position(self, entity: str) -> int:
        """Return the row of an id, or -1."""
        # Looked for when it is asked: a table of all positions takes longer than a frame for 100,000 ids.
        return self._ids.index(entity) if entity in self._ids else -1

    def row(self, entity: str) -> Row | None:
        """Return the row of an id where it was loaded, or None."""
        return self._rows.get(entity)

    def set_ids(self, ids: list[str]) -> bool:
        """Show these ids; rows already loaded are shown until new ones come. Return whether the order is another."""
        self._generation += 1
        self._asked.clear()
        if ids == self._ids:
            self._redraw(0, len(ids) - 1)
            return False
        self.beginResetModel()
        self._ids = ids
        if len(self._rows) > MOST_ROWS:
            self._rows.clear()
        self.endResetModel()
        return True

    def _redraw(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _ask(self, page: int) -> None:
        self._asked.add(page)
        if len(self._rows) > MOST_ROWS:
            self._rows.clear()
            self._asked = {page}
        wanted = self._ids[page * PAGE : (page + 1) * PAGE]
        generation = self._generation
        self._load(wanted, lambda rows: self._arrived(generation, page, wanted, rows))

    def _arrived(self, generation: int, page: int, wanted: Sequence[str], rows: Mapping[str, Row]) -> None:
        for entity in wanted:
            # None: deleted since the ids were read; shown as a dash until they are read again.
            self._rows[entity] = rows.get(entity)
        if generation == self._generation:
            self._redraw(page * PAGE, page * PAGE + len(wanted) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an invalid index, never changed
        """Return the number of ids."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an invalid index, never changed
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the titles, aligned as their columns."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | _ALIGN[self.columns[section].align]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows; a row that is not there yet is asked for and shows an ellipsis."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | _ALIGN[column.align]
        entity = self._ids[index.row()]
        if role == IDS:
            return entity
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, CHIP):
            return None
        page = index.row() // PAGE
        if page not in self._asked:
            self._ask(page)
        return self._cell(column, entity, role)

    def _cell(self, column: Column, entity: str, role: int) -> object:
        if entity not in self._rows:
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        row = self._rows[entity]
        if row is None:
            return "—" if role == Qt.ItemDataRole.DisplayRole else None
        if role == CHIP:
            return column.chip(row) if column.chip else None
        return column.render(row)
