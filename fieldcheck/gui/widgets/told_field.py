"""That something was done, and when: a box that takes the clock as it is ticked."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldcheck.gui import texts
from fieldcheck.gui.widgets.field import CheckBox, Field
from fieldcheck.operations.inspections import now_text


class ToldField(Field):
    """`value()` is the moment at which the box was ticked, ISO with offset; empty where it is not."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.label = label
        self.editor = CheckBox(label)
        self._at = ""
        self._take(self.editor)
        self._shown = ""
        self.editor.clicked.connect(self._clicked)

    def value(self) -> str:
        """Return the moment."""
        return self._at

    def _show(self, value: object) -> None:
        self._at = str(value or "")
        told = f"{self.label} · {texts.moment(self._at)}" if self._at else self.label
        self.editor.setText(told)
        self.editor.setAccessibleName(told)
        self.editor.setChecked(bool(self._at))
        self.editor.updateGeometry()

    def _clicked(self, checked: bool) -> None:
        self._show(now_text() if checked else "")
        self.typing.emit(self.value())
        self.commit()
