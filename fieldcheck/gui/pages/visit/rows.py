"""Small pieces of the visit page: a row that leads somewhere, a bar of counts, a scrolled column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme

ICON = 18
LEAST_TEXT = 96


class IconLabel(QLabel):
    """An icon beside a text; it follows the theme and the scale of the screen."""

    def __init__(self, name: str, tone: str, size: int = ICON) -> None:
        super().__init__()
        self._name, self._tone, self._pixels = name, tone, size
        self.setFixedSize(size, size)
        theme.signals.changed.connect(self._draw)
        self._draw()

    def set_icon(self, name: str, tone: str) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(theme.pixmap(self._name, self._pixels, self._tone, self.devicePixelRatioF()))


class LinkRow(QPushButton):
    """A whole row that is one button: an icon, a text, a second text below it, what stands at the right, an arrow."""

    def __init__(self, icon: str, tone: str, text: str, detail: str = "", right: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{text} {detail}".strip())
        layout = QHBoxLayout(self)
        layout.setSpacing(12)
        theme.margins(layout, 10, 8)
        if icon:
            layout.addWidget(IconLabel(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(_texts(text, detail), 1)
        for widget in right:
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(IconLabel("chevron-right", "faint", 16), 0, Qt.AlignmentFlag.AlignVCenter)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the size of what stands in the row, not of the button's own empty text."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of what stands in the row."""
        layout = self.layout()
        return super().minimumSizeHint() if layout is None else layout.totalMinimumSize()


def _texts(text: str, detail: str) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(2)
    layout.addWidget(wrapped(text, "body"))
    if detail:
        layout.addWidget(wrapped(detail, "caption"))
    return layout


def wrapped(text: str, kind: str) -> QLabel:
    """Return a label that breaks its lines wherever the room ends; Chinese has no words to keep whole."""
    label = theme.text_label(text, kind, wrap=True)
    label.setMinimumWidth(LEAST_TEXT)
    return label


class CountBar(QWidget):
    """Parts of a whole as one thin bar: (count, colour token) from left to right."""

    HEIGHT = 6

    def __init__(self, parts: Sequence[tuple[int, str]], name: str) -> None:
        super().__init__()
        self._parts = parts
        self.setFixedHeight(self.HEIGHT)
        self.setAccessibleName(name)
        theme.signals.changed.connect(self.update)

    def set_parts(self, parts: Sequence[tuple[int, str]], name: str) -> None:
        """Show other parts."""
        self._parts = parts
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts in the colours of the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        total, left = max(sum(count for count, _ in self._parts), 1), 0.0
        for count, tone in self._parts:
            width = self.width() * count / total
            painter.setBrush(theme.colour(tone))
            painter.drawRoundedRect(QRectF(left, 0, max(width - 2, 0), self.height()), 3, 3)
            left += width
        painter.end()


def column(spacing: int = 8) -> tuple[QScrollArea, QVBoxLayout]:
    """Return a scrolled column and the layout that its contents go into; it never scrolls sideways."""
    inner = QWidget()
    inner.setProperty("plain", "true")
    layout = QVBoxLayout(inner)
    layout.setSpacing(spacing)
    theme.margins(layout, 0)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inner)
    return scroll, layout


def empty(layout: QVBoxLayout) -> None:
    """Take everything out of a column."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
