"""The page of one site: its facts by group, what is open there, what comes back, what happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import site_facts, texts, theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.site_group import SiteGroup
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.site_facts import SiteFacts
from fieldcheck.gui.widgets.decision_list import DecisionList
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.link_list import LinkList
from fieldcheck.gui.widgets.open_questions import OpenQuestions
from fieldcheck.gui.widgets.record_frame import RecordFrame
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model import register
from fieldcheck.model.authority import visit_kinds
from fieldcheck.model.values import VisitKind
from fieldcheck.operations import inspections, site_wording
from fieldcheck.store import Changes, devices
from fieldcheck.translation import _, ngettext

SIDE = 340
ROOM = 264
"""Pixels that the text of a link has beside its icon."""
ICON, GAP = 20, 4
"""Pixels of the icon of a link with its distance, and between a link and its chip."""
HAZARDS = 10
PAPERS = 6
RISK_TONES = {"red": "danger", "orange": "warning", "yellow": "warning", "blue": "info"}
KINDS = frozenset({"site", "inspection", "document", "finding", "decision", "join", "holidays"})


class SitePage(Page):
    """Shows the site that the route names."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.entity = ""
        self.facts: SiteFacts | None = None
        self.groups: dict[str, SiteGroup] = {}
        self._shape: tuple[str, ...] = ()
        self.phones = theme.button(_("Show phone numbers"), "quiet", "eye")
        self.phones.setCheckable(True)
        self.plan = theme.button(_("Plan a visit"), "secondary", "calendar")
        self.begin = theme.button(_("New visit here"), "primary", "clipboard-check")
        gone = EmptyState(
            "building-2",
            _("This site is not here"),
            _("It was deleted, or has not arrived on this laptop."),
            _("Show the sites"),
        )
        self.frame = RecordFrame(_("Back to the sites"), (self.phones, self.plan, self.begin), gone)
        self._side = QVBoxLayout()
        self._top = QVBoxLayout()
        self._groups = QVBoxLayout()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.frame.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frame.area.setWidget(self._body())
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self.frame)

    def _connect(self) -> None:
        go = self.session.go
        self.frame.back.clicked.connect(lambda: go(Route("sites", self.entity)))
        self.frame.gone.triggered.connect(lambda: go(Route("sites")))
        self.plan.clicked.connect(lambda: go(Route("planned", self.entity, "new")))
        self.begin.clicked.connect(lambda: go(Route("inspections", self.entity, "new")))
        self.phones.toggled.connect(lambda _: self._show_groups())

    def _body(self) -> QWidget:
        body = QWidget()
        body.setProperty("plain", "true")
        columns = QHBoxLayout(body)
        theme.margins(columns, 0, 4, 12, 24)
        columns.setSpacing(24)
        left = QVBoxLayout()
        left.setSpacing(16)
        for part in (self._top, self._groups):
            part.setSpacing(16)
            left.addLayout(part)
        left.addStretch(1)
        columns.addLayout(left, 1)
        card = theme.surface(QFrame(), "card")
        card.setFixedWidth(SIDE)
        theme.margins(self._side, 16)
        self._side.setSpacing(4)
        card.setLayout(self._side)
        columns.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        return body

    def open(self, route: Route) -> None:
        """Show a site."""
        if route.entity != self.entity:
            self.leave()
            self.entity = route.entity
            self.phones.setChecked(False)
            self.frame.scroll_to_top()
        self._read()
        self.frame.back.setFocus()

    def changed(self, changes: Changes) -> None:
        """Read it again where something that it shows may have changed."""
        if KINDS & {kind for kind, _ in changes.entities}:
            self._read()

    def leave(self) -> None:
        """Write what is being typed."""
        for group in self.groups.values():
            group.leave()

    def _read(self) -> None:
        entity = self.entity
        self.session.tasks.read(
            lambda reader: site_facts.read(reader, entity), lambda facts: self._show(entity, facts), owner=self
        )

    def _show(self, entity: str, facts: SiteFacts | None) -> None:
        if entity != self.entity:
            return
        self.facts = facts
        if facts is None:
            self.frame.show_gone()
            return
        self.frame.show_record(facts.site.name or "", self._chips(facts))
        self._show_top(facts)
        self._shape_groups(facts)
        self._show_groups()
        self._show_side(facts)

    def _chips(self, facts: SiteFacts) -> list[tuple[str, str]]:
        level = facts.site.risk_level
        plain = [facts.told(field, phones=False) for field in ("kind", "sector", "work_type", "status")]
        risk = (facts.told("risk_level", phones=False), RISK_TONES.get(level or "", "neutral"))
        return [*((text, "neutral") for text in plain), risk]

    def _show_top(self, facts: SiteFacts) -> None:
        theme.take_out(self._top)
        if facts.questions:
            banner = OpenQuestions(facts.questions)
            banner.wanted.connect(lambda: self.session.go(Route("conflicts", self.entity)))
            self._top.addWidget(banner)
        remark = site_wording.code_remark(facts.site.credit_code)
        if remark:
            self._top.addWidget(theme.text_label(remark, "warning", wrap=True))
        if facts.decisions:
            self._top.addWidget(theme.text_label(_("Decided by the bureau"), "caption"))
            self._top.addWidget(DecisionList(facts.decisions))

    def _shape_groups(self, facts: SiteFacts) -> None:
        """Make the groups that fit the site; not while one of them is being edited."""
        shape = (facts.site.id, facts.site.kind or "", facts.site.work_type or "")
        if shape == self._shape or any(group.editing for group in self.groups.values()):
            return
        self._shape = shape
        theme.take_out(self._groups)
        self.groups = {}
        for group, names in register.groups_of(facts.site.kind, facts.site.work_type).items():
            made = self.groups[group] = SiteGroup(self.session, group, names)
            made.done.connect(self._read)
            self._groups.addWidget(made)

    def _show_groups(self) -> None:
        if self.facts is not None:
            for group in self.groups.values():
                group.show_facts(self.facts, phones=self.phones.isChecked())

    def _show_side(self, facts: SiteFacts) -> None:
        theme.take_out(self._side)
        count = len(facts.open)
        open_title = ngettext("{count} open hazard", "{count} open hazards", count).format(count=count)
        self._section(open_title, self._hazards(facts))
        self._section(_("Comes back again and again"), self._recurring(facts))
        visits = ngettext("{count} visit", "{count} visits", facts.visits).format(count=facts.visits)
        self._section(visits, self._timeline(facts))
        self._section(_("Documents"), self._papers(facts))
        if facts.landlord and facts.site.landlord:
            self._section(_("Rents from"), self._sites([(facts.site.landlord, facts.landlord)]))
        self._section(_("Rents to"), self._sites(facts.tenants))
        self._section(_("One with"), self._sites(facts.one_with))

    def _section(self, title: str, content: QWidget | None) -> None:
        if content is None:
            return
        if self._side.count():
            self._side.addSpacing(12)
        self._side.addWidget(theme.text_label(title, "caption"))
        self._side.addWidget(content)

    def _hazards(self, facts: SiteFacts) -> QWidget:
        if not facts.open:
            return theme.text_label(_("Nothing is open here."), "muted", wrap=True)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        theme.margins(layout, 0)
        layout.setSpacing(0)
        for hazard in facts.open[:HAZARDS]:
            row = QHBoxLayout()
            row.setSpacing(GAP)
            chip = StatusChip(hazard.state, hazard.tone)
            link = (hazard.description or "—", Route("hazard", hazard.id))
            room = ROOM + ICON - GAP - chip.sizeHint().width()
            row.addWidget(LinkList(self.session, [link], "", room), 1)
            row.addWidget(chip)
            layout.addLayout(row)
        self._offer_recheck(facts, layout)
        return holder

    def _offer_recheck(self, facts: SiteFacts, layout: QVBoxLayout) -> None:
        """Offer the recheck of what a visit told this unit: of several that wait, the newest."""
        answered = next((hazard.answered for hazard in facts.open if hazard.answered), "")
        if answered and VisitKind.RECHECK in visit_kinds(devices.own(self.session.reader()).role):
            self.recheck = theme.button(_("Start a recheck visit"), "secondary", "clipboard-check")
            self.recheck.clicked.connect(lambda: self._start_recheck(answered))
            layout.addSpacing(8)
            layout.addWidget(self.recheck)

    def _start_recheck(self, answered: str) -> None:
        author = self.session.officer
        self.session.tasks.write(
            lambda store: inspections.start_recheck(store, answered, author),
            done=lambda made: self.session.go(Route("visit", made.main, "recheck")),
        )

    def _recurring(self, facts: SiteFacts) -> QWidget | None:
        links = [
            (f"{one.visits}×  {one.problem.description or one.problem.item}", Route("hazard", one.problem.id))
            for one in facts.recurring
        ]
        return LinkList(self.session, links, "refresh-cw", ROOM) if links else None

    def _timeline(self, facts: SiteFacts) -> QWidget:
        if not facts.events:
            return theme.text_label(_("Nobody was here yet."), "muted", wrap=True)
        links = [(f"{texts.day(event.day)}  {event.text}", event.route) for event in facts.events]
        return LinkList(self.session, links, "clock", ROOM)

    def _papers(self, facts: SiteFacts) -> QWidget | None:
        links = [(site_facts.paper_title(paper), site_facts.paper_route(paper)) for paper in facts.papers[:PAPERS]]
        return LinkList(self.session, links, "file-text", ROOM) if links else None

    def _sites(self, sites: Sequence[tuple[str, str]]) -> QWidget | None:
        links = [(name, Route("site", entity)) for entity, name in sites]
        return LinkList(self.session, links, "factory", ROOM) if links else None
