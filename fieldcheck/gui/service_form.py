"""The fields of a service: how, when, where, by whom, to whom; where it was left, why, with which witness and photo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.officers_field import OfficersField
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.checks_field import ChecksField
from fieldcheck.gui.widgets.field import Field
from fieldcheck.gui.widgets.fields import DateTimeField, PersonField, TextField
from fieldcheck.gui.widgets.option_list import RadioButton
from fieldcheck.gui.widgets.photo_strip import PhotoStrip
from fieldcheck.model.papers import Service, ServiceMethod
from fieldcheck.model.records import Document, Officer
from fieldcheck.model.values import Moment, PhotoPurpose
from fieldcheck.operations import service
from fieldcheck.operations.service import METHODS, RECEIVED
from fieldcheck.translation import _


class MethodField(Field):
    """A button for each way of serving, so many beside one another."""

    def __init__(self, columns: int) -> None:
        super().__init__(_("How it was served"), required=True)
        self.buttons = {method: RadioButton(_(word)) for method, word in METHODS.items()}
        holder = QWidget()
        grid = QGridLayout(holder)
        theme.margins(grid, 0)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(columns, 1)
        for place, button in enumerate(self.buttons.values()):
            button.setAccessibleName(button.text())
            button.clicked.connect(lambda *_: self.typing.emit(self.value()))
            grid.addWidget(button, place // columns, place % columns)
        self._take(*self.buttons.values(), holder=holder)

    def value(self) -> ServiceMethod | None:
        """Return the way that is chosen."""
        return next((method for method, button in self.buttons.items() if button.isChecked()), None)

    def _show(self, value: object) -> None:
        for method, button in self.buttons.items():
            button.setChecked(method == value)


class ServiceForm(QWidget):
    """Two columns of fields, or one where there is little room. Shows what the chosen way of serving asks for.

    Signals:
        typing: something was typed or chosen.
    """

    typing = Signal()

    def __init__(self, session: Session, *, narrow: bool) -> None:
        super().__init__()
        self.method = MethodField(2 if narrow else len(METHODS))
        self.at = DateTimeField(_("Time of service"), required=True)
        self.place = TextField(_("Place of service"))
        self.officers = OfficersField(_("Served by"), [])
        self.recipient = PersonField(_("Received by"))
        self.reason = TextField(_("Why it was left there"), required=True)
        self.witness = PersonField(_("Witness"), required=True)
        self.strip = PhotoStrip(session, None)
        self._together: ChecksField | None = None
        self._pictures = _titled(_("Photo of leaving it there"), self.strip)
        self._build(narrow=narrow)
        for field in self.fields():
            field.typing.connect(lambda _value: self.typing.emit())
        self.method.typing.connect(lambda _value: self._show_parts())

    def fields(self) -> tuple[Field, ...]:
        """Return the fields in the order of the keyboard."""
        return (self.method, self.at, self.place, self.recipient, self.reason, self.witness, self.officers)

    def _build(self, *, narrow: bool) -> None:
        directions = QBoxLayout.Direction
        columns = QBoxLayout(directions.TopToBottom if narrow else directions.LeftToRight)
        columns.setSpacing(12 if narrow else 24)
        columns.addLayout(_column(self.at, self.place, self.recipient, self.reason, self.witness), 1)
        columns.addLayout(_column(self.officers, self._pictures), 1)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(12)
        theme.margins(self._layout, 0)
        self._layout.addWidget(self.method)
        self._layout.addLayout(columns)

    def show_values(
        self, how: Service, document: Document, beside: Sequence[Document], officers: Sequence[Officer]
    ) -> None:
        """Show a service of a document; `beside` are those that may be served together with it."""
        self.officers.set_officers(officers)
        self._offer(beside)
        for field, value in zip(self.fields(), _values(how), strict=True):
            field.set_value(value)
        self.strip.set_target(service.target(document, PhotoPurpose.SERVICE))
        self._show_parts()

    def _offer(self, beside: Sequence[Document]) -> None:
        if self._together is not None:
            self._together.setParent(None)
            self._together.deleteLater()
            self._together = None
        if beside:
            choices = [(one.id, f"{texts.document_kind(one.kind)} {one.number or ''}".strip()) for one in beside]
            self._together = ChecksField(_("Served together with it"), choices, columns=1)
            self._layout.addWidget(self._together)

    def together(self) -> tuple[str, ...]:
        """Return the other documents that were served at once."""
        return self._together.value() if self._together is not None else ()

    def choose_together(self, chosen: tuple[str, ...]) -> None:
        """Check other documents."""
        if self._together is not None:
            self._together.set_value(chosen)

    def value(self) -> Service:
        """Return what the fields say, also those that the chosen way of serving hides."""
        return Service(
            id="",
            method=self.method.value(),
            at=Moment(self.at.value()) if self.at.value() else None,
            place=self.place.value() or None,
            officers=self.officers.value(),
            recipient=self.recipient.value(),
            reason=self.reason.value() or None,
            witness=self.witness.value(),
        )

    def _show_parts(self) -> None:
        method = self.method.value()
        left = method is ServiceMethod.LEFT
        self.recipient.setVisible(method in RECEIVED)
        for part in (self.reason, self.witness, self._pictures):
            part.setVisible(left)

    def take_focus(self) -> None:
        """Let the keyboard stand on the way that is chosen."""
        button = self.method.buttons.get(self.method.value() or ServiceMethod.DIRECT)
        if button is not None:
            button.setFocus()


def _values(how: Service) -> tuple[object, ...]:
    return (how.method, how.at, how.place, how.recipient, how.reason, how.witness, how.officers)


def _column(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column


def _titled(title: str, part: QWidget) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    theme.margins(layout, 0)
    layout.setSpacing(4)
    layout.addWidget(theme.text_label(title, "caption"))
    layout.addWidget(part)
    return whole
