"""Open questions: what is not settled about a record, and the way to where it is settled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _


class OpenQuestions(QFrame):
    """A banner; it takes no room while there is nothing to say.

    Signals:
        wanted: the person wants to see them.
    """

    wanted = Signal()

    def __init__(self, lines: Sequence[str] = (), *, narrow: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "warning")
        self._text = theme.text_label("", "body", wrap=True)
        self.button = theme.button(_("Look at them"), "secondary")
        self.button.clicked.connect(self.wanted)
        directions = QBoxLayout.Direction
        layout = QBoxLayout(directions.TopToBottom if narrow else directions.LeftToRight, self)
        theme.margins(layout, 16, 10)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.button)
        self.show_lines(lines)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Say these lines."""
        self._text.setText("\n".join(lines))
        theme.set_shown(self, bool(lines))
