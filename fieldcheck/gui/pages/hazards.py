"""The hazards of all visits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldcheck.gui import life_words, texts, theme
from fieldcheck.gui.indexing import Indexing
from fieldcheck.gui.ledger_export import LedgerExport
from fieldcheck.gui.pages.bulk.panel import BulkPanel
from fieldcheck.gui.pages.list_page import (
    DETAIL_WIDTH,
    LIST_WIDTH,
    ListPage,
    button_row,
    chosen,
    filter_box,
    laptop_column,
    offer,
    width_of_days,
)
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows
from fieldcheck.gui.widgets.photo_tile import PhotoTile
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.gui.widgets.rows_view import width_of_chips
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.document import DocumentNumber
from fieldcheck.model.kinds import STEPS
from fieldcheck.model.ledger import masked_phone
from fieldcheck.model.lifecycle import ENDED, FLAGS, STATES, Flag, HazardState, is_overdue, state_on
from fieldcheck.model.records import Finding, Photo
from fieldcheck.operations import holidays, photos, search
from fieldcheck.store import Changes, Reader
from fieldcheck.store.queries import lists, records
from fieldcheck.store.queries.hazard_filters import Standing
from fieldcheck.store.queries.lists import UNCONFIRMED, Choices, FindingFilter, FindingRow, Order
from fieldcheck.translation import N_, _

THUMBNAILS = 3


def number_text(number: str) -> str:
    """Return a statutory number from its JSON parts; empty stays empty."""
    return str(DocumentNumber(**json.loads(number))) if number else ""


def level_chip(level: str) -> tuple[str, str]:
    """Return (word, tone) of a level; only what an officer confirmed is one (P12)."""
    if not level:
        return (_("Ungraded"), "neutral")
    return (_("Major"), "major") if level == "major" else (_("General"), "neutral")


def state_chip(row: FindingRow, calendar: Calendar) -> tuple[str, str]:
    """Return (word, tone) of where a hazard is today; overdue, or ended and not valid, before all else."""
    state, today = HazardState(row.state), date.today()
    due = date.fromisoformat(row.deadline) if row.deadline else None
    if row.broken and state in ENDED:
        return (_("Not valid"), "danger")
    if is_overdue(state, due, today, calendar):
        return (_("Overdue"), "warning")
    shown = state_on(state, due, today, calendar)
    return (_(STATES[shown]), life_words.TONES[shown])


FILTERS: Sequence[tuple[HazardState | Standing, str]] = (
    (Standing.OPEN, N_("Still open")),
    (Standing.OVERDUE, N_("Overdue")),
    *((state, STATES[state]) for state in HazardState),
    (Standing.EXTENSION, N_("More time to be answered")),
    (Standing.TO_CLOSE, N_("To be closed")),
    (Standing.UNCOMMITTED, FLAGS[Flag.UNCOMMITTED]),
    (Standing.LISTED, FLAGS[Flag.LISTED]),
    (Standing.NOT_VALID, N_("Not valid")),
)
"""What the list can be narrowed to, with its word."""


class HazardsPage(ListPage):
    """Every hazard that stands, of every laptop: newest first, by deadline, or by site."""

    title = N_("Hazards")
    kinds = frozenset({"finding", "site", "inspection", "photo", "document", "signing", "service", "holidays", *STEPS})
    many = True
    filters_below = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._progress = ProgressPanel()
        self._calendar = Calendar()
        self._indexing = Indexing(session, search.HAZARDS, session)
        super().__init__(session, parent)
        self.ledger = LedgerExport(session, self._progress, self)
        self.bulk = BulkPanel(session)
        self._add_bulk()

    def _add_bulk(self) -> None:
        self.bulk.setMinimumWidth(self.panel.minimumWidth())
        self.bulk.hide()
        self.splitter.addWidget(self.bulk)
        self.splitter.setSizes([LIST_WIDTH, DETAIL_WIDTH, DETAIL_WIDTH])
        self.table.picked.connect(self._picked)
        self.bulk.all_wanted.connect(self.table.pick_all)
        self.bulk.only_wanted.connect(self.table.pick)
        self.bulk.ledger_wanted.connect(self._export_picked)
        self.bulk.finished.connect(self._picked)

    def _picked(self) -> None:
        self.bulk.show_picked(self.table.picked_ids(), self.table.count())
        self._show_side()

    def _show_side(self) -> None:
        """Show what belongs to the one hazard or, once several are picked, to all of them."""
        several = self.bulk.held or len(self.table.picked_ids()) > 1
        self.bulk.setVisible(several)
        self.panel.setVisible(not several and bool(self.table.current_id()))

    def _select(self, entity: str) -> None:
        super()._select(entity)
        self._show_side()

    def changed(self, changes: Changes) -> None:
        """Read the list again, and what can be done with the picked hazards."""
        super().changed(changes)
        if any(kind in self.kinds for kind, _ in changes.entities):
            self.bulk.look_again()

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of every list, and those that pick several rows."""
        several = (
            (_("Shift+↑ / ↓"), _("Pick several")),
            (_("Ctrl+Space"), _("Pick one more")),
            ("Ctrl+A", _("Pick all")),
        )
        return (*super().shortcuts(), *several)

    def columns(self) -> Sequence[Column]:
        """Return what a row shows."""
        levels = width_of_chips(level_chip(level)[0] for level in ("", "general", "major"))
        states = width_of_chips([*(_(word) for word in STATES.values()), _("Overdue"), _("Not valid")])
        return (
            Column(key="description", title=_("Hazard"), render=lambda row: row.description, stretch=True),
            Column(
                key="level", title=_("Level"), render=lambda row: "", width=levels, chip=lambda r: level_chip(r.level)
            ),
            Column(key="site", title=_("Site"), render=lambda row: row.site_name, width=124, optional=True),
            Column(key="state", title=_("State"), render=lambda row: "", width=states, chip=self._state_chip),
            Column(
                key="deadline",
                title=_("Deadline"),
                render=lambda row: texts.day(row.deadline),
                width=width_of_days(),
                optional=True,
            ),
            laptop_column(),
        )

    def filters(self) -> Sequence[ComboBox]:
        """Return town, sector, level, state, laptop and the order."""
        levels = [
            ("", _("All levels")),
            *((level, texts.level(level)) for level in ("major", "general")),
            (UNCONFIRMED, _("Level not confirmed")),
        ]
        states = [("", _("All states")), *((wanted.value, _(word)) for wanted, word in FILTERS)]
        orders = [
            (Order.NEWEST.value, _("Newest first")),
            (Order.DEADLINE.value, _("By deadline")),
            (Order.SITE.value, _("By site")),
        ]
        self._town = filter_box(_("Town"), [("", _("All towns"))])
        self._sector = filter_box(_("Sector"), [("", _("All sectors"))])
        self._level = filter_box(_("Level"), levels)
        self._state = filter_box(_("State"), states)
        self._laptop = filter_box(_("Laptop"), [("", _("All laptops"))])
        self._laptop.setVisible(False)
        self._order = filter_box(_("Order of the list"), orders)
        return (self._town, self._sector, self._level, self._state, self._laptop, self._order)

    def head_buttons(self) -> Sequence[QPushButton]:
        """Return the button that writes the ledger of what is listed."""
        export = theme.button(_("Export ledger…"), "secondary", "download")
        export.setToolTip(_("The hazards in this list, in this order, as an Excel file"))
        export.clicked.connect(self._export)
        return (export,)

    def below_head(self) -> Sequence[QWidget]:
        """Return the progress of the ledger."""
        return (self._progress,)

    def _export(self) -> None:
        if not self.ledger.busy:
            self.ledger.ask(self.query())

    def _export_picked(self) -> None:
        picked = self.table.picked_ids()
        if not self.ledger.busy:
            self.ledger.ask(lambda reader: picked)

    def _state_chip(self, row: FindingRow) -> tuple[str, str]:
        return state_chip(row, self._calendar)

    def open(self, route: Route) -> None:
        """Show the list; with a part, all that this standing leaves."""
        if route.part:
            self.narrow(self._state, route.part)
        super().open(route)

    def query(self) -> FindIds:
        """Return the ids of the hazards that the filters leave."""
        self._calendar = holidays.calendar(self.session.reader())
        text = self.text()
        order = Order(chosen(self._order))
        states = {wanted.value: wanted for wanted, _word in FILTERS}
        only = FindingFilter(
            town=chosen(self._town),
            sector=chosen(self._sector),
            level=chosen(self._level),
            state=states.get(chosen(self._state)),
            device=chosen(self._laptop),
            past=self._calendar.last_past(date.today()).isoformat(),
        )
        return lambda reader: lists.finding_ids(reader, text, order, only)

    def look(self) -> None:
        """Offer what occurs in the list, and let the search index catch up."""
        self.session.tasks.read(lists.choices, self._offer, owner=self)
        self._indexing.start()

    def _offer(self, found: Choices) -> None:
        offer(self._town, [(town, town) for town in found.towns])
        offer(self._sector, sorted(((code, texts.sector(code)) for code in found.sectors), key=lambda one: one[1]))
        offer(self._laptop, found.laptops)
        self._laptop.setVisible(len(found.laptops) > 1)
        self.show_laptops(found.laptops)

    def load(self) -> LoadRows:
        """Return the rows of hazards."""
        return lists.finding_rows

    def empty(self) -> EmptyState:
        """Say where hazards come from."""
        text = _("A checklist item that fails opens a hazard. Start a visit to find the first one.")
        state = EmptyState("triangle-alert", _("No hazards yet"), text, _("New visit"))
        state.triggered.connect(lambda: self.session.go(Route("inspections", part="new")))
        return state

    def show_detail(self, entity: str) -> None:
        """Show the hazard whole, with its first photos."""
        reader = self.session.reader()
        finding = records.find(reader, Finding, entity)
        rows = lists.finding_rows(reader, [entity])
        if finding is None or not rows:
            return
        row = rows[0]
        self.panel.set_title(finding.item or _("Hazard"))
        self.panel.add("", _chips(row, self._calendar))
        self.panel.add("", finding.description or "")
        self.panel.add("", self._photos(reader, finding))
        self.panel.add(_("Where"), " · ".join(part for part in (row.site_name, finding.location) if part))
        self.panel.add(_("Measure"), finding.measure or "")
        self.panel.add(_("Deadline"), texts.day(row.deadline))
        person = finding.responsible_person
        if person is not None:
            named = (person.name, person.post, masked_phone(person.phone))
            self.panel.add(_("Responsible"), " ".join(part for part in named if part))
        self.panel.add(_("Basis"), "\n".join(basis.citation() for basis in finding.basis or ()))
        self.panel.add(_("Ordered by"), number_text(row.ordered))
        self.panel.add(_("Laptop"), self.laptop_of(row.laptop))
        self.panel.add("", self._buttons(entity, finding))

    def _buttons(self, entity: str, finding: Finding) -> QWidget:
        whole = theme.button(_("Open"), "primary")
        whole.clicked.connect(lambda: self.open_row(entity))
        item = theme.button(_("Open in the checklist"), "secondary")
        item.clicked.connect(lambda: self.session.go(checklist_route(finding)))
        return button_row(whole, item)

    def _photos(self, reader: Reader, finding: Finding) -> QWidget | str:
        found = photos.of_finding(reader, finding)
        if not found:
            return ""
        row = QWidget()
        layout = QHBoxLayout(row)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        for photo in found[:THUMBNAILS]:
            layout.addWidget(_tile(self.session, photo))
        layout.addStretch(1)
        return row

    def open_row(self, entity: str) -> None:
        """Open the hazard's page."""
        self.session.go(Route("hazard", entity))


def checklist_route(finding: Finding) -> Route:
    """Return where in its visit a hazard was found."""
    item = f"{finding.form}/{finding.item}" if finding.form and finding.item else ""
    return Route("visit", finding.inspection or "", "checklist", item)


def _chips(row: FindingRow, calendar: Calendar) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    theme.margins(layout, 0)
    layout.setSpacing(8)
    layout.addWidget(StatusChip(*level_chip(row.level)))
    layout.addWidget(StatusChip(*state_chip(row, calendar)))
    layout.addWidget(StatusChip(texts.sector(row.sector), "neutral"))
    layout.addStretch(1)
    return holder


def _tile(session: Session, photo: Photo) -> PhotoTile:
    tile = PhotoTile(photo.id, photo.caption or "", removable=False)

    def show(data: bytes) -> None:
        pixmap = QPixmap()
        pixmap.loadFromData(data)
        tile.set_pixmap(pixmap)

    session.tasks.read(lambda reader: photos.thumbnail(reader, photo), show, owner=tile)
    return tile
