"""What the lists share: a head with search and filters, the table, and beside it what belongs to the chosen row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.detail_panel import DetailPanel
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows, PagedTable
from fieldcheck.gui.widgets.rows_view import width_of_texts
from fieldcheck.store import Changes
from fieldcheck.store.queries import lists
from fieldcheck.translation import _, ngettext

SEARCH_AFTER = 150
"""Milliseconds after the last key before the list is read again."""
LIST_WIDTH = 800
DETAIL_WIDTH = 348
LAPTOP = "laptop"
"""Key of the column that is shown only where several laptops wrote what is listed."""


class ListPage(Page):
    """A page of one list. A child says what the columns are, which ids it lists, and what the panel shows.

    `kinds` are the kinds of records whose change makes the list be read again.
    """

    title = ""
    icon = "list"
    kinds: frozenset[str] = frozenset()
    many = False
    """Whether several rows can be picked."""
    filters_below = False
    """Whether the filters stand in a row of their own: where there are many."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.search = self._search_field()
        self.count = theme.text_label("", "muted")
        self._filters = self.filters()
        self.table = PagedTable(session, self.columns(), self.query(), self.load(), many=self.many)
        self.panel = DetailPanel()
        self._shown = ""
        self.several_laptops = False
        self._empty = self.empty()
        self.table.set_empty(self._empty)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER)
        self._timer.timeout.connect(self.refresh)
        self.list_layout = QVBoxLayout()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._connect()
        self.show_laptops(())

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

    def below_head(self) -> Sequence[QWidget]:
        """Return what stands between the head and the list."""
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
        if self.filters_below:
            self.list_layout.addLayout(self._filter_row())
        for widget in self.below_head():
            self.list_layout.addWidget(widget)
        splitter = self.splitter
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(16)
        splitter.addWidget(self.table)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([LIST_WIDTH, DETAIL_WIDTH])
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
            if not self.filters_below:
                head.addWidget(box)
        for button in self.head_buttons():
            head.addWidget(button)
        return head

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for box in self._filters:
            row.addWidget(box)
        row.addStretch(1)
        return row

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
        narrowed = any(box.itemData(0) == "" and chosen(box) for box in self._filters)
        if not count and narrowed:
            self._empty.set_texts(_("Nothing found"), _("Nothing matches these filters and words. Choose fewer."))
            self._empty.button.setVisible(False)
        elif not count and self.text():
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

    def begin_new(self, title: str) -> None:
        """Empty the panel for the fields of a new record."""
        self.leave()
        self._shown = ""
        self.panel.clear()
        self.panel.setVisible(True)
        self.panel.set_title(title)

    def show_added(self, changes: Changes) -> None:
        """Choose the record that was just added, whatever was searched for."""
        self.search.clear()
        self._shown = ""
        self.table.select(changes.main)
        self.refresh()
        self._select(changes.main)

    def narrow(self, box: ComboBox, value: str) -> None:
        """Show all that one value of a filter leaves: no word and no other filter narrows it further."""
        self.search.clear()
        for other in self._filters:
            if other is not box and other.itemData(0) == "":
                other.setCurrentIndex(0)
        box.setCurrentIndex(max(0, box.findData(value)))

    def open(self, route: Route) -> None:
        """Show the list, with the record of the route chosen."""
        if route.entity:
            self.table.select(route.entity)
        self.refresh()
        self.look()
        self.table.setFocus()

    def changed(self, changes: Changes) -> None:
        """Read the list again where a record that it shows changed; the panel too."""
        if not any(kind in self.kinds for kind, _ in changes.entities):
            return
        self.refresh()
        self.look()
        if self._shown and self.panel_shows(changes):
            self.panel.clear()
            self.show_detail(self._shown)

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of every list."""
        return (("Ctrl+F", _("Search")), ("↑ / ↓", _("Previous, next row")), ("Enter", _("Open")))

    def look(self) -> None:
        """Find out what there is to choose from and to tell apart: here, the laptops."""
        if self._has_laptops():
            self.session.tasks.read(lists.laptops, self.show_laptops, owner=self)

    def _has_laptops(self) -> bool:
        return any(column.key == LAPTOP for column in self.table.model.columns)

    def show_laptops(self, laptops: Sequence[tuple[str, str]]) -> None:
        """Show which laptop a row comes from, where there are several (device id, name)."""
        before, self.several_laptops = self.several_laptops, len(laptops) > 1
        if self._has_laptops():
            self.table.show_column(LAPTOP, self.several_laptops)
        if self._shown and before != self.several_laptops:
            self.panel.clear()
            self.show_detail(self._shown)

    def laptop_of(self, laptop: str) -> str:
        """Return the name of a laptop for the panel; nothing where there is only one."""
        return laptop if self.several_laptops else ""

    def panel_shows(self, changes: Changes) -> bool:
        """Return whether the panel shows one of the records that changed."""
        return True


def width_of_days() -> int:
    """Return the width of a column of days, in pixels, in the language of the window."""
    return width_of_texts(texts.day(date(2026, month, 28)) for month in range(1, 13))


def laptop_column() -> Column:
    """Return the column that names the laptop."""
    return Column(key=LAPTOP, title=_("Laptop"), render=lambda row: row.laptop, width=112, optional=True)


def filter_box(name: str, choices: Sequence[tuple[str, str]]) -> ComboBox:
    """Return a combo box of (value, text); `name` is its accessible name."""
    box = ComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
    for value, text in choices:
        box.addItem(text, value)
    return box


def offer(box: ComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Give a filter other choices of (value, text) after its first; what was chosen stays chosen, without a word."""
    before = chosen(box)
    kept = [(str(box.itemData(index) or ""), box.itemText(index)) for index in range(1, box.count())]
    if kept == list(choices):
        return
    box.blockSignals(True)
    for index in range(box.count() - 1, 0, -1):
        box.removeItem(index)
    for value, text in choices:
        box.addItem(text, value)
    if before and box.findData(before) < 0:
        box.addItem(before, before)
    box.setCurrentIndex(max(0, box.findData(before)) if before else 0)
    box.blockSignals(False)


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
