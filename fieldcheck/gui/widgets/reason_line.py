"""Reason line: why something was decided, chosen from what is often said or typed, and the button that decides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.translation import _


class ReasonLine(QWidget):
    """Enter in the line is the button.

    Signals:
        given: the reason, when the person decides.
    """

    given = Signal(str)

    def __init__(self, usual: Sequence[str], hint: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.addItems(list(usual))
        self.box.setCurrentIndex(-1)
        self.box.setAccessibleName(_("Reason"))
        line = self.box.lineEdit()
        assert line is not None, "an editable box has a line"
        line.setPlaceholderText(hint)
        line.returnPressed.connect(self.give)
        self.error = InlineError()
        self.button = theme.button(action, "primary")
        self.button.clicked.connect(self.give)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        layout.addWidget(theme.text_label(_("Reason"), "label"))
        layout.addWidget(self.box)
        layout.addWidget(self.error)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def take_focus(self) -> None:
        """Let the keyboard stand in the line."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def give(self) -> None:
        """Say the reason."""
        self.error.clear()
        self.given.emit(self.box.currentText())

    def wait(self) -> None:
        """Take nothing more until `refuse`."""
        self.button.setEnabled(False)

    def refuse(self, error: FieldCheckError | str) -> None:
        """Say why it was not taken; the person may try again."""
        self.button.setEnabled(True)
        self.error.show_error(error)
