"""The plans: how far each is, its facts in the panel, and the ways to its visits and to a draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.list_page import ListPage, button_row
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.checks_field import ChecksField
from fieldcheck.gui.widgets.count_field import CountField
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import ChoiceField, DateField, Field, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows
from fieldcheck.gui.widgets.towns_field import TownsField
from fieldcheck.model.planning import Plan, PlanKind
from fieldcheck.operations import forms, plans, trust
from fieldcheck.store import Changes, Reader, Seen, Store
from fieldcheck.store.queries import lists, records
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries.plans import PlanRow
from fieldcheck.translation import N_, _, current_language

CHECK_WIDTH = 220
"""Pixels that the words of a check box have in the panel."""


def window_text(row: PlanRow) -> str:
    """Return from when to when a plan runs."""
    days = [texts.day(day) if day else "…" for day in (row.first_day, row.last_day)]
    return " – ".join(days) if row.first_day or row.last_day else ""


def _done(row: PlanRow) -> str:
    return f"{row.done} / {row.visits}" if row.visits else ""


class PlansPage(ListPage):
    """Every plan, the one that ends last first."""

    title = N_("Plans")
    kinds = frozenset({"plan", "planned_visit", "inspection"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._writer: FieldWriter | None = None
        reader = session.reader()
        self._may_draw = trust.is_bureau(reader) or not trust.is_enrolled(reader)
        super().__init__(session, parent)

    def columns(self) -> Sequence[Column]:
        """Return what a row shows."""
        return (
            Column(key="name", title=_("Plan"), render=lambda row: row.name, stretch=True),
            Column(key="kind", title=_("Kind"), render=lambda row: texts.plan_kind(row.kind), width=140),
            Column(key="window", title=_("Runs"), render=window_text, width=244, optional=True),
            Column(key="done", title=_("Done"), render=_done, width=88, align="right"),
            Column(key="left", title=_("Left"), render=lambda r: str(r.left or ""), width=64, align="right"),
        )

    def head_buttons(self) -> Sequence[QPushButton]:
        """Return the way to all planned visits, and what adds a plan."""
        visits = theme.button(_("Planned visits"), "secondary", "list-checks")
        visits.clicked.connect(lambda: self.session.go(Route("planned")))
        add = theme.button(_("New plan"), "primary", "plus")
        add.setShortcut("Ctrl+N")
        add.setToolTip("Ctrl+N")
        add.clicked.connect(self.begin_plan)
        return (visits, add)

    def query(self) -> FindIds:
        """Return the ids of the plans."""
        text = self.text()
        return lambda reader: queries.plan_ids(reader, text)

    def load(self) -> LoadRows:
        """Return the rows of plans."""
        return queries.plan_rows

    def empty(self) -> EmptyState:
        """Say what a plan is."""
        text = _("A plan says which sites are visited, and who approved it: the year's plan, a campaign, or one case.")
        state = EmptyState("calendar", _("No plans yet"), text, _("New plan"))
        state.triggered.connect(self.begin_plan)
        return state

    def begin_plan(self) -> None:
        """Ask for the name and the kind of a new plan; the rest is filled in once it is there."""
        self.begin_new(_("New plan"))
        name = TextField(_("Name of the plan"), required=True, placeholder=_("As the paper that approved it has it"))
        kind = ChoiceField(_("Kind"), texts.choices(texts.PLAN_KINDS), required=True)
        source = TextField(_("Source of the case"), placeholder=_("A complaint, or who passed it on"))
        kind.set_value("annual")
        source.setVisible(False)
        kind.typing.connect(lambda value: source.setVisible(value == "individual"))
        error = InlineError()
        save = theme.button(_("Add the plan"), "primary")
        save.clicked.connect(
            lambda: self._add({"name": name.value(), "kind": kind.value(), "source": source.value()}, error)
        )
        cancel = theme.button(_("Cancel"), "quiet")
        cancel.clicked.connect(lambda: self._select(self.table.current_id()))
        for widget in (name, kind, source, error, button_row(save, cancel)):
            self.panel.add("", widget)
        name.setFocus()

    def _add(self, values: Mapping[str, object], error: InlineError) -> None:
        error.clear()
        author = self.session.officer
        self.session.tasks.write(
            lambda store: plans.create(store, values, author),
            done=self.show_added,
            failed=error.show_error,
            undo=_("Add a plan"),
        )

    def show_detail(self, entity: str) -> None:
        """Show the ways on, and the fields of the plan, each written when it is left."""
        reader = self.session.reader()
        plan = records.find(reader, Plan, entity)
        if plan is None:
            return
        self.panel.set_title(plan.name or "")
        visits = theme.button(_("Its visits"), "primary", "list-checks")
        visits.clicked.connect(lambda: self.open_row(entity))
        draw = theme.button(_("Draw by lot"), "secondary", "layers")
        draw.clicked.connect(lambda: self.session.go(Route("draw", entity)))
        draw.setVisible(self._may_draw)
        self.panel.add("", button_row(visits, draw))
        self.panel.add("", self._bound(reader, entity))

    def _bound(self, reader: Reader, entity: str) -> QWidget:
        def edit(store: Store, values: Mapping[str, object], author: str, seen: Seen) -> Changes:
            return plans.edit(store, entity, values, author, seen)

        self._writer = FieldWriter(self.session, "plan", entity, edit=edit)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        fields = _fields(reader)
        for name, field in fields.items():
            self._writer.bind(field, name)
            layout.addWidget(field)
        kind, source = fields["kind"], fields["source"]
        source.setVisible(kind.value() == PlanKind.INDIVIDUAL)
        kind.typing.connect(lambda value: source.setVisible(value == PlanKind.INDIVIDUAL))
        return holder

    def panel_shows(self, changes: Changes) -> bool:
        """Return that nothing is drawn anew: the fields draw themselves."""
        return False

    def open_row(self, entity: str) -> None:
        """Show the visits of the plan."""
        self.session.go(Route("planned", part="all", item=entity))

    def leave(self) -> None:
        """Write what is being typed."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _fields(reader: Reader) -> dict[str, Field]:
    titles = [(one.id, one.title.text(current_language())) for one in forms.shipped().values()]
    sectors = ChecksField(_("Sectors; none means all"), _cut(texts.sector_choices()), columns=1)
    return {
        "name": TextField(_("Name of the plan"), required=True),
        "kind": ChoiceField(_("Kind"), texts.choices(texts.PLAN_KINDS)),
        "source": TextField(_("Source of the case")),
        "first_day": DateField(_("First day")),
        "last_day": DateField(_("Last day")),
        "approval_number": TextField(_("Number of the approval")),
        "approver": TextField(_("Approved by")),
        "approved_on": DateField(_("Approved on")),
        "most_visits": CountField(_("Most visits to one unit in a year")),
        "towns": TownsField(_("Towns; none means all"), lists.choices(reader).towns, columns=2),
        "sectors": sectors,
        "forms": ChecksField(_("Checklists of its visits"), _cut(titles), columns=1),
        "note": TextField(_("Note"), multiline=True),
    }


def _cut(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices with their names cut to the width of the panel: a check box does not cut its words."""
    metrics = QFontMetrics(theme.font(theme.current().body))
    return [(value, metrics.elidedText(name, Qt.TextElideMode.ElideRight, CHECK_WIDTH)) for value, name in choices]
