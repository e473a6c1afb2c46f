"""The Conflicts page: what two laptops wrote without knowing of each other, and what they may have written twice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.conflicts.deciding import ConflictsView
from fieldcheck.gui.pages.conflicts.duplicates_view import DuplicatesView
from fieldcheck.gui.session import Route, Session
from fieldcheck.store import Changes
from fieldcheck.translation import _

PARTS = ("conflicts", "duplicates")
COMPARED = frozenset({"site", "inspection", "finding", "join"})
"""Kinds of records whose change may bring, or settle, a possible duplicate."""


class ConflictsPage(Page):
    """Two parts under one heading; the second is looked for only when it is in view."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.view = ConflictsView(session)
        self.duplicates = DuplicatesView(session)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for text in (_("Conflicts"), _("Possible duplicates")):
            self.tabs.addTab(text)
        self.view.counted.connect(lambda count: self._count(0, _("Conflicts"), count))
        self.duplicates.counted.connect(lambda count: self._count(1, _("Possible duplicates"), count))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.duplicates)
        self.back = theme.button(_("Exchange"), "quiet", "arrow-left")
        self.back.clicked.connect(lambda: self.session.go(Route("exchange")))
        head = QHBoxLayout()
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.back)
        layout = QVBoxLayout(self)
        theme.margins(layout, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._turn)

    def _count(self, tab: int, title: str, count: int) -> None:
        self.tabs.setTabText(tab, f"{title}  {count:,}" if count else title)

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the page."""
        return (
            ("↑ / ↓", _("Choose the value before, after")),
            ("1 2 3", _("Choose this value")),
            ("E", _("Another value")),
            ("Enter", _("Decide, and go to the next")),
            ("PgUp / PgDn", _("Previous, next conflict")),
        )

    def open(self, route: Route) -> None:
        """Show a part, "duplicates" or the conflicts; these begin with the record of the route."""
        part = PARTS.index(route.part) if route.part in PARTS else 0
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(part)
        self.tabs.blockSignals(False)
        self._stack.setCurrentIndex(part)
        self.view.open(route.entity)
        if part:
            self.duplicates.reload()

    def _turn(self, part: int) -> None:
        self.session.go(Route("conflicts", part=PARTS[part]))

    def changed(self, changes: Changes) -> None:
        """Read again: a value, a decision or a pair may have come."""
        self.view.reload()
        if self._stack.currentWidget() is self.duplicates and COMPARED & {kind for kind, _ in changes.entities}:
            self.duplicates.reload()
