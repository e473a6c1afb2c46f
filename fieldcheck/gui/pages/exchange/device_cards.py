"""Cards of the laptops of a bureau: heard when, what is missing, what waits, numbers left; and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.exchange.blocks_field import BlocksField
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.values import Role
from fieldcheck.operations import exchange_wording, numbers, profile, revocations, wording
from fieldcheck.operations.outstanding import Standing
from fieldcheck.store import Changes
from fieldcheck.translation import _


class DeviceCard(QFrame):
    """One laptop.

    Signals:
        export_requested: its next package is to be written; carries the `Standing`.
        approve_requested: it is to get another area; carries its id.
    """

    export_requested = Signal(object)
    approve_requested = Signal(str)

    def __init__(self, session: Session, found: Standing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._session = session
        self.found = found
        self.chip = StatusChip()
        self.lines = theme.text_label("", "body", wrap=True)
        self.warning = theme.text_label("", "danger", wrap=True)
        self.export_button = theme.button(_("Write a package…"), "secondary", "upload")
        self.numbers_button = theme.button(_("Grant numbers"), "quiet")
        self.area_button = theme.button(_("Change its area…"), "quiet")
        self.revoke_button = theme.button(_("Revoke…"), "quiet")
        self.form: GrantForm | RevokeForm | None = None
        self._layout = QVBoxLayout(self)
        self._build()
        self._connect()
        self.show_standing(found)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(theme.text_label(self.found.name, "heading"))
        told = f"{wording.role(self.found.role)} · {exchange_wording.area(self.found)}"
        head.addWidget(theme.text_label(told, "muted", wrap=True), 1)
        head.addWidget(self.chip)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in self._buttons():
            told = _("{action} ({name})").format(action=button.text(), name=self.found.name)
            button.setAccessibleName(told)
            buttons.addWidget(button)
        buttons.addStretch(1)
        theme.margins(self._layout, 16, 12)
        self._layout.setSpacing(8)
        self._layout.addLayout(head)
        self._layout.addWidget(self.lines)
        self._layout.addWidget(self.warning)
        self._layout.addLayout(buttons)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.export_button, self.numbers_button, self.area_button, self.revoke_button)

    def _connect(self) -> None:
        self.export_button.clicked.connect(lambda: self.export_requested.emit(self.found))
        self.numbers_button.clicked.connect(lambda: self._toggle(GrantForm, self.numbers_button))
        self.revoke_button.clicked.connect(lambda: self._toggle(RevokeForm, self.revoke_button))
        self.area_button.clicked.connect(lambda: self.approve_requested.emit(self.found.device))

    def show_standing(self, found: Standing) -> None:
        """Show what is known of the laptop now."""
        self.found = found
        self.chip.set(*_chip(found))
        self.lines.setText("\n".join(line for line in _lines(found) if line))
        self.warning.setText("\n".join(line for line in _warnings(found) if line))
        theme.set_shown(self.warning, bool(self.warning.text()))
        theme.set_shown(self.export_button, found.waiting is not None)
        for button in (self.area_button, self.revoke_button):
            theme.set_shown(button, not found.revoked)
        theme.set_shown(self.numbers_button, not found.revoked and found.role == Role.INSPECTOR)

    def _toggle(self, kind: type[GrantForm | RevokeForm], button: QPushButton) -> None:
        """Open a form in the card; the button that opened it closes it."""
        before = self.form
        self._close_form()
        if isinstance(before, kind):
            button.setFocus()
            return
        self.form = kind(self._session, self.found)
        self.form.ended.connect(self._close_form)
        self.form.ended.connect(button.setFocus)
        self._layout.addWidget(self.form)
        self.form.setFocus()

    def _close_form(self) -> None:
        if self.form is not None:
            self._layout.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None


class GrantForm(QWidget):
    """How many numbers a laptop is to get.

    Signals:
        ended: they were granted, or the clerk thought better of it.
    """

    ended = Signal()

    def __init__(self, session: Session, found: Standing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._device = found.device
        alike = bool(profile.current(session.reader()).case_serials)
        self.blocks = BlocksField(_("How many more numbers it gets; they travel with its next package"), alike=alike)
        self.grant_button = theme.button(_("Grant"), "primary")
        self.cancel_button = theme.button(_("Cancel"), "quiet")
        self.error = InlineError()
        self.grant_button.clicked.connect(self.grant)
        self.cancel_button.clicked.connect(self.ended)
        _arrange(self, (self.blocks, self.error), (self.grant_button, self.cancel_button))
        self.setFocusProxy(self.blocks)

    def grant(self) -> None:
        """Grant what the form says, all of it in one change."""
        wanted, device, author = self.blocks.value(), self._device, self._session.officer
        self.error.clear()
        if not wanted:
            self.error.show_error(_("Type how many numbers."))
            return
        self.grant_button.setEnabled(False)
        self._session.tasks.write(
            lambda store: numbers.grant_all(store, device, wanted, author), done=self._granted, failed=self._failed
        )

    def _granted(self, _changes: Changes) -> None:
        self._session.notify.emit(_("Granted. Write the laptop's package: the numbers travel with it."), "success")
        self.ended.emit()

    def _failed(self, error: FieldCheckError) -> None:
        self.grant_button.setEnabled(True)
        self.error.show_error(error)


class RevokeForm(QWidget):
    """Why a laptop's changes are to count no further: it was lost, stolen, or is no longer the bureau's.

    Signals:
        ended: it is revoked, or the clerk thought better of it.
    """

    ended = Signal()

    def __init__(self, session: Session, found: Standing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found = found
        told = _("What has come of it so far counts; whatever it writes later is refused. This cannot be taken back.")
        self.reason = TextField(_("Reason, for example: laptop stolen on 3 March"), required=True)
        self.revoke_button = theme.button(_("Revoke {name}").format(name=found.name), "danger")
        self.cancel_button = theme.button(_("Cancel"), "quiet")
        self.error = InlineError()
        self.revoke_button.clicked.connect(self.revoke)
        self.cancel_button.clicked.connect(self.ended)
        shown = (theme.text_label(told, "body", wrap=True), self.reason, self.error)
        _arrange(self, shown, (self.revoke_button, self.cancel_button))
        self.setFocusProxy(self.reason)

    def revoke(self) -> None:
        """Let what this laptop writes from now on count no more."""
        device, reason = self._found.device, str(self.reason.value() or "")
        self.error.clear()
        self.revoke_button.setEnabled(False)
        self._session.tasks.write(
            lambda store: revocations.revoke(store, device, reason),
            done=self._revoked,
            failed=self._failed,
            heavy=True,
        )

    def _revoked(self, _changes: Changes) -> None:
        told = _("{name} is revoked. Every package that is written from now on says so.")
        self._session.notify.emit(told.format(name=self._found.name), "success")
        self.ended.emit()

    def _failed(self, error: FieldCheckError) -> None:
        self.revoke_button.setEnabled(True)
        self.error.show_error(error)


def _arrange(form: QWidget, shown: Sequence[QWidget], buttons: Sequence[QPushButton]) -> None:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    layout = QVBoxLayout(form)
    theme.margins(layout, 0, 4, 0, 0)
    layout.setSpacing(8)
    for widget in shown:
        layout.addWidget(widget)
    layout.addLayout(row)


def _lines(found: Standing) -> list[str]:
    lines = [exchange_wording.heard(found)]
    if found.waiting is not None:
        lines += [exchange_wording.waiting(found.waiting), exchange_wording.sent(found.waiting)]
    if found.revoked is None:
        lines.append("  ·  ".join(exchange_wording.series_left(one) for one in found.series if not one.low))
    return lines


def _warnings(found: Standing) -> list[str]:
    if found.revoked is not None:
        return [exchange_wording.revoked(found.revoked), *exchange_wording.refused(found)]
    low = (exchange_wording.low(one) for one in found.series if one.low)
    return [exchange_wording.missing(found), *low, *exchange_wording.refused(found)]


def _chip(found: Standing) -> tuple[str, str]:
    if found.revoked:
        return (_("revoked"), "danger")
    if found.missing:
        return (_("packages missing"), "warning")
    if any(one.low for one in found.series):
        return (_("few numbers left"), "warning")
    if found.heard_at is None:
        return (_("not heard yet"), "neutral")
    return ("", "neutral")
