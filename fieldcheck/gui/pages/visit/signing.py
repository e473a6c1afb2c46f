"""What the unit did with the paper, recorded in one step at the gate: signed, or refused with reason and witness."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.drawing_signatures import Signatory, SignaturesDialog
from fieldcheck.gui.pages.visit.overview import Issued
from fieldcheck.gui.pages.visit.rows import wrapped
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.fields import PersonField, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.photo_strip import PhotoStrip
from fieldcheck.model import strokes
from fieldcheck.model.canonical import plain
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import Inspection, Signing
from fieldcheck.model.strokes import Drawn, SignedAs
from fieldcheck.model.values import Person, PhotoPurpose, SigningResult
from fieldcheck.operations import documents, trust
from fieldcheck.operations.photos import Target
from fieldcheck.store import Changes, Store
from fieldcheck.translation import _, ngettext

DRAFT_AFTER = 400
"""Milliseconds without a keystroke after which half-typed text is kept."""


class SignedForm(QWidget):
    """Who signed: proposed is the person in charge on site."""

    def __init__(self) -> None:
        super().__init__()
        self.signer = PersonField(_("Signed by"))
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self.signer)

    def set_values(self, kept: dict[str, object], manager: Person | None) -> None:
        """Show what was half typed, or the proposal."""
        self.signer.set_value(_person(kept.get("signer")) or manager or Person())

    def values(self) -> dict[str, object]:
        """Return what is in the fields, for the draft."""
        return {"signer": plain(self.signer.value())}


class RefusedForm(QWidget):
    """Why the unit would not sign, and who saw it (安全生产法 68)."""

    def __init__(self) -> None:
        super().__init__()
        self.reason = TextField(_("Reason of the refusal"), required=True)
        self.witness = PersonField(_("Witness"))
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        theme.margins(layout, 0)
        layout.addWidget(self.reason)
        layout.addWidget(self.witness)

    def set_values(self, kept: dict[str, object]) -> None:
        """Show what was half typed."""
        self.reason.set_value(str(kept.get("reason") or ""))
        self.witness.set_value(_person(kept.get("witness")) or Person())

    def values(self) -> dict[str, object]:
        """Return what is in the fields, for the draft."""
        return {"reason": self.reason.value() or "", "witness": plain(self.witness.value())}


class SigningPanel(QFrame):
    """For one issued document: the question, the form of the answer, what is recorded, photos of the signed page."""

    recorded = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._issued: Issued | None = None
        self._inspection: Inspection | None = None
        self._mode: SigningResult | None = None
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._timer.timeout.connect(self.keep_draft)
        theme.surface(self, "card")
        self._text = wrapped("", "body")
        self._signed = theme.button(_("Signed"), "primary", "signature")
        self._refused = theme.button(_("Refused"), "secondary", "ban")
        self._again = theme.button(_("Record again"), "quiet")
        self._signed_form, self._refused_form = SignedForm(), RefusedForm()
        self._error = InlineError()
        self._record = theme.button(_("Record it"), "primary")
        self._cancel = theme.button(_("Cancel"), "quiet")
        self._draw = theme.button(_("Sign on the screen…"), "secondary", "pen-line")
        self._drawn: tuple[Drawn, ...] = ()
        self._signatories: Sequence[str] = ()
        for button in self.buttons().values():
            button.setAutoDefault(True)
        self._strip = PhotoStrip(session, None, beside=True, scans=True)
        self._pages = theme.text_label("", "muted")
        self._build()
        self._connect()
        self.hide()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        theme.margins(layout, 16, 10)
        layout.addLayout(_row(self._text, self._again, self._refused, self._signed))
        layout.addWidget(self._signed_form)
        layout.addWidget(self._refused_form)
        layout.addWidget(self._error)
        self._actions = QWidget()
        self._told = theme.text_label("", "muted")
        actions = _row(self._told, self._draw, self._cancel, self._record)
        self._actions.setLayout(actions)
        layout.addWidget(self._actions)
        layout.addWidget(self._pictures())

    def _pictures(self) -> QWidget:
        self._pages.setFixedHeight(theme.current().button)
        pictures = QWidget()
        row = QHBoxLayout(pictures)
        row.setSpacing(16)
        theme.margins(row, 0)
        row.addWidget(self._pages, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._strip, 1)
        return pictures

    def _connect(self) -> None:
        self._signed.clicked.connect(lambda: self.choose(SigningResult.SIGNED))
        self._refused.clicked.connect(lambda: self.choose(SigningResult.REFUSED))
        self._again.clicked.connect(self._ask)
        self._record.clicked.connect(self.record)
        self._cancel.clicked.connect(self._give_up)
        self._draw.clicked.connect(self.draw)
        for form in (self._signed_form, self._refused_form):
            for line in form.findChildren(QLineEdit):
                line.returnPressed.connect(self.record)
        for field in (self._signed_form.signer, self._refused_form.reason, self._refused_form.witness):
            field.typing.connect(lambda _value: self._timer.start())
        self._strip.count_changed.connect(lambda _count: self._tell_pages())
        escape = QShortcut(Qt.Key.Key_Escape, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._give_up)

    # Which document

    def show_document(self, issued: Issued, inspection: Inspection, officers: Sequence[str] = ()) -> None:
        """Show what is recorded about an issued document, or ask; half-typed text is kept and comes back.

        `officers` are the names of those who may sign on the screen.
        """
        self._signatories = officers
        same = self._issued is not None and self._issued.document.id == issued.document.id
        news = not same or self._issued is None or self._issued.signings != issued.signings
        if not same:
            self.keep_draft()
            target = Target(inspection.id, document=issued.document.id, purpose=PhotoPurpose.SIGNED_PAGE)
            self._strip.set_target(target)
        self._issued, self._inspection = issued, inspection
        if news:
            self._start()
        self._tell_pages()
        self.show()

    def show_nothing(self) -> None:
        """There is no issued document in view."""
        self.keep_draft()
        self._issued = None
        self._mode = None
        self._strip.set_target(None)
        self.hide()

    def _start(self) -> None:
        assert self._issued is not None
        self._mode = None
        kept = self._kept()
        if kept:
            self.choose(SigningResult(str(kept["result"])), focus=False)
        elif self._issued.signings:
            self._show_recorded(self._issued.signings[-1])
        elif self._issued.superseded:
            self._ask()
            self._show_parts(text=_("This document was replaced before it was signed."))
        else:
            self._ask()

    def _ask(self) -> None:
        self._mode = None
        self._show_parts(text=_("Was the paper signed by the unit?"), ask=True)

    def _show_recorded(self, signing: Signing) -> None:
        self._show_parts(text=signing_text(signing), again=True)

    def _tell_pages(self) -> None:
        """Say where the paper was signed and none of its pages is here."""
        signings = self._issued.signings if self._issued is not None else ()
        missing = bool(signings) and signings[-1].result == SigningResult.SIGNED and not self._strip.count()
        self._pages.setText(_("Signed paper missing") if missing else _("Signed pages, photos or a scan"))

    def _show_parts(self, *, text: str, ask: bool = False, again: bool = False) -> None:
        # The computer of a unit is told what was signed, and records nothing about that.
        records = not trust.own_site(self._session.reader())
        self._text.setText(text if records or not ask else _("Not signed"))
        self._error.clear()
        self._signed.setVisible(ask and records)
        self._refused.setVisible(ask and records)
        self._again.setVisible(again and records)
        self._signed_form.setVisible(self._mode is SigningResult.SIGNED)
        self._refused_form.setVisible(self._mode is SigningResult.REFUSED)
        self._actions.setVisible(self._mode is not None)

    # The one step

    def choose(self, result: SigningResult, *, focus: bool = True) -> None:
        """Open the form for this answer, with what is known filled in."""
        assert self._inspection is not None
        self._mode = result
        kept = self._kept()
        self._drawn = strokes.decoded(str(kept.get("drawn") or "").encode()) or ()
        self._tell_drawn()
        self._signed_form.set_values(kept, self._inspection.site_manager)
        self._refused_form.set_values(kept)
        if result is SigningResult.SIGNED:
            self._show_parts(text=_("Signed: who wrote the name on the paper?"))
        else:
            self._show_parts(text=_("Refused: the officers write down the reason, and a witness confirms it."))
        if focus:
            form = self._signed_form if result is SigningResult.SIGNED else self._refused_form
            form.findChildren(QLineEdit)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> None:
        """Record the answer; where something is missing, say so at this place."""
        if self._issued is None or self._mode is None or not self._complete():
            return
        issued, result, author = self._issued, self._mode, self._session.officer
        document = issued.document.id
        signer = self._signed_form.signer.value() if result is SigningResult.SIGNED else None
        refused = result is SigningResult.REFUSED
        reason = str(self._refused_form.reason.value() or "") if refused else ""
        witness = self._refused_form.witness.value() if refused else None
        drawn = self._drawn

        def operation(store: Store) -> Changes:
            return documents.record_signing(
                store, document, result, signer=signer, reason=reason, witness=witness, drawn=drawn, author=author
            )

        self._record.setEnabled(False)
        self._session.tasks.write(operation, done=lambda _changes: self._recorded(issued), failed=self._failed)

    def draw(self) -> None:
        """Let the person named in the form, and the officers, sign on the screen."""
        dialog = SignaturesDialog(self._who_draws(), self._drawn, self)
        if dialog.exec() == SignaturesDialog.DialogCode.Accepted:
            self._drawn = dialog.signatures()
            self._tell_drawn()
            self.keep_draft()

    def _who_draws(self) -> list[Signatory]:
        refused = self._mode is SigningResult.REFUSED
        person = (self._refused_form.witness if refused else self._signed_form.signer).value()
        first = Signatory(SignedAs.WITNESS if refused else SignedAs.UNIT, person.name if person else "")
        return [first, *(Signatory(SignedAs.OFFICER, name) for name in self._signatories)]

    def _tell_drawn(self) -> None:
        told = ngettext("{count} signature on the screen", "{count} signatures on the screen", len(self._drawn))
        self._told.setText(told.format(count=len(self._drawn)) if self._drawn else "")

    def _complete(self) -> bool:
        signer = self._signed_form.signer.value()
        if self._mode is SigningResult.SIGNED and not (signer and signer.name.strip()):
            self._error.show_error(_("Enter the name of the person who signed."))
            return False
        return True

    def _recorded(self, issued: Issued) -> None:
        """Forget what was half typed of this document; another may be in view by now."""
        self._record.setEnabled(True)
        if self._issued is not None and self._issued.document.id == issued.document.id:
            self._timer.stop()
            self._mode = None
        self._session.set_state(_key(issued), None)
        self._session.notify.emit(_("Recorded."), "success")
        self.recorded.emit()

    def _failed(self, error: FieldCheckError) -> None:
        self._record.setEnabled(True)
        self._error.show_error(error)

    def _give_up(self) -> None:
        if self._mode is not None:
            self._timer.stop()
            self._forget_draft()
            self._start()

    # Half-typed text (P1)

    def keep_draft(self) -> None:
        """Keep what is half typed: the record is made only when the answer is whole."""
        self._timer.stop()
        if self._issued is None or self._mode is None:
            return
        drawn = strokes.encoded(self._drawn).decode() if self._drawn else ""
        typed = {**self._signed_form.values(), **self._refused_form.values()}
        values = {"result": self._mode.value, "drawn": drawn, **typed}
        self._session.set_state(_key(self._issued), plain(values))

    def _kept(self) -> dict[str, object]:
        kept = self._session.state(_key(self._issued)) if self._issued is not None else None
        return dict(kept) if isinstance(kept, dict) else {}

    def _forget_draft(self) -> None:
        if self._issued is not None:
            self._session.set_state(_key(self._issued), None)

    def take_focus(self) -> None:
        """Let the keyboard stand on "Signed": the paper is printed."""
        if self._signed.isVisible():
            self._signed.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return what is asked or recorded."""
        return self._text.text()

    def error(self) -> str:
        """Return what is missing, or an empty text."""
        return self._error.text()

    def forms(self) -> tuple[SignedForm, RefusedForm]:
        """Return the two forms."""
        return self._signed_form, self._refused_form

    def strip(self) -> PhotoStrip:
        """Return the photos of the signed page."""
        return self._strip

    def buttons(self) -> dict[str, QPushButton]:
        """Return the buttons by name: signed, refused, again, record, cancel, draw."""
        return {
            "signed": self._signed,
            "refused": self._refused,
            "again": self._again,
            "record": self._record,
            "cancel": self._cancel,
            "draw": self._draw,
        }


def signing_text(signing: Signing) -> str:
    """Return what was recorded, as one line."""
    at = texts.moment(signing.at)
    if signing.result == SigningResult.SIGNED:
        return _("Signed by {person}, {at}").format(person=_named(signing.signer), at=at)
    return _("Signing refused, {at}. Reason: {reason}. Witness: {witness}.").format(
        at=at, reason=(signing.reason or "").rstrip("。.；; "), witness=_named(signing.witness)
    )


def _named(person: Person | None) -> str:
    return " ".join(part for part in (person.name, person.post) if part) if person else "—"


def _person(value: object) -> Person | None:
    if not isinstance(value, dict):
        return None
    return Person(*(str(value.get(name) or "") for name in ("name", "post", "phone")))


def _key(issued: Issued) -> str:
    return f"signing:{issued.document.id}"


def _row(first: QWidget | None, *buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    theme.margins(row, 0)
    if first is None:
        row.addStretch(1)
    else:
        row.addWidget(first, 1)
    for button in buttons:
        row.addWidget(button)
    return row
