"""The frame of a page of one record: the way back, chips and buttons, its title, and below what scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.status_chip import StatusChip


class RecordFrame(QWidget):
    """`area` holds what the page shows; `gone` stands in place of all of it where the record is not here."""

    def __init__(
        self, back: str, buttons: Sequence[QPushButton], gone: EmptyState, parent: QWidget | None = None
    ) -> None:
        """Make the frame; `back` is the name of the way back."""
        super().__init__(parent)
        self.back = theme.icon_button("arrow-left", back)
        self.gone = gone
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = theme.text_label("", "title", wrap=True)
        self._chips = QHBoxLayout()
        whole = QWidget()
        layout = QVBoxLayout(whole)
        theme.margins(layout, 24, 16, 24, 0)
        layout.setSpacing(12)
        layout.addLayout(self._head(buttons))
        layout.addWidget(self._title)
        layout.addWidget(self.area, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(whole)
        self._stack.addWidget(gone)

    def _head(self, buttons: Sequence[QPushButton]) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        self._chips.setSpacing(8)
        head.addLayout(self._chips)
        head.addStretch(1)
        for button in buttons:
            head.addWidget(button)
        return head

    def show_record(self, title: str, chips: Iterable[tuple[str, str]]) -> None:
        """Show a record; `chips` are pairs of (word, tone), one without a word is left out."""
        self._stack.setCurrentIndex(0)
        self._title.setText(title)
        theme.take_out(self._chips)
        for text, tone in chips:
            if text:
                self._chips.addWidget(StatusChip(text, tone))

    def show_gone(self) -> None:
        """Say that the record is not here."""
        self._stack.setCurrentWidget(self.gone)

    def scroll_to_top(self) -> None:
        """Show the beginning, as for another record."""
        self.area.verticalScrollBar().setValue(0)
