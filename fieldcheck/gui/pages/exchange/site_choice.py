"""One site of the register, found as it is typed: of which an enterprise's computer is taken in."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.list_page import SEARCH_AFTER
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.paged_table import Column, FindIds, PagedTable
from fieldcheck.store.queries import lists
from fieldcheck.translation import _

HEIGHT = 180


class SiteChoice(QWidget):
    """A search and the sites that it finds.

    Signals:
        chosen: another site is chosen; carries its id.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Name, pinyin, initials, credit code or address"))
        self.search.setAccessibleName(title)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(theme.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        columns = (
            Column(key="name", title=_("Site"), render=lambda row: row.name, stretch=True),
            Column(key="town", title=_("Town"), render=lambda row: row.town, width=120),
            Column(key="code", title=_("Credit code"), render=lambda row: row.credit_code, width=210),
        )
        self.table = PagedTable(session, columns, self._find(), lists.site_rows)
        self.table.setFixedHeight(HEIGHT)
        self.error = InlineError()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER)
        self._timer.timeout.connect(lambda: self.table.set_query(self._find()))
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.table.selected.connect(self._selected)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(6)
        layout.addWidget(theme.text_label(title, "caption"))
        for widget in (self.search, self.table, self.error):
            layout.addWidget(widget)

    def _find(self) -> FindIds:
        text = self.search.text().strip()
        return lambda reader: lists.site_ids(reader, text)

    def _selected(self, site: str) -> None:
        self.error.clear()
        self.chosen.emit(site)

    def begin(self, text: str, site: str) -> None:
        """Show the sites that `text` finds, with `site` chosen where it is given."""
        self.search.setText(text)
        self._timer.stop()
        self.table.select(site)
        self.table.set_query(self._find())

    def value(self) -> str:
        """Return the id of the site, or an empty text."""
        return self.table.current_id()

    def refuse(self) -> None:
        """Say that a site must be chosen."""
        self.error.show_error(_("Choose the site of this enterprise."))
        self.search.setFocus()
