"""Whether an issued document was served, and the form that records it in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.service_form import ServiceForm
from fieldcheck.gui.service_words import told
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.reason_line import ReasonLine
from fieldcheck.model.canonical import Json, plain
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.papers import Service
from fieldcheck.operations import profile, service, trust
from fieldcheck.operations.service import Known
from fieldcheck.store import Changes, Store
from fieldcheck.translation import _

DRAFT_AFTER = 400
"""Milliseconds without a keystroke after which half-typed text is kept."""


class ServicePanel(QFrame):
    """One line and its buttons; unfolded, the form, or the line for the reason why a record is taken back.

    Signals:
        unfolded: the form was shown, or hidden again.
        receipt_wanted: the person wants the receipt of the visit.
    """

    unfolded = Signal(bool)
    receipt_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None, *, narrow: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._known: Known | None = None
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._timer.timeout.connect(self.keep_draft)
        self._text = theme.text_label("", "body", wrap=True)
        self._serve = theme.button(_("Record service…"), "secondary", "truck")
        self._receipt = theme.button(_("Service receipt"), "secondary", "file-text")
        self._back = theme.button(_("Take the record back…"), "quiet")
        self._record = theme.button(_("Record it"), "primary")
        self._cancel = theme.button(_("Cancel"), "quiet")
        self.form = ServiceForm(session, narrow=narrow)
        self.reason = ReasonLine([_("Recorded by mistake"), _("The time was wrong")], "", _("Take the record back"))
        self._error = InlineError()
        self._build(narrow=narrow)
        self._connect()
        self.show_nothing()

    def _build(self, *, narrow: bool) -> None:
        if not narrow:
            theme.surface(self, "card")
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        theme.margins(layout, *((0,) if narrow else (16, 10)))
        buttons = _row(self._back, self._receipt, self._serve)
        if narrow:
            layout.addWidget(self._text)
            layout.addLayout(buttons)
        else:
            head = QHBoxLayout()
            head.addWidget(self._text, 1)
            head.addLayout(buttons)
            layout.addLayout(head)
        self._actions = QWidget()
        actions = _row(self._cancel, self._record)
        theme.margins(actions, 0)
        self._actions.setLayout(actions)
        for part in (self.form, self.reason, self._error, self._actions):
            layout.addWidget(part)

    def _connect(self) -> None:
        self._serve.clicked.connect(self.begin)
        self._back.clicked.connect(self._ask_why)
        self._receipt.clicked.connect(self.receipt_wanted)
        self._record.clicked.connect(self.record)
        self._cancel.clicked.connect(self.give_up)
        self.reason.given.connect(self._take_back)
        self.form.typing.connect(self._timer.start)
        self._session.committed.connect(self._changed)
        escape = QShortcut(Qt.Key.Key_Escape, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.give_up)
        for button in self.buttons().values():
            button.setAutoDefault(True)

    # Which document

    def show_document(self, document: str) -> None:
        """Show whether a document that is to be served was; half-typed fields are kept and come back."""
        same = self._known is not None and self._known.document.id == document
        if not same:
            self.keep_draft()
        known = service.known(self._session.reader(), document)
        if same and known == self._known:
            return
        self._known = known
        self._fold()
        if known.service is None and self._session.state(_key(document)) is not None:
            self.begin(focus=False)
        self.show()

    def show_nothing(self) -> None:
        """There is no such document in view."""
        self.keep_draft()
        self._known = None
        self._fold()
        self.hide()

    def _fold(self) -> None:
        was_open = self.is_open()
        self._show_parts()
        self._text.setText(told(self._known) if self._known is not None else "")
        if was_open:
            self.unfolded.emit(False)

    def _show_parts(self, *, form: bool = False, reason: bool = False) -> None:
        known = self._known
        served = known is not None and known.service is not None
        # The computer of a unit is told how it was served, and records nothing about that.
        records = known is not None and not trust.own_site(self._session.reader())
        self._error.clear()
        self.form.setVisible(form)
        self._actions.setVisible(form)
        self.reason.setVisible(reason)
        self._serve.setVisible(known is not None and records and not (served or known.replaced or form))
        self._receipt.setVisible(served and records)
        self._back.setVisible(served and records and not reason)

    def is_open(self) -> bool:
        """Return whether the form is shown."""
        return self.form.isVisibleTo(self)

    # The record

    def begin(self, *, focus: bool = True) -> None:
        """Open the form with what is known, or with what was half typed."""
        known = self._known
        if known is None:
            return
        reader = self._session.reader()
        kept = self._session.state(_key(known.document.id))
        how, together = _kept(kept) if isinstance(kept, dict) else (service.proposed(reader, known.document.id), ())
        self.form.show_values(how, known.document, known.beside, profile.officers(reader))
        self.form.choose_together(together or tuple(one.id for one in known.beside))
        self._show_parts(form=True)
        self._text.setText(_("How was it served? What is recorded is written once."))
        self.unfolded.emit(True)
        if focus:
            self.form.take_focus()

    def record(self) -> None:
        """Record the service; where something is missing, say so at this place."""
        if self._known is None or not self.is_open():
            return
        served = [self._known.document.id, *self.form.together()]
        how, author = self.form.value(), self._session.officer

        def operation(store: Store) -> Changes:
            return service.record(store, served, how, author=author)

        self._record.setEnabled(False)
        self._session.tasks.write(operation, done=lambda _changes: self._recorded(served), failed=self._failed)

    def _recorded(self, served: Sequence[str]) -> None:
        """Forget what was half typed of these documents; another may be in view by now."""
        self._record.setEnabled(True)
        for document in served:
            self._session.set_state(_key(document), None)
        self._session.notify.emit(_("Recorded. Print the receipt and have it signed."), "success")

    def _failed(self, error: FieldCheckError) -> None:
        self._record.setEnabled(True)
        self._error.show_error(error)

    def give_up(self) -> None:
        """Fold the form, or the line for the reason."""
        if self.is_open():
            self._forget_draft()
        self._fold()
        self._serve.setFocus()

    def _ask_why(self) -> None:
        self._show_parts(reason=True)
        self.reason.take_focus()

    def _take_back(self, reason: str) -> None:
        if self._known is None or self._known.service is None:
            return
        entity, author = self._known.service.id, self._session.officer
        self._session.tasks.write(
            lambda store: service.take_back(store, entity, reason=reason, author=author),
            done=lambda _changes: self._session.notify.emit(_("Taken back."), "success"),
            failed=self.reason.refuse,
        )

    def _changed(self, changes: Changes) -> None:
        if self._known is not None and any(map(changes.touches, ("service", "signing", "document"))):
            self.show_document(self._known.document.id)

    # Half-typed text (P1)

    def keep_draft(self) -> None:
        """Keep what is half typed: the record is made only when it is whole."""
        waiting = self._timer.isActive()
        self._timer.stop()
        if self._known is not None and self.is_open() and waiting:
            typed = {"how": plain(self.form.value()), "together": list(self.form.together())}
            self._session.set_state(_key(self._known.document.id), plain(typed))

    def _forget_draft(self) -> None:
        self._timer.stop()
        if self._known is not None:
            self._session.set_state(_key(self._known.document.id), None)

    def text(self) -> str:
        """Return what is said."""
        return self._text.text()

    def error(self) -> str:
        """Return what is missing, or an empty text."""
        return self._error.text()

    def buttons(self) -> dict[str, QPushButton]:
        """Return the buttons by name: serve, receipt, back, record, cancel."""
        return {
            "serve": self._serve,
            "receipt": self._receipt,
            "back": self._back,
            "record": self._record,
            "cancel": self._cancel,
        }


def _key(document: str) -> str:
    return f"service:{document}"


def _kept(kept: Mapping[str, Json]) -> tuple[Service, tuple[str, ...]]:
    """Return what was half typed; what cannot be read any more is left out."""
    typed, together = kept.get("how"), kept.get("together")
    read: dict[str, object] = {}
    for name, value in typed.items() if isinstance(typed, dict) else ():
        read |= _understood(name, value) if value else {}
    how: Service = KINDS["service"].build("", read)
    return how, tuple(map(str, together)) if isinstance(together, list) else ()


def _understood(name: str, value: Json) -> dict[str, object]:
    known = KINDS["service"].fields.get(name)
    try:
        return {name: known.decode(value)} if known is not None else {}
    except ValueError:
        return {}


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
