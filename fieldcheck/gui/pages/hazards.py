"""The hazards of all visits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.list_page import ListPage, button_row, chosen, filter_box
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows
from fieldcheck.gui.widgets.photo_tile import PhotoTile
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.document import DocumentNumber
from fieldcheck.model.records import Finding, Photo
from fieldcheck.operations import photos
from fieldcheck.store import Reader
from fieldcheck.store.queries import lists, records
from fieldcheck.store.queries.lists import FindingFilter, FindingRow, Order
from fieldcheck.translation import N_, _

THUMBNAILS = 3


def number_text(number: str) -> str:
    """Return a statutory number from its JSON parts; empty stays empty."""
    return str(DocumentNumber(**json.loads(number))) if number else ""


def level_chip(level: str) -> tuple[str, str]:
    """Return (word, tone) of a level; what nobody confirmed is general."""
    return (_("Major"), "major") if level == "major" else (_("General"), "neutral")


def is_overdue(deadline: str) -> bool:
    """Return whether the deadline (ISO, or empty) lies before today."""
    return bool(deadline) and deadline < date.today().isoformat()


class HazardsPage(ListPage):
    """Every hazard that stands, newest first or by deadline."""

    title = N_("Hazards")
    kinds = frozenset({"finding", "site", "inspection", "photo", "document"})

    def columns(self) -> Sequence[Column]:
        """Return what a row shows."""
        return (
            Column(key="description", title=_("Hazard"), render=lambda row: row.description, stretch=True),
            Column(key="level", title=_("Level"), render=lambda row: "", width=92, chip=lambda r: level_chip(r.level)),
            Column(key="site", title=_("Site"), render=lambda row: row.site_name, width=184),
            Column(
                key="deadline",
                title=_("Deadline"),
                render=lambda row: texts.day(row.deadline),
                width=132,
                chip=lambda row: (texts.day(row.deadline), "warning") if is_overdue(row.deadline) else None,
            ),
        )

    def filters(self) -> Sequence[ComboBox]:
        """Return the level and the order."""
        levels = [("", _("All levels")), ("major", texts.level("major")), ("general", texts.level("general"))]
        orders = [
            (Order.NEWEST.value, _("Newest first")),
            (Order.DEADLINE.value, _("By deadline")),
            (Order.SITE.value, _("By site")),
        ]
        self._level = filter_box(_("Level"), levels)
        self._order = filter_box(_("Order of the list"), orders)
        return (self._level, self._order)

    def query(self) -> FindIds:
        """Return the ids of the hazards that the filters leave."""
        text = self.text()
        level = chosen(self._level)
        order = Order(chosen(self._order))
        return lambda reader: lists.finding_ids(reader, text, order, FindingFilter(level=level))

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
        self.panel.add("", _chips(row))
        self.panel.add("", finding.description or "")
        self.panel.add("", self._photos(reader, finding))
        self.panel.add(_("Where"), " · ".join(part for part in (row.site_name, finding.location) if part))
        self.panel.add(_("Measure"), finding.measure or "")
        self.panel.add(_("Deadline"), texts.day(finding.deadline))
        person = finding.responsible_person
        if person is not None:
            self.panel.add(
                _("Responsible"), " ".join(part for part in (person.name, person.post, person.phone) if part)
            )
        self.panel.add(_("Basis"), "\n".join(basis.citation() for basis in finding.basis or ()))
        self.panel.add(_("Ordered by"), number_text(row.ordered))
        self.panel.add("", button_row(self._open_button(entity)))

    def _open_button(self, entity: str) -> QPushButton:
        button = theme.button(_("Open in the checklist"), "primary")
        button.clicked.connect(lambda: self.open_row(entity))
        return button

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
        """Open the item of the visit at which the hazard was found."""
        finding = records.get(self.session.reader(), Finding, entity)
        item = f"{finding.form}/{finding.item}" if finding.form and finding.item else ""
        self.session.go(Route("visit", finding.inspection or "", "checklist", item))


def _chips(row: FindingRow) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    theme.margins(layout, 0)
    layout.setSpacing(8)
    layout.addWidget(StatusChip(*level_chip(row.level)))
    if is_overdue(row.deadline):
        layout.addWidget(StatusChip(_("Overdue"), "warning"))
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
