"""Settings: another passphrase. The program closes the store for it and opens it again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.new_passphrase import NewPassphrase
from fieldcheck.gui.widgets.passphrase_field import PassphraseField
from fieldcheck.gui.widgets.unfolding_form import UnfoldingForm
from fieldcheck.operations import stores
from fieldcheck.translation import _


class PassphrasePanel(UnfoldingForm):
    """What a new passphrase takes, the passphrase as it is, and the new one twice."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.old = PassphraseField(_("Passphrase as it is now"))
        self.new = NewPassphrase(_("New passphrase"))
        self.change_button = theme.button(_("Change the passphrase"), "primary")
        begin = theme.button(_("Change the passphrase…"), "secondary", "key-round")
        told = _(
            "The whole file is written anew and verified, which takes a while where there are many photos; the old one "
            "goes only then. The window closes meanwhile. Backups that were made before keep the old passphrase."
        )
        super().__init__(begin, told, (self.old, self.new), self.change_button, parent)
        self._session = session
        self.change_button.clicked.connect(self.change)
        self.new.submitted.connect(self.change)
        self.old.editor.returnPressed.connect(self.new.setFocus)
        self.old.typing.connect(lambda _value: self.old.set_error(""))
        self.unfolded.connect(self._begin)

    def _begin(self, shown: bool) -> None:
        self.old.set_value("")
        self.new.clear()
        if shown:
            self.old.setFocus()

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
