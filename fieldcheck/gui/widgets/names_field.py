"""Several names in one line."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit, QWidget

from fieldcheck.gui.widgets.field import Field
from fieldcheck.translation import _


class NamesField(Field):
    """`value()` is a tuple of the names between the commas, or None where there is none."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.editor = QLineEdit()
        self.editor.setPlaceholderText(_("Several with commas between them"))
        self._take(self.editor)
        self.editor.textChanged.connect(lambda *_: self.typing.emit(self.value()))
        self.editor.returnPressed.connect(self.commit)

    def value(self) -> tuple[str, ...] | None:
        """Return the names."""
        parts = (part.strip() for part in re.split(r"[,，、;；]", self.editor.text()))
        return tuple(dict.fromkeys(part for part in parts if part)) or None

    def _show(self, value: object) -> None:
        names = value if isinstance(value, (tuple, list)) else ()
        self.editor.setText(_(", ").join(str(name) for name in names))
