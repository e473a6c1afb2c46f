"""Decision list: what the bureau decided about a record, each with who and when below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.decision_words import Told


class DecisionList(QWidget):
    """Plain text, for reading and copying."""

    def __init__(self, decisions: Sequence[Told], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", "true")
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(4)
        for decision in decisions:
            for text, kind in ((decision.text, "body"), (decision.source, "caption")):
                label = theme.text_label(text, kind, wrap=True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                layout.addWidget(label)
