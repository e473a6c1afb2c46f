"""A finding that is closed: one line below its item, opened by a click or by Enter on the row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.checklist.state import FormState
from fieldcheck.gui.widgets.status_chip import paint_chip
from fieldcheck.model.form import Item, Level
from fieldcheck.model.records import Finding
from fieldcheck.translation import _

HEIGHT = 34


def level_chip(finding: Finding | None, *, proposed: bool) -> tuple[str, str]:
    """Return (word, tone) of a finding's level: confirmed, or proposed as major and not confirmed yet."""
    level = finding.confirmed_level.level if finding and finding.confirmed_level else ""
    if level == Level.MAJOR:
        return _("Major"), "major"
    if proposed and not level:
        return _("Proposed as major"), "warning"
    return _("General"), "neutral"


class FindingSummary(QWidget):
    """Level, wording, and at the end place and deadline.

    Signals:
        clicked: the person wants it open.
    """

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[tuple[str, str]] = []
        self._text = ""
        self._end = ""
        self._hovered = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(_("Open the finding (Enter)"))

    def show_finding(self, state: FormState, item: Item) -> None:
        """Show the finding of an item as the state has it; until it is stored, its default wording."""
        record = state.records.of(item.id)
        chips = [level_chip(record.finding, proposed=bool(state.proposed(item.id)))]
        if item.evidence and not record.photos:
            chips.append((_("No photo"), "warning"))
        default = item.finding.wording if item.finding else ""
        wording = (record.finding.description if record.finding else default) or ""
        self.show_line(chips, wording, record.finding)

    def show_line(self, chips: list[tuple[str, str]], wording: str, finding: Finding | None) -> None:
        """Show chips (word, tone), a wording, and the place and deadline of a finding."""
        self._chips = chips
        self._text = wording or _("No description yet")
        parts = [finding.location, texts.day(finding.deadline)] if finding else []
        self._end = " · ".join(part for part in parts if part)
        self.setAccessibleName(", ".join((*(text for text, _tone in self._chips), self._text, self._end)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(240, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw chips, wording and end in one line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.fillPath(path, theme.colour("selection" if self._hovered else "danger_soft"))
        left, middle = 10.0, self.height() / 2
        for text, tone in self._chips:
            left += paint_chip(painter, left, middle, text, tone) + 8
        self._draw_texts(painter, left + 2)

    def _draw_texts(self, painter: QPainter, left: float) -> None:
        caption = theme.font(theme.current().caption)
        right = self.width() - 10.0
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self._end:
            metrics = QFontMetrics(caption)
            end = metrics.elidedText(self._end, Qt.TextElideMode.ElideRight, round(self.width() * 0.4))
            width = metrics.horizontalAdvance(end) + 2
            painter.setFont(caption)
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRectF(right - width, 0, width, self.height()), line, end)
            right -= width + 12
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        room = max(right - left, 0)
        shown = QFontMetrics(theme.font()).elidedText(self._text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, 0, room, self.height()), line, shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the finding."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that a click does something."""
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hovered = False
        self.update()
