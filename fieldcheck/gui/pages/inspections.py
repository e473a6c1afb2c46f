"""The visits, and the beginning of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.list_page import ListPage, button_row, chosen, filter_box, laptop_column, width_of_days
from fieldcheck.gui.session import Route
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import ComboBox, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.link_list import LinkList
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows
from fieldcheck.gui.widgets.rows_view import width_of_chips, width_of_texts
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.records import Inspection, Officer
from fieldcheck.operations import form_titles
from fieldcheck.store import Reader
from fieldcheck.store.queries import duplicates, lists, records
from fieldcheck.store.queries.lists import InspectionRow, Order
from fieldcheck.translation import N_, _, current_language, ngettext

if TYPE_CHECKING:
    from fieldcheck.gui.pages.new_visit import NewVisit

NEW = "new"


def progress_chip(row: InspectionRow) -> tuple[str, str]:
    """Return (word, tone) of how far a visit is."""
    if row.refused:
        return (texts.signing("refused"), "danger")
    if row.documents and row.signed == row.documents:
        return (texts.signing("signed"), "success")
    if row.documents:
        return (_("Issued"), "info")
    return (_("In progress"), "accent")


def findings_text(row: InspectionRow) -> str:
    """Return how many hazards a visit found, with the major ones."""
    return _counted(row.findings, row.majors)


def _counted(hazards: int, majors: int) -> str:
    if not hazards:
        return ""
    counted = ngettext("{count} hazard", "{count} hazards", hazards).format(count=hazards)
    return counted if not majors else _("{hazards}, {majors} major").format(hazards=counted, majors=majors)


class InspectionsPage(ListPage):
    """Every visit, newest first."""

    title = N_("Inspections")
    kinds = frozenset({"inspection", "site", "finding", "document", "signing", "join"})

    def columns(self) -> Sequence[Column]:
        """Return what a row shows."""
        days, hazards = width_of_days(), width_of_texts([_counted(99, 9)])
        states = (texts.signing("refused"), texts.signing("signed"), _("Issued"), _("In progress"))
        chips = width_of_chips(states)
        return (
            Column(key="site", title=_("Site"), render=lambda row: row.site_name, stretch=True),
            Column(
                key="kind", title=_("Kind of visit"), render=lambda row: texts.visit_kind(row.visit_kind), width=110
            ),
            Column(key="started", title=_("Began"), render=lambda row: texts.day(row.started_at), width=days),
            Column(key="findings", title=_("Hazards"), render=findings_text, width=hazards),
            Column(key="state", title=_("State"), render=lambda row: "", width=chips, chip=progress_chip),
            laptop_column(),
        )

    def filters(self) -> Sequence[ComboBox]:
        """Return the order."""
        orders = [
            (Order.NEWEST.value, _("Newest first")),
            (Order.OLDEST.value, _("Oldest first")),
            (Order.SITE.value, _("By site")),
        ]
        self._order = filter_box(_("Order of the list"), orders)
        return (self._order,)

    def head_buttons(self) -> Sequence[QPushButton]:
        """Return the way to the planned visits, and the button that begins a visit."""
        begin = theme.button(_("New visit"), "primary", "plus")
        begin.setShortcut("Ctrl+N")
        begin.setToolTip("Ctrl+N")
        begin.clicked.connect(lambda: self.session.go(Route("inspections", part=NEW)))
        planned = theme.button(_("Planned visits"), "secondary", "calendar")
        planned.clicked.connect(lambda: self.session.go(Route("planned")))
        return (planned, begin)

    def arrange(self) -> None:
        """Put the list and the beginning of a visit on top of each other."""
        listed = QWidget()
        listed.setLayout(self.list_layout)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(listed)

    @cached_property
    def new_visit(self) -> NewVisit:
        """Return the view in which a visit begins; made when it is first needed, so that the list opens sooner."""
        from fieldcheck.gui.pages.new_visit import NewVisit

        made = NewVisit(self.session)
        made.cancelled.connect(lambda: self.session.go(Route("inspections")))
        self._stack.addWidget(made)
        return made

    def query(self) -> FindIds:
        """Return the ids of the visits."""
        text = self.text()
        order = Order(chosen(self._order))
        return lambda reader: lists.inspection_ids(reader, text, order)

    def load(self) -> LoadRows:
        """Return the rows of visits."""
        return lists.inspection_rows

    def empty(self) -> EmptyState:
        """Say how a visit begins."""
        text = _("Pick a site and a checklist, and walk through it with the keys 1, 2 and 3.")
        state = EmptyState("clipboard-check", _("No visits yet"), text, _("New visit"))
        state.triggered.connect(lambda: self.session.go(Route("inspections", part=NEW)))
        return state

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the list, and the one that begins a visit."""
        if self._stack.currentIndex():
            return (("Ctrl+Enter", _("Begin the visit")), ("Esc", _("Back to the list")))
        return (("Ctrl+N", _("New visit")), *super().shortcuts())

    def leave(self) -> None:
        """Keep what is half typed for a new visit."""
        if "new_visit" in self.__dict__:
            self.new_visit.half_typed.keep_now()

    def open(self, route: Route) -> None:
        """Show the list, or begin a visit, perhaps to a site that the route names."""
        if route.part == NEW:
            self._stack.setCurrentWidget(self.new_visit)
            self.new_visit.begin(route.entity)
            return
        self._stack.setCurrentIndex(0)
        super().open(route)

    def show_detail(self, entity: str) -> None:
        """Show what a visit is."""
        reader = self.session.reader()
        visit = records.find(reader, Inspection, entity)
        rows = lists.inspection_rows(reader, [entity])
        if visit is None or not rows:
            return
        row = rows[0]
        self.panel.set_title(row.site_name)
        self.panel.add("", _chips(row))
        open_it = theme.button(_("Continue") if not row.documents else _("Open"), "primary")
        open_it.clicked.connect(lambda: self.open_row(entity))
        paper = theme.button(_("Documents"), "secondary", "file-text")
        paper.clicked.connect(lambda: self.session.go(Route("visit", entity, "documents")))
        self.panel.add("", button_row(open_it, paper))
        self.panel.add(_("Began"), texts.moment(visit.started_at))
        self.panel.add(_("Ended"), texts.moment(visit.ended_at))
        self.panel.add(_("Campaign"), visit.campaign or "")
        self.panel.add(_("Place inspected"), visit.place_inspected or "")
        self.panel.add(_("Officers"), officers_text(reader, visit))
        self.panel.add(_("Checklists"), self._titles(visit))
        self.panel.add(_("Hazards"), findings_text(row))
        self.panel.add(_("Laptop"), self.laptop_of(row.laptop))
        self._add_twins(entity)
        if not row.documents:
            self.panel.add("", self._deletion(entity))

    def _add_twins(self, entity: str) -> None:
        """Name the other records of the same visit, as a person judged."""
        reader = self.session.reader()
        rows = lists.inspection_rows(reader, duplicates.together(reader, "inspection", entity)[1:])
        links = [(f"{texts.moment(row.started_at)} · {row.laptop}", Route("visit", row.id, "facts")) for row in rows]
        if links:
            self.panel.add(_("Recorded twice"), LinkList(self.session, links, "clipboard-list"))

    def _titles(self, visit: Inspection) -> QWidget:
        """Return a label for the titles of a visit's forms: reading a form takes more than a frame, so they follow."""
        label = theme.text_label("", "body", wrap=True)

        def read(reader: Reader) -> str:
            return "\n".join(title.text(current_language()) for title in form_titles.titles(reader, visit))

        self.session.tasks.read(read, label.setText, owner=label)
        return label

    def _deletion(self, entity: str) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        start = theme.button(_("Delete this visit…"), "quiet", "trash-2")
        reason, error = TextField(_("Why is it deleted?"), required=True), InlineError()
        confirm = theme.button(_("Delete the visit"), "danger")
        confirm.clicked.connect(lambda: self._delete(entity, reason, error))
        for widget in (reason, error, confirm):
            widget.setVisible(False)

        def ask() -> None:
            start.setVisible(False)
            reason.setVisible(True)
            confirm.setVisible(True)
            reason.setFocus()

        start.clicked.connect(ask)
        layout.addWidget(button_row(start))
        for widget in (reason, error):
            layout.addWidget(widget)
        layout.addWidget(button_row(confirm))
        return holder

    def _delete(self, entity: str, reason: TextField, error: InlineError) -> None:
        if not reason.value():
            reason.set_error(_("Write the reason; it is kept with the deletion."))
            return
        from fieldcheck.operations import inspections

        text, author = reason.value(), self.session.officer
        self.session.tasks.write(
            lambda store: inspections.delete(store, entity, text, author),
            failed=error.show_error,
            undo=_("Delete a visit"),
        )

    def open_row(self, entity: str) -> None:
        """Open the visit where its work is done."""
        self.session.go(Route("visit", entity, "checklist"))


def officers_text(reader: Reader, visit: Inspection) -> str:
    """Return the officers of a visit with their certificate numbers."""
    known = records.many(reader, Officer, list(visit.officers or ()))
    named = [known[entity] for entity in visit.officers or () if entity in known]
    return "\n".join(f"{officer.name} {officer.certificate_number}" for officer in named)


def _chips(row: InspectionRow) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    theme.margins(layout, 0)
    layout.setSpacing(8)
    layout.addWidget(StatusChip(texts.visit_kind(row.visit_kind), "neutral"))
    layout.addWidget(StatusChip(*progress_chip(row)))
    layout.addStretch(1)
    return holder
