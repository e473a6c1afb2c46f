"""Controls with a field: a long list, check boxes, a line with its unit and limits, a day."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QDateEdit, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from fieldcheck.forms.filled import Value, fails_by_itself
from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.controls import CheckControl, ChoiceControl, Control, NoControl
from fieldcheck.gui.pages.visit.checklist.keys import Ask, Step
from fieldcheck.gui.pages.visit.checklist.wording import limits_text
from fieldcheck.gui.widgets.fields import CheckBox, ComboBox
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.form import Choice, Item, ItemType
from fieldcheck.translation import _, current_language

SEGMENTS = 5
"""A select_one with at most this many choices is answered by segments, where its words are short enough."""

COLUMNS = 3
"""Columns of check boxes."""

LETTERS = 40
"""Letters that the words of all segments may have together; Chinese letters count twice."""


def control_for(item: Item) -> Control:
    """Return the control for an item's type; a note has an empty one."""
    match item.type:
        case ItemType.CHECK:
            return CheckControl()
        case ItemType.SELECT_ONE:
            return ChoiceControl(item) if _short(item.choices) else ListControl(item)
        case ItemType.SELECT_MULTIPLE:
            return ManyControl(item)
        case ItemType.DATE:
            return DayControl(item)
        case ItemType.NOTE:
            return NoControl()
        case _:
            return TextControl(item)


def _short(choices: Sequence[Choice]) -> bool:
    words = [choice.label.text(current_language()) for choice in choices]
    letters = sum(2 if ord(letter) > 0x2E80 else 1 for word in words for letter in word)
    return len(choices) <= SEGMENTS and letters <= LETTERS


