"""The numbers that a laptop has left, and what to do where they are few."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.operations import exchange_wording, numbers
from fieldcheck.operations.numbers import SeriesLeft
from fieldcheck.store import Reader, devices
from fieldcheck.translation import _


def own_series(reader: Reader) -> list[SeriesLeft]:
    """Return what is left of the blocks that this store's own device was granted."""
    return numbers.series(reader, devices.own(reader).id)


class NumbersPanel(QFrame):
    """One line for each series and year; shown only where the laptop takes its numbers from blocks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self.lines = theme.text_label("", "body", wrap=True)
        self.warning = theme.text_label("", "danger", wrap=True)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(4)
        layout.addWidget(theme.text_label(_("Numbers for documents"), "heading"))
        layout.addWidget(self.lines)
        layout.addWidget(self.warning)
        theme.set_shown(self, False)

    def show_series(self, found: Sequence[SeriesLeft]) -> None:
        """Show what is left."""
        theme.set_shown(self, bool(found))
        self.lines.setText("\n".join(exchange_wording.series_left(one) for one in found))
        told = _("Few are left. Send a package to the bureau, ask for more numbers, and import the package that comes.")
        self.warning.setText(told if any(one.low for one in found) else "")
        theme.set_shown(self.warning, bool(self.warning.text()))
