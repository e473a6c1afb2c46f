"""A bureau's escrow key, shown once before the window opens."""

from __future__ import annotations

from fieldcheck.gui.first_run.step import Step
from fieldcheck.gui.widgets.escrow_view import EscrowView
from fieldcheck.translation import _


class EscrowStep(Step):
    """Goes on once the person says that the key was put away."""

    def __init__(self) -> None:
        super().__init__()
        self.view = EscrowView()
        self.view.confirmed.connect(lambda _checked: self.typing.emit())
        self.column.addWidget(self.view)

    def title(self) -> str:
        """Return the name of the step."""
        return _("The bureau's escrow key")

    def begin(self) -> None:
        """Put the keyboard on the first way to keep it."""
        self.view.print_button.setFocus()

    def problem(self) -> str:
        """Return that the key is not put away yet."""
        return "" if self.view.put_away.value() else _("Put the key away first, then check the box.")
