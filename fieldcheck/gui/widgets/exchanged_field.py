"""Question and answer, as many as there are, by keyboard alone: Enter goes from question to answer to question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.fields import Field, TextArea
from fieldcheck.model.papers import Exchanged
from fieldcheck.translation import _


class _Spoken(TextArea):
    """What was said, on one line or several; Shift+Enter begins another line."""

    FEWEST = 1

    entered = Signal()
    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go on and Alt with an arrow move the pair."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif step and modifiers & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class _Pair(QWidget):
    """A question with its answer, and the buttons that move it or take it out."""

    def __init__(self) -> None:
        super().__init__()
        self.question, self.answer = _Spoken(), _Spoken()
        self.up = theme.icon_button("chevron-up", _("Move up (Alt+↑)"))
        self.down = theme.icon_button("chevron-down", _("Move down (Alt+↓)"))
        self.remove = theme.icon_button("trash-2", _("Take out this question"))
        self._marks = theme.text_label("", "label"), theme.text_label("", "label")
        grid = QGridLayout(self)
        theme.margins(grid, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (mark, editor) in enumerate(zip(self._marks, (self.question, self.answer), strict=True)):
            mark.setMinimumWidth(36)
            grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self.up, self.down, self.remove):
            # They are reached by their keys; on the way from line to line they would stand in between.
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            buttons.addWidget(button)
        grid.addLayout(buttons, 0, 2, Qt.AlignmentFlag.AlignTop)

    def number(self, place: int) -> None:
        """Say the how-manieth it is."""
        names = _("Question {number}").format(number=place), _("Answer {number}").format(number=place)
        for editor, name in zip((self.question, self.answer), names, strict=True):
            editor.setAccessibleName(name)
        self._marks[0].setText(_("Q{number}").format(number=place))
        self._marks[1].setText(_("A{number}").format(number=place))

    def show_texts(self, one: Exchanged) -> None:
        """Show a question and its answer."""
        self.question.setPlainText(one.question)
        self.answer.setPlainText(one.answer)

    def texts(self) -> Exchanged:
        """Return what was typed."""
        return Exchanged(self.question.toPlainText().strip(), self.answer.toPlainText().strip())


EMPTY = Exchanged("")


class ExchangedField(Field):
    """`value()` is a tuple of `Exchanged`, or None; the last pair is empty and takes the next question."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        holder = QWidget()
        self._pairs: list[_Pair] = []
        self._column = QVBoxLayout(holder)
        theme.margins(self._column, 0)
        self._column.setSpacing(12)
        first = self._add_pair()
        self._take(first.question, first.answer, holder=holder)
        self._number()

    def _add_pair(self) -> _Pair:
        pair = _Pair()
        for editor in (pair.question, pair.answer):
            editor.textChanged.connect(self._typed)
            editor.moved.connect(partial(self._move, pair))
        pair.question.entered.connect(lambda: stand_in(pair.answer))
        pair.answer.entered.connect(lambda: self._go_on(pair))
        pair.up.clicked.connect(lambda: self._move(pair, -1))
        pair.down.clicked.connect(lambda: self._move(pair, 1))
        pair.remove.clicked.connect(lambda: self.take_out(self._pairs.index(pair)))
        self._column.addWidget(pair)
        self._pairs.append(pair)
        return pair

    def _one_more(self) -> _Pair:
        """Return the empty pair at the end, made where there is none."""
        if self._pairs[-1].texts() != EMPTY:
            pair = self._add_pair()
            self._editors += [pair.question, pair.answer]
            for editor in (pair.question, pair.answer):
                editor.installEventFilter(self)
            self._number()
        return self._pairs[-1]

    def _number(self) -> None:
        for place, pair in enumerate(self._pairs, 1):
            pair.number(place)

    def _typed(self) -> None:
        if self.signalsBlocked():
            return
        self._one_more()
        self.typing.emit(self.value())

    def _go_on(self, pair: _Pair) -> None:
        """Make a change of what was said so far, and stand in the next question."""
        self.commit()
        place = self._pairs.index(pair) + 1
        stand_in((self._pairs[place] if place < len(self._pairs) else self._one_more()).question)

    def _move(self, pair: _Pair, step: int) -> None:
        """Let a pair and its neighbour change places; the keyboard goes along."""
        place = self._pairs.index(pair)
        other = place + step
        asked = self._pairs[:-1] if self._pairs[-1].texts() == EMPTY else self._pairs
        if pair not in asked or not 0 <= other < len(asked):
            return
        in_answer = pair.answer.hasFocus()
        self._rearrange(lambda found: found.insert(other, found.pop(place)))
        target = self._pairs[other]
        stand_in(target.answer if in_answer else target.question)

    def take_out(self, place: int) -> None:
        """Take out a question with its answer, counted from 0."""
        self._rearrange(lambda found: found.pop(place))
        stand_in(self._pairs[min(place, len(self._pairs) - 1)].question)

    def _rearrange(self, change: Callable[[list[Exchanged]], object]) -> None:
        found = [pair.texts() for pair in self._pairs]
        change(found)
        self._show_texts(found)
        self.commit()

    def ask(self, question: str) -> None:
        """Put a question that was suggested at the end, and stand where its answer goes."""
        pair = self._one_more()
        pair.question.setPlainText(question)
        self.commit()
        stand_in(pair.answer)

    def value(self) -> tuple[Exchanged, ...] | None:
        """Return what was asked and said."""
        return tuple(one for one in (pair.texts() for pair in self._pairs) if one != EMPTY) or None

    def _show(self, value: object) -> None:
        self._show_texts(list(value) if isinstance(value, tuple) else [])

    def _show_texts(self, found: list[Exchanged]) -> None:
        blocked = self.blockSignals(True)
        asked = [one for one in found if one != EMPTY]
        for place, one in enumerate(asked):
            if place == len(self._pairs):
                self._one_more()
            self._pairs[place].show_texts(one)
        self.blockSignals(blocked)
        self._keep(len(asked) + 1)

    def _keep(self, count: int) -> None:
        """Leave as many pairs as there are, the last of them empty."""
        for pair in self._pairs[count:]:
            self._editors = [editor for editor in self._editors if editor not in (pair.question, pair.answer)]
            self._column.removeWidget(pair)
            pair.hide()
            pair.deleteLater()
        del self._pairs[count:]
        if len(self._pairs) == count:
            self._pairs[-1].show_texts(EMPTY)
        else:
            self._one_more()

    def pairs(self) -> list[tuple[TextArea, TextArea]]:
        """Return the editors of each question and its answer."""
        return [(pair.question, pair.answer) for pair in self._pairs]


def stand_in(editor: TextArea) -> None:
    """Let the keyboard stand at the end of a text; one that was made a moment ago has its place only after that."""
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTimer.singleShot(0, editor, lambda: editor.setFocus(Qt.FocusReason.OtherFocusReason))
