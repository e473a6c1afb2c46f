"""Settings: another passphrase. The program closes the store for it and opens it again."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.new_passphrase import NewPassphrase
from fieldcheck.gui.widgets.passphrase_field import PassphraseField
from fieldcheck.operations import stores
from fieldcheck.translation import _


class PassphrasePanel(QWidget):
    """A button, and under it the form: the passphrase as it is, and the new one twice."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.begin_button = theme.button(_("Change the passphrase…"), "secondary", "key-round")
        self.form = QWidget()
        self.old = PassphraseField(_("Passphrase as it is now"))
        self.new = NewPassphrase(_("New passphrase"))
        self.change_button = theme.button(_("Change the passphrase"), "primary")
        self.cancel_button = theme.button(_("Cancel"), "quiet")
        self._build()
        self.begin_button.clicked.connect(lambda: self._show_form(True))
        self.cancel_button.clicked.connect(lambda: self._show_form(False))
        self.change_button.clicked.connect(self.change)
        self.new.submitted.connect(self.change)
        self.old.editor.returnPressed.connect(self.new.setFocus)
        self.old.typing.connect(lambda _value: self.old.set_error(""))
        self.form.hide()

    def _build(self) -> None:
        told = _(
            "The whole file is written anew and verified, which takes a while where there are many photos; the old one "
            "goes only then. The window closes meanwhile. Backups that were made before keep the old passphrase."
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.change_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        form = QVBoxLayout(self.form)
        theme.margins(form, 0)
        form.setSpacing(12)
        form.addWidget(theme.text_label(told, "muted", wrap=True))
        form.addWidget(self.old)
        form.addWidget(self.new)
        form.addLayout(buttons)
        first = QHBoxLayout()
        first.addWidget(self.begin_button)
        first.addStretch(1)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addLayout(first)
        layout.addWidget(self.form)

    def _show_form(self, shown: bool) -> None:
        self.form.setVisible(shown)
        self.begin_button.setVisible(not shown)
        self.old.set_value("")
        self.new.clear()
        (self.old if shown else self.begin_button).setFocus()

    def change(self) -> None:
        """Ask the program for the new passphrase, once the old one was proved."""
        if self.new.problem():
            return
        store, old = self._session.store, self.old.value()
        self.change_button.setEnabled(False)
        self._session.tasks.work(lambda: stores.is_passphrase(store, old), self._proved, owner=self)

    def _proved(self, right: bool) -> None:
        self.change_button.setEnabled(True)
        if right:
            self._session.passphrase_chosen.emit(self.new.value())
        else:
            self.old.set_error(_("This passphrase does not open the store. Check Caps Lock and the input method."))
            self.old.editor.selectAll()
            self.old.setFocus()
