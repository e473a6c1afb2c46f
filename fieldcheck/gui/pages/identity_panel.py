"""Another identity for a store, where the bureau refuses it because a copy of it wrote as the same device."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.unfolding_form import UnfoldingForm
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import identity, trust
from fieldcheck.operations.identity import Taken
from fieldcheck.store import Changes
from fieldcheck.translation import _


class IdentityPanel(UnfoldingForm):
    """What another identity means, the number from the bureau's message, and the step itself.

    Signals:
        taken: the store writes as another device now.
    """

    taken = Signal()

    def __init__(self, session: Session, action: str, kind: str = "quiet", parent: QWidget | None = None) -> None:
        """Build the panel; `action` is what the button says, `kind` how it looks."""
        self.first = TextField(
            _("First change that is another, as the bureau's program named it; leave it empty if it named none")
        )
        self.take_button = theme.button(_("Write as another device"), "primary")
        self.error = InlineError()
        begin = theme.button(action, kind, "refresh-cw")
        told = _(
            "Two copies of this store wrote as one device, and the bureau has what the other one sent. This one can go "
            "on as another device: what it wrote since then is written again, with the same authors and times. Then "
            "the bureau takes it in again, and nothing that was typed is lost."
        )
        super().__init__(begin, told, (self.first, self.error), self.take_button, parent)
        self._session = session
        self.take_button.clicked.connect(self.take)
        self.first.typing.connect(lambda _value: self.first.set_error(""))
        self.unfolded.connect(self._begin)

    def _begin(self, shown: bool) -> None:
        self.first.set_value("")
        self.error.clear()
        if shown:
            self.first.setFocus()

    def take(self) -> None:
        """Write as another device from now on."""
        store, typed = self._session.store, self.first.value()
        if typed and not typed.isdecimal():
            self.first.set_error(_("Type the number alone, or leave it empty."))
            return
        after = int(typed) - 1 if typed else None
        self.take_button.setEnabled(False)
        self._session.tasks.work(
            lambda: identity.take_new_identity(store, after), self._taken, owner=self, failed=self._failed
        )

    def _taken(self, taken: Taken) -> None:
        self.take_button.setEnabled(True)
        self.unfold(False)
        self._session.tasks.committed.emit(Changes(taken.former.device, frozenset((kind, "") for kind in KINDS), ()))
        self.taken.emit()
        part = "laptops" if trust.is_bureau(self._session.reader()) else "packages"
        self._session.go(Route("exchange", part=part))

    def _failed(self, error: FieldCheckError) -> None:
        self.take_button.setEnabled(True)
        self.error.show_error(error)
