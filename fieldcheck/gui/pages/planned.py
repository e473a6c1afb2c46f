"""The planned visits: by day, plan, laptop; each is begun, changed, given to a laptop or cancelled in the panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.list_page import ListPage, button_row, chosen, filter_box, offer, width_of_days
from fieldcheck.gui.pages.planned_fields import PlannedFields
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import ComboBox, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows
from fieldcheck.gui.widgets.rows_view import width_of_chips
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.gui.widgets.unfolding_form import UnfoldingForm
from fieldcheck.model.records import Officer
from fieldcheck.operations import packages, planned_visits, trust
from fieldcheck.operations.today import DAYS_AHEAD, takers_of
from fieldcheck.store import Changes, Reader
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries import records
from fieldcheck.store.queries.plans import PlannedFilter, PlannedRow, PlannedState
from fieldcheck.translation import N_, _, ngettext

NEW = "new"
STATES: Mapping[PlannedState, tuple[str, str]] = {
    PlannedState.PLANNED: (N_("Planned"), "info"),
    PlannedState.BEGUN: (N_("In progress"), "accent"),
    PlannedState.DONE: (N_("Done"), "success"),
    PlannedState.CANCELLED: (N_("Cancelled"), "neutral"),
}


def state_chip(row: PlannedRow) -> tuple[str, str]:
    """Return (word, tone) of how far a planned visit is."""
    if row.state is PlannedState.PLANNED and row.day and row.day < date.today().isoformat():
        return (_("Overdue"), "danger")
    word, tone = STATES[row.state]
    return (_(word), tone)


def when(choice: str, day: date) -> PlannedFilter:
    """Return the filter of one of the times that the page offers."""
    today, last = day.isoformat(), (day + timedelta(days=DAYS_AHEAD)).isoformat()
    planned = PlannedState.PLANNED
    return {
        "open": PlannedFilter(state=planned),
        "overdue": PlannedFilter(state=planned, before=today),
        "today": PlannedFilter(state=planned, since=today, until=today),
        "week": PlannedFilter(state=planned, since=today, until=last),
        "begun": PlannedFilter(state=PlannedState.BEGUN),
        "done": PlannedFilter(state=PlannedState.DONE),
        "cancelled": PlannedFilter(state=PlannedState.CANCELLED),
    }.get(choice, PlannedFilter())


class PlannedPage(ListPage):
    """Who goes where and when. A bureau gives the listed visits to a laptop in one step."""

    title = N_("Planned visits")
    kinds = frozenset({"planned_visit", "plan", "inspection", "site"})
    filters_below = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._bureau = trust.is_bureau(session.reader())
        self._writer: FieldWriter | None = None
        self._officers: dict[str, str] = {}
        super().__init__(session, parent)

    def columns(self) -> Sequence[Column]:
        """Return what a row shows."""
        states = [_("Overdue"), *(_(word) for word, _tone in STATES.values())]
        return (
            Column(key="day", title=_("Day"), render=lambda row: texts.day(row.day), width=width_of_days()),
            Column(key="site", title=_("Site"), render=lambda row: row.site_name, stretch=True),
            Column(
                key="kind", title=_("Kind of visit"), render=lambda row: texts.visit_kind(row.visit_kind), width=110
            ),
            Column(key="officers", title=_("Officers"), render=self._names, width=130, optional=True),
            Column(key="laptop", title=_("Laptop"), render=lambda row: row.laptop, width=96, optional=True),
            Column(key="state", title=_("State"), render=lambda row: "", width=width_of_chips(states), chip=state_chip),
        )

    def _names(self, row: PlannedRow) -> str:
        return "、".join(self._officers.get(officer, "") for officer in row.officers)

    def filters(self) -> Sequence[ComboBox]:
        """Return the time, the plan, and at a bureau the laptop."""
        times = (
            ("open", _("Not begun")),
            ("overdue", _("Overdue")),
            ("today", _("Due today")),
            ("week", _("This week")),
            ("begun", _("In progress")),
            ("done", _("Done")),
            ("cancelled", _("Cancelled")),
            ("all", _("All")),
        )
        self._when = filter_box(_("When"), times)
        self._plan = filter_box(_("Plan"), [("", _("All plans"))])
        self._laptop = filter_box(_("Laptop"), [("", _("All laptops"))])
        return (self._when, self._plan, self._laptop) if self._bureau else (self._when, self._plan)

    def head_buttons(self) -> Sequence[QPushButton]:
        """Return the way to the plans."""
        plans = theme.button(_("Plans"), "secondary", "calendar")
        plans.clicked.connect(lambda: self.session.go(Route("plans")))
        return (plans,)

    def below_head(self) -> Sequence[QWidget]:
        """Return what gives the listed visits to a laptop."""
        self._taker = filter_box(_("Laptop that takes the visits along"), [])
        self._give = theme.button("", "secondary", "truck")
        self._give.clicked.connect(self._assign)
        row = QWidget()
        layout = QHBoxLayout(row)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        layout.addWidget(self._give)
        layout.addWidget(self._taker)
        layout.addStretch(1)
        self._giving = row
        theme.set_shown(row, False)
        return (row,)

    def query(self) -> FindIds:
        """Return the ids of the planned visits that the filters leave."""
        text, only = self.text(), self._filter()
        return lambda reader: queries.planned_ids(reader, text, only)

    def _filter(self) -> PlannedFilter:
        time = when(chosen(self._when), date.today())
        device = chosen(self._laptop) if self._bureau else ""
        takers = () if self._bureau else takers_of(self.session.reader())
        return replace(time, plan=chosen(self._plan), device=device, takers=takers)

    def load(self) -> LoadRows:
        """Return the rows of planned visits."""
        return queries.planned_rows

    def empty(self) -> EmptyState:
        """Say how a visit is planned."""
        text = _("Choose a site and plan a visit there, or draw sites by lot for a plan.")
        state = EmptyState("calendar", _("No planned visits"), text, _("Choose a site"))
        state.triggered.connect(lambda: self.session.go(Route("sites")))
        return state

    def open(self, route: Route) -> None:
        """Show the list: a part of it, those of a plan, one of them, or the fields of a new one to a site."""
        reader = self.session.reader()
        self._officers = {one.id: one.name or "" for one in records.everything(reader, Officer)}
        rows = queries.plan_rows(reader, queries.plan_ids(reader))
        offer(self._plan, [(row.id, row.name) for row in rows])
        if self._bureau:
            laptops = [(one.id, one.name) for one in packages.below(reader) if one.revoked_after is None]
            offer(self._laptop, laptops)
            self._offer_takers(laptops)
        if self._when.findData(route.part) >= 0:
            self.narrow(self._when, route.part)
        if route.item:
            self._plan.setCurrentIndex(max(0, self._plan.findData(route.item)))
        if route.part == NEW:
            self._plan_visit(route.entity)
            return
        if route.entity:
            self.narrow(self._when, "all")
        super().open(route)

    def _offer_takers(self, laptops: Sequence[tuple[str, str]]) -> None:
        before = chosen(self._taker)
        self._taker.clear()
        for device, name in (*laptops, ("", _("no laptop"))):
            self._taker.addItem(name, device)
        self._taker.setCurrentIndex(max(0, self._taker.findData(before)))

    def _counted(self, count: int) -> None:
        super()._counted(count)
        given = ngettext("Give the {count} listed visit to", "Give the {count} listed visits to", count)
        self._give.setText(given.format(count=count))
        theme.set_shown(self._giving, self._bureau and count > 0 and self._taker.count() > 1)

    def _assign(self) -> None:
        listed, device, author = tuple(self.table.model.ids), chosen(self._taker), self.session.officer
        self.session.tasks.write(
            lambda store: planned_visits.assign(store, listed, device, author), undo=_("Give visits to a laptop")
        )

    def _plan_visit(self, site: str) -> None:
        """Plan a visit to a site: it is there at once, and its fields are filled in the panel."""
        author = self.session.officer
        values: dict[str, object] = {"day": date.today(), "officers": (author,) if author else None}
        if not self._bureau:
            values["device"] = next(iter(takers_of(self.session.reader())), None)

        def made(changes: Changes) -> None:
            self.session.go(Route("planned", changes.main))

        self.session.tasks.write(
            lambda store: planned_visits.create(store, site, values, author), done=made, undo=_("Plan a visit")
        )

    def show_detail(self, entity: str) -> None:
        """Show what is planned, what speaks against it, and what can be done."""
        reader = self.session.reader()
        rows = queries.planned_rows(reader, [entity])
        if not rows:
            return
        row = rows[0]
        self.panel.set_title(row.site_name)
        self.panel.add("", _chips(row))
        self.panel.add("", self._action(row))
        self._add_doubts(reader, row)
        if row.drawn:
            self.panel.add(_("Drawn by lot"), row.plan_name)
        self.panel.add("", self._fields(row))
        if row.state is PlannedState.PLANNED:
            self.panel.add("", self._cancelling(entity))

    def _action(self, row: PlannedRow) -> QWidget:
        site = theme.button(_("Site"), "secondary", "factory")
        site.clicked.connect(lambda: self.session.go(Route("sites", row.site_id)))
        if row.state is PlannedState.CANCELLED:
            again = theme.button(_("Plan again"), "secondary")
            again.clicked.connect(lambda: self._plan_again(row.id))
            return button_row(again, site)
        begin = theme.button(_("Open the visit") if row.visit else _("Begin the visit"), "primary", "clipboard-check")
        begin.clicked.connect(lambda: self.open_row(row.id))
        return button_row(begin, site)

    def _add_doubts(self, reader: Reader, row: PlannedRow) -> None:
        if row.state is not PlannedState.PLANNED:
            return
        told = planned_visits.doubts(reader, planned_visits.get(reader, row.id))
        if told:
            lines = "\n".join(_(doubt.message).format(**doubt.details) for doubt in told)
            self.panel.add(_("Before the visit"), theme.text_label(lines, "danger", wrap=True))

    def _fields(self, row: PlannedRow) -> PlannedFields:
        fields = PlannedFields(self.session.reader())
        writer = FieldWriter(self.session, "planned_visit", row.id, row.site_id)
        for name, field in fields.fields.items():
            writer.bind(field, name)
        self._writer = writer
        fields.suit_kind()
        fields.setEnabled(row.state is PlannedState.PLANNED)
        return fields

    def _cancelling(self, entity: str) -> QWidget:
        reason, error = TextField(_("Why does the visit not take place?"), required=True), InlineError()
        cancel = theme.button(_("Cancel the visit"), "danger")
        author = self.session.officer
        cancel.clicked.connect(
            lambda: self.session.tasks.write(
                lambda store: planned_visits.cancel(store, entity, str(reason.value()), author),
                failed=error.show_error,
                undo=_("Cancel a planned visit"),
            )
        )
        start = theme.button(_("Cancel this visit…"), "quiet", "ban")
        return UnfoldingForm(start, _("It stays in the plan, with the reason."), (reason, error), cancel)

    def _plan_again(self, entity: str) -> None:
        author = self.session.officer
        self.session.tasks.write(
            lambda store: planned_visits.plan_again(store, entity, author), undo=_("Plan a visit again")
        )

    def open_row(self, entity: str) -> None:
        """Begin the visit, or open it where it has begun."""
        (row,) = queries.planned_rows(self.session.reader(), [entity])
        if row.visit:
            self.session.go(Route("visit", row.visit, "checklist"))
            return
        self.leave()
        author = self.session.officer
        self.session.tasks.write(
            lambda store: planned_visits.begin(store, entity, author),
            done=lambda changes: self.session.go(Route("visit", changes.main, "facts")),
        )

    def leave(self) -> None:
        """Write what is being typed."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _chips(row: PlannedRow) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    theme.margins(layout, 0)
    layout.setSpacing(8)
    layout.addWidget(StatusChip(texts.visit_kind(row.visit_kind), "neutral"))
    layout.addWidget(StatusChip(*state_chip(row)))
    layout.addStretch(1)
    return holder
