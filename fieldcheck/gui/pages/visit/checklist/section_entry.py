"""A part of the form in the list on the left: its name, how far it is, what fails. And its heading among the items."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.item_list import ListRow
from fieldcheck.gui.pages.visit.checklist.state import Part, Progress
from fieldcheck.gui.widgets.status_chip import chip_width, paint_chip
from fieldcheck.translation import _, current_language

HEIGHT = 42
LINE = 20
HEADING = 52
SIDE = 12
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def part_name(part: Part) -> str:
    """Return the name of a part."""
    return part.label.text(current_language()) if part.label else _("Facts of the site")


class SectionEntry(QWidget):
    """One line of the list.

    Signals:
        chosen: the part's id; the person wants to go there.
    """

    chosen = Signal(str)

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part.id
        self.name = part_name(part)
        self._progress = Progress(part.id, 0, 0, 0)
        self._current = False
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.name)

    def show_progress(self, progress: Progress, *, current: bool) -> None:
        """Show how far the part is, and whether the person is in it."""
        if (progress, current) != (self._progress, self._current):
            self._progress, self._current = progress, current
            text = _("{name}: {answered} of {total} answered, {failed} failed").format(
                name=self.name, answered=progress.answered, total=progress.total, failed=progress.failed
            )
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def progress(self) -> Progress:
        """Return what is shown."""
        return self._progress

    def sizeHint(self) -> QSize:
        """Return the height of one entry."""
        return QSize(160, HEIGHT + (LINE - 2 if self._two_lines() else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, numbers, chip and the bar below them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._current or self._hovered:
            path = QPainterPath()
            path.addRoundedRect(QRectF(self.rect()).adjusted(4, 1, -4, -1), 6, 6)
            painter.fillPath(path, theme.colour("selection" if self._current else "hover"))
        right = self._draw_numbers(painter)
        painter.setFont(theme.font(medium=self._current))
        painter.setPen(theme.colour("text"))
        self._draw_name(painter, right - SIDE - 6)
        self._draw_bar(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 1, -4, -1), 6, 6)

    def _draw_name(self, painter: QPainter, room: float) -> None:
        """Draw the name in one or two lines; what does not fit in two is cut, and whole in the tool tip."""
        layout = QTextLayout(self.name, painter.font())
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(room)
        second = layout.createLine()
        layout.endLayout()
        head = self.name[: first.textLength()]
        rest = QFontMetrics(painter.font()).elidedText(
            self.name[first.textLength() :], Qt.TextElideMode.ElideRight, int(room)
        )
        lines = [head, rest] if second.isValid() else [head]
        top = (self.height() - 6 - len(lines) * LINE) / 2
        for number, line in enumerate(lines):
            painter.drawText(QRectF(SIDE, top + number * LINE, room, LINE), _LEFT, line)

    def _two_lines(self) -> bool:
        room = self.width() - 2 * SIDE - 6 - self._numbers_width()
        return QFontMetrics(theme.font(medium=True)).horizontalAdvance(self.name) > room

    def _numbers_width(self) -> int:
        progress = self._progress
        numbers = QFontMetrics(theme.font(theme.current().caption)).horizontalAdvance(
            f"{progress.total}/{progress.total}"
        )
        return numbers + 2 + (chip_width(str(progress.failed)) + 6 if progress.failed else 0)

    def _draw_numbers(self, painter: QPainter) -> float:
        """Draw the numbers at the right end; return where they begin."""
        progress, right, middle = self._progress, self.width() - SIDE, (self.height() - 6) / 2
        caption = theme.font(theme.current().caption)
        text = f"{progress.answered}/{progress.total}"
        width = QFontMetrics(caption).horizontalAdvance(text) + 2
        if progress.answered == progress.total and progress.total:
            sign = theme.image("check", 14, "success", self.devicePixelRatioF())
            painter.drawImage(QRectF(right - 14, middle - 7, 14, 14), sign)
            width = 16
        else:
            painter.setFont(caption)
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRectF(right - width, 0, width, self.height() - 6), _RIGHT, text)
        right -= width
        if progress.failed:
            right -= chip_width(str(progress.failed)) + 6
            paint_chip(painter, right, middle, str(progress.failed), "danger")
        return right

    def _draw_bar(self, painter: QPainter) -> None:
        progress = self._progress
        bar = QRectF(SIDE, self.height() - 8, self.width() - 2 * SIDE, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        if progress.answered and progress.total:
            bar.setWidth(max(bar.width() * progress.answered / progress.total, 3))
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(bar, 1.5, 1.5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one line or two."""
        super().resizeEvent(event)
        self.updateGeometry()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or space goes there, arrows move along the list."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.part)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the focus ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that a click does something."""
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hovered = False
        self.update()


class SectionHeading(ListRow):
    """The name of a part above its items."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Return the height of a heading."""
        return QSize(200, HEADING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name."""
        painter = QPainter(self)
        painter.setFont(theme.font(theme.current().heading, medium=True))
        painter.setPen(theme.colour("text"))
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, self.width() - 32)
        painter.drawText(QRectF(16, 14, self.width() - 32, 34), _LEFT, name)
