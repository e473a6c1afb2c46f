"""Several of a few values, as check boxes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.field import CheckBox, Field


class ChecksField(Field):
    """`value()` is a tuple of the checked values in their order; empty where none is checked."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        columns: int = 3,
        extra: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent=parent)
        self.boxes: dict[str, CheckBox] = {}
        holder = QWidget()
        grid = QGridLayout(holder)
        theme.margins(grid, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for position, (value, name) in enumerate(choices):
            box = CheckBox(name)
            box.setAccessibleName(name)
            box.clicked.connect(lambda *_: self._clicked())
            self.boxes[value] = box
            grid.addWidget(box, position // columns, position % columns)
        if extra is not None:
            grid.addWidget(extra, grid.rowCount(), 0, 1, columns)
        editors = [*self.boxes.values(), *([extra] if extra is not None else [])]
        self._take(*(editors or [holder]), holder=holder)
        self._shown: tuple[str, ...] = ()

    def value(self) -> tuple[str, ...]:
        """Return the checked values."""
        return tuple(value for value, box in self.boxes.items() if box.isChecked())

    def _show(self, value: object) -> None:
        chosen = value if isinstance(value, tuple) else ()
        for one, box in self.boxes.items():
            box.setChecked(one in chosen)

    def _clicked(self) -> None:
        self.typing.emit(self.value())
        self.commit()
