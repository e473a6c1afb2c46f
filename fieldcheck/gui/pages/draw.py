"""A draw by lot for a plan: what it is drawn from, and the record of it, which anyone can draw again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.draw_excused import ExcusedField
from fieldcheck.gui.pages.list_page import button_row
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.checks_field import ChecksField
from fieldcheck.gui.widgets.count_field import CountField
from fieldcheck.gui.widgets.fields import ChoiceField, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.link_list import LinkList
from fieldcheck.gui.widgets.names_field import NamesField
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.planning import Draw, DrawnVisit, Excused, Plan
from fieldcheck.model.records import Officer, Site
from fieldcheck.model.site_codes import RiskLevel
from fieldcheck.operations import draws, profile
from fieldcheck.operations.draws import Redone, Wanted
from fieldcheck.store import Changes, Reader
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries import records
from fieldcheck.translation import _, ngettext

WIDEST, SIDE = 920, 32
LINE = WIDEST - 120
"""Pixels that a site with its officers has in the record."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A recorded draw, drawn again: its sites with where they lead, and who was excused, in words."""

    redone: Redone
    links: tuple[tuple[str, Route], ...]
    excused: tuple[str, ...]


class DrawPage(Page):
    """The form of a draw and, once it is drawn, its record. A draw counts as it falls: there is no trial."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._plan = ""
        self.title = theme.text_label("", "title")
        self.site_kind = ChoiceField(_("Kind of site"), texts.site_choices("kind"))
        self.pool = theme.text_label("", "muted", wrap=True)
        self.count = CountField(_("How many sites"))
        self.shares = {
            risk.value: CountField(_("{colour}: of 100 sites").format(colour=_risk(risk.value))) for risk in RiskLevel
        }
        self.officers = ChecksField(_("Officers who may be drawn (at least two)"), [])
        self.excused = ExcusedField(session)
        self.seed = TextField(_("Seed"), placeholder=_("A text that those present agree on; random where it is empty"))
        self.witnesses = NamesField(_("Witnesses"))
        self.error = InlineError()
        self.record = QFrame()
        self._record_layout = QVBoxLayout(self.record)
        self.earlier = QFrame()
        self._earlier_layout = QVBoxLayout(self.earlier)
        self._column = QVBoxLayout()
        self._area = QScrollArea()
        self._back = theme.icon_button("arrow-left", _("Back to the plans"))
        self._build()

    def _build(self) -> None:
        inner = QFrame()
        theme.surface(inner, "page")
        inner.setMaximumWidth(WIDEST + 2 * SIDE)
        theme.margins(self._column, SIDE, 24, SIDE, 24)
        self._column.setSpacing(16)
        self._back.clicked.connect(lambda: self.session.go(Route("plans", self._plan)))
        head = QHBoxLayout()
        head.addWidget(self._back)
        head.addWidget(self.title, 1)
        self._column.addLayout(head)
        self._column.addWidget(theme.surface(self.record, "card"))
        self._column.addWidget(self._form())
        self._column.addWidget(theme.surface(self.earlier, "card"))
        self._column.addStretch(1)
        for layout in (self._record_layout, self._earlier_layout):
            theme.margins(layout, 24, 20)
            layout.setSpacing(8)
        inner.setLayout(self._column)
        self._area.setWidgetResizable(True)
        self._area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inner)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self._area)
        theme.set_shown(self.record, False)
        theme.set_shown(self.earlier, False)

    def _form(self) -> QFrame:
        card = theme.surface(QFrame(), "card")
        layout = QVBoxLayout(card)
        theme.margins(layout, 24, 20)
        layout.setSpacing(12)
        told = _(
            "Sites are drawn from the towns and sectors of the plan, by number or by a share of each risk colour. "
            "The draw is recorded as it falls, and a visit is planned to each site."
        )
        layout.addWidget(theme.text_label(told, "muted", wrap=True))
        layout.addWidget(self.site_kind)
        layout.addWidget(self.pool)
        layout.addWidget(self.count)
        row = QHBoxLayout()
        row.setSpacing(12)
        for share in self.shares.values():
            row.addWidget(share, 1)
        layout.addLayout(row)
        self._officers_place = layout
        for widget in (self.officers, self.excused, self.seed, self.witnesses, self.error):
            layout.addWidget(widget)
        draw = theme.button(_("Draw now"), "primary", "layers")
        draw.clicked.connect(self.draw)
        layout.addWidget(button_row(draw))
        self.site_kind.set_value("enterprise")
        self.site_kind.left.connect(lambda _: self._count_pool())
        return card

    def open(self, route: Route) -> None:
        """Show the form for a plan, or with a draw as the item of the route its record."""
        reader = self.session.reader()
        plan = records.get(reader, Plan, route.entity)
        if route.entity != self._plan:
            self._begin(reader)
        self._plan = route.entity
        self.title.setText(_("Draw by lot: {plan}").format(plan=plan.name))
        self._count_pool()
        self._list_earlier()
        self._back.setFocus()
        if route.item:
            self._show_record(route.item)

    def _begin(self, reader: Reader) -> None:
        self.count.set_value(None)
        for share in self.shares.values():
            share.set_value(None)
        self.seed.set_value("")
        self.witnesses.set_value(None)
        self.error.clear()
        theme.set_shown(self.record, False)
        active = [(one.id, one.name or "") for one in profile.officers(reader)]
        fresh = ChecksField(self.officers.label, active)
        fresh.set_value(tuple(officer for officer, _name in active))
        self._officers_place.replaceWidget(self.officers, fresh)
        self.officers.hide()
        self.officers.deleteLater()
        self.officers = fresh
        self.excused.begin(active)

    def _count_pool(self) -> None:
        plan, kind = self._plan, self.site_kind.value()

        def read(reader: Reader) -> dict[str, int]:
            found = records.get(reader, Plan, plan)
            pool = queries.pool(reader, found.towns or (), found.sectors or (), kind)
            return {risk: len(sites) for risk, sites in pool.items()}

        self.session.tasks.read(read, self._show_pool, owner=self)

    def _show_pool(self, counts: dict[str, int]) -> None:
        total = sum(counts.values())
        told = ngettext("Drawn from {count} site", "Drawn from {count} sites", total).format(count=f"{total:,}")
        by_risk = [f"{_risk(risk)} {counts[risk]:,}" for risk in (*RiskLevel, "") if counts.get(risk)]
        self.pool.setText(" · ".join([told, *by_risk]))

    def _wanted(self) -> Wanted:
        shares = {risk: field.value() or 0 for risk, field in self.shares.items()}
        return Wanted(
            plan=self._plan,
            count=self.count.value() or 0,
            shares=shares if any(shares.values()) else None,
            officers=self.officers.value(),
            excused=self.excused.value(),
            seed=self.seed.value(),
            witnesses=self.witnesses.value() or (),
            site_kind=self.site_kind.value(),
        )

    def draw(self) -> None:
        """Draw and record it."""
        self.error.clear()
        if not self.excused.check():
            return
        wanted, author = self._wanted(), self.session.officer
        if not wanted.count and not wanted.shares:
            self.error.show_error(_("Say how many sites are drawn, or a share of a risk colour."))
            return
        self.session.tasks.write(
            lambda store: draws.draw(store, wanted, author), done=self._drawn, failed=self.error.show_error, heavy=True
        )

    def _drawn(self, changes: Changes) -> None:
        self.session.go(Route("draw", self._plan, item=changes.main))

    def _list_earlier(self) -> None:
        plan = self._plan

        def read(reader: Reader) -> list[tuple[str, Route]]:
            return [(_told(one), Route("draw", plan, item=one.id)) for one in draws.of_plan(reader, plan)]

        self.session.tasks.read(read, self._show_earlier, owner=self)

    def _show_earlier(self, links: Sequence[tuple[str, Route]]) -> None:
        theme.take_out(self._earlier_layout)
        self._earlier_layout.addWidget(theme.text_label(_("Draws of this plan"), "heading"))
        told = _("Each can be opened and is drawn again from its seed and lists: the result must be the same.")
        self._earlier_layout.addWidget(theme.text_label(told, "muted", wrap=True))
        self._earlier_layout.addWidget(LinkList(self.session, links, "layers", LINE))
        theme.set_shown(self.earlier, bool(links))

    def _show_record(self, draw: str) -> None:
        def read(reader: Reader) -> _Shown:
            redone = draws.redo(reader, draw)
            drawn = redone.recorded
            links = tuple((_line(reader, one), Route("sites", one.site)) for one in drawn.result or ())
            return _Shown(redone, links, tuple(_excuse(reader, one) for one in drawn.excused or ()))

        self.session.tasks.read(read, self._fill, owner=self, failed=self._not_redone)

    def _not_redone(self, error: FieldCheckError) -> None:
        theme.set_shown(self.record, False)
        self.error.show_error(error)

    def _fill(self, shown: _Shown) -> None:
        theme.take_out(self._record_layout)
        for widget in _record(self.session, shown):
            self._record_layout.addWidget(widget)
        theme.set_shown(self.record, True)
        self._area.verticalScrollBar().setValue(0)


def _record(session: Session, shown: _Shown) -> list[QWidget]:
    """Return what is shown of a recorded draw."""
    redone, drawn = shown.redone, shown.redone.recorded
    facts = [
        (_("Drawn at"), texts.moment(drawn.drawn_at)),
        (_("Seed"), drawn.seed or ""),
        (_("Method"), drawn.method or ""),
        (_("Witnesses"), "、".join(drawn.witnesses or ())),
        (_("Excused"), "；".join(shown.excused)),
        (_("Record"), drawn.id),
    ]
    text = "\n".join(f"{name}{_(': ')}{value}" for name, value in facts if value)
    said = theme.text_label(text, "body", wrap=True)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    differs = _("Drawn again, the result is another: do not use this draw.")
    same = _("Drawn again from the same seed and lists, the result is the same.")
    check = theme.text_label(
        differs if redone.differing else same, "danger" if redone.differing else "muted", wrap=True
    )
    visits = theme.button(_("Its visits"), "primary", "list-checks")
    visits.clicked.connect(lambda: session.go(Route("planned", part="open", item=drawn.plan or "")))
    return [
        theme.text_label(_("What was drawn"), "heading"),
        LinkList(session, shown.links, "factory", LINE),
        said,
        check,
        button_row(visits),
    ]


def _line(reader: Reader, one: DrawnVisit) -> str:
    site = records.find(reader, Site, one.site)
    known = records.many(reader, Officer, list(one.officers))
    names = "、".join(known[officer].name or "" for officer in one.officers if officer in known)
    return f"{site.name if site is not None else one.site} · {names}"


def _told(drawn: Draw) -> str:
    """Return when a draw was made, and how many sites it drew."""
    count = len(drawn.result or ())
    sites = ngettext("{count} site", "{count} sites", count).format(count=count)
    return " · ".join(part for part in (texts.moment(drawn.drawn_at), sites, drawn.seed) if part)


def _excuse(reader: Reader, one: Excused) -> str:
    officer, site = records.find(reader, Officer, one.officer), records.find(reader, Site, one.site)
    name = (officer.name if officer is not None else "") or one.officer
    where = ((site.name if site is not None else "") or one.site) if one.site else _("all sites")
    return " · ".join(part for part in (name, where, one.reason) if part)


def _risk(code: str) -> str:
    return dict(texts.site_choices("risk_level")).get(code, _("no colour"))
