"""Inline error: what happened, where, and what to do, at the place where it happened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fieldcheck.gui import theme
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.translation import error_text


class InlineError(QFrame):
    """A red line of text with its sign; it takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "danger")
        self._sign = QLabel()
        self._text = theme.text_label("", "danger", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        theme.margins(layout, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.setVisible(False)

    def show_error(self, error: FieldCheckError | str) -> None:
        """Show an error, or a text that is already in the person's language."""
        text = error if isinstance(error, str) else error_text(error)
        self._sign.setPixmap(theme.pixmap("circle-alert", 18, "danger", self.devicePixelRatioF()))
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(True)

    def text(self) -> str:
        """Return what is shown, or an empty text."""
        return self._text.text()

    def clear(self) -> None:
        """Show nothing."""
        self._text.clear()
        self.setVisible(False)
