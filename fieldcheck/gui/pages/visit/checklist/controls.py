"""What an item is answered with: the base of all controls, and the segments of a check or of a few choices.

A control tells what was answered by `given`, with the answer as the form keeps it (a text, names, or None).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fieldcheck.forms.filled import Value
from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.keys import ANSWERS
from fieldcheck.gui.widgets.segmented_answer import Segment, SegmentedAnswer
from fieldcheck.model.form import CheckAnswer, Choice, Item
from fieldcheck.translation import N_, _, current_language

CHECK_WORDS = {
    CheckAnswer.PASS: (N_("Pass"), "success"),
    CheckAnswer.FAIL: (N_("Fail"), "danger"),
    CheckAnswer.NOT_APPLICABLE: (N_("N/A"), "neutral"),
    CheckAnswer.NOT_EXAMINED: (N_("Not examined"), "neutral"),
}


class Control(QWidget):
    """Base of the controls.

    Signals:
        given: the answer as the form keeps it, when it is complete.
        typing: the text so far, on every keystroke.
        left: a `Step` or `Ask.ENTER` pressed in the field, and whether what was typed is another answer than before.
    """

    given = Signal(object)
    typing = Signal(object)
    left = Signal(str, bool)
    wide = False
    """Whether the control stands below the label instead of beside it."""

    def show_value(self, value: Value, choices: Sequence[Choice]) -> None:
        """Show an answer. No signal."""
        raise NotImplementedError

    def set_readonly(self, readonly: bool) -> None:
        """Let the answer be seen and not changed."""
        self.setEnabled(not readonly)

    def digit(self, text: str) -> bool:
        """Take a key pressed while the row has the focus; return whether it answered the item."""
        return False

    def field(self) -> QWidget | None:
        """Return the widget that takes the focus where this item is typed into, or None."""
        return None

    def commit(self) -> None:
        """Give what was typed and not given yet."""


class NoControl(Control):
    """A note takes no answer."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(0, 0)

    def show_value(self, value: Value, choices: Sequence[Choice]) -> None:
        """Show nothing."""


class _Segments(Control):
    """Segments whose keys are digits."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        super().__init__()
        self._keys = {segment.key: segment.value for segment in segments if segment.key}
        self.answer = SegmentedAnswer(segments)
        # The row has the keyboard: its digits answer, its arrows move.
        self.answer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answer.answered.connect(lambda value: self.given.emit(value or None))
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self.answer)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_value(self, value: Value, choices: Sequence[Choice]) -> None:
        """Show an answer. No signal."""
        self.answer.set_value(value if isinstance(value, str) else None)

    def set_readonly(self, readonly: bool) -> None:
        """Let the answer be seen and not changed."""
        self.answer.setEnabled(not readonly)

    def digit(self, text: str) -> bool:
        """Take a digit pressed on the row."""
        value = self._keys.get(text)
        if value is None or not self.answer.isEnabled():
            return False
        self.answer.set_value(value)
        self.given.emit(value)
        return True


class CheckControl(_Segments):
    """Pass, fail, not applicable, not examined; 0 is a second key of the last."""

    def __init__(self) -> None:
        keys = {value: digit for digit, value in reversed(ANSWERS.items())}
        super().__init__([Segment(value, _(word), keys[value], tone) for value, (word, tone) in CHECK_WORDS.items()])
        self._keys = {digit: value.value for digit, value in ANSWERS.items()}


class ChoiceControl(_Segments):
    """A few choices; a filter may leave some out."""

    def __init__(self, item: Item) -> None:
        self._names: tuple[str, ...] = ()
        super().__init__(_segments(item.choices))
        self._names = tuple(choice.name for choice in item.choices)

    def show_value(self, value: Value, choices: Sequence[Choice]) -> None:
        """Show an answer. No signal."""
        names = tuple(choice.name for choice in choices)
        if names != self._names:
            self._names = names
            self._replace(choices)
        super().show_value(value, choices)

    def _replace(self, choices: Sequence[Choice]) -> None:
        segments = _segments(choices)
        answer = SegmentedAnswer(segments)
        answer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        answer.answered.connect(lambda value: self.given.emit(value or None))
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self.answer, answer)
        self.answer.deleteLater()
        self.answer = answer
        self._keys = {segment.key: segment.value for segment in segments if segment.key}


def _segments(choices: Sequence[Choice]) -> list[Segment]:
    return [
        Segment(choice.name, choice.label.text(current_language()), str(number) if number < 10 else "")
        for number, choice in enumerate(choices, 1)
    ]
