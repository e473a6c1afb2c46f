"""The Conflicts page: a list of what stands side by side, and one of them to decide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.conflicts import facts
from fieldcheck.gui.pages.conflicts.choice import ConflictChoice
from fieldcheck.gui.pages.conflicts.facts import Cases
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.model.canonical import Json
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import conflicts
from fieldcheck.store import Changes
from fieldcheck.translation import _

LIST_WIDTH = 340
MOST_KEYS = 9


class ConflictsPage(Page):
    """Decided by keyboard: a number, the reason, Enter, and the next one is there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.cases = Cases((), {}, decides=False)
        self.choice: ConflictChoice | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(_("Conflicts"))
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(self._show_case)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back = theme.button(_("Exchange"), "quiet", "arrow-left")
        self.back.clicked.connect(lambda: self.session.go(Route("exchange")))
        self.none = EmptyState("circle-check", _("No conflicts"), _("Every field has one value."))
        self._build()
        for number in range(1, MOST_KEYS + 1):
            self._key(str(number)).activated.connect(partial(self._choose, number))
        self._key("E").activated.connect(self._type_own)

    def _build(self) -> None:
        both = QWidget()
        row = QHBoxLayout(both)
        theme.margins(row, 0)
        row.setSpacing(24)
        row.addWidget(self.list)
        row.addWidget(self._area, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.none)
        self._stack.addWidget(both)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(theme.text_label(_("Conflicts"), "title"), 1)
        layout = QVBoxLayout(self)
        theme.margins(layout, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _key(self, keys: str) -> QShortcut:
        return QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the page."""
        return (
            ("1 2 3", _("Choose this value")),
            ("E", _("Another value")),
            ("Enter", _("Decide, and go to the next")),
        )

    def open(self, route: Route) -> None:
        """Show the conflicts that stand."""
        self._read()

    def changed(self, changes: Changes) -> None:
        """Read again: a value or a decision may have come."""
        self._read()

    def _read(self) -> None:
        self.session.tasks.read(facts.read, self._show, owner=self)

    def _show(self, found: Cases) -> None:
        if found == self.cases and self.choice is not None:
            return
        self.cases = found
        row = max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([f"{case.title}\n{case.field}" for case in found.every])
        self.list.setCurrentRow(min(row, len(found.every) - 1))
        self.list.blockSignals(False)
        self._stack.setCurrentIndex(1 if found.every else 0)
        self._show_case(self.list.currentRow())

    def _show_case(self, row: int) -> None:
        if not 0 <= row < len(self.cases.every):
            self.choice = None
            return
        self.choice = ConflictChoice(self.cases.every[row], self.cases.officers, decides=self.cases.decides)
        self.choice.decided.connect(self._decide)
        self._area.setWidget(self.choice)
        self.list.setFocus()

    def _choose(self, number: int) -> None:
        if self.choice is not None and self.cases.decides:
            self.choice.choose(number)

    def _type_own(self) -> None:
        if self.choice is not None and self.cases.decides:
            self.choice.type_own()

    def _decide(self, value: Json, reason: str) -> None:
        choice, author = self.choice, self.session.officer
        if choice is None:
            return
        choice.button.setEnabled(False)
        conflict = choice.case.conflict

        def failed(error: FieldCheckError) -> None:
            if choice is self.choice:
                choice.button.setEnabled(True)
                choice.error.show_error(error)
            else:
                self.session.show_error(error)

        self.session.tasks.write(lambda store: conflicts.decide(store, conflict, value, reason, author), failed=failed)
