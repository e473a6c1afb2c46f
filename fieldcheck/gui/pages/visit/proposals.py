"""A rule that proposes 重大, and the officer's decision about it (P12)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.overview import Overview
from fieldcheck.gui.pages.visit.rows import wrapped
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.form import Basis, Level
from fieldcheck.model.records import Finding
from fieldcheck.operations import findings
from fieldcheck.operations.history import combined
from fieldcheck.operations.review import MajorProposal
from fieldcheck.store import Changes, Seen, Store
from fieldcheck.store.queries.conflicts import joined
from fieldcheck.translation import _, current_language


class ProposalCard(QFrame):
    """The rule in words, its basis, the findings that it concerns, and two buttons that record the decision."""

    def __init__(self, session: Session, overview: Overview, proposal: MajorProposal) -> None:
        super().__init__()
        self._session = session
        self._proposal = proposal
        self._findings = [finding for finding in overview.review.findings if finding.id in proposal.findings]
        self._seen = {finding: _level_seen(overview, finding) for finding in proposal.findings}
        theme.surface(self, "card")
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        theme.margins(layout, 16, 12)
        rule = proposal.proposal.rule
        layout.addWidget(wrapped(rule.label.text(current_language()), "label"))
        layout.addLayout(_basis_line(rule.basis))
        for finding in self._findings:
            layout.addWidget(wrapped(_finding_line(finding), "muted"))
        layout.addLayout(self._decision(overview))

    def _decision(self, overview: Overview) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        decided = decided_level(self._findings)
        for level, text in ((Level.MAJOR, _("Confirm major")), (Level.GENERAL, _("Keep general"))):
            if level != decided:
                row.addWidget(self._button(level, text, primary=level is Level.MAJOR and not decided))
        if decided:
            row.insertWidget(0, StatusChip(texts.level(decided), "major" if decided == Level.MAJOR else "neutral"))
            row.addWidget(theme.text_label(_who(overview, self._findings), "caption"), 1)
        row.addStretch(1)
        return row

    def _button(self, level: Level, text: str, *, primary: bool) -> QPushButton:
        button = theme.button(text, "primary" if primary else "secondary")
        button.setObjectName(f"decide/{self._proposal.proposal.rule.id}/{level}")
        button.setAccessibleDescription(self._proposal.proposal.rule.label.text(current_language()))
        button.clicked.connect(lambda: self._decide(level))
        return button

    def _decide(self, level: Level) -> None:
        author, concerned, seen = self._session.officer, self._proposal.findings, self._seen

        def operation(store: Store) -> Changes:
            return combined(
                [findings.confirm_level(store, finding, level, author, seen[finding]) for finding in concerned]
            )

        self._session.tasks.write(operation, undo=_("Level of the hazard"))


def _level_seen(overview: Overview, finding: str) -> Seen:
    """Return what the page shows of other devices in the fields that a level sets."""
    fields = overview.seen.get(finding, {})
    return joined(fields[name] for name in ("confirmed_level", "basis") if name in fields)


def decided_level(concerned: Sequence[Finding]) -> str:
    """Return the level that an officer confirmed for all of these findings; empty where not all have the same."""
    levels = {finding.confirmed_level.level if finding.confirmed_level else "" for finding in concerned}
    return levels.pop() if len(levels) == 1 else ""


def _who(overview: Overview, concerned: Sequence[Finding]) -> str:
    confirmed = concerned[0].confirmed_level
    officer = overview.officers.get(confirmed.by) if confirmed else None
    return _("decided by {officer}").format(officer=officer.name) if officer is not None else ""


def _finding_line(finding: Finding) -> str:
    return f"{finding.item or ''}  {finding.description or ''}".strip()


def _basis_line(basis: Basis) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(wrapped(basis.citation(), "caption"), 1)
    if not basis.verified:
        row.addWidget(StatusChip(_("not verified"), "warning"))
    return row
