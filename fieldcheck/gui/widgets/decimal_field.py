"""A number with decimals as people type it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from fieldcheck.gui.widgets.field import Field
from fieldcheck.translation import _


class DecimalField(Field):
    """`value()` is a number, or None where the field holds none."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.editor = QLineEdit()
        self._take(self.editor)
        self.editor.textChanged.connect(lambda *_: self._typed())
        self.editor.returnPressed.connect(self.commit)

    def value(self) -> float | None:
        """Return the number."""
        text = self.editor.text().strip().replace(",", ".")
        plain = text.replace(".", "", 1)
        return float(text) if plain.isascii() and plain.isdecimal() else None

    def _show(self, value: object) -> None:
        self.editor.setText(f"{value:g}" if isinstance(value, int | float) else "")

    def _typed(self) -> None:
        self.set_error("" if self.value() is not None else _("This is no number."))
        self.typing.emit(self.value())
