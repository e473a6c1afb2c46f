"""What happened to a hazard, oldest first: day, what, by whom, with which paper; a step can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.hazard_facts import HazardFacts
from fieldcheck.gui.life_words import TONES, details
from fieldcheck.gui.record_words import kind_title
from fieldcheck.gui.service_words import service_text
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.kinds import STEPS
from fieldcheck.model.lifecycle import STATES, Event
from fieldcheck.translation import _

DAY = 148


class LifeView(QWidget):
    """The time line of one hazard.

    Signals:
        take_back_wanted: (kind, id of the step), when a person wants to take a step back.
    """

    take_back_wanted = Signal(str, str)

    def __init__(self, facts: HazardFacts, *, phones: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phones = phones
        self.setProperty("plain", "true")
        layout = QVBoxLayout(self)
        theme.margins(layout, 0, 4, 0, 0)
        layout.setSpacing(14)
        for event in facts.life.history:
            layout.addWidget(self._row(event, facts))
        if not facts.life.history:
            text = _("Nothing happened since it was found. What can be done next stands at the right.")
            layout.addWidget(theme.text_label(text, "muted", wrap=True))

    def _row(self, event: Event, facts: HazardFacts) -> QWidget:
        row = QWidget()
        row.setProperty("plain", "true")
        outer = QHBoxLayout(row)
        theme.margins(outer, 0)
        outer.setSpacing(12)
        when = theme.text_label(_when(event.when), "muted")
        when.setFixedWidth(DAY)
        outer.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout()
        inside.setSpacing(4)
        inside.addLayout(self._head(event))
        told = self._told(event, facts)
        if told:
            words = theme.text_label(told, "body", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inside.addWidget(words)
        if event.record in facts.steps and event.counts and event.kind != "annulment":
            inside.addWidget(self._take_back(event), 0, Qt.AlignmentFlag.AlignLeft)
        outer.addLayout(inside, 1)
        return row

    def _head(self, event: Event) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        title = kind_title(event.kind) if event.kind in STEPS else texts.document_kind(event.kind)
        head.addWidget(theme.text_label(title, "label"))
        if not event.counts:
            head.addWidget(StatusChip(_("Does not count"), "neutral"))
        elif event.state is not None:
            head.addWidget(StatusChip(_(STATES[event.state]), TONES.get(event.state, "neutral")))
        head.addStretch(1)
        return head

    def _told(self, event: Event, facts: HazardFacts) -> str:
        step = facts.steps.get(event.record)
        said = details(step, facts.officers, phones=self._phones) if step is not None else ""
        paper = next((paper for paper in facts.papers if paper.document.id == event.record), None)
        number = str(paper.document.number or "") if paper is not None else ""
        served = service_text(paper.service) if paper is not None and paper.service is not None else ""
        author = facts.officers.get(event.stamp.author, "")
        recorded = _("recorded by {name}").format(name=author) if author else ""
        return "\n".join(part for part in (said or number, served, recorded) if part)

    def _take_back(self, event: Event) -> QPushButton:
        button = theme.button(_("Take back…"), "quiet")
        button.setAccessibleName(_("Take back: {what}").format(what=kind_title(event.kind)))
        button.clicked.connect(lambda: self.take_back_wanted.emit(event.kind, event.record))
        return button


def _when(written: str) -> str:
    return (texts.moment(written) if "T" in written else texts.day(written)) or "—"
