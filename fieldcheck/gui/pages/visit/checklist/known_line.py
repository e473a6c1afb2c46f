"""What is known of a fact before it is answered: from the register or the last visit, with a button to confirm it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.translation import _


class KnownLine(QWidget):
    """One line below a fact.

    Signals:
        confirmed: the person takes it over.
    """

    confirmed = Signal()

    def __init__(self, confirm: str) -> None:
        """Make the line; `confirm` is what its button says."""
        super().__init__()
        self._text = theme.text_label("", "muted")
        self._button = theme.button(confirm, "quiet", "check")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.confirmed)
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        layout.addStretch(1)

    def show_fact(self, answer: str, day: str) -> None:
        """Show a value and where it comes from; `day` (ISO) is that of a visit, empty for the register."""
        source = _("Last visit, {day}").format(day=texts.day(day)) if day else _("Register")
        self._text.setText(_("{source}: {answer}").format(source=source, answer=answer))
        self._button.setAccessibleName(f"{self._button.text()}: {answer}")
