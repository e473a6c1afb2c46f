"""The eight words of a device, large enough to be read out over the telephone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from fieldcheck.gui import theme

COUNT, COLUMNS = 8, 4


class WordsView(QFrame):
    """Numbered words in two rows of four."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "sunken")
        self._words: list[QLabel] = []
        grid = QGridLayout(self)
        theme.margins(grid, 20, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for position in range(COUNT):
            grid.addLayout(self._cell(position), position // COLUMNS, position % COLUMNS)
        self.set_words(())

    def _cell(self, position: int) -> QHBoxLayout:
        word = theme.text_label("", "title")
        word.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.append(word)
        cell = QHBoxLayout()
        cell.setSpacing(8)
        cell.addWidget(theme.text_label(str(position + 1), "caption"))
        cell.addWidget(word, 1)
        return cell

    def set_words(self, words: Sequence[str]) -> None:
        """Show eight words, or hide where there are none."""
        for position, label in enumerate(self._words):
            label.setText(words[position] if position < len(words) else "")
        self.setAccessibleName(self.text())
        theme.set_shown(self, bool(words))

    def text(self) -> str:
        """Return the words with blanks between them."""
        return " ".join(label.text() for label in self._words if label.text())
