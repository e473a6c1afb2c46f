"""Packages that came and wait for earlier ones, on the Exchange page: which, for what, and one button to try again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.operations import exchange_wording
from fieldcheck.operations.held_back import HeldBack
from fieldcheck.translation import _, ngettext


class HeldBackCard(QFrame):
    """One line for each sender; shown only where something waits.

    Signals:
        again_requested: the files that still lie where they were are to be imported; carries their paths.
    """

    again_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self.found: list[HeldBack] = []
        self.lines = theme.text_label("", "body", wrap=True)
        self.next_step = theme.text_label("", "muted", wrap=True)
        self.again_button = theme.button("", "secondary", "refresh-cw")
        self.again_button.clicked.connect(lambda: self.again_requested.emit(self._files()))
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(theme.text_label(_("Waiting for earlier packages"), "heading"))
        texts.addWidget(self.lines)
        texts.addWidget(self.next_step)
        layout = QHBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(texts, 1)
        layout.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignTop)
        theme.set_shown(self, False)

    def show_held_back(self, found: Sequence[HeldBack]) -> None:
        """Show what waits."""
        self.found = list(found)
        self.lines.setText("\n".join(map(exchange_wording.held_back, found)))
        self.next_step.setText(_next_step(found))
        count = len(self._files())
        told = ngettext("Import the {count} waiting file again", "Import the {count} waiting files again", count)
        self.again_button.setText(told.format(count=count))
        theme.set_shown(self.again_button, bool(count))
        theme.set_shown(self, bool(found))

    def _files(self) -> list[object]:
        return [path for one in self.found for path in one.files]


def _next_step(found: Sequence[HeldBack]) -> str:
    """Return what a person can do: get what is missing, or bring the files again."""
    if any(one.missing for one in found):
        return _(
            "Ask for what is missing to be written again. When it is imported, the waiting files follow by themselves "
            "if they still lie where they were."
        )
    if not any(one.files for one in found):
        return _("Their files no longer lie where they were. Open them again.")
    return ""
