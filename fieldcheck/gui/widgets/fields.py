"""The fields of a form: text, choice, person, check; dates are in `date_fields`."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.date_fields import DateField, DateTimeField
from fieldcheck.gui.widgets.field import CheckBox, ComboBox, Field
from fieldcheck.model.values import Person
from fieldcheck.translation import _

__all__ = [
    "CheckBox",
    "CheckField",
    "ChoiceField",
    "ComboBox",
    "DateField",
    "DateTimeField",
    "Field",
    "PersonField",
    "TextArea",
    "TextField",
]


class TextArea(QPlainTextEdit):
    """Grows with its text from two lines to eight; Tab leaves it."""

    FEWEST, MOST = 2, 8

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        wanted = max(self._text_height(), float(self.FEWEST * line))
        most = float(self.MOST * line)
        # A scroll bar that is not needed would take width, and with it make the text one line longer.
        needed = wanted > most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(math.ceil(min(wanted, most)) + 18)

    def _text_height(self) -> float:
        """Return the height of the text at this width; Qt lays a block out only when it is asked for it."""
        height, block = 0.0, self.document().firstBlock()
        most = self.MOST * self.fontMetrics().lineSpacing() + 1
        while block.isValid() and height < most:
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again to another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit again to another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()


class TextField(Field):
    """A text. `value()` is the text without spaces at its ends; empty where there is none."""

    def __init__(
        self,
        label: str,
        multiline: bool = False,
        placeholder: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, required=required, parent=parent)
        self.editor: QLineEdit | QPlainTextEdit = TextArea() if multiline else QLineEdit()
        self.editor.setPlaceholderText(placeholder)
        self._take(self.editor)
        self._shown = ""
        self.editor.textChanged.connect(lambda *_: self.typing.emit(self.value()))
        if isinstance(self.editor, QLineEdit):
            self.editor.returnPressed.connect(self.commit)

    def value(self) -> str:
        """Return the text."""
        text = self.editor.text() if isinstance(self.editor, QLineEdit) else self.editor.toPlainText()
        return text.strip()

    def _show(self, value: object) -> None:
        text = str(value or "")
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
            self.editor.setCursorPosition(0)
        else:
            self.editor.setPlainText(text)

    def set_suggestions(self, texts: Sequence[str]) -> None:
        """Offer texts that were used before, while typing."""
        if not isinstance(self.editor, QLineEdit):
            return
        completer = QCompleter(QStringListModel(list(texts), self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.editor.setCompleter(completer)


class ChoiceField(Field):
    """One of several values. `value()` is empty where none is chosen; a value that is no choice is shown as it is."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]] = (),
        placeholder: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, required=required, parent=parent)
        self.editor = ComboBox()
        self.editor.setPlaceholderText(placeholder or _("Choose…"))
        self._take(self.editor)
        self._shown = ""
        self.set_choices(choices)
        self.editor.activated.connect(lambda _: self._chosen())

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, text); what was chosen stays chosen where it is among them."""
        chosen = self.value()
        self.editor.clear()
        for value, text in choices:
            self.editor.addItem(text, value)
        self._show(chosen)

    def value(self) -> str:
        """Return the chosen value."""
        return str(self.editor.currentData() or "")

    def _show(self, value: object) -> None:
        index = self.editor.findData(value) if value else -1
        if value and index < 0:
            self.editor.addItem(str(value), value)
            index = self.editor.count() - 1
        self.editor.setCurrentIndex(index)

    def _chosen(self) -> None:
        self.typing.emit(self.value())
        self.commit()


class CheckField(Field):
    """Yes or no; the label stands beside the box."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.label = label
        self.editor = CheckBox(label)
        self._take(self.editor)
        self._shown = False
        self.editor.clicked.connect(lambda *_: self._clicked())

    def value(self) -> bool:
        """Return whether the box is checked."""
        return self.editor.isChecked()

    def _show(self, value: object) -> None:
        self.editor.setChecked(bool(value))

    def _clicked(self) -> None:
        self.typing.emit(self.value())
        self.commit()


class PersonField(Field):
    """A person of the unit in one row: name, post, phone. `value()` is None where all three are empty."""

    def __init__(self, label: str, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, required=required, parent=parent)
        self.name, self.post, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        row = QWidget()
        layout = QHBoxLayout(row)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        # A phone number has eleven digits, which must be read whole in the narrowest panel.
        widths = (72, 80, 122)
        named = ((self.name, _("Name")), (self.post, _("Post")), (self.phone, _("Phone")))
        for (editor, text), width in zip(named, widths, strict=True):
            editor.setPlaceholderText(text)
            editor.setAccessibleName(f"{label}: {text}")
            editor.setMinimumWidth(width)
            editor.textChanged.connect(lambda *_: self.typing.emit(self.value()))
            editor.returnPressed.connect(self.commit)
            layout.addWidget(editor, width)
        self._take(self.name, self.post, self.phone, holder=row)

    def value(self) -> Person | None:
        """Return the person."""
        person = Person(self.name.text().strip(), self.post.text().strip(), self.phone.text().strip())
        return person if person != Person() else None

    def _show(self, value: object) -> None:
        person = value if isinstance(value, Person) else Person()
        self.name.setText(person.name)
        self.post.setText(person.post)
        self.phone.setText(person.phone)
