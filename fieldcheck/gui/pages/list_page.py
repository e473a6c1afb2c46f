"""What the lists share: a head with search and filters, the table, and beside it what belongs to the chosen row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.detail_panel import DetailPanel
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows, PagedTable
from fieldcheck.store import Changes
from fieldcheck.translation import _, ngettext

SEARCH_AFTER = 150
"""Milliseconds after the last key before the list is read again."""
DETAIL_WIDTH = 348


class ListPage(Page):
    """A page of one list. A child says what the columns are, which ids it lists, and what the panel shows.

    `kinds` are the kinds of records whose change makes the list be read again.
    """

    title = ""
    icon = "list"
    kinds: frozenset[str] = frozenset()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.search = self._search_field()
        self.count = theme.text_label("", "muted")
        self._filters = self.filters()
        self.table = PagedTable(session, self.columns(), self.query(), self.load())
        self.panel = DetailPanel()
        self._shown = ""
        self._empty = self.empty()
        self.table.set_empty(self._empty)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER)
        self._timer.timeout.connect(self.refresh)
        self.list_layout = QVBoxLayout()
        self._build()
        self._connect()

    def columns(self) -> Sequence[Column]:
        """Return the columns of the table."""
        raise NotImplementedError

    def query(self) -> FindIds:
        """Return what reads the ids, with the search and the filters as they stand now."""
        raise NotImplementedError

    def load(self) -> LoadRows:
        """Return what reads the rows of some ids."""
        raise NotImplementedError

    def empty(self) -> EmptyState:
        """Return what stands in place of an empty list."""
        raise NotImplementedError

    def filters(self) -> Sequence[ComboBox]:
        """Return the filters beside the search."""
        return ()

    def head_buttons(self) -> Sequence[QPushButton]:
        """Return the buttons at the right of the head."""
        return ()

    def show_detail(self, entity: str) -> None:
        """Fill the panel, which is empty, for the chosen row."""
        raise NotImplementedError

    def open_row(self, entity: str) -> None:
        """Go where a double click or Enter leads."""
        raise NotImplementedError

    def text(self) -> str:
        """Return what is searched for."""
        return self.search.text().strip()

    def _search_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(_("Search (Ctrl+F)"))
        field.setAccessibleName(_("Search"))
        field.setClearButtonEnabled(True)
        field.addAction(theme.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        field.setMinimumWidth(160)
        field.setMaximumWidth(320)
        return field

    def _build(self) -> None:
        theme.margins(self.list_layout, 24, 20, 24, 20)
        self.list_layout.setSpacing(16)
        self.list_layout.addLayout(self._head())
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(16)
        splitter.addWidget(self.table)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([800, DETAIL_WIDTH])
        self.panel.setMinimumWidth(280)
        self.panel.setVisible(False)
        self.list_layout.addWidget(splitter, 1)
        self.arrange()

    def arrange(self) -> None:
        """Put the list on the page; a child with more than the list does it its own way."""
        self.setLayout(self.list_layout)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(theme.text_label(_(self.title), "title"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.search, 2)
        for box in self._filters:
            box.currentIndexChanged.connect(self.refresh)
            head.addWidget(box)
        for button in self.head_buttons():
            head.addWidget(button)
        return head

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.selected.connect(self._select)
        self.table.opened.connect(self.open_row)
        self.table.count_changed.connect(self._counted)
        shortcut = QShortcut(QKeySequence.StandardKey.Find, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._focus_search)

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def refresh(self) -> None:
        """Read the list again with the search and the filters as they are."""
        self.table.set_query(self.query())

    def _counted(self, count: int) -> None:
        self.count.setText(ngettext("{count} entry", "{count} entries", count).format(count=f"{count:,}"))
        if not count and self.text():
            self._empty.set_texts(_("Nothing found"), _("No entry has all of these words. Search for fewer of them."))
            self._empty.button.setVisible(False)
        elif not count:
            fresh = self.empty()
            self._empty = fresh
            self.table.set_empty(fresh)
        if not self.table.current_id() and count and not self.text():
            self.table.select(self.table.model.ids[0])

    def _select(self, entity: str) -> None:
        self.leave()
        self._shown = entity
        self.panel.clear()
        self.panel.setVisible(bool(entity))
        if entity:
            self.show_detail(entity)

    def open(self, route: Route) -> None:
        """Show the list, with the record of the route chosen."""
        if route.entity:
            self.table.select(route.entity)
        self.refresh()
        self.table.setFocus()

    def changed(self, changes: Changes) -> None:
        """Read the list again where a record that it shows changed; the panel too."""
        if not any(kind in self.kinds for kind, _ in changes.entities):
            return
        self.refresh()
        if self._shown and self.panel_shows(changes):
            self.panel.clear()
            self.show_detail(self._shown)

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of every list."""
        return (("Ctrl+F", _("Search")), ("↑ / ↓", _("Previous, next row")), ("Enter", _("Open")))

    def panel_shows(self, changes: Changes) -> bool:
        """Return whether the panel shows one of the records that changed."""
        return True


def filter_box(name: str, choices: Sequence[tuple[str, str]]) -> ComboBox:
    """Return a combo box of (value, text); `name` is its accessible name."""
    box = ComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
    for value, text in choices:
        box.addItem(text, value)
    return box


def chosen(box: ComboBox) -> str:
    """Return the value of a filter."""
    return str(box.currentData() or "")


def button_row(*buttons: QPushButton) -> QWidget:
    """Return buttons side by side, from the left."""
    row = QWidget()
    layout = QHBoxLayout(row)
    theme.margins(layout, 0)
    layout.setSpacing(8)
    for button in buttons:
        layout.addWidget(button)
    layout.addStretch(1)
    return row
