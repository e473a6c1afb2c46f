"""Signature pad: strokes drawn by mouse, touch or pen, with their time and pressure; clear, and undo of one stroke."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QShortcut, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldcheck.gui import theme
from fieldcheck.model.strokes import Drawn, Point
from fieldcheck.translation import _

MOUSE_PRESSURE = 500
THINNEST, THICKEST = 1.6, 4.4
"""Pixels that a stroke is wide at no pressure and at full pressure."""

SMALLEST = QSize(520, 200)
LINE_AT = 0.74
"""How far down the line lies that the name is written on."""


class SignaturePad(QWidget):
    """A field to sign in. A finger draws as a mouse does; a pen brings its pressure.

    Signals:
        changed: a stroke was ended, or taken away.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[Point]] = []
        self._clock = QElapsedTimer()
        self._began_at = ""
        self._drawing = False
        self._size = SMALLEST
        self.setMinimumSize(SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Field to sign in"))
        self.setAccessibleDescription(_("Drawn with mouse, finger or pen. Who cannot draw signs on the paper alone."))
        undo = QShortcut(QKeySequence.StandardKey.Undo, self, context=Qt.ShortcutContext.WidgetShortcut)
        undo.activated.connect(self.undo)

    def is_empty(self) -> bool:
        """Return whether nothing is drawn."""
        return not self._strokes

    def clear(self) -> None:
        """Take all strokes away."""
        self._strokes = []
        self._began_at = ""
        self._drawing = False
        self.update()
        self.changed.emit()

    def undo(self) -> None:
        """Take the last stroke away."""
        if self._strokes:
            self._strokes.pop()
            self.update()
            self.changed.emit()

    def drawn(self, signed_as: str, name: str) -> Drawn | None:
        """Return what is drawn as the signature of somebody; None where nothing is."""
        if not self._strokes:
            return None
        strokes = tuple(tuple(stroke) for stroke in self._strokes)
        return Drawn(signed_as, name, self._size.width(), self._size.height(), self._began_at, strokes)

    def show_drawn(self, drawn: Drawn | None) -> None:
        """Show a signature that was drawn before; further strokes go on from its time."""
        self._strokes = [list(stroke) for stroke in drawn.strokes] if drawn is not None else []
        self._began_at = drawn.began_at if drawn is not None else ""
        self._size = QSize(drawn.width, drawn.height) if drawn is not None else self.size()
        self._clock.start()
        self.update()

    # Drawing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position(), MOUSE_PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        self._go_on(event.position(), MOUSE_PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with a pen and its pressure; taken, so that no mouse draws the same once more."""
        pressure = round(event.pressure() * 1000)
        if event.type() is QEvent.Type.TabletPress:
            self._begin(event.position(), pressure)
        elif event.type() is QEvent.Type.TabletMove:
            self._go_on(event.position(), pressure)
        else:
            self._end()
        event.accept()

    def _begin(self, at: QPointF, pressure: int) -> None:
        if not self._strokes:
            self._clock.start()
            self._began_at = datetime.now().astimezone().isoformat(timespec="milliseconds")
            self._size = self.size()
        self._drawing = True
        self._strokes.append([])
        self._add(at, pressure)

    def _go_on(self, at: QPointF, pressure: int) -> None:
        if self._drawing:
            self._add(at, pressure)

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self.changed.emit()

    def _before_later_strokes(self) -> int:
        """Return the time of the last point: a signature that is gone on with later keeps its order."""
        return max((point.at for stroke in self._strokes for point in stroke), default=0)

    def _add(self, at: QPointF, pressure: int) -> None:
        inside = QRectF(self.rect())
        x = min(max(at.x(), inside.left()), inside.right())
        y = min(max(at.y(), inside.top()), inside.bottom())
        moment = max(self._before_later_strokes(), self._clock.elapsed())
        self._strokes[-1].append(Point(round(x * 10), round(y * 10), moment, pressure))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line to sign on and the strokes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "border_strong"), 1))
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(QPen(theme.colour("border_strong"), 1))
        y = self.height() * LINE_AT
        painter.drawLine(QPointF(self.width() * 0.06, y), QPointF(self.width() * 0.94, y))
        for stroke in self._strokes:
            _paint_stroke(painter, stroke)
        painter.end()


def _paint_stroke(painter: QPainter, stroke: Sequence[Point]) -> None:
    """Draw one stroke: a smooth line through the middles between its points, as wide as it was pressed."""
    places = [QPointF(point.x / 10, point.y / 10) for point in stroke]
    middles = [(one + other) / 2 for one, other in pairwise(places)]
    starts, ends = [places[0], *middles], [*middles, places[-1]]
    for point, start, corner, end in zip(stroke, starts, places, ends, strict=True):
        width = THINNEST + (THICKEST - THINNEST) * point.pressure / 1000
        pen = QPen(theme.colour("text"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        path = QPainterPath(start)
        path.quadTo(corner, end)
        painter.strokePath(path, pen)
        if len(stroke) == 1:
            painter.setPen(pen)
            painter.drawPoint(corner)
