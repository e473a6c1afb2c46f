"""Value cards: things to choose from side by side, by number, by arrow or by click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.field import CheckBox
from fieldcheck.gui.widgets.status_chip import StatusChip

COLUMNS = 3
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Card:
    """One of the things: its `name` beside the box, the text, who wrote it; `chip` says something of it in a word."""

    name: str
    text: str
    source: str
    chip: str = ""


class ValueCards(QWidget):
    """Cards numbered from 1. A card before them, with number 0, can only be read.

    Signals:
        entered: Enter was pressed where a card is chosen.
    """

    entered = Signal()

    def __init__(self, cards: Sequence[Card], before: Card | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = QButtonGroup(self)
        self._count = len(cards)
        grid = QGridLayout(self)
        theme.margins(grid, 0)
        grid.setSpacing(12)
        every = [*([(0, before)] if before is not None else []), *enumerate(cards, start=1)]
        for place, (number, card) in enumerate(every):
            grid.addWidget(self._frame(number, card), place // COLUMNS, place % COLUMNS)
        for column in range(min(COLUMNS, len(every))):
            grid.setColumnStretch(column, 1)

    def _frame(self, number: int, card: Card) -> QFrame:
        frame = QFrame()
        theme.surface(frame, "card" if number else "sunken")
        layout = QVBoxLayout(frame)
        theme.margins(layout, 16, 12)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._button(number, card) if number else theme.text_label(card.name, "caption"))
        head.addStretch(1)
        if card.chip:
            head.addWidget(StatusChip(card.chip, "neutral"))
        layout.addLayout(head)
        layout.addWidget(_readable(card.text, "body" if number else "muted"))
        layout.addStretch(1)
        if card.source:
            layout.addWidget(_readable(card.source, "caption"))
        return frame

    def _button(self, number: int, card: Card) -> CheckBox:
        button = CheckBox(f"{number}  {card.name}")
        button.setAccessibleName(f"{card.name}: {card.text}")
        button.installEventFilter(self)
        self.group.addButton(button, number)
        return button

    def take_focus(self) -> None:
        """Let the keyboard stand on the chosen card, or on the first."""
        button = self.group.checkedButton() or self.group.button(1)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, number: int) -> bool:
        """Choose the card with this number; return whether there is one."""
        if not 1 <= number <= self._count:
            return False
        button = self.group.button(number)
        button.setChecked(True)
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def chosen(self) -> int:
        """Return the number of the chosen card; 0 where none is."""
        return max(0, self.group.checkedId())

    def clear(self) -> None:
        """Choose none."""
        self.group.setExclusive(False)
        for button in self.group.buttons():
            button.setChecked(False)
        self.group.setExclusive(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose the card before or after; Enter goes on."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
            return True
        if key in _ENTER and self.chosen():
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        here = self.chosen()
        self.choose(min(max(here + by, 1), self._count) if here else (1 if by > 0 else self._count))


def _readable(text: str, kind: str) -> QLabel:
    label = theme.text_label(text, kind, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
