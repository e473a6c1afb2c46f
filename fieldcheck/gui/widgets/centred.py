"""A window of its own with one card in the middle: unlocking, the first run."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme


class CentredWindow(QWidget):
    """`body` is the layout of the card; it scrolls where the screen is too low."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = QFrame()
        theme.surface(self.card, "card")
        self.card.setFixedWidth(width)
        self.body = QVBoxLayout(self.card)
        theme.margins(self.body, 32)
        self.body.setSpacing(12)
        inner = QWidget()
        inner.setProperty("plain", "true")
        middle = QVBoxLayout(inner)
        middle.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(area)
        self.resize(960, 680)
