"""Settings of a laptop: another identity, where the bureau refuses it because a copy of its store wrote as the same."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import identity
from fieldcheck.operations.identity import Taken
from fieldcheck.store import Changes
from fieldcheck.translation import _


class IdentityPanel(QWidget):
    """A button, and under it what it means, the number from the bureau's message, and the step itself."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.begin_button = theme.button(_("The bureau says that this store was copied…"), "quiet", "refresh-cw")
        self.form = QWidget()
        self.first = TextField(
            _("First change that is another, as the bureau's program named it; leave it empty if it named none")
        )
        self.take_button = theme.button(_("Write as another device"), "primary")
        self.cancel_button = theme.button(_("Cancel"), "quiet")
        self.error = InlineError()
        self._build()
        self.begin_button.clicked.connect(lambda: self._show_form(True))
        self.cancel_button.clicked.connect(lambda: self._show_form(False))
        self.take_button.clicked.connect(self.take)
        self.first.typing.connect(lambda _value: self.first.set_error(""))
        self.form.hide()

    def _build(self) -> None:
        told = _(
            "Two copies of this store wrote as one laptop, and the bureau has what the other one sent. This one can go "
            "on as another device: what it wrote since then is written again, with the same authors and times. Then "
            "the bureau takes it in again, and nothing that was typed is lost."
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.take_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        form = QVBoxLayout(self.form)
        theme.margins(form, 0)
        form.setSpacing(12)
        form.addWidget(theme.text_label(told, "muted", wrap=True))
        form.addWidget(self.first)
        form.addWidget(self.error)
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
        self.first.set_value("")
        self.error.clear()
        (self.first if shown else self.begin_button).setFocus()

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
        self._show_form(False)
        self._session.tasks.committed.emit(Changes(taken.former.device, frozenset((kind, "") for kind in KINDS), ()))
        self._session.go(Route("exchange"))

    def _failed(self, error: FieldCheckError) -> None:
        self.take_button.setEnabled(True)
        self.error.show_error(error)
