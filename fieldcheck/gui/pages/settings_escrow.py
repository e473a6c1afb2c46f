"""Settings of a bureau's store: whether an escrow key is in use, and a new one, shown once."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.escrow_view import EscrowView
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import profile, trust
from fieldcheck.operations.trust import EscrowKey
from fieldcheck.translation import _


class EscrowPanel(QWidget):
    """What stands, a button for a new key, and under it the key until it is put away."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.chip = StatusChip()
        self.text = theme.text_label("", "body", wrap=True)
        self.make_button = theme.button(_("Make an escrow key…"), "secondary", "key-round")
        self.form = QWidget()
        self.view = EscrowView()
        self.use_button = theme.button(_("Use this key from now on"), "primary")
        self.cancel_button = theme.button(_("Cancel"), "quiet")
        self.error = InlineError()
        self.make_button.clicked.connect(self.make)
        self.use_button.clicked.connect(self.use)
        self.cancel_button.clicked.connect(self._close)
        self.view.confirmed.connect(self.use_button.setEnabled)
        self._build()
        self._close()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.chip)
        head.addWidget(self.text, 1)
        head.addWidget(self.make_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.use_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        form = QVBoxLayout(self.form)
        theme.margins(form, 0, 8, 0, 0)
        form.setSpacing(12)
        form.addWidget(self.view)
        form.addWidget(self.error)
        form.addLayout(buttons)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addLayout(head)
        layout.addWidget(self.form)

    def reload(self) -> None:
        """Show whether a key is in use."""
        kept = trust.escrow(self._session.reader())
        if kept is None:
            self.chip.set(_("none"), "warning")
            self.text.setText(_("When this store is lost, nobody can open the packages that are on their way to it."))
            self.make_button.setText(_("Make an escrow key…"))
            return
        self.chip.set(_("in use"), "success")
        told = _(
            "Public key {key}. A new one counts for a laptop once it has imported an answer that was written for it "
            "again; the old one goes on opening what was sealed for it."
        )
        self.text.setText(told.format(key=f"{kept[:8]}…{kept[-8:]}"))
        self.make_button.setText(_("Make a new one…"))

    def make(self) -> None:
        """Show a new key; it counts once it is put away."""
        bureau = profile.current(self._session.reader()).bureau_name or ""
        self.view.show_key(trust.make_escrow(), bureau)
        self.use_button.setEnabled(False)
        self.error.clear()
        theme.set_shown(self.form, True)
        self.make_button.setEnabled(False)
        self.view.print_button.setFocus()

    def use(self) -> None:
        """Let packages be sealed for the key that was put away."""
        store, key = self._session.store, self.view.key()
        if key is None or not self.view.put_away.value():
            return
        self.form.setEnabled(False)

        def work() -> EscrowKey:
            trust.keep_escrow(store, key)
            return key

        self._session.tasks.work(work, self._used, owner=self, failed=self._failed)

    def _used(self, _key: EscrowKey) -> None:
        self._close()
        self.reload()
        self._session.notify.emit(_("The escrow key is in use."), "success")

    def _failed(self, error: FieldCheckError) -> None:
        self.form.setEnabled(True)
        self.error.show_error(error)

    def _close(self) -> None:
        self.view.forget()
        self.form.setEnabled(True)
        theme.set_shown(self.form, False)
        self.make_button.setEnabled(True)
