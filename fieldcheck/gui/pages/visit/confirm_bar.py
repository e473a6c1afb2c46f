"""A question inside the page: one line and two buttons, in place of a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _


class ConfirmBar(QFrame):
    """Asks once; Enter confirms, Escape gives up. Hidden while there is nothing to ask."""

    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "raised")
        self._text = theme.text_label("", "body", wrap=True)
        self._yes = theme.button("", "primary")
        self._no = theme.button(_("Cancel"), "quiet")
        for button in (self._yes, self._no):
            button.setAutoDefault(True)
        self._yes.clicked.connect(self._confirm)
        self._no.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setSpacing(8)
        theme.margins(layout, 16, 10)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._no)
        layout.addWidget(self._yes)
        escape = QShortcut(Qt.Key.Key_Escape, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._cancel)
        self.hide()

    def ask(self, text: str, yes: str) -> None:
        """Show the question with the button that does it; the keyboard stands on that button."""
        self._text.setText(text)
        self._yes.setText(yes)
        self.show()
        self._yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return the question."""
        return self._text.text()

    def confirm(self) -> None:
        """Answer yes, as the button does."""
        self._yes.click()

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit()

    def _cancel(self) -> None:
        self.hide()
        self.cancelled.emit()
