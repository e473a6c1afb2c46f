"""One item of the checklist: its label, its control, and below it the finding where it fails."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.answer_writer import answer_text
from fieldcheck.gui.pages.visit.checklist.controls import Control
from fieldcheck.gui.pages.visit.checklist.field_controls import TextControl, control_for
from fieldcheck.gui.pages.visit.checklist.finding_editor import FindingEditor
from fieldcheck.gui.pages.visit.checklist.finding_summary import FindingSummary
from fieldcheck.gui.pages.visit.checklist.item_list import ListRow
from fieldcheck.gui.pages.visit.checklist.keys import Ask, Step
from fieldcheck.gui.pages.visit.checklist.marks import Mark, PhotoCount
from fieldcheck.gui.pages.visit.checklist.state import FormState, empty
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.form import CheckAnswer, Item, ItemType
from fieldcheck.translation import _, current_language

SIDE, TOP, GAP = 16, 10, 12
NARROW = 520
"""Below this width, in pixels, the control stands under the label."""
NAME_GAP = 12
NUMBER = 64
"""Pixels that the number of an item may take beside its label."""

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


class ItemRow(ListRow):
    """A row takes the keyboard as a whole: one stop, with digits, arrows and letters of its own."""

    def __init__(self, state: FormState, item: str, signals: RowSignals) -> None:
        super().__init__()
        self.state = state
        self.item: Item = state.items[item]
        self._signals = signals
        self._by_key = False
        self._current = False
        self._summary: FindingSummary | None = None
        self.editor: FindingEditor | None = None
        self._build()
        self._take_tab()
        self.refresh()

    def _build(self) -> None:
        self.control: Control = control_for(self.item)
        self.control.given.connect(self._given)
        self.control.typing.connect(lambda text: self._signals.typing.emit(self.item.id, text))
        self.control.left.connect(self._left_field)
        self._name = theme.text_label(self.item.label.text(current_language()), "body", wrap=True)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._mark = Mark()
        self._photos = PhotoCount()
        self._problem = InlineError()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(NAME_GAP)
        self._line.addLayout(self._named(), 1)
        self._line.addLayout(self._answered())
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, SIDE, TOP, SIDE, TOP)
        self._layout.setSpacing(8)
        self._layout.addLayout(self._line)
        if self.control.wide:
            self._layout.addWidget(self.control)
        self._layout.addWidget(self._problem)
        self.setAccessibleName(f"{self.item.id} {self._name.text()}")

    def _named(self) -> QBoxLayout:
        """Return the number beside the label; above it where it is long."""
        named = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        named.setSpacing(NAME_GAP)
        if self.item in self.state.definition.items():
            number = theme.text_label(self.item.id, "caption")
            if _advance(self.item.id) > NUMBER:
                named.setDirection(QBoxLayout.Direction.TopToBottom)
                named.setSpacing(0)
            else:
                number.setFixedWidth(number_width(self.state))
                number.setContentsMargins(0, 2, 0, 0)
            named.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        named.addWidget(self._name, 1)
        return named

    def _answered(self) -> QHBoxLayout:
        answered = QHBoxLayout()
        answered.setSpacing(8)
        answered.addWidget(self._photos)
        if not self.control.wide:
            answered.addWidget(self.control)
        answered.addWidget(self._mark)
        return answered

    # Drawing

    def refresh(self) -> None:
        """Draw the item again as the state has it."""
        item, filled = self.item.id, self.state.filled
        self.control.show_value(filled.value(item), filled.choices(item))
        self.control.set_readonly(filled.readonly(item))
        self._name.setText(self._text())
        self._show_mark()
        record = self.state.records.by_item.get(item)
        self._photos.show_count(record.photos if record else 0)
        problem = filled.valid(item)
        if problem is None:
            if self._problem.text():
                self._problem.clear()
        else:
            self._problem.show_error(problem.text(current_language()))
        self._show_summary()
        self.setAccessibleDescription(self._answer_text())
        self.update()

    def _text(self) -> str:
        text = self.item.label.text(current_language())
        wanted = self.state.filled.required(self.item.id) and empty(self.state.value(self.item.id))
        return f"{text} *" if wanted else text

    def _show_mark(self) -> None:
        if self.state.pending(self.item.id):
            self._mark.show_pending()
        elif empty(self.state.value(self.item.id)) or self.item.calculation is not None:
            self._mark.show_nothing()
        else:
            self._mark.show_saved()

    def _answer_text(self) -> str:
        return answer_text(self.state, self.item.id, self.state.value(self.item.id)) or _("No answer")

    def _show_summary(self) -> None:
        wanted = self.state.failing(self.item.id) and self.editor is None
        if wanted and self._summary is None:
            self._summary = FindingSummary()
            self._summary.clicked.connect(lambda: self._signals.asked.emit(self.item.id, Ask.OPEN))
            self._layout.addWidget(self._summary)
        if self._summary is not None:
            self._summary.setVisible(wanted)
            if wanted:
                self._summary.show_finding(self.state, self.item)

    def show_editor(self, editor: FindingEditor | None) -> None:
        """Open the finding in place, or take it away with None; the caller keeps the editor."""
        if self.editor is editor:
            return
        if self.editor is not None:
            self._layout.removeWidget(self.editor)
            self.editor.hide()
            self.editor.setParent(None)
        self.editor = editor
        if editor is not None:
            self._layout.addWidget(editor)
            editor.show()
        self._show_summary()

    def show_draft(self, text: str) -> None:
        """Show a text that was being typed into this item when the program stopped."""
        if isinstance(self.control, TextControl):
            self.control.show_draft(text)

    def set_current(self, current: bool) -> None:
        """Mark the row as the one whose guidance is shown."""
        if self._current != current:
            self._current = current
            self._take_tab()
            self.update()

    def _take_tab(self) -> None:
        """Let Tab reach only the current row: the rows together are one stop, arrows move among them."""
        policy = Qt.FocusPolicy.StrongFocus if self._current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self.item.type is ItemType.NOTE else policy)
        field = self.control.field()
        if field is not None:
            field.setFocusPolicy(policy)

    def fit(self, width: int) -> None:
        """Stand the control beside the label, or below it where the width is small."""
        narrow = width < NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() is not direction:
            self._line.setDirection(direction)
        if self.editor is not None:
            self.editor.fit(width - 2 * SIDE)

    def sizeHint(self) -> QSize:
        """Return the size of the contents."""
        return self._layout.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the current row, the line below, the bar of a failing one, the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._current:
            painter.fillRect(self.rect(), theme.colour("hover"))
        if self.state.failing(self.item.id):
            painter.fillRect(QRectF(0, 0, 3, self.height()), theme.colour("danger"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(SIDE, self.height() - 1, self.width() - SIDE, self.height() - 1)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)

    # Keyboard

    def take_focus(self) -> None:
        """Give the keyboard to the row, or to its field where the item is typed."""
        if isinstance(self.control, TextControl) and not self.control.line.isReadOnly():
            self.control.line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

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
            self._signals.asked.emit(self.item.id, Ask.PASTE)
            return True
        if event.modifiers() not in _PLAIN:
            return False
        key = Qt.Key(event.key())
        if key in STEPS:
            self._signals.stepped.emit(self.item.id, STEPS[key])
        elif key in ASKS:
            self._signals.asked.emit(self.item.id, ASKS[key])
        else:
            return self._digit(event.text())
        return True

    def _digit(self, text: str) -> bool:
        if len(text) != 1 or not text.isascii() or not text.isdecimal():
            return False
        self._by_key = True
        try:
            return self.control.digit(text)
        finally:
            self._by_key = False

    def _given(self, value: object) -> None:
        moves = self._by_key and value != CheckAnswer.FAIL and self.item.type is not ItemType.SELECT_MULTIPLE
        self._signals.answered.emit(self.item.id, value, moves)

    def _left_field(self, key: str, changed: bool) -> None:
        """Go on from the row's field; an answer that now fails stays, as a failed check does."""
        if key != Ask.ENTER:
            self._signals.stepped.emit(self.item.id, key)
        elif not self.state.failing(self.item.id):
            self._signals.stepped.emit(self.item.id, Step.NEXT)
        elif not changed:
            self._signals.asked.emit(self.item.id, Ask.ENTER)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the row into its open finding."""
        focus = QApplication.focusWidget()
        if forward and focus is self and self.editor is not None:
            return self.editor.focusNextPrevChild(True)
        return super().focusNextPrevChild(forward)


def number_width(state: FormState) -> int:
    """Return the width of the column of item numbers, in pixels; numbers that are longer than NUMBER stand apart."""
    widths = [width for item in state.definition.items() if (width := _advance(item.id)) <= NUMBER]
    return max(widths, default=0) + 2


def _advance(text: str) -> int:
    return QFontMetrics(theme.font(theme.current().caption)).horizontalAdvance(text)


def estimated_height(state: FormState, item: str, width: int) -> int:
    """Return about how high the row of an item will be at this width, in pixels."""
    known = state.items[item]
    room = width - 2 * SIDE - number_width(state) - 330 if width >= NARROW else width - 2 * SIDE - 70
    text = known.label.text(current_language())
    lines = -(-QFontMetrics(theme.font()).horizontalAdvance(text) // max(room, 120))
    height = max(lines * 21, 32) + 2 * TOP
    return height + (40 if state.failing(item) else 0)
