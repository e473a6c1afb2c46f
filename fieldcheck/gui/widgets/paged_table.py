"""Paged table: the list of every page. 200,000 rows scroll like 200."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.models.paged import IDS, Arrived, Column, PagedModel, Row
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.rows_view import RowsView
from fieldcheck.store import Reader

__all__ = ["Column", "PagedTable", "Row"]

NARROWEST = 168
"""Pixels that the stretching column keeps before an optional one is shown."""

FindIds = Callable[[Reader], list[str]]
LoadRows = Callable[[Reader, Sequence[str]], Sequence[Row]]


class PagedTable(QWidget):
    """Ids by `find_ids`, rows by `load_rows`, both on a reader thread; the selection is kept by id.

    With `many`, several rows can be picked with Ctrl, Shift and Ctrl+A; the chosen one is where the keyboard stands.

    Signals:
        selected: the id of the chosen row; empty where none is.
        opened: the id of the row that was double-clicked or entered.
        count_changed: how many rows there are, after every reading.
        picked: other rows than before are picked.
    """

    selected = Signal(str)
    opened = Signal(str)
    count_changed = Signal(int)
    picked = Signal()

    def __init__(
        self,
        session: Session,
        columns: Sequence[Column],
        find_ids: FindIds,
        load_rows: LoadRows,
        parent: QWidget | None = None,
        *,
        many: bool = False,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._find_ids = find_ids
        self._load_rows = load_rows
        self._generation = 0
        self._chosen = ""
        self._picked: list[str] = []
        self._restoring = False
        self._wanted: dict[str, bool] = {}
        self.model = PagedModel(columns, self._load, self)
        self.view = RowsView()
        self.view.setModel(self.model)
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._size_columns()
        self.setFocusProxy(self.view)
        self.view.entered_row.connect(self._open)
        self.view.doubleClicked.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(self._moved)
        if many:
            self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            self.view.selectionModel().selectionChanged.connect(self._pick)
        theme.signals.changed.connect(self.update)

    def _size_columns(self) -> None:
        header = self.view.horizontalHeader()
        for position, column in enumerate(self.model.columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(position, mode)
            if not column.stretch:
                header.resizeSection(position, column.width)

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column by its key; an optional one is shown only as long as there is room for it."""
        self._wanted[key] = shown
        self._show_columns()

    def _show_columns(self) -> None:
        fixed = sum(column.width for column in self.model.columns if not (column.stretch or column.optional))
        room = self.width() - fixed - NARROWEST
        for position, column in enumerate(self.model.columns):
            shown = self._wanted.get(column.key, True)
            if column.optional and shown:
                shown = room >= column.width
                room -= column.width
            self.view.setColumnHidden(position, not shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the optional columns that there is room for."""
        super().resizeEvent(event)
        self._show_columns()

    def set_empty(self, state: EmptyState) -> None:
        """Show `state` in place of an empty table."""
        shown, held = self._stack.currentWidget() is self._empty, _holds_focus(self._empty)
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = state
        self._stack.addWidget(state)
        if shown:
            self._stack.setCurrentWidget(state)
        if held:
            state.setFocus()

    def set_query(self, find_ids: FindIds) -> None:
        """Show other rows, or the same in another order."""
        self._find_ids = find_ids
        self.reload()

    def reload(self) -> None:
        """Read the ids again; the rows on the screen stay until the new ones are there."""
        self._generation += 1
        generation = self._generation
        self._session.tasks.read(self._find_ids, lambda ids: self._found(generation, ids), owner=self)

    def _found(self, generation: int, ids: list[str]) -> None:
        if generation != self._generation:
            return
        scrolled = self.view.verticalScrollBar().value()
        if self.model.set_ids(ids):
            self.view.verticalScrollBar().setValue(scrolled)
            self._choose_again()
        self._turn_to(self.view if ids else self._empty)
        self.count_changed.emit(len(ids))

    def _turn_to(self, shown: QWidget) -> None:
        """Show the rows or the empty state; the keyboard goes along, instead of to whatever Qt finds next."""
        before = self._stack.currentWidget()
        held = before is not None and before is not shown and _holds_focus(before)
        self._stack.setCurrentWidget(shown)
        if held:
            shown.setFocus()

    def _choose_again(self) -> None:
        kept = self._picked
        self._restoring = True
        self._come_back()
        self._mark(kept)
        self._restoring = False
        self._pick()

    def _come_back(self) -> None:
        position = self.model.position(self._chosen)
        if position >= 0:
            self._set_current(position)
        elif self._chosen:
            self._chosen = ""
            self.selected.emit("")

    def _load(self, ids: Sequence[str], arrived: Arrived) -> None:
        def rows(reader: Reader) -> Mapping[str, Row]:
            return {row.id: row for row in self._load_rows(reader, ids)}

        self._session.tasks.read(rows, arrived, owner=self)

    def current_id(self) -> str:
        """Return the id of the chosen row, or an empty text."""
        return self._chosen

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self.model.ids)

    def select(self, entity: str) -> None:
        """Choose a row by its id, now or when it appears."""
        self._chosen = entity
        position = self.model.position(entity)
        if position >= 0:
            self._set_current(position)
            self.view.scrollTo(self.model.index(position, 0))

    def _set_current(self, position: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(self.model.index(position, 0), flags)

    def picked_ids(self) -> list[str]:
        """Return the ids of the picked rows in the order of the list; one row, or none, where `many` cannot be."""
        return list(self._picked)

    def pick_all(self) -> None:
        """Pick every row."""
        self.view.selectAll()

    def pick(self, ids: Collection[str]) -> None:
        """Pick these rows and no others; fewer than two leave the chosen row alone."""
        position = self.model.position(self._chosen)
        if position >= 0:
            self._set_current(position)
        self._mark(ids)

    def _mark(self, ids: Collection[str]) -> None:
        """Pick the rows with these ids where there are at least two."""
        wanted = frozenset(ids)
        if len(wanted) < 2:
            return
        rows = [row for row, entity in enumerate(self.model.ids) if entity in wanted]
        if len(rows) < 2:
            return
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().select(self._selection(rows), flags)

    def _selection(self, rows: Sequence[int]) -> QItemSelection:
        """Return the selection of rows that are in order, one range for each run of them."""
        found = QItemSelection()
        first = rows[0]
        for row, following in zip(rows, [*rows[1:], -1], strict=True):
            if following != row + 1:
                found.select(self.model.index(first, 0), self.model.index(row, len(self.model.columns) - 1))
                first = following
        return found

    def _pick(self) -> None:
        if self._restoring:
            return
        selection = self.view.selectionModel().selection()
        each = (selection.at(place) for place in range(selection.count()))
        ranges = sorted({(one.top(), one.bottom()) for one in each})
        found = [entity for top, bottom in ranges for entity in self.model.ids[top : bottom + 1]]
        if found != self._picked:
            self._picked = found
            self.picked.emit()

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._chosen = str(current.data(IDS))
            self.selected.emit(self._chosen)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(str(index.data(IDS)))


def _holds_focus(widget: QWidget) -> bool:
    """Return whether the keyboard stands in a widget, or will once its window is active."""
    focus = widget.window().focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
