"""A new visit: where (a site, picked or added) and what (kind, sector, campaign, checklists)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.indexing import Indexing
from fieldcheck.gui.pages.list_page import SEARCH_AFTER, button_row
from fieldcheck.gui.pages.site_fields import SiteFields
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.fields import CheckBox, ChoiceField, TextField
from fieldcheck.gui.widgets.half_typed import HalfTyped
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.paged_table import Column, FindIds, PagedTable
from fieldcheck.model import authority
from fieldcheck.model.form import FormDefinition
from fieldcheck.model.records import Inspection, Site
from fieldcheck.operations import forms, inspections, profile, search, sites
from fieldcheck.store import Changes, Reader, devices
from fieldcheck.store.queries import details, lists, plans, records
from fieldcheck.store.queries.plans import PlannedFilter, PlannedState
from fieldcheck.translation import _, current_language

TEAM = 2
"""An enforcement visit needs two officers; where the laptop knows two, these are they."""


class NewVisit(QWidget):
    """Two columns: the site on the left, the visit on the right, one button that begins.

    Signals:
        cancelled: the person went back.
    """

    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.search = QLineEdit()
        self.table = PagedTable(session, self._columns(), self._find(), lists.site_rows)
        self.site_fields = SiteFields()
        self.planned = theme.button("", "secondary", "calendar")
        self._planned = ""
        allowed = authority.visit_kinds(devices.own(session.reader()).role)
        self._usual = allowed[0]
        kinds = {kind.value: texts.VISIT_KINDS[kind] for kind in allowed}
        self.kind = ChoiceField(_("Kind of visit"), texts.choices(kinds), required=True)
        self.kind_note = theme.text_label("", "muted", wrap=True)
        self.sector = ChoiceField(_("Sector"), texts.sector_choices(), required=True)
        self.campaign = TextField(_("Campaign"), placeholder=_("Name of the special campaign, or empty"))
        self.forms: dict[str, CheckBox] = {}
        self.error = InlineError()
        self.start = theme.button(_("Begin the visit"), "primary", "clipboard-check")
        self._timer = QTimer(self)
        self._indexing = Indexing(session, search.SITES, self)
        self._adding = False
        self._going_on = False
        self.half_typed = HalfTyped(session, "new-visit", self._typed, self)
        self._build()
        self._connect()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(key="name", title=_("Site"), render=lambda row: row.name, stretch=True),
            Column(key="town", title=_("Town"), render=lambda row: row.town, width=96),
            Column(key="last", title=_("Last visit"), render=lambda row: texts.day(row.last_visit), width=138),
        )

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        theme.margins(layout, 24, 20, 24, 20)
        layout.setSpacing(16)
        head = QHBoxLayout()
        back = theme.icon_button("arrow-left", _("Back to the list"))
        back.clicked.connect(self.cancelled)
        head.addWidget(back)
        head.addWidget(theme.text_label(_("New visit"), "title"))
        head.addStretch(1)
        layout.addLayout(head)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._where(), 1)
        columns.addWidget(self._what(), 1)
        layout.addLayout(columns, 1)

    def _where(self) -> QFrame:
        card = theme.surface(QFrame(), "card")
        layout = QVBoxLayout(card)
        theme.margins(layout, 16)
        layout.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(theme.text_label(_("Site"), "heading"))
        head.addStretch(1)
        self._toggle = theme.button(_("Add a site"), "quiet", "plus")
        self._toggle.clicked.connect(lambda: self._show_fields(not self._adding))
        head.addWidget(self._toggle)
        layout.addLayout(head)
        self.search.setPlaceholderText(_("Name, pinyin, initials, credit code or address"))
        self.search.setAccessibleName(_("Search the sites"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(theme.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        layout.addWidget(self.search)
        self._empty = EmptyState("building-2", _("No sites yet"), _("Add it here, and go on."), _("Add a site"))
        self._empty.triggered.connect(lambda: self._show_fields(True))
        self.table.set_empty(self._empty)
        layout.addWidget(self.table, 1)
        self._fields_area = _scrolled(self.site_fields)
        self._fields_area.setVisible(False)
        layout.addWidget(self._fields_area, 1)
        return card

    def _what(self) -> QFrame:
        card = theme.surface(QFrame(), "card")
        inner = QWidget()
        inner.setProperty("plain", "true")
        fields = QVBoxLayout(inner)
        theme.margins(fields, 0)
        fields.setSpacing(12)
        fields.addWidget(theme.text_label(_("What"), "heading"))
        fields.addWidget(self.planned, 0, Qt.AlignmentFlag.AlignLeft)
        theme.set_shown(self.planned, False)
        fields.addWidget(self.kind)
        fields.addWidget(self.kind_note)
        fields.addWidget(self.sector)
        fields.addWidget(self.campaign)
        fields.addWidget(theme.text_label(_("Checklists"), "caption"))
        self._forms_layout = QVBoxLayout()
        self._forms_layout.setSpacing(4)
        fields.addLayout(self._forms_layout)
        fields.addStretch(1)
        layout = QVBoxLayout(card)
        theme.margins(layout, 16)
        layout.setSpacing(12)
        layout.addWidget(_scrolled(inner), 1)
        layout.addWidget(self.error)
        layout.addWidget(button_row(self.start))
        return card

    def _connect(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER)
        self._timer.timeout.connect(lambda: self.table.set_query(self._find()))
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self._entered)
        self.table.selected.connect(self._site_chosen)
        self.table.opened.connect(lambda _: self.kind.setFocus())
        self.table.count_changed.connect(self._found)
        self.kind.left.connect(lambda _: self._explain_kind())
        self.sector.left.connect(lambda _: self._explain_kind())
        self.site_fields.fields["kind"].left.connect(lambda _: self._offer_forms())
        self.site_fields.fields["sector"].left.connect(self._sector_of_new_site)
        self.half_typed.watch(self.kind, self.sector, self.campaign, *self.site_fields.fields.values())
        self.planned.clicked.connect(lambda: self._session.go(Route("planned", self._planned)))
        self.start.clicked.connect(self.begin_visit)
        self.start.setToolTip("Ctrl+Enter")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.begin_visit)

    def _find(self) -> FindIds:
        text = self.search.text().strip()
        return lambda reader: lists.site_ids(reader, text)

    def _typed(self) -> object:
        return {
            "adding": self._adding,
            "site": self.site_fields.values(),
            "kind": self.kind.value(),
            "sector": self.sector.value(),
            "campaign": self.campaign.value(),
            "forms": [form for form, box in self.forms.items() if box.isChecked()],
        }

    def _show_kept(self, kept: Mapping[str, Any]) -> None:
        if kept["adding"]:
            self._show_fields(True)
            self.site_fields.show_kept(kept["site"])
        for name, field in (("kind", self.kind), ("sector", self.sector), ("campaign", self.campaign)):
            field.set_value(kept[name])
        self._offer_forms()
        for form in set(kept["forms"]) & self.forms.keys():
            self.forms[form].setChecked(True)
        self._explain_kind()

    def begin(self, site: str = "") -> None:
        """Start with a site already chosen, or where the person stopped, or anew."""
        reader = self._session.reader()
        self._indexing.start()
        self.error.clear()
        self.search.clear()
        self._show_fields(False)
        self.site_fields.clear()
        self.kind.set_value(self._usual)
        self.sector.set_value("")
        self.campaign.set_value("")
        self.campaign.set_suggestions(details.suggestions(reader, "campaign"))
        self.table.select(site)
        self.table.reload()
        self._site_chosen(site)
        self.search.setFocus()
        kept = self.half_typed.kept()
        if kept is not None and not site:
            self._show_kept(kept)

    def _show_fields(self, adding: bool) -> None:
        self._adding = adding
        self._toggle.setText(_("Pick a known site") if adding else _("Add a site"))
        self.table.setVisible(not adding)
        self.search.setVisible(not adding)
        self._fields_area.setVisible(adding)
        if adding:
            self.site_fields.clear(self.search.text().strip())
            self.site_fields.type_name()
        self._offer_forms()

    def _entered(self) -> None:
        """Go on from the search with what is found, which may still be on its way."""
        self._timer.stop()
        self._going_on = True
        self.table.set_query(self._find())

    def _found(self, count: int) -> None:
        text, going_on = self.search.text().strip(), self._going_on
        self._going_on = False
        title = _("No site has this name") if text else _("No sites yet")
        self._empty.set_texts(title, _("Add it here, and go on."))
        if text and (count == 1 or going_on) and count:
            self.table.select(self.table.model.ids[0])
        if going_on and count:
            self.table.setFocus()
        elif going_on:
            self._show_fields(True)

    def _site_chosen(self, entity: str) -> None:
        site = records.find(self._session.reader(), Site, entity) if entity else None
        if site is not None and site.sector:
            self.sector.set_value(site.sector)
        if site is not None and site.kind == "flood_work" and self.kind.value() == "enforcement":
            self.kind.set_value("flood_patrol")
        self._offer_planned(entity)
        self._offer_forms()
        self._explain_kind()

    def _offer_planned(self, site: str) -> None:
        """Lead to the visit that is planned here, so that it is not begun as another one."""
        reader = self._session.reader()
        found = plans.planned_ids(reader, only=PlannedFilter(site=site, state=PlannedState.PLANNED)) if site else []
        rows = plans.planned_rows(reader, found[:1])
        self._planned = rows[0].id if rows else ""
        for row in rows:
            planned = _("Planned for {day}: {plan}") if row.day else _("Planned: {plan}")
            named = row.plan_name or texts.visit_kind(row.visit_kind)
            self.planned.setText(planned.format(day=texts.day(row.day), plan=named))
        theme.set_shown(self.planned, bool(rows))

    def _sector_of_new_site(self, sector: object) -> None:
        self.sector.set_value(sector)
        self._offer_forms()
        self._explain_kind()

    def _site_facts(self) -> tuple[str, str]:
        """Return (kind, sector) of the site as it stands now."""
        if self._adding:
            fields = self.site_fields.fields
            return str(fields["kind"].value()), str(fields["sector"].value())
        site = records.find(self._session.reader(), Site, self.table.current_id())
        return (site.kind or "", site.sector or "") if site is not None else ("", "")

    def _offer_forms(self) -> None:
        theme.take_out(self._forms_layout)
        kind, sector = self._site_facts()
        self.forms = {}
        for definition in suited(kind, sector):
            box = CheckBox(definition.title.text(current_language()))
            box.setChecked(definition.sector == sector and len(suited_to_sector(kind, sector)) == 1)
            self.forms[definition.id] = box
            self._forms_layout.addWidget(box)

    def _explain_kind(self) -> None:
        self.kind_note.setVisible(bool(self.sector.value()))
        if not self.sector.value():
            return
        current = profile.current(self._session.reader())
        refused = authority.refusal(self.kind.value(), None, self.sector.value(), None, current.sectors or ())
        if refused is None:
            self.kind_note.setText(_("This visit can end in a rectification order."))
        elif refused is authority.Refusal.VISIT_KIND:
            self.kind_note.setText(texts.papers_of(self.kind.value()))
        else:
            name = texts.authority(self.sector.value())
            text = _("This sector is not in the bureau's remit: the visit ends in a problem list for {authority}.")
            self.kind_note.setText(text.format(authority=name or "—"))

    def begin_visit(self) -> None:
        """Begin the visit, adding the site first where it is new."""
        self.error.clear()
        if not self._adding and not self.table.current_id():
            self.error.show_error(_("Pick the site on the left, or add it."))
            return
        if not self.sector.value():
            self.sector.set_error(_("Choose the sector: it decides who may order."))
            self.sector.setFocus()
            return
        if self._adding:
            values, author = self.site_fields.values(), self._session.officer
            self._session.tasks.write(
                lambda store: sites.create(store, values, author),
                done=lambda changes: self._begin_at(changes.main),
                failed=self.error.show_error,
            )
        else:
            self._begin_at(self.table.current_id())

    def _begin_at(self, site: str) -> None:
        chosen = [form for form, box in self.forms.items() if box.isChecked()]
        author = self._session.officer
        values: dict[str, object] = {
            "visit_kind": self.kind.value(),
            "sector": self.sector.value(),
            "campaign": self.campaign.value(),
            "officers": usual_team(self._session.reader(), author),
        }
        self._session.tasks.write(
            lambda store: inspections.start(store, site, values, chosen, author),
            done=self._begun,
            failed=self.error.show_error,
        )

    def _begun(self, changes: Changes) -> None:
        self.half_typed.forget()
        self._session.go(Route("visit", changes.main, "facts"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


def suited(kind: str, sector: str) -> list[FormDefinition]:
    """Return the forms for a kind of site, those of its sector first; all of them while no site is chosen."""
    known = [one for one in forms.shipped().values() if not kind or kind in one.site_kinds]
    return sorted(known, key=lambda one: (one.sector != sector, one.id))


def suited_to_sector(kind: str, sector: str) -> list[FormDefinition]:
    """Return the forms for a kind of site and exactly its sector."""
    return [one for one in suited(kind, sector) if one.sector == sector]


def usual_team(reader: Reader, officer: str) -> tuple[str, ...] | None:
    """Return the officers of the newest visit that `officer` took part in; else the only two; else the one."""
    for entity in lists.inspection_ids(reader)[:20]:
        visit = records.find(reader, Inspection, entity)
        if visit is not None and officer in (visit.officers or ()):
            return visit.officers
    known = [one.id for one in profile.officers(reader) if not one.retired]
    if len(known) == TEAM and officer in known:
        return (officer, *(one for one in known if one != officer))
    return (officer,) if officer else None


def _scrolled(inner: QWidget) -> QScrollArea:
    inner.setProperty("plain", "true")
    area = QScrollArea()
    area.setWidgetResizable(True)
    # Else the area would be a stop of the Tab key that nobody sees.
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area
