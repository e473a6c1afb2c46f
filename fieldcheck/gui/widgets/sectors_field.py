"""The sectors of a bureau's remit, as check boxes."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.texts import sector_choices
from fieldcheck.gui.widgets.field import CheckBox, Field

COLUMNS = 3


class SectorsField(Field):
    """`value()` is a tuple of sector codes in their order; empty where none is checked."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.boxes: dict[str, CheckBox] = {}
        holder = QWidget()
        grid = QGridLayout(holder)
        theme.margins(grid, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for position, (code, name) in enumerate(sector_choices()):
            box = CheckBox(name)
            box.setAccessibleName(name)
            box.clicked.connect(lambda *_: self._clicked())
            self.boxes[code] = box
            grid.addWidget(box, position // COLUMNS, position % COLUMNS)
        self._take(*self.boxes.values(), holder=holder)
        self._shown = ()

    def value(self) -> tuple[str, ...]:
        """Return the checked sectors."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    def _show(self, value: object) -> None:
        chosen = value if isinstance(value, tuple) else ()
        for code, box in self.boxes.items():
            box.setChecked(code in chosen)

    def _clicked(self) -> None:
        self.typing.emit(self.value())
        self.commit()
