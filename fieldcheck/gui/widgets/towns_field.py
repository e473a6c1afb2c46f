"""The towns of a laptop's area: those of the register as check boxes, others typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from fieldcheck.gui.widgets.checks_field import ChecksField
from fieldcheck.translation import _

COLUMNS = 4


class TownsField(ChecksField):
    """`value()` is a tuple of names; a register that is still empty leaves the line for others alone."""

    def __init__(
        self, label: str, towns: Sequence[str], *, columns: int = COLUMNS, parent: QWidget | None = None
    ) -> None:
        self.others = QLineEdit()
        self.others.setPlaceholderText(_("Others, with commas between them"))
        self.others.setAccessibleName(f"{label}: {self.others.placeholderText()}")
        super().__init__(label, [(town, town) for town in towns], columns=columns, extra=self.others, parent=parent)
        self.others.textChanged.connect(lambda *_: self.typing.emit(self.value()))

    def value(self) -> tuple[str, ...]:
        """Return the towns that are checked, then those that were typed."""
        typed = (part.strip() for part in re.split(r"[,，、;；]", self.others.text()))
        return tuple(dict.fromkeys((*super().value(), *(town for town in typed if town))))

    def _show(self, value: object) -> None:
        super()._show(value)
        chosen = value if isinstance(value, tuple) else ()
        self.others.setText(_(", ").join(town for town in chosen if town not in self.boxes))
