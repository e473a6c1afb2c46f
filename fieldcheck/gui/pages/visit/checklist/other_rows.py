"""Hazards that no item of a form asked for: they stand below the items, and are described like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.finding_summary import FindingSummary, level_chip
from fieldcheck.gui.pages.visit.checklist.keys import Ask
from fieldcheck.gui.pages.visit.checklist.stop_row import SIDE, TOP, RowSignals, StopRow
from fieldcheck.gui.pages.visit.checklist.visit_state import VisitState
from fieldcheck.gui.session import Session
from fieldcheck.operations import findings, forms
from fieldcheck.translation import _

OTHER = "@"
"""Keys of these rows begin with this, followed by the finding's id; alone it is the row that adds one."""
OTHERS = "#@"
"""Key of their heading."""

DAYS = 15
"""Days to rectify that a new one proposes."""

WITHDRAWN = "withdrawn by the officer"
"""Reason that the store keeps with one that was withdrawn."""


def other_keys(visit: VisitState) -> list[str]:
    """Return the keys of the rows that no form has, with their heading."""
    return [OTHERS, *(OTHER + finding for finding in visit.others), OTHER]


class OtherRow(StopRow):
    """One hazard that no item asked for."""

    def __init__(self, visit: VisitState, key: str, signals: RowSignals) -> None:
        super().__init__(key, signals)
        self._visit = visit
        self._name = theme.text_label("", "body", wrap=True)
        self._summary = FindingSummary()
        self._summary.clicked.connect(lambda: signals.asked.emit(key, Ask.OPEN))
        self._remove = theme.icon_button("trash-2", _("Withdraw this hazard"))
        self._remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._remove.clicked.connect(lambda: signals.asked.emit(key, Ask.CLEAR))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._name, 1)
        line.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        theme.margins(layout, SIDE, TOP, SIDE, TOP)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self._summary)
        self.take_tab()
        self.refresh()

    def bar(self) -> bool:
        """Return true: a hazard was found."""
        return True

    def refresh(self) -> None:
        """Show the hazard as the store has it."""
        finding = self._visit.others.get(self.key[len(OTHER) :])
        if finding is None:
            return
        number = list(self._visit.others).index(finding.id) + 1
        self._name.setText(_("Other hazard {number}").format(number=number))
        self.setAccessibleName(self._name.text())
        self._summary.show_line([level_chip(finding, proposed=False)], finding.description or "", finding)
        self._summary.setVisible(self.editor is None)


class AddRow(StopRow):
    """The button that adds one."""

    def __init__(self, signals: RowSignals) -> None:
        super().__init__(OTHER, signals)
        text = _("Add a hazard that is not on the list")
        button = theme.button(text, "secondary", "plus")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: signals.asked.emit(OTHER, Ask.OPEN))
        layout = QHBoxLayout(self)
        theme.margins(layout, SIDE, TOP, SIDE, TOP + 12)
        layout.addWidget(button)
        layout.addStretch(1)
        self.setAccessibleName(text)
        self.take_tab()


def add_other(session: Session, visit: VisitState, added: Callable[[str], None]) -> None:
    """Add an empty hazard to a visit; `added` is called with its key once it is stored."""
    inspection, author = visit.inspection.id, session.officer
    deadline = forms.visit_day(visit.inspection) + timedelta(days=DAYS)
    session.tasks.write(
        lambda store: findings.add(store, inspection, {"deadline": deadline}, author),
        done=lambda changes: added(OTHER + changes.main),
        undo=_("Add a hazard"),
    )


def withdraw_other(session: Session, visit: VisitState, key: str) -> None:
    """Withdraw a hazard that no item asked for, and offer to take that back."""
    finding, author = key[len(OTHER) :], session.officer
    seen = visit.others_seen.get(finding, {}).get("withdrawn", {})
    session.tasks.write(
        lambda store: findings.withdraw(store, finding, WITHDRAWN, author, seen),
        done=lambda _changes: session.offer_undo(_("Hazard withdrawn.")),
        undo=_("Withdraw a hazard"),
    )
