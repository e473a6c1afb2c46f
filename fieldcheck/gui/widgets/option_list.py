"""A few ways to go on, each with a sentence that says what it is for; one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from fieldcheck.gui import theme


@dataclass(frozen=True, slots=True)
class Option:
    """One way: its value, its name, and what it is for."""

    value: str
    name: str
    purpose: str


class RadioButton(QRadioButton):
    """A radio button drawn from the tokens."""

    RING, DOT, GAP = 16, 8, 8

    def sizeHint(self) -> QSize:
        """Return the size of ring and words."""
        return QSize(self.RING + self.GAP + 4 + self.fontMetrics().horizontalAdvance(self.text()), 24)

    def hitButton(self, position: object) -> bool:  # noqa: N802 - Qt's name
        """Let a click on the words count too."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring, dot and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(1 + self.RING / 2, self.height() / 2)
        edge = "focus" if self.hasFocus() else "accent" if self.isChecked() else "border_strong"
        painter.setBrush(theme.colour("card"))
        painter.setPen(QPen(theme.colour(edge), 2 if self.hasFocus() else 1.5))
        painter.drawEllipse(middle, self.RING / 2, self.RING / 2)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(middle, self.DOT / 2, self.DOT / 2)
        painter.setPen(theme.colour("text" if self.isEnabled() else "faint"))
        words = self.rect().adjusted(self.RING + self.GAP + 2, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())


class _OptionRow(QFrame):
    """A radio button with its sentence; a click anywhere in the row chooses it."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        theme.surface(self, "card")
        self.radio = RadioButton(option.name)
        self.radio.setAccessibleDescription(option.purpose)
        purpose = theme.text_label(option.purpose, "caption", wrap=True)
        purpose.setContentsMargins(RadioButton.RING + RadioButton.GAP + 2, 0, 0, 0)
        layout = QVBoxLayout(self)
        theme.margins(layout, 12, 8)
        layout.setSpacing(0)
        layout.addWidget(self.radio)
        layout.addWidget(purpose)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this one."""
        self.radio.click()
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)


class OptionList(QWidget):
    """Options below one another; arrow keys move between them.

    Signals:
        chosen: the value of the option that the person chose.
    """

    chosen = Signal(str)

    def __init__(self, label: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, RadioButton] = {}
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(6)
        layout.addWidget(theme.text_label(label, "caption"))
        for option in options:
            row = _OptionRow(option)
            self.buttons[option.value] = row.radio
            self._group.addButton(row.radio)
            layout.addWidget(row)
        self._group.buttonToggled.connect(self._toggled)

    def value(self) -> str:
        """Return the chosen value, or an empty text."""
        return next((value for value, button in self.buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose an option; no signal. Raises KeyError."""
        blocked = self.blockSignals(True)
        self.buttons[value].setChecked(True)
        self.blockSignals(blocked)

    def _toggled(self, _button: object, checked: bool) -> None:
        if checked:
            self.chosen.emit(self.value())
