"""The texts of a wording: one field each, what must stay in it, and the shipped text where it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.documents.rules import Wrong
from fieldcheck.gui import theme, wording_words
from fieldcheck.gui.pages.list_page import button_row
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.gradually import Gradually
from fieldcheck.translation import _

SHORT = 18
"""Letters of a text that one line holds."""


class TextLine(QWidget):
    """One text. `changed` follows every keystroke."""

    changed = Signal()

    def __init__(self, key: str, text: str, note: str, shipped: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self._shipped = key, shipped
        self.field = TextField(wording_words.name(key), multiline=max(len(text), len(shipped)) > SHORT)
        self.field.set_value(text)
        self._usual: QWidget | None = None
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.field)
        if note:
            self._layout.addWidget(theme.text_label(note, "muted", wrap=True))
        self.field.typing.connect(lambda _: self._typed())
        self._compare()

    def _typed(self) -> None:
        self._compare()
        self.changed.emit()

    def _compare(self) -> None:
        """Show the shipped text, and a way back to it, where this one differs."""
        differs = self.field.value() != self._shipped.strip()
        if differs and self._usual is None:
            self._usual = self._usual_text()
            self._layout.addWidget(self._usual)
        if self._usual is not None:
            theme.set_shown(self._usual, differs)

    def _usual_text(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        theme.margins(layout, 0)
        layout.setSpacing(2)
        told = _("As shipped: {text}").format(text=self._shipped or "—")
        layout.addWidget(theme.text_label(told, "muted", wrap=True))
        back = theme.button(_("Use the shipped text"), "quiet", "undo-2")
        back.setAccessibleName(f"{back.text()}: {self.field.label}")
        back.clicked.connect(self.put_back)
        layout.addWidget(button_row(back))
        return holder

    def put_back(self) -> None:
        """Take the shipped text."""
        self.field.set_value(self._shipped)
        self._typed()


class TextsPart(QWidget):
    """All texts of a wording, made a few at a time. `changed` follows every keystroke."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", "true")
        self.lines: dict[str, TextLine] = {}
        self._texts: Mapping[str, str] = {}
        self._notes: Mapping[str, str] = {}
        self._shipped: Mapping[str, str] = {}
        self._wrong: Mapping[str, str] = {}
        self._gradually = Gradually(self._make, self)
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, 0)
        self._layout.setSpacing(16)

    def show_texts(self, texts: Mapping[str, str], notes: Mapping[str, str], shipped: Mapping[str, str]) -> None:
        """Show the texts of another wording in place of these."""
        self._gradually.clear()
        theme.take_out(self._layout)
        self.lines, self._wrong = {}, {}
        self._texts, self._notes, self._shipped = texts, notes, shipped
        self._gradually.add([*texts, None])

    def _make(self, key: str | None) -> None:
        if key is None:
            self._layout.addStretch(1)
            return
        line = TextLine(key, self._texts[key], self._notes.get(key, ""), self._shipped.get(key, ""))
        line.field.set_error(self._wrong.get(key, ""))
        line.changed.connect(self.changed)
        self.lines[key] = line
        self._layout.addWidget(line)

    def values(self) -> dict[str, str]:
        """Return the texts as they stand; those whose fields are still being made as they were."""
        return {key: self.lines[key].field.value() if key in self.lines else text for key, text in self._texts.items()}

    def show_wrong(self, wrong: Sequence[Wrong]) -> None:
        """Say at each text what is wrong with it."""
        self._wrong = {one.key: one.told for one in wrong}
        for key, line in self.lines.items():
            line.field.set_error(self._wrong.get(key, ""))
