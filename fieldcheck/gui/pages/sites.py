"""The sites: enterprises and flood works."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.decision_words import about, open_questions
from fieldcheck.gui.indexing import Indexing
from fieldcheck.gui.pages.list_page import ListPage, button_row, chosen, filter_box
from fieldcheck.gui.pages.site_fields import SiteFields
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.decision_list import DecisionList
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.half_typed import HalfTyped
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.link_list import LinkList
from fieldcheck.gui.widgets.open_questions import OpenQuestions
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows
from fieldcheck.model.records import Inspection, Site
from fieldcheck.operations import search, sites
from fieldcheck.store import Changes
from fieldcheck.store.queries import duplicates, joined_sites, lists, records
from fieldcheck.store.queries.lists import Order
from fieldcheck.translation import N_, _

VISITS_SHOWN = 5
HAZARDS_SHOWN = 8


class SitesPage(ListPage):
    """Every site; the panel is where a site is kept up to date."""

    title = N_("Sites")
    kinds = frozenset({"site", "inspection", "finding", "decision", "join"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._writer: FieldWriter | None = None
        self._half_typed: HalfTyped | None = None
        self._indexing = Indexing(session, search.SITES, session)
        super().__init__(session, parent)

    def columns(self) -> Sequence[Column]:
        """Return what a row shows."""
        return (
            Column(key="name", title=_("Site"), render=lambda row: row.name, stretch=True),
            Column(key="town", title=_("Town"), render=lambda row: row.town, width=110),
            Column(key="sector", title=_("Sector"), render=lambda row: texts.sector(row.sector), width=176),
            Column(key="last", title=_("Last visit"), render=lambda row: texts.day(row.last_visit), width=136),
            Column(key="findings", title=_("Hazards"), render=lambda r: str(r.findings or ""), width=84, align="right"),
        )

    def filters(self) -> Sequence[ComboBox]:
        """Return the order."""
        orders = [(Order.SITE.value, _("By name")), (Order.NEWEST.value, _("Newest first"))]
        self._order = filter_box(_("Order of the list"), orders)
        return (self._order,)

    def head_buttons(self) -> Sequence[QPushButton]:
        """Return the button that adds a site."""
        add = theme.button(_("Add a site"), "primary", "plus")
        add.clicked.connect(self.begin_site)
        table = theme.button(_("From a table…"), "secondary", "download")
        table.clicked.connect(lambda: self.session.go(Route("sites_import")))
        return (table, add)

    def look(self) -> None:
        """Let the search index catch up."""
        self._indexing.start()

    def query(self) -> FindIds:
        """Return the ids of the sites."""
        text = self.text()
        order = Order(chosen(self._order))
        return lambda reader: lists.site_ids(reader, text, order)

    def load(self) -> LoadRows:
        """Return the rows of sites."""
        return joined_sites.joined_site_rows

    def empty(self) -> EmptyState:
        """Say what a site is."""
        text = _("A site is what is inspected: an enterprise, a reservoir, a dike. Add the first one.")
        state = EmptyState("building-2", _("No sites yet"), text, _("Add a site"))
        state.triggered.connect(self.begin_site)
        return state

    def begin_site(self) -> None:
        """Show empty fields in the panel."""
        self.begin_new(_("New site"))
        fields, error = self._new_fields(), InlineError()
        save = theme.button(_("Add the site"), "primary")
        save.clicked.connect(lambda: self._add(fields, error))
        cancel = theme.button(_("Cancel"), "quiet")
        cancel.clicked.connect(self._give_up)
        self.panel.add("", fields)
        self.panel.add("", error)
        self.panel.add("", button_row(save, cancel))
        fields.type_name()

    def _new_fields(self) -> SiteFields:
        """Return the fields of a new site, with what was half typed."""
        fields = SiteFields()
        self._half_typed = HalfTyped(self.session, "new-site", fields.values, fields)
        kept = self._half_typed.kept()
        if kept is not None:
            fields.show_kept(kept)
        else:
            fields.clear(self.text())
        self._half_typed.watch(*fields.fields.values())
        return fields

    def _give_up(self) -> None:
        self._forget_half_typed()
        self._select(self.table.current_id())

    def _forget_half_typed(self) -> None:
        if self._half_typed is not None:
            self._half_typed.forget()
            self._half_typed = None

    def _add(self, fields: SiteFields, error: InlineError) -> None:
        error.clear()
        values, author = fields.values(), self.session.officer
        self.session.tasks.write(
            lambda store: sites.create(store, values, author),
            done=self._added,
            failed=error.show_error,
            undo=_("Add a site"),
        )

    def _added(self, changes: Changes) -> None:
        self._forget_half_typed()
        self.show_added(changes)

    def show_detail(self, entity: str) -> None:
        """Show the site's fields, each written when it is left, and its last visits."""
        site = records.find(self.session.reader(), Site, entity)
        if site is None:
            return
        self.panel.set_title(site.name or "")
        begin = theme.button(_("New visit here"), "primary", "clipboard-check")
        begin.clicked.connect(lambda: self.session.go(Route("inspections", entity, "new")))
        whole = theme.button(_("Open"), "secondary", "external-link")
        whole.clicked.connect(lambda: self.open_row(entity))
        plan = theme.button(_("Plan a visit"), "secondary", "calendar")
        plan.clicked.connect(lambda: self.session.go(Route("planned", entity, "new")))
        self.panel.add("", button_row(begin, whole))
        self.panel.add("", button_row(plan))
        self._add_questions(entity)
        together = duplicates.together(self.session.reader(), "site", entity)
        self._add_other_names(together[1:])
        self.panel.add(_("Last visits"), self._visits(together))
        self.panel.add(_("Hazards"), self._hazards(together))
        self.panel.add("", self._bound_fields(entity))

    def _add_questions(self, entity: str) -> None:
        """Say what is not settled about the site, and what the bureau decided."""
        reader = self.session.reader()
        questions = open_questions(reader, "site", entity)
        if questions:
            banner = OpenQuestions(questions, narrow=True)
            banner.wanted.connect(lambda: self.session.go(Route("conflicts", entity)))
            self.panel.add("", banner)
        decisions = about(reader, entity)
        if decisions:
            self.panel.add(_("Decided by the bureau"), DecisionList(decisions))

    def _bound_fields(self, entity: str) -> SiteFields:
        fields = SiteFields()
        self._writer = FieldWriter(
            self.session,
            "site",
            entity,
            edit=lambda store, values, author, seen: sites.edit_site(store, entity, values, author, seen),
        )
        for name, field in fields.fields.items():
            self._writer.bind(field, name)
        fields.suit_kind()
        return fields

    def _add_other_names(self, others: Sequence[str]) -> None:
        """Name the sites that were found to be one with this one."""
        found = records.many(self.session.reader(), Site, list(others))
        links = [(found[other].name or "", Route("site", other)) for other in others if other in found]
        if links:
            self.panel.add(_("One with"), LinkList(self.session, links, "factory"))

    def _visits(self, together: Sequence[str]) -> QWidget | str:
        reader = self.session.reader()
        visits = [visit for site in together for visit in records.children(reader, Inspection, site)]
        latest = sorted(visits, key=lambda visit: visit.started_at or "", reverse=True)[:VISITS_SHOWN]
        links = [
            (
                f"{texts.day(visit.started_at)} · {texts.visit_kind(visit.visit_kind)}",
                Route("visit", visit.id, "checklist"),
            )
            for visit in latest
        ]
        return LinkList(self.session, links, "clipboard-list") if links else ""

    def _hazards(self, together: Sequence[str]) -> QWidget | str:
        rows = duplicates.hazards_of(self.session.reader(), together, HAZARDS_SHOWN)
        links = [(text, Route("hazard", entity)) for entity, text in rows]
        return LinkList(self.session, links, "triangle-alert") if links else ""

    def panel_shows(self, changes: Changes) -> bool:
        """Return whether something beside the site's own fields changed: these draw themselves."""
        return any(changes.touches(kind) for kind in ("inspection", "finding", "decision", "join"))

    def leave(self) -> None:
        """Write what is being typed into the fields of the site."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self._half_typed is not None:
            self._half_typed.keep_now()
            self._half_typed = None

    def open_row(self, entity: str) -> None:
        """Go to the site's own page."""
        self.session.go(Route("site", entity))
