"""The review of a visit: what is missing, what is proposed as major, what was found, which documents it may end in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.document_list import slot_title
from fieldcheck.gui.pages.visit.gaps import checklist_route, gap_detail, gap_route, gap_text
from fieldcheck.gui.pages.visit.overview import DocumentState, Overview, Slot
from fieldcheck.gui.pages.visit.proposals import ProposalCard
from fieldcheck.gui.pages.visit.rows import CountBar, IconLabel, LinkRow, column, empty, wrapped
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.form import Level
from fieldcheck.model.records import Finding
from fieldcheck.operations.review import Counts, Gap, Weight
from fieldcheck.translation import _, current_language, error_text, ngettext

SIDE_WIDTH, NARROW_SIDE = 320, 232
ROOM_FOR_SIDE = 960
COLUMN_WIDTH = 760


class ReviewView(QWidget):
    """Shows an `Overview`; every line leads to the place where it is put right. `documents_wanted`: make them now."""

    documents_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._main_scroll, self._main = column(24)
        self._side_scroll, self._side = column(20)
        self._make = theme.button(_("Make the documents"), "primary", "file-check")
        self._make.clicked.connect(self.documents_wanted)
        self._build()

    def _build(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addWidget(self._side_scroll, 1)
        side.addWidget(self._make)
        layout = QHBoxLayout(self)
        layout.setSpacing(24)
        theme.margins(layout, 24, 16, 24, 16)
        layout.addWidget(self._main_scroll, 1)
        layout.addLayout(side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the side less where there is little room."""
        self._side_scroll.setFixedWidth(SIDE_WIDTH if event.size().width() >= ROOM_FOR_SIDE else NARROW_SIDE)
        super().resizeEvent(event)

    def show_overview(self, overview: Overview) -> None:
        """Draw the review anew; the keyboard stays where it was."""
        focused = self._focused()
        self._let_go()
        empty(self._main)
        self._main.addWidget(self._gaps(overview))
        if overview.review.proposals:
            self._main.addWidget(self._proposals(overview))
        self._main.addWidget(self._findings(overview))
        self._main.addStretch(1)
        empty(self._side)
        self._side.addWidget(documents_part(overview))
        self._side.addWidget(forms_part(overview))
        self._side.addStretch(1)
        theme.set_kind(self._make, "secondary" if overview.blocking else "primary")
        self._focus_again(focused)

    def _focused(self) -> str:
        widget = self.focusWidget()
        return widget.objectName() if widget is not None and self.isVisible() and widget.hasFocus() else ""

    def _let_go(self) -> None:
        """Take the keyboard off what is drawn anew: a line that goes would hand it on, and scroll to wherever."""
        widget = self.focusWidget()
        if widget is not None and self._main_scroll.isAncestorOf(widget):
            widget.clearFocus()

    def _focus_again(self, name: str) -> None:
        known = self.findChild(QWidget, name) if name else None
        if known is not None:
            known.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name:
            self._make.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Let the keyboard stand on the first thing that is missing, else on the way to the documents."""
        row = self._main_scroll.findChild(LinkRow)
        (row or self._make).setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, route: Route) -> None:
        self._session.go(route)

    # What is missing

    def _gaps(self, overview: Overview) -> QWidget:
        part, layout = _part("", "")
        layout.addLayout(_headline(overview))
        for gap in (*overview.blocking, *overview.advising):
            layout.addWidget(self._gap_row(overview, gap))
        return part

    def _gap_row(self, overview: Overview, gap: Gap) -> LinkRow:
        icon, tone = ("octagon-alert", "danger") if gap.weight is Weight.BLOCKS else ("info", "muted")
        row = LinkRow(icon, tone, gap_text(overview, gap), gap_detail(overview, gap))
        row.setObjectName(f"gap/{gap.code}/{gap.form}/{gap.item}/{gap.finding}")
        row.clicked.connect(lambda: self._go(gap_route(overview.inspection.id, gap)))
        return row

    # What is proposed

    def _proposals(self, overview: Overview) -> QWidget:
        explanation = _("The program proposes from the answers; the level is the officer's decision.")
        part, layout = _part(_("Proposed as major hazards"), explanation)
        for proposal in overview.review.proposals:
            layout.addWidget(ProposalCard(self._session, overview, proposal))
        return part

    # What was found

    def _findings(self, overview: Overview) -> QWidget:
        found = overview.review.findings
        part, layout = _part(_("Hazards found"), "" if found else _("No hazard was found on this visit."))
        layout.setSpacing(0)
        for number, finding in enumerate(found, 1):
            layout.addWidget(self._finding_row(overview, number, finding))
        return part

    def _finding_row(self, overview: Overview, number: int, finding: Finding) -> LinkRow:
        text = f"{number}. {finding.description or _('(not described)')}"
        row = LinkRow("", "", text, finding_detail(overview, finding), (level_chip(overview, finding),))
        row.setObjectName(f"finding/{finding.id}")
        route = checklist_route(overview.inspection.id, finding.form or "", finding.item or "", finding.id)
        row.clicked.connect(lambda: self._go(route))
        return row

    def make_button(self) -> QPushButton:
        """Return the button that leads to the documents."""
        return self._make


def level_chip(overview: Overview, finding: Finding) -> StatusChip:
    """Return the confirmed level of a finding, or that one is proposed; general where there is neither."""
    proposed = {entity for proposal in overview.review.proposals for entity in proposal.findings}
    if finding.confirmed_level is None and finding.id in proposed:
        return StatusChip(_("Proposed as major"), "warning")
    level = finding.confirmed_level.level if finding.confirmed_level else Level.GENERAL.value
    return StatusChip(texts.level(level), "major" if level == Level.MAJOR else "neutral")


def finding_detail(overview: Overview, finding: Finding) -> str:
    """Return place, deadline, photos and the document that names a finding, as one line."""
    photos = overview.photos.get(finding.id, 0)
    ordered = finding.id not in overview.review.refusals
    parts = (
        finding.item or "",
        finding.location or "",
        _("until {day}").format(day=texts.day(finding.deadline)) if finding.deadline else _("no deadline"),
        ngettext("{count} photo", "{count} photos", photos).format(count=photos) if photos else _("no photo"),
        texts.document_kind("rectification-order" if ordered else "problem-list"),
    )
    return "  ·  ".join(part for part in parts if part)


def documents_part(overview: Overview) -> QWidget:
    """Return which documents the visit may end in, and why an order is refused."""
    part, layout = _part(_("Documents"), "")
    for slot in overview.slots:
        layout.addLayout(_document_line(slot, complete=not overview.blocking and slot.refusal is None))
    return part


def _document_line(slot: Slot, *, complete: bool) -> QVBoxLayout:
    ready = ("circle-check", "success", _("can be issued"))
    if not complete:
        ready = ("circle-dashed", "warning", _("once nothing is missing"))
    icon, tone, words = {
        DocumentState.NOT_ALLOWED: ("ban", "danger", _("not possible")),
        DocumentState.EMPTY: ("circle-dashed", "muted", _("nothing to name")),
        DocumentState.DRAFT: ready,
    }.get(slot.state, ("badge-check", "success", _("issued")))
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel(icon, tone))
    row.addWidget(theme.text_label(slot_title(slot)), 1)
    row.addWidget(theme.text_label(words, "caption"))
    layout = QVBoxLayout()
    layout.setSpacing(4)
    layout.addLayout(row)
    if slot.state is DocumentState.NOT_ALLOWED and slot.refusal is not None:
        layout.addWidget(wrapped(error_text(slot.refusal), "muted"))
    return layout


def forms_part(overview: Overview) -> QWidget:
    """Return how each form of the visit was answered."""
    part, layout = _part(_("Answers"), "" if overview.forms else _("This visit has no form."))
    layout.setSpacing(16)
    for definition in overview.forms:
        title = definition.title.text(current_language())
        layout.addLayout(_form_counts(title, overview.review.counts[definition.id]))
    return part


def _form_counts(title: str, counts: Counts) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(6)
    open_items = counts.unanswered + counts.not_examined
    words = (
        (counts.passed, texts.answer("pass")),
        (counts.failed, texts.answer("fail")),
        (counts.not_applicable, texts.answer("not_applicable")),
        (counts.not_examined, texts.answer("not_examined")),
        (counts.unanswered, _("no answer")),
    )
    line = "  ·  ".join(f"{word} {count}" for count, word in words if count)
    parts = (
        (counts.passed, "success"),
        (counts.failed, "danger"),
        (counts.not_applicable, "faint"),
        (open_items, "border"),
    )
    layout.addWidget(wrapped(title, "label"))
    layout.addWidget(CountBar(parts, f"{title}: {line}"))
    layout.addWidget(wrapped(line, "caption"))
    return layout


def _headline(overview: Overview) -> QHBoxLayout:
    count = len(overview.blocking)
    row = QHBoxLayout()
    row.setSpacing(12)
    if count:
        row.addWidget(IconLabel("octagon-alert", "danger", 24))
        text = ngettext("{count} thing stops the documents", "{count} things stop the documents", count)
        row.addWidget(wrapped(text.format(count=count), "title"), 1)
    else:
        row.addWidget(IconLabel("circle-check", "success", 24))
        row.addWidget(wrapped(_("Nothing stops the documents"), "title"), 1)
    return row


def _part(title: str, explanation: str) -> tuple[QFrame, QVBoxLayout]:
    part = QFrame()
    part.setMaximumWidth(COLUMN_WIDTH)
    layout = QVBoxLayout(part)
    layout.setSpacing(8)
    theme.margins(layout, 0)
    if title:
        layout.addWidget(theme.text_label(title, "heading"))
    if explanation:
        layout.addWidget(wrapped(explanation, "muted"))
    return part, layout
