"""Segmented answer: a few choices side by side, one chosen or none, by one click or one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldcheck.gui import theme

HEIGHT = 32
PADDING = 14
SMALLEST = 56


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: its value, its word, the key that chooses it (or empty), and its tone once chosen."""

    value: str
    text: str
    key: str = ""
    tone: str = "accent"


class SegmentedAnswer(QWidget):
    """Draws its segments itself: one widget an item, however many choices, so that a long checklist opens at once.

    Signals:
        answered: the value that the person chose; empty where they clicked the chosen one again, which clears it.
    """

    answered = Signal(str)

    def __init__(self, choices: Sequence[Segment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = tuple(choices)
        self._value: str | None = None
        self._hovered: int | None = None
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def value(self) -> str | None:
        """Return the chosen value, or None."""
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show `value` as chosen; None or an empty text shows none. No signal."""
        self._value = value or None
        for index, segment in enumerate(self._segments):
            if segment.value == self._value:
                self._cursor = index
        self._describe()
        self.update()

    def choose(self, value: str) -> None:
        """Choose as a click does: the chosen one again clears it."""
        self.set_value(None if value == self._value else value)
        self.answered.emit(self._value or "")

    def _describe(self) -> None:
        chosen = next((segment.text for segment in self._segments if segment.value == self._value), "")
        if chosen != self.accessibleDescription():
            self.setAccessibleDescription(chosen)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(theme.font(medium=True))
        return [max(metrics.horizontalAdvance(segment.text) + 2 * PADDING, SMALLEST) for segment in self._segments]

    def _rects(self) -> list[QRectF]:
        left, rects = 0.0, []
        for width in self._widths():
            rects.append(QRectF(left, 0, width, HEIGHT))
            left += width
        return rects

    def sizeHint(self) -> QSize:
        """Return the width of the words."""
        return QSize(sum(self._widths()), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, segments, and the focus ring around the segment that the keyboard is on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.current().radius
        frame = QRectF(0.5, 0.5, sum(self._widths()) - 1, HEIGHT - 1)
        path = QPainterPath()
        path.addRoundedRect(frame, radius, radius)
        painter.fillPath(path, theme.colour("card" if self.isEnabled() else "sunken"))
        painter.setClipPath(path)
        for index, rect in enumerate(self._rects()):
            self._draw_segment(painter, index, rect)
        painter.setClipping(False)
        painter.setPen(QPen(theme.colour("border_strong"), 1))
        painter.drawPath(path)
        if self.hasFocus():
            ring = self._rects()[self._cursor].adjusted(1.5, 1.5, -1.5, -1.5)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(ring, radius - 1, radius - 1)

    def _draw_segment(self, painter: QPainter, index: int, rect: QRectF) -> None:
        segment = self._segments[index]
        chosen = segment.value == self._value
        letters = theme.colour("text" if self.isEnabled() else "faint")
        if chosen:
            letters, ground = theme.tone_colours(segment.tone)
            painter.fillRect(rect, ground)
        elif index == self._hovered and self.isEnabled():
            painter.fillRect(rect, theme.colour("hover"))
        if index:
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(rect.left() + 0.5, 1), QPointF(rect.left() + 0.5, HEIGHT - 1))
        painter.setFont(theme.font(medium=chosen))
        painter.setPen(letters)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, segment.text)

    def _at(self, position: QPointF) -> int | None:
        return next((index for index, rect in enumerate(self._rects()) if rect.contains(position)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        index = self._at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index is not None:
            self._cursor = index
            self.choose(self._segments[index].value)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which segment a click would choose."""
        self._hovered = self._at(event.position())
        self.setToolTip(self._tip())
        self.update()

    def _tip(self) -> str:
        if self._hovered is None:
            return ""
        segment = self._segments[self._hovered]
        return f"{segment.text} ({segment.key})" if segment.key else ""

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between the segments, space or Enter chooses, and so does a segment's own key."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        own = next((s for s in self._segments if s.key and event.text() == s.key), None)
        if step is not None:
            self._cursor = (self._cursor + step) % len(self._segments)
            self.update()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(self._segments[self._cursor].value)
        elif own is not None:
            self.choose(own.value)
        else:
            super().keyPressEvent(event)