class ListControl(Control):
    """Many choices: a box that opens a list. Digits choose the first nine."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._box = ComboBox()
        self._box.setAccessibleName(item.label.text(current_language()))
        self._box.setMinimumWidth(200)
        self._box.setMaximumWidth(360)
        self._box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._box.activated.connect(lambda _: self.given.emit(self._box.currentData() or None))
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self._box)

    def show_value(self, value: Value, choices: Sequence[Choice]) -> None:
        """Show an answer. No signal."""
        names = [self._box.itemData(index) for index in range(1, self._box.count())]
        if names != [choice.name for choice in choices]:
            self._box.clear()
            self._box.addItem(_("Choose…"), "")
            for choice in choices:
                self._box.addItem(choice.label.text(current_language()), choice.name)
        self._box.setCurrentIndex(max(self._box.findData(value or ""), 0))

    def digit(self, text: str) -> bool:
        """Take a digit pressed on the row."""
        index = int(text) if text.isdecimal() else 0
        if not 1 <= index < self._box.count():
            return False
        self._box.setCurrentIndex(index)
        self.given.emit(self._box.currentData())
        return True

    def field(self) -> QWidget:
        """Return the widget that is typed into."""
        return self._box


class ManyControl(Control):
    """Any number of choices; digits switch the first nine."""

    wide = True

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._boxes: dict[str, CheckBox] = {}
        self._layout = QGridLayout(self)
        theme.margins(self._layout, 0)
        self._layout.setHorizontalSpacing(24)
        self._layout.setVerticalSpacing(0)
        self._layout.setColumnStretch(COLUMNS, 1)
        self._make(item.choices)

    def _make(self, choices: Sequence[Choice]) -> None:
        for box in self._boxes.values():
            self._layout.removeWidget(box)
            box.deleteLater()
        self._boxes = {choice.name: CheckBox(choice.label.text(current_language())) for choice in choices}
        for place, box in enumerate(self._boxes.values()):
            box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            box.clicked.connect(self._tell)
            self._layout.addWidget(box, place // COLUMNS, place % COLUMNS)

    def show_value(self, value: Value, choices: Sequence[Choice]) -> None:
        """Show an answer. No signal."""
        if [choice.name for choice in choices] != list(self._boxes):
            self._make(choices)
        chosen = value if isinstance(value, tuple) else ()
        for name, box in self._boxes.items():
            box.setChecked(name in chosen)

    def _tell(self) -> None:
        self.given.emit(tuple(name for name, box in self._boxes.items() if box.isChecked()) or None)

    def digit(self, text: str) -> bool:
        """Take a digit pressed on the row."""
        index = int(text) - 1 if text.isdecimal() else -1
        if not 0 <= index < len(self._boxes) or not self.isEnabled():
            return False
        list(self._boxes.values())[index].toggle()
        self._tell()
        return True


LEADS_AWAY = {
    Qt.Key.Key_Up: Step.PREVIOUS,
    Qt.Key.Key_Down: Step.NEXT,
    Qt.Key.Key_Return: Ask.ENTER,
    Qt.Key.Key_Enter: Ask.ENTER,
}


class _Field(QLineEdit):
    """A line that tells when it is left, and passes the arrows on to the list of items."""

    left = Signal()
    key_pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass on what leads away from the line."""
        key = LEADS_AWAY.get(Qt.Key(event.key()))
        if key is not None:
            self.key_pressed.emit(key)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the line is left; a menu over it is no leaving."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class TextControl(Control):
    """A line for a text or a number; a measure shows its unit, its limits, and at once whether it keeps them."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item
        self._shown: str | None = None
        self.wide = item.type is ItemType.TEXT
        self.line = _Field()
        self.line.setAccessibleName(item.label.text(current_language()))
        self.line.setAccessibleDescription(limits_text(item))
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self.commit)
        self.line.key_pressed.connect(self._key)
        self._verdict = StatusChip()
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        if not self.wide:
            self.line.setFixedWidth(112)
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self._verdict)
        layout.addWidget(self.line, 1)
        if item.unit:
            layout.addWidget(theme.text_label(item.unit, "muted"))

    def show_value(self, value: Value, choices: Sequence[Choice]) -> None:
        """Show an answer. No signal."""
        text = value if isinstance(value, str) else ""
        if self.typed() is None or text == self.line.text():
            self._shown = text
            if text != self.line.text():
                self.line.setText(text)
        self._judge()

    def show_draft(self, text: str) -> None:
        """Show a text that was being typed when the program stopped."""
        self._shown = ""
        self.line.setText(text)
        self._judge()

    def set_readonly(self, readonly: bool) -> None:
        """Let the answer be seen and not changed."""
        self.line.setReadOnly(readonly)

    def field(self) -> QWidget:
        """Return the widget that is typed into."""
        return self.line

    def digit(self, text: str) -> bool:
        """Begin to type: the digit is the first of the number."""
        if self.line.isReadOnly():
            return False
        self.line.setFocus()
        self.line.setText(text)
        self._typed()
        return True

    def typed(self) -> str | None:
        """Return the text that was typed and not given yet, or None."""
        text = self.line.text().strip()
        return None if text == (self._shown or "") else text

    def _typed(self) -> None:
        self._judge()
        self.typing.emit(self.line.text())

    def _key(self, key: str) -> None:
        changed = self.typed() is not None
        self.commit()
        self.left.emit(key, changed)

    def commit(self) -> None:
        """Give what was typed and not given yet."""
        text = self.typed()
        if text is not None:
            self._shown = text
            self.given.emit(text or None)

    def _judge(self) -> None:
        text = self.line.text().strip()
        if self._item.type is not ItemType.MEASURE or self._item.limits is None or not text:
            self._verdict.set("", "neutral")
        elif fails_by_itself(self._item, text):
            self._verdict.set(_("Outside the limits"), "danger")
        elif _is_number(text):
            self._verdict.set(_("Within the limits"), "success")
        else:
            self._verdict.set("", "neutral")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("+-").isdecimal()


class DayControl(Control):
    """A day, typed or picked; empty until one is chosen."""

    EMPTY = QDate(1900, 1, 1)

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._edit = QDateEdit()
        self._edit.setCalendarPopup(True)
        self._edit.setDisplayFormat("yyyy-MM-dd")
        self._edit.setMinimumDate(self.EMPTY)
        self._edit.setSpecialValueText(" ")
        self._edit.setFixedWidth(140)
        self._edit.setAccessibleName(item.label.text(current_language()))
        self._edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._edit.dateChanged.connect(self._chosen)
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self._edit)

    def show_value(self, value: Value, choices: Sequence[Choice]) -> None:
        """Show an answer. No signal."""
        day = QDate.fromString(value, Qt.DateFormat.ISODate) if isinstance(value, str) else self.EMPTY
        self._edit.blockSignals(True)
        self._edit.setDate(day if day.isValid() else self.EMPTY)
        self._edit.blockSignals(False)

    def _chosen(self, day: QDate) -> None:
        self.given.emit(None if day == self.EMPTY else day.toString(Qt.DateFormat.ISODate))

    def field(self) -> QWidget:
        """Return the widget that is typed into."""
        return self._edit
