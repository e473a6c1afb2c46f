"""Status chip: one word in the colour of its tone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldcheck.gui import theme

TONES = ("neutral", "info", "success", "warning", "danger", "major", "accent")
HEIGHT = 22
PADDING = 9


def chip_width(text: str) -> int:
    """Return the width of a chip with this text, in device-independent pixels."""
    return QFontMetrics(theme.font(theme.current().caption, medium=True)).horizontalAdvance(text) + 2 * PADDING


def paint_chip(painter: QPainter, left: float, middle: float, text: str, tone: str, widest: float = 1e6) -> float:
    """Draw a chip from `left`, centred on the height `middle`, elided at `widest`; return its width."""
    letters, ground = theme.tone_colours(tone)
    font = theme.font(theme.current().caption, medium=True)
    width = min(float(chip_width(text)), widest)
    rect = QRectF(left, middle - HEIGHT / 2, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(rect, HEIGHT / 2, HEIGHT / 2)
    painter.fillPath(path, ground)
    painter.setFont(font)
    painter.setPen(letters)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(width - 2 * PADDING + 1))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
    return width


class StatusChip(QWidget):
    """A chip as a widget."""

    def __init__(self, text: str = "", tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._tone = "", "neutral"
        self.set(text, tone)

    def set(self, text: str, tone: str) -> None:
        """Show `text` in a tone: neutral, info, success, warning, danger, major or accent; no text shows nothing."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        theme.set_shown(self, bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word that is shown."""
        return self._text

    def tone(self) -> str:
        """Return its tone."""
        return self._tone

    def sizeHint(self) -> QSize:
        """Return the size of the word with its ground."""
        return QSize(chip_width(self._text), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        paint_chip(painter, 0, self.height() / 2, self._text, self._tone, self.width())
