"""The page of one hazard: its photos, what is to be done, the documents it stands in, who changed what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fieldcheck.gui import hazard_facts, texts, theme
from fieldcheck.gui.hazard_facts import HazardFacts, Paper
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.hazards import checklist_route, level_chip, state_chip
from fieldcheck.gui.record_words import value_text
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.decision_list import DecisionList
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.history_list import HistoryList
from fieldcheck.gui.widgets.link_list import LinkList
from fieldcheck.gui.widgets.open_questions import OpenQuestions
from fieldcheck.gui.widgets.photo_row import PhotoRow
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.store import Changes
from fieldcheck.translation import _

WIDEST = 1240
SIDE = 320
PHOTO = QSize(232, 174)
KINDS = frozenset({"finding", "inspection", "site", "photo", "document", "signing", "officer", "decision", "join"})


class HazardPage(Page):
    """Shows the hazard that the route names."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.entity = ""
        self.facts: HazardFacts | None = None
        self.photos: PhotoRow | None = None
        self._title = theme.text_label("", "title", wrap=True)
        self._chips = QHBoxLayout()
        self._area = QScrollArea()
        self._back = theme.icon_button("arrow-left", _("Back to the hazards"))
        self._item = theme.button(_("Open in the checklist"), "primary")
        self._site = theme.button(_("Open the site"), "secondary")
        self._gone = EmptyState(
            "triangle-alert",
            _("This hazard is not here"),
            _("It was deleted, or has not arrived on this laptop."),
            _("Show the hazards"),
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._back)
        self._chips.setSpacing(8)
        head.addLayout(self._chips)
        head.addStretch(1)
        head.addWidget(self._site)
        head.addWidget(self._item)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        theme.margins(layout, 24, 16, 24, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._title)
        layout.addWidget(self._area, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(whole)
        self._stack.addWidget(self._gone)

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self.session.go(Route("hazards", self.entity)))
        self._gone.triggered.connect(lambda: self.session.go(Route("hazards")))
        self._item.clicked.connect(self._open_item)
        self._site.clicked.connect(self._open_site)

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the page."""
        return (("Tab", _("Next photo, document, button")), (_("Enter on a photo"), _("Show it large")))

    def open(self, route: Route) -> None:
        """Show a hazard."""
        if route.entity != self.entity:
            self.entity = route.entity
            self._area.verticalScrollBar().setValue(0)
        self._read()
        self._back.setFocus()

    def changed(self, changes: Changes) -> None:
        """Read it again where something that it shows may have changed."""
        if KINDS & {kind for kind, _ in changes.entities}:
            self._read()

    def _read(self) -> None:
        entity = self.entity
        self.session.tasks.read(
            lambda reader: hazard_facts.read(reader, entity), lambda facts: self._show(entity, facts), owner=self
        )

    def _show(self, entity: str, facts: HazardFacts | None) -> None:
        if entity != self.entity:
            return
        self.facts = facts
        self._stack.setCurrentIndex(0 if facts is not None else 1)
        if facts is None:
            return
        self._title.setText(facts.finding.description or _("Hazard without a description"))
        self._item.setEnabled(facts.visit is not None)
        self._site.setEnabled(facts.site is not None)
        self._show_chips(facts)
        scrolled = self._area.verticalScrollBar().value()
        self._area.setWidget(self._body(facts))
        self._area.verticalScrollBar().setValue(scrolled)

    def _show_chips(self, facts: HazardFacts) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        level = (_("Proposed as major"), "warning") if facts.proposed else level_chip(facts.row.level)
        shown = [level, state_chip(facts.row, facts.calendar)]
        if facts.finding.withdrawn:
            shown = [(_("Withdrawn"), "neutral")]
        for text, tone in (*shown, (texts.sector(facts.row.sector), "neutral")):
            self._chips.addWidget(StatusChip(text, tone))

    def _body(self, facts: HazardFacts) -> QWidget:
        content = QWidget()
        content.setProperty("plain", "true")
        content.setMaximumWidth(WIDEST)
        layout = QVBoxLayout(content)
        theme.margins(layout, 0, 4, 12, 24)
        layout.setSpacing(24)
        if facts.questions:
            layout.addWidget(self._conflicts(facts))
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
        if facts.photos or facts.missing:
            self.photos = PhotoRow(self.session, facts.photos, facts.missing, PHOTO)
            layout.addWidget(self.photos)
        if finding.withdrawn:
            layout.addLayout(_section(_("Withdrawn"), _text(value_text("withdrawn", finding.withdrawn))))
        place = " · ".join(part for part in (facts.row.site_name, facts.row.town, finding.location) if part)
        layout.addLayout(_section(_("Where"), _text(place)))
        layout.addLayout(_section(_("Basis"), _text("\n".join(basis.citation() for basis in finding.basis or ()))))
        layout.addLayout(_section(_("Measure"), _text(finding.measure or "")))
        if facts.decisions:
            layout.addLayout(_section(_("Decided by the bureau"), DecisionList(facts.decisions)))
        layout.addSpacing(8)
        layout.addWidget(theme.text_label(_("History"), "heading"))
        layout.addWidget(HistoryList(facts.history))
        layout.addStretch(1)
        return layout

    def _right(self, facts: HazardFacts) -> QFrame:
        finding, visit = facts.finding, facts.visit
        card = QFrame()
        theme.surface(card, "card")
        card.setFixedWidth(SIDE)
        layout = QVBoxLayout(card)
        theme.margins(layout, 16)
        layout.setSpacing(16)
        person = finding.responsible_person
        named = " ".join(part for part in (person.name, person.post, person.phone) if part) if person else ""
        found = f"{texts.moment(visit.started_at)}\n{texts.visit_kind(visit.visit_kind)}" if visit else ""
        officers = [facts.officers.get(entity, "") for entity in (visit.officers if visit else None) or ()]
        for title, text in (
            (_("Deadline"), texts.day(finding.deadline)),
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
        shown = self._area.widget()
        found = [] if shown is None else shown.findChildren(QPushButton)
        return [button for button in found if button.property("kind") == "quiet"]

    def _open_item(self) -> None:
        if self.facts is not None:
            self.session.go(checklist_route(self.facts.finding))

    def _open_site(self) -> None:
        if self.facts is not None and self.facts.site is not None:
            self.session.go(Route("site", self.facts.site.id))


def paper_chip(paper: Paper) -> tuple[str, str]:
    """Return (word, tone) of what became of a document."""
    if paper.superseded:
        return (_("Replaced"), "neutral")
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
