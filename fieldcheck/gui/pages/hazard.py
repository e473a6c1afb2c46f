"""The page of one hazard: its photos, what is to be done, the documents it stands in, who changed what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldcheck.gui import hazard_facts, life_words, texts, theme
from fieldcheck.gui.hazard_facts import HazardFacts, Paper
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.hazard_life import LifeView
from fieldcheck.gui.pages.hazard_steps import StepsPanel
from fieldcheck.gui.pages.hazards import checklist_route, level_chip
from fieldcheck.gui.record_words import value_text
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.decision_list import DecisionList
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.history_list import HistoryList
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.link_list import LinkList
from fieldcheck.gui.widgets.open_questions import OpenQuestions
from fieldcheck.gui.widgets.photo_row import PhotoRow
from fieldcheck.gui.widgets.photo_strip import PhotoStrip
from fieldcheck.gui.widgets.record_frame import RecordFrame
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.authority import visit_kinds
from fieldcheck.model.kinds import STEPS
from fieldcheck.model.lifecycle import UNDONE
from fieldcheck.model.records import Finding
from fieldcheck.model.values import PhotoPurpose, VisitKind
from fieldcheck.operations import hazard_wording, hazards, inspections
from fieldcheck.operations.photos import Target
from fieldcheck.store import Changes, devices
from fieldcheck.translation import _

WIDEST = 1240
SIDE = 320
PHOTO = QSize(232, 174)
KINDS = frozenset(
    {"finding", "inspection", "site", "photo", "document", "signing", "officer", "decision", "join", "holidays", *STEPS}
)


class HazardPage(Page):
    """Shows the hazard that the route names."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.entity = ""
        self.facts: HazardFacts | None = None
        self.photos: PhotoRow | None = None
        self.steps: StepsPanel | None = None
        self._item = theme.button(_("Open in the checklist"), "primary")
        self._site = theme.button(_("Open the site"), "secondary")
        self.phones = theme.button(_("Show phone numbers"), "quiet", "eye")
        self.phones.setCheckable(True)
        gone = EmptyState(
            "triangle-alert",
            _("This hazard is not here"),
            _("It was deleted, or has not arrived on this laptop."),
            _("Show the hazards"),
        )
        self.frame = RecordFrame(_("Back to the hazards"), (self.phones, self._site, self._item), gone)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self.frame)
        self._connect()

    def _connect(self) -> None:
        self.frame.back.clicked.connect(lambda: self.session.go(Route("hazards", self.entity)))
        self.frame.gone.triggered.connect(lambda: self.session.go(Route("hazards")))
        self._item.clicked.connect(self._open_item)
        self._site.clicked.connect(self._open_site)
        self.phones.toggled.connect(lambda _: self._read())

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the page."""
        return (("Tab", _("Next photo, document, button")), (_("Enter on a photo"), _("Show it large")))

    def open(self, route: Route) -> None:
        """Show a hazard."""
        if route.entity != self.entity:
            self.entity = route.entity
            self.phones.setChecked(False)
            self.frame.scroll_to_top()
        self._read()
        self.frame.back.setFocus()

    def changed(self, changes: Changes) -> None:
        """Read it again where something that it shows may have changed."""
        if not KINDS & {kind for kind, _ in changes.entities}:
            return
        # A form that is being filled in stays as it is; what changed is shown once it is done with.
        if self.steps is None or self.steps.form is None:
            self._read()

    def _read(self) -> None:
        entity = self.entity
        self.session.tasks.read(
            lambda reader: hazard_facts.read(reader, entity), lambda facts: self._show(entity, facts), owner=self
        )

    def _show(self, entity: str, facts: HazardFacts | None) -> None:
        if entity != self.entity:
            return
        self.facts, self.steps = facts, None
        if facts is None:
            self.frame.show_gone()
            return
        self.frame.show_record(facts.finding.description or _("Hazard without a description"), _chips(facts))
        self._item.setEnabled(facts.visit is not None)
        self._site.setEnabled(facts.site is not None)
        scrolled = self.frame.area.verticalScrollBar().value()
        self.frame.area.setWidget(self._body(facts))
        self.frame.area.verticalScrollBar().setValue(scrolled)

    def _body(self, facts: HazardFacts) -> QWidget:
        content = QWidget()
        content.setProperty("plain", "true")
        content.setMaximumWidth(WIDEST)
        layout = QVBoxLayout(content)
        theme.margins(layout, 0, 4, 12, 24)
        layout.setSpacing(24)
        if facts.questions:
            layout.addWidget(self._conflicts(facts))
        for sentence in hazard_wording.faults(facts.life):
            banner = InlineError()
            banner.show_error(sentence)
            layout.addWidget(banner)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        columns.addLayout(self._left(facts), 1)
        columns.addWidget(self._right(facts), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(columns)
        layout.addStretch(1)
        outer = QWidget()
        outer.setProperty("plain", "true")
        row = QHBoxLayout(outer)
        theme.margins(row, 0)
        row.addWidget(content, 1000)
        row.addStretch(1)
        return outer

    def _conflicts(self, facts: HazardFacts) -> OpenQuestions:
        banner = OpenQuestions(facts.questions)
        banner.wanted.connect(lambda: self.session.go(Route("conflicts", self.entity)))
        return banner

    def _left(self, facts: HazardFacts) -> QVBoxLayout:
        finding = facts.finding
        layout = QVBoxLayout()
        layout.setSpacing(20)
        layout.addLayout(self._pictures(facts))
        if finding.withdrawn:
            layout.addLayout(_section(_("Withdrawn"), _text(value_text("withdrawn", finding.withdrawn))))
        place = " · ".join(part for part in (facts.row.site_name, facts.row.town, finding.location) if part)
        layout.addLayout(_section(_("Where"), _text(place)))
        layout.addLayout(_section(_("Basis"), _text("\n".join(basis.citation() for basis in finding.basis or ()))))
        layout.addLayout(_section(_("Measure"), _text(finding.measure or "")))
        if facts.decisions:
            layout.addLayout(_section(_("Decided by the bureau"), DecisionList(facts.decisions)))
        layout.addSpacing(8)
        layout.addWidget(theme.text_label(_("What happened"), "heading"))
        life = LifeView(facts, phones=self.phones.isChecked())
        life.take_back_wanted.connect(self._take_back)
        layout.addWidget(life)
        layout.addSpacing(8)
        layout.addWidget(theme.text_label(_("Changes of the record"), "heading"))
        layout.addWidget(HistoryList(facts.history))
        layout.addStretch(1)
        return layout

    def _pictures(self, facts: HazardFacts) -> QHBoxLayout:
        """Return the photos as it was found and, beside them, as it is now, with the place to add some."""
        both = QHBoxLayout()
        both.setSpacing(24)
        if facts.photos or facts.missing:
            self.photos = PhotoRow(self.session, facts.photos, facts.missing, PHOTO)
            found = _section(_("As found"), self.photos)
            found.addStretch(1)
            both.addLayout(found, 1)
        target = Target(facts.finding.inspection or "", facts.finding.id, purpose=PhotoPurpose.AFTER)
        after = QVBoxLayout()
        after.setSpacing(4)
        after.addWidget(theme.text_label(_("As it is now"), "caption"))
        strip = PhotoStrip(self.session, target)
        if facts.after:
            row = PhotoRow(self.session, facts.after, 0, PHOTO)
            more = theme.button(_("Add or remove photos"), "quiet", "image-plus")
            more.clicked.connect(lambda: _instead(strip, row, more))
            after.addWidget(row)
            after.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
            strip.hide()
        after.addWidget(strip)
        after.addStretch(1)
        both.addLayout(after, 1)
        return both

    def _take_back(self, kind: str, step: str) -> None:
        if self.steps is not None:
            self.steps.take_back(kind, step)

    def _start_recheck(self, answered: str) -> None:
        """Begin a visit that rechecks what an earlier visit told the unit."""
        author = self.session.officer
        self.session.tasks.write(
            lambda store: inspections.start_recheck(store, answered, author),
            done=lambda made: self.session.go(Route("visit", made.main, "recheck")),
        )

    def _right(self, facts: HazardFacts) -> QWidget:
        side = QWidget()
        side.setProperty("plain", "true")
        side.setFixedWidth(SIDE)
        layout = QVBoxLayout(side)
        theme.margins(layout, 0)
        layout.setSpacing(16)
        layout.addWidget(self._next(facts))
        layout.addWidget(self._facts_card(facts))
        return side

    def _next(self, facts: HazardFacts) -> QFrame:
        card = QFrame()
        theme.surface(card, "card")
        layout = QVBoxLayout(card)
        theme.margins(layout, 16)
        layout.setSpacing(10)
        layout.addWidget(theme.text_label(_("What can be done"), "heading"))
        self.steps = StepsPanel(self.session, facts)
        self.steps.closed.connect(self._read)
        layout.addWidget(self.steps)
        begins = VisitKind.RECHECK in visit_kinds(devices.own(self.session.reader()).role)
        answered = hazards.answered_by_recheck(facts.finding, facts.life)
        if begins and answered and facts.site is not None:
            self.recheck = theme.button(_("Start a recheck visit"), "secondary", "clipboard-check")
            self.recheck.clicked.connect(lambda: self._start_recheck(answered))
            layout.addWidget(self.recheck)
        return card

    def _facts_card(self, facts: HazardFacts) -> QFrame:
        finding, visit = facts.finding, facts.visit
        card = QFrame()
        theme.surface(card, "card")
        layout = QVBoxLayout(card)
        theme.margins(layout, 16)
        layout.setSpacing(16)
        named = life_words.person_text(finding.responsible_person, phones=self.phones.isChecked())
        found = f"{texts.moment(visit.started_at)}\n{texts.visit_kind(visit.visit_kind)}" if visit else ""
        officers = [facts.officers.get(entity, "") for entity in (visit.officers if visit else None) or ()]
        for title, text in (
            (_("Deadline"), life_words.due_text(facts.life.due, date.today(), running=facts.life.state in UNDONE)),
            *life_words.clocks(facts.life, facts.calendar),
            (_("Five commitments"), commitments_text(finding)),
            (_("Responsible"), named),
            (_("Category"), texts.category(finding.category)),
            (_("Found on"), found),
            (_("Officers"), "、".join(filter(None, officers))),
            (_("Campaign"), (visit.campaign if visit else "") or ""),
            (_("Laptop"), facts.row.laptop if facts.several_laptops else ""),
        ):
            if text:
                layout.addLayout(_section(title, _text(text)))
        if facts.one_with:
            links = [(other.description or "—", Route("hazard", other.id)) for other in facts.one_with]
            layout.addLayout(_section(_("Recorded twice"), LinkList(self.session, links, "triangle-alert")))
        papers = QWidget()
        listed = QVBoxLayout(papers)
        theme.margins(listed, 0)
        listed.setSpacing(4)
        for paper in facts.papers:
            listed.addWidget(self._paper(paper))
        layout.addLayout(_section(_("Documents"), papers if facts.papers else _text(_("In no document yet"))))
        return card

    def _paper(self, paper: Paper) -> QWidget:
        document = paper.document
        kind = texts.document_kind(document.kind)
        button = theme.button(str(document.number or kind), "quiet", "file-text")
        button.setProperty("align", "left")
        button.setProperty("paper", True)
        button.setAccessibleName(f"{kind} {document.number or ''}")
        route = Route("visit", document.inspection or "", "documents", document.kind or "")
        button.clicked.connect(lambda: self.session.go(route))
        below = QHBoxLayout()
        theme.margins(below, 10, 0, 0, 8)
        below.setSpacing(8)
        below.addWidget(StatusChip(*paper_chip(paper)))
        below.addWidget(theme.text_label(kind, "caption"), 1)
        row = QWidget()
        layout = QVBoxLayout(row)
        theme.margins(layout, 0)
        layout.setSpacing(0)
        layout.addWidget(button)
        layout.addLayout(below)
        return row

    def paper_buttons(self) -> list[QPushButton]:
        """Return the buttons of the documents."""
        shown = self.frame.area.widget()
        found = [] if shown is None else shown.findChildren(QPushButton)
        return [button for button in found if button.property("paper")]

    def _open_item(self) -> None:
        if self.facts is not None:
            self.session.go(checklist_route(self.facts.finding))

    def _open_site(self) -> None:
        if self.facts is not None and self.facts.site is not None:
            self.session.go(Route("site", self.facts.site.id))


def _chips(facts: HazardFacts) -> list[tuple[str, str]]:
    level = (_("Proposed as major"), "warning") if facts.proposed else level_chip(facts.row.level)
    stands = life_words.chips(facts.life, date.today(), facts.calendar)
    return [level, *stands, (texts.sector(facts.row.sector), "neutral")]


def _instead(shown: QWidget, *hidden: QWidget) -> None:
    for widget in hidden:
        widget.hide()
    shown.show()
    shown.setFocus(Qt.FocusReason.OtherFocusReason)


def commitments_text(finding: Finding) -> str:
    """Return the five commitments (五落实), a line each; nothing where none was made."""
    made = finding.commitments
    if made is None:
        return ""
    lines = (made.responsible, made.measure, made.funds, texts.day(made.until), made.emergency_plan)
    return "\n".join(filter(None, lines))


def paper_chip(paper: Paper) -> tuple[str, str]:
    """Return (word, tone) of what became of a document."""
    if paper.superseded:
        return (_("Replaced"), "neutral")
    if paper.service is not None:
        return (_("Served"), "success")
    if paper.signing is None:
        return (_("Not signed"), "info")
    return (texts.signing(paper.signing.result), "warning" if paper.signing.result == "refused" else "success")


def _section(title: str, content: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(4)
    layout.addWidget(theme.text_label(title, "caption"))
    layout.addWidget(content)
    return layout


def _text(text: str) -> QWidget:
    label = theme.text_label(text or "—", "body", wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
