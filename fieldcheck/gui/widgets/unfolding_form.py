"""A step that is taken rarely: a button, and in its place the form that it opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _


class UnfoldingForm(QWidget):
    """The button `begin`; unfolded, what the step means, its fields, the button `action` that takes it, and Cancel.

    Signals:
        unfolded: the form was shown, or hidden again.
    """

    unfolded = Signal(bool)

    def __init__(
        self,
        begin: QPushButton,
        told: str,
        fields: Sequence[QWidget],
        action: QPushButton,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.begin_button = begin
        self.cancel_button = theme.button(_("Cancel"), "quiet")
        self.form = QWidget()
        self._build(told, fields, action)
        self.begin_button.clicked.connect(lambda: self.unfold(True))
        self.cancel_button.clicked.connect(lambda: self.unfold(False))
        self.form.hide()

    def _build(self, told: str, fields: Sequence[QWidget], action: QPushButton) -> None:
        form = QVBoxLayout(self.form)
        theme.margins(form, 0)
        form.setSpacing(12)
        form.addWidget(theme.text_label(told, "muted", wrap=True))
        for field in fields:
            form.addWidget(field)
        form.addLayout(_row(action, self.cancel_button))
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addLayout(_row(self.begin_button))
        layout.addWidget(self.form)

    def unfold(self, shown: bool) -> None:
        """Show the form in place of the button, or the button again."""
        self.form.setVisible(shown)
        self.begin_button.setVisible(not shown)
        self.unfolded.emit(shown)
        if not shown:
            self.begin_button.setFocus()


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
