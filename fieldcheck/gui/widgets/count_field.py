"""A whole number as people type it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from fieldcheck.gui.widgets.field import Field
from fieldcheck.translation import _


class CountField(Field):
    """`value()` is a whole number that is not negative, or None where the field is empty or holds no number."""

    def __init__(self, label: str, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, required=required, parent=parent)
        self.editor = QLineEdit()
        self._take(self.editor)
        self.editor.textChanged.connect(lambda *_: self._typed())
        self.editor.returnPressed.connect(self.commit)

    def value(self) -> int | None:
        """Return the number."""
        text = self.editor.text().strip()
        return int(text) if text.isdecimal() else None

    def _show(self, value: object) -> None:
        self.editor.setText("" if value is None else str(value))

    def _understood(self) -> bool:
        return not self.editor.text().strip() or self.value() is not None

    def _typed(self) -> None:
        # What is no number is not kept as a draft: after a stop it would come back as no number at all.
        if self._understood():
            self.typing.emit(self.value())

    def commit(self) -> None:
        """Leave the field; what is no number stays as typed, with an error below."""
        if not self._understood():
            self.set_error(_("This is no whole number."))
            return
        self.set_error("")
        super().commit()
