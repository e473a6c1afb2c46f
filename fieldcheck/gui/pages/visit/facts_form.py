"""The fields of one visit, in two columns: what visit this is, and who was there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.decision_words import Told
from fieldcheck.gui.pages.visit.forms_field import FormsField
from fieldcheck.gui.pages.visit.officers_field import FEWEST, OfficersField
from fieldcheck.gui.pages.visit.overview import Overview
from fieldcheck.gui.pages.visit.rows import empty
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.decision_list import DecisionList
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import CheckField, ChoiceField, DateTimeField, Field, PersonField, TextField
from fieldcheck.gui.widgets.open_questions import OpenQuestions
from fieldcheck.model.records import Inspection, Officer, Site
from fieldcheck.model.sectors import BY_CODE
from fieldcheck.model.values import VisitKind
from fieldcheck.operations import forms
from fieldcheck.operations.review import enforcing
from fieldcheck.store import Reader
from fieldcheck.store.queries import details, records
from fieldcheck.translation import N_, _

COLUMN_WIDTH = 600
ROOM_FOR_TWO = 860

NEEDED = ("visit_kind", "sector", "place_inspected", "started_at", "principal", "site_manager")
"""Fields that every visit needs, in the order in which they stand."""

KIND_NOTES = {
    VisitKind.ENFORCEMENT: N_("May end in a rectification order, for sectors in the bureau's remit."),
    VisitKind.RECHECK: N_("May end in an order only as the recheck of an enforcement inspection."),
}
OTHER_KIND = N_("Ends in a record and a problem list. Only an enforcement inspection may end in an order.")


class FactsForm(QWidget):
    """Made once; `open` binds the fields to a visit, and what was typed about the one before is written first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.inspection = ""
        self._visit, self._site = Inspection(id=""), Site(id="")
        self._writer = FieldWriter(session, "inspection", "", parent=self)
        self._fields = self._make_fields()
        self._forms = FormsField(session)
        self._site_line = theme.text_label("", "muted", wrap=True)
        self._kind_note = theme.text_label("", "muted", wrap=True)
        self._sector_note = theme.text_label("", "muted", wrap=True)
        self._officer_note = theme.text_label("", "muted", wrap=True)
        self._questions = OpenQuestions(narrow=True)
        self._questions.wanted.connect(lambda: session.go(Route("conflicts", self.inspection)))
        self._decided = QVBoxLayout()
        self._build()
        for name, field in self._fields.items():
            self._writer.bind(field, name)
        for name in ("visit_kind", "sector", "officers"):
            self._fields[name].left.connect(lambda _value: self._show_notes_of_fields())

    def open(self, inspection: str) -> None:
        """Show what the store holds of a visit now. Raises RecordNotFound, BlobMissing."""
        reader = self._session.reader()
        visit = records.get(reader, Inspection, inspection)
        self._site = records.get(reader, Site, visit.site or "")
        self._visit = visit
        if self.inspection == inspection:
            self._writer.show()
        else:
            self.inspection = inspection
            self._writer.rebind(inspection, self._site.id)
        self._offer_records()
        self._site_line.setText(site_line(self._site))
        self._forms.show_forms(visit, forms.definitions_of(reader, visit))
        self._show_notes_of_fields()
        self._suggest()

    def _offer_records(self) -> None:
        """Offer the visits and the officers that there are now."""
        recheck, officers = self._fields["recheck_of"], self._fields["officers"]
        assert isinstance(recheck, ChoiceField)
        assert isinstance(officers, OfficersField)
        recheck.set_choices(self._earlier_visits())
        officers.set_officers(records.everything(self._session.reader(), Officer))

    def _make_fields(self) -> dict[str, Field]:
        fields: dict[str, Field] = {
            "visit_kind": ChoiceField(_("Kind of visit"), texts.choices(texts.VISIT_KINDS), required=True),
            "recheck_of": ChoiceField(_("Recheck of"), placeholder=_("Choose the earlier visit…")),
            "campaign": TextField(
                _("Campaign"), placeholder=_("for example a safety drive; empty for a routine visit")
            ),
            "town": TextField(_("Town or subdistrict")),
            "sector": ChoiceField(_("Sector"), texts.sector_choices(), required=True),
            "place_inspected": TextField(_("Place inspected"), placeholder=_("workshops, yards, works"), required=True),
            "started_at": DateTimeField(_("Begun"), required=True),
            "ended_at": DateTimeField(_("Ended")),
            "principal": PersonField(_("Principal of the unit")),
            "site_manager": PersonField(_("In charge on site")),
            "officers": OfficersField(_("Officers"), ()),
            "fewer_officers_reason": TextField(_("Reason for fewer than two officers")),
            "certificates_shown": CheckField(_("Certificates were shown")),
            "situation": TextField(_("What was found, in your own words"), multiline=True),
        }
        return fields

    def _suggest(self) -> None:
        """Offer what was written on earlier visits; in a large store that is no work for the UI thread."""
        names = ("campaign", "town", "place_inspected")

        def read(found: Reader) -> dict[str, list[str]]:
            return {name: details.suggestions(found, name) for name in names}

        self._session.tasks.read(read, self._offer, owner=self)

    def _offer(self, suggestions: dict[str, list[str]]) -> None:
        for name, texts_used in suggestions.items():
            field = self._fields[name]
            assert isinstance(field, TextField)
            field.set_suggestions(texts_used)

    def _earlier_visits(self) -> list[tuple[str, str]]:
        visits = records.children(self._session.reader(), Inspection, self._site.id)
        earlier = [visit for visit in visits if visit.id != self._visit.id]
        earlier.sort(key=lambda visit: visit.started_at or "", reverse=True)
        return [
            (visit.id, f"{texts.moment(visit.started_at)}  {texts.visit_kind(visit.visit_kind)}") for visit in earlier
        ]

    # Where each field stands

    def _build(self) -> None:
        columns = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        columns.setSpacing(40)
        theme.margins(columns, 24, 16, 24, 24)
        for column in (self._left(), self._right()):
            column.setMaximumWidth(COLUMN_WIDTH)
            columns.addWidget(column, 1, Qt.AlignmentFlag.AlignTop)
        columns.addStretch(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in one column where two have no room."""
        narrow = event.size().width() < ROOM_FOR_TWO
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return a width that one column has room in."""
        return QSize(COLUMN_WIDTH * 3 // 4, super().minimumSizeHint().height())

    def _left(self) -> QWidget:
        page, layout = _column()
        layout.addWidget(theme.text_label(_("The visit"), "heading"))
        layout.addWidget(self._questions)
        layout.addLayout(_with_note(self._fields["visit_kind"], self._kind_note))
        layout.addWidget(self._fields["recheck_of"])
        layout.addLayout(_with_note(self._fields["sector"], self._sector_note))
        layout.addLayout(_side_by_side(self._fields["campaign"], self._fields["town"]))
        layout.addWidget(self._fields["place_inspected"])
        layout.addLayout(_side_by_side(self._moment("started_at"), self._moment("ended_at")))
        layout.addWidget(_heading(_("Forms")))
        layout.addWidget(self._forms)
        return page

    def _right(self) -> QWidget:
        page, layout = _column()
        layout.addWidget(theme.text_label(_("Who was there"), "heading"))
        layout.addWidget(self._site_line)
        for name in ("principal", "site_manager", "officers"):
            layout.addWidget(self._fields[name])
        layout.addWidget(self._officer_note)
        layout.addWidget(self._fields["fewer_officers_reason"])
        layout.addWidget(self._fields["certificates_shown"])
        sentence = _("The officers showed their certificates and said what they inspect (安全生产法 67).")
        layout.addWidget(theme.text_label(sentence, "muted", wrap=True))
        layout.addWidget(_heading(_("For the record")))
        layout.addWidget(self._fields["situation"])
        layout.addLayout(self._decided)
        return page

    def _moment(self, name: str) -> QWidget:
        field = self._fields[name]
        assert isinstance(field, DateTimeField)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setSpacing(4)
        theme.margins(layout, 0)
        now = theme.button(_("Now"), "quiet")
        now.setObjectName(f"now/{name}")
        now.setAccessibleName(_("{field}: now").format(field=field.label))
        now.clicked.connect(field.set_now)
        layout.addWidget(field, 1)
        layout.addWidget(now, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    # What follows from the values

    def show_overview(self, overview: Overview) -> None:
        """Show what follows from the values as they are in the store."""
        self._visit = overview.inspection
        self._questions.show_lines(overview.questions)
        self._show_decisions(overview.decisions)
        self._forms.show_forms(overview.inspection, overview.forms)
        remit = overview.profile.sectors or ()
        self._sector_note.setText(sector_note(overview.inspection.sector, remit))
        self._show_notes_of_fields()

    def _show_decisions(self, decisions: Sequence[Told]) -> None:
        empty(self._decided)
        if decisions:
            self._decided.addWidget(_heading(_("Decided by the bureau")))
            self._decided.addWidget(DecisionList(decisions))

    def _show_notes_of_fields(self) -> None:
        kind = str(self._fields["visit_kind"].value() or "")
        self._kind_note.setText(kind_note(kind))
        self._fields["recheck_of"].setVisible(kind == VisitKind.RECHECK or bool(self._visit.recheck_of))
        few = len(self._fields["officers"].value() or ()) < FEWEST
        must = enforcing(self._session.reader(), self._visit) or kind == VisitKind.ENFORCEMENT
        self._officer_note.setVisible(few)
        self._officer_note.setText(
            _("An enforcement inspection needs two certified officers.")
            if must
            else _("Two officers are usual; with fewer, say why.")
        )
        reason = self._fields["fewer_officers_reason"]
        reason.setVisible((few and not must) or bool(reason.value()))

    def field(self, name: str) -> QWidget | None:
        """Return a field by the name that the record or a gap of the review has for it."""
        return self._forms if name == "no_form" else self._fields.get(name)

    def first_missing(self) -> str:
        """Return the name of the first field without a value that every visit needs; else that of the first field."""
        return next((name for name in NEEDED if not self._fields[name].value()), "visit_kind")

    def forms_field(self) -> FormsField:
        """Return the forms of the visit."""
        return self._forms

    def notes(self) -> tuple[str, str, str]:
        """Return what is said about the kind of visit, the sector, and the officers."""
        return self._kind_note.text(), self._sector_note.text(), self._officer_note.text()

    def flush(self) -> None:
        """Make changes of what is being typed."""
        self._writer.flush()


def kind_note(kind: str) -> str:
    """Return what a kind of visit may end in; empty where none is chosen."""
    if not kind:
        return ""
    return _(KIND_NOTES[VisitKind(kind)]) if kind in KIND_NOTES else _(OTHER_KIND)


def sector_note(sector: str | None, remit: tuple[str, ...]) -> str:
    """Return whether the bureau may order in a sector, or who may; empty for an unknown sector."""
    if sector not in BY_CODE:
        return ""
    if sector in remit:
        return _("In the bureau's remit.")
    return _("Outside the bureau's remit. Competent: {authority}.").format(authority=texts.authority(sector))


def site_line(site: Site) -> str:
    """Return the site with its address and code, as one line."""
    return "  ·  ".join(part for part in (site.name, site.address, site.credit_code) if part)


def _column() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setSpacing(12)
    theme.margins(layout, 0)
    return page, layout


def _heading(text: str) -> QWidget:
    label = theme.text_label(text, "heading")
    label.setContentsMargins(0, 16, 0, 0)
    return label


def _with_note(field: Field, note: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(4)
    layout.addWidget(field)
    layout.addWidget(note)
    return layout


def _side_by_side(*widgets: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget, 1)
    return layout
