"""The sectors of a bureau's remit or of a laptop's area, as check boxes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldcheck.gui.texts import sector_choices
from fieldcheck.gui.widgets.checks_field import ChecksField


class SectorsField(ChecksField):
    """`value()` is a tuple of sector codes in their order; empty where none is checked."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, sector_choices(), parent=parent)
