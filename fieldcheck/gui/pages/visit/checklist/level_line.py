"""The level of a hazard: proposed by a rule of the form, confirmed by the officer with one click (P12)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.checklist.wording import basis_text
from fieldcheck.gui.widgets.segmented_answer import Segment, SegmentedAnswer
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.form import Level, MajorRule
from fieldcheck.model.records import Finding
from fieldcheck.translation import _, current_language


class LevelLine(QWidget):
    """Two segments, the category, and below them the rule that proposes 重大 with its source.

    Signals:
        chosen: "general", "major", or empty where the confirmation is taken back.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.answer = SegmentedAnswer(
            [
                Segment(Level.GENERAL, _("General"), tone="neutral"),
                Segment(Level.MAJOR, _("Major"), tone="major"),
            ]
        )
        self.answer.setAccessibleName(_("Level"))
        self.answer.answered.connect(self.chosen)
        self._state = StatusChip()
        self._category = StatusChip()
        self._reason = theme.text_label("", "caption", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.answer)
        line.addWidget(self._state)
        line.addStretch(1)
        line.addWidget(self._category)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._reason)

    def show_level(self, finding: Finding, rules: Sequence[MajorRule]) -> None:
        """Show the confirmed level, or that one waits to be confirmed and why it is proposed."""
        confirmed = finding.confirmed_level.level if finding.confirmed_level else None
        self.answer.set_value(confirmed)
        self._category.set(texts.category(finding.category), "neutral")
        if confirmed:
            self._state.set(_("Confirmed"), "success")
        elif rules:
            self._state.set(_("Proposed: major. Please confirm"), "warning")
        else:
            self._state.set(_("Proposed: general"), "neutral")
        self._reason.setText("\n".join(_reason(rule) for rule in rules))
        self._reason.setVisible(bool(rules))

    def reason(self) -> str:
        """Return why a level is proposed, as it is shown."""
        return self._reason.text()


def _reason(rule: MajorRule) -> str:
    return f"{rule.label.text(current_language())} ({basis_text(rule.basis)})"
