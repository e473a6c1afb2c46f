"""The fields of an interview and of a sampling: each saved when it is left; what was issued is only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.officers_field import OfficersField
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.count_field import CountField
from fieldcheck.gui.widgets.editing import Edit, FieldWriter
from fieldcheck.gui.widgets.exchanged_field import ExchangedField
from fieldcheck.gui.widgets.fields import ChoiceField, DateTimeField, Field, PersonField, TextField
from fieldcheck.gui.widgets.told_field import ToldField
from fieldcheck.gui.widgets.value_fields import RowsField
from fieldcheck.model.papers import SampledItem
from fieldcheck.model.records import Officer
from fieldcheck.operations import edits, interviews
from fieldcheck.operations.interview_questions import Topic
from fieldcheck.store import Changes, Seen, Store
from fieldcheck.translation import _, current_language

GENDERS = (("男", "男"), ("女", "女"))
"""As the record prints them, whatever the language of the window."""

SHORT, LONG = 1, 3
"""Shares of a row: of a number or a choice, and of a text."""

Row = Mapping[str, Field]
"""Fields that stand side by side, by the names that the record has for them."""


class PaperForm(QWidget):
    """Shows one record at a time; `edit_of` returns the operation that changes the record with this id."""

    def __init__(
        self,
        session: Session,
        kind: str,
        rows: Sequence[Row],
        edit_of: Callable[[str], Edit],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._kind, self._edit_of = session, kind, edit_of
        self._writer: FieldWriter | None = None
        self.entity = ""
        self.fields: dict[str, Field] = {name: field for row in rows for name, field in row.items()}
        self.column = QVBoxLayout(self)
        theme.margins(self.column, 0, 0, 12, 24)
        self.column.setSpacing(12)
        for row in rows:
            self.column.addLayout(_side_by_side(list(row.values())))
        self.column.addStretch(1)

    def open(self, entity: str, inspection: str, officers: Sequence[Officer]) -> None:
        """Show a record; what was typed about the one before is written first."""
        field = self.fields["officers"]
        assert isinstance(field, OfficersField)
        field.set_officers(officers)
        if entity == self.entity:
            return
        self.close_record()
        self.entity = entity
        edit = self._edit_of(entity)
        self._writer = FieldWriter(self._session, self._kind, entity, inspection, edit=edit, parent=self)
        for name, one in self.fields.items():
            self._writer.bind(one, name)

    def close_record(self) -> None:
        """Make changes of what is being typed, and show no record any more."""
        if self._writer is not None:
            self._writer.close()
        self._writer, self.entity = None, ""

    def flush(self) -> None:
        """Make changes of what is being typed."""
        if self._writer is not None:
            self._writer.flush()


def interview_form(session: Session) -> PaperForm:
    """Return the fields of an interview, in the order of the document."""
    rows: tuple[Row, ...] = (
        {"began_at": DateTimeField(_("Begun")), "ended_at": DateTimeField(_("Ended"))},
        {"place": TextField(_("Place of the interview")), "ordinal": CountField(_("Which interview of the person"))},
        {"person": PersonField(_("Person asked"))},
        {
            "gender": ChoiceField(_("Gender"), GENDERS),
            "age": CountField(_("Age")),
            "identity_number": TextField(_("Identity number")),
        },
        {"employer": TextField(_("Employer")), "home": TextField(_("Home address"))},
        {"officers": OfficersField(_("Questioned by"), ())},
        {"recorder": TextField(_("Recorded by")), "present": TextField(_("Also present"))},
        {"told_at": ToldField(_("Certificates shown, duties and rights told"))},
        {"exchanged": ExchangedField(_("Questions and answers"))},
    )
    return PaperForm(session, "interview", rows, _edit_of_interview)


def _edit_of_interview(entity: str) -> Edit:
    def edit(store: Store, values: Mapping[str, object], author: str, seen: Seen) -> Changes:
        return interviews.edit(store, entity, values, author, seen)

    return edit


def sampling_form(session: Session) -> PaperForm:
    """Return the fields of a sampling, in the order of the document."""
    parts = (_("Name of the thing"), _("Specification and batch"), _("Quantity"))
    items = RowsField(
        _("Things taken"), parts, SampledItem, lambda item: (item.name, item.specification, item.quantity)
    )
    rows: tuple[Row, ...] = (
        {"at": DateTimeField(_("Time")), "place": TextField(_("Place of the sampling"))},
        {"site_manager": PersonField(_("In charge on site"))},
        {"officers": OfficersField(_("Officers"), ())},
        {"items": items},
    )
    return PaperForm(session, "sampling", rows, _edit_of_sampling)


def _edit_of_sampling(entity: str) -> Edit:
    def edit(store: Store, values: Mapping[str, object], author: str, seen: Seen) -> Changes:
        return edits.edit(store, "sampling", entity, values, author, seen)

    return edit


def questions_menu(topics: Sequence[Topic], ask: Callable[[str], None], parent: QWidget) -> QMenu:
    """Return a menu of topics, each with its questions; the one that is chosen is asked."""
    menu = QMenu(parent)
    for topic in topics:
        part = menu.addMenu(topic.zh if current_language() == "zh_CN" else topic.en)
        for question in topic.questions:
            part.addAction(question).triggered.connect(partial(_asked, ask, question))
    return menu


def _asked(ask: Callable[[str], None], question: str) -> None:
    ask(question)


def _side_by_side(fields: Sequence[Field]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for field in fields:
        row.addWidget(field, SHORT if isinstance(field, (CountField, ChoiceField)) else LONG)
    return row
