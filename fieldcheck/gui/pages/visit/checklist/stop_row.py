"""What every row that can be the current one has: the keyboard as a whole, the ring, the ground."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.finding_editor import FindingEditor
from fieldcheck.gui.pages.visit.checklist.item_list import ListRow
from fieldcheck.gui.pages.visit.checklist.keys import Ask, Step

SIDE, TOP = 16, 10
STEPS = {
    Qt.Key.Key_Down: Step.NEXT,
    Qt.Key.Key_Up: Step.PREVIOUS,
    Qt.Key.Key_PageDown: Step.NEXT_SECTION,
    Qt.Key.Key_PageUp: Step.PREVIOUS_SECTION,
    Qt.Key.Key_Home: Step.FIRST,
    Qt.Key.Key_End: Step.LAST,
    Qt.Key.Key_N: Step.NEXT_OPEN,
}
ASKS = {
    Qt.Key.Key_Return: Ask.ENTER,
    Qt.Key.Key_Enter: Ask.ENTER,
    Qt.Key.Key_P: Ask.PHOTO,
    Qt.Key.Key_R: Ask.REMARK,
    Qt.Key.Key_Escape: Ask.CLOSE,
    Qt.Key.Key_Backspace: Ask.CLEAR,
    Qt.Key.Key_Delete: Ask.CLEAR,
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class RowSignals(QObject):
    """What the rows of one list tell; the first argument is the item.

    Signals:
        answered: an answer as the form keeps it; `by_key` is true where the next item is wanted after it.
        typing: the text so far in the row's own field.
        stepped: a `Step`.
        asked: an `Ask`.
    """

    answered = Signal(str, object, bool)
    typing = Signal(str, object)
    stepped = Signal(str, str)
    asked = Signal(str, str)


class StopRow(ListRow):
    """A row is one stop of the keyboard, with digits, arrows and letters of its own. `key` is its key in the list."""

    def __init__(self, key: str, signals: RowSignals) -> None:
        super().__init__()
        self.key = key
        self._signals = signals
        self._current = False
        self.editor: FindingEditor | None = None

    def refresh(self) -> None:
        """Draw again what the row shows."""

    def bar(self) -> bool:
        """Return whether the red bar of what fails stands beside the row."""
        return False

    def show_editor(self, editor: FindingEditor | None) -> None:
        """Note that the finding is open below the row, or closed again with None."""
        self.editor = editor
        self.refresh()

    def set_current(self, current: bool) -> None:
        """Mark the row as the one whose guidance is shown."""
        if self._current != current:
            self._current = current
            self.take_tab()
            self.update()

    def take_tab(self) -> None:
        """Let Tab reach only the current row: the rows together are one stop, arrows move among them."""
        policy = Qt.FocusPolicy.StrongFocus if self._current else Qt.FocusPolicy.ClickFocus
        for stop in self.stops():
            stop.setFocusPolicy(policy)

    def stops(self) -> list[QWidget]:
        """Return what takes the keyboard: the row, and the field in it where it has one."""
        return [self]

    def take_focus(self) -> None:
        """Give the keyboard to the row."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        """Return the size of the contents."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the current row, the line below, the bar of a failing one, the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._current:
            painter.fillRect(self.rect(), theme.colour("hover"))
        if self.bar():
            painter.fillRect(QRectF(0, 0, 3, self.height()), theme.colour("danger"))
        if self.editor is None:
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(SIDE, self.height() - 1, self.width() - SIDE, self.height() - 1)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the focus ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on a key that was pressed on the row itself; of what a field inside left over, only Escape counts."""
        if QApplication.focusWidget() is self:
            event.setAccepted(self._act(event))
        elif event.key() == Qt.Key.Key_Escape:
            self.setFocus()
        else:
            event.ignore()

    def _act(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._signals.asked.emit(self.key, Ask.PASTE)
            return True
        if event.modifiers() not in _PLAIN:
            return False
        key = Qt.Key(event.key())
        if key in STEPS:
            self._signals.stepped.emit(self.key, STEPS[key])
        elif key in ASKS:
            self._signals.asked.emit(self.key, ASKS[key])
        elif key == Qt.Key.Key_Y:
            self.confirm()
        else:
            text = event.text()
            return len(text) == 1 and text.isascii() and text.isdecimal() and self.digit(text)
        return True

    def confirm(self) -> None:
        """Take over what is known; most rows know nothing."""

    def digit(self, text: str) -> bool:
        """Take a digit; return whether it did something."""
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the row into its open finding."""
        focus = QApplication.focusWidget()
        if forward and focus is self and self.editor is not None:
            return self.editor.focusNextPrevChild(True)
        return super().focusNextPrevChild(forward)
