"""A warning where a number stands on two documents: two copies of a store gave the same one on paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.model.document import DocumentNumber
from fieldcheck.operations import number_wording
from fieldcheck.store.queries import numbers


class DoubledNumbers(QFrame):
    """One line for each number; nothing is shown where there is none, which is how it should be."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._session = session
        self.lines = theme.text_label("", "danger", wrap=True)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.addWidget(self.lines)
        theme.set_shown(self, False)

    def reload(self) -> None:
        """Look for them."""
        self._session.tasks.read(numbers.twice, self._show, owner=self)

    def _show(self, found: Sequence[DocumentNumber]) -> None:
        self.lines.setText("\n".join(number_wording.twice(number) for number in found))
        theme.set_shown(self, bool(found))
