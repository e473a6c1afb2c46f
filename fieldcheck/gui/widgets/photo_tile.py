"""Photo tile: a thumbnail with its caption, opened by click or Enter, removed by its corner or Delete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _

PICTURE = QSize(120, 90)
CAPTION = 20
CORNER = 24


class PhotoTile(QWidget):
    """One photo.

    Signals:
        opened: the photo's id, to be shown large.
        remove_requested: the photo's id.
    """

    opened = Signal(str)
    remove_requested = Signal(str)

    def __init__(
        self,
        photo_id: str,
        caption: str = "",
        *,
        removable: bool = True,
        picture: QSize = PICTURE,
        parent: QWidget | None = None,
    ) -> None:
        """Make a tile whose picture has the size `picture`."""
        super().__init__(parent)
        self._picture = picture
        self._removable = removable
        self.photo_id = photo_id
        self._caption = caption
        self._pixmap: QPixmap | None = None
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Photo: {caption}").format(caption=caption or "—"))
        self.setToolTip(caption)

    def set_pixmap(self, pixmap: QPixmap) -> None:
        """Show the picture; until then the tile is an empty frame."""
        self._pixmap = pixmap
        self.update()

    def has_picture(self) -> bool:
        """Return whether the picture has arrived."""
        return self._pixmap is not None

    def sizeHint(self) -> QSize:
        """Return the size of picture and caption."""
        return QSize(self._picture.width(), self._picture.height() + CAPTION)

    def _corner(self) -> QRectF:
        return QRectF(self._picture.width() - CORNER - 4, 4, CORNER, CORNER)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture cut to the frame, the caption, the corner to remove it, and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(1, 1, self._picture.width() - 2, self._picture.height() - 2)
        path = QPainterPath()
        path.addRoundedRect(frame, 6, 6)
        painter.fillPath(path, theme.colour("sunken"))
        painter.setClipPath(path)
        self._draw_picture(painter, frame)
        painter.setClipping(False)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.colour("focus" if focused else "border"), 2 if focused else 1))
        painter.drawPath(path)
        self._draw_caption(painter)
        if self._removable and (self._hovered or focused):
            self._draw_corner(painter)

    def _draw_picture(self, painter: QPainter, frame: QRectF) -> None:
        if self._pixmap is None or self._pixmap.isNull():
            ratio = self.devicePixelRatioF()
            painter.drawImage(frame.center() - QPointF(10, 10), theme.image("image", 20, "faint", ratio))
            return
        size = self._pixmap.size()
        scale = max(frame.width() / size.width(), frame.height() / size.height())
        part = QRectF(0, 0, frame.width() / scale, frame.height() / scale)
        part.moveCenter(QRectF(0, 0, size.width(), size.height()).center())
        painter.drawPixmap(frame, self._pixmap, part)

    def _draw_caption(self, painter: QPainter) -> None:
        font = theme.font(theme.current().caption)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        rect = QRectF(2, self._picture.height(), self._picture.width() - 4, CAPTION)
        elided = QFontMetrics(font).elidedText(self._caption, Qt.TextElideMode.ElideMiddle, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)

    def _draw_corner(self, painter: QPainter) -> None:
        corner = self._corner()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("raised"))
        painter.drawEllipse(corner)
        painter.drawImage(corner.topLeft() + QPointF(5, 5), theme.image("x", 14, "text", self.devicePixelRatioF()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the photo, or ask for its removal where the corner was clicked."""
        if event.button() is not Qt.MouseButton.LeftButton or not self.rect().contains(event.position().toPoint()):
            return
        if self._removable and self._corner().contains(event.position()):
            self.remove_requested.emit(self.photo_id)
        else:
            self.opened.emit(self.photo_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or space opens, Delete removes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.photo_id)
        elif self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(self.photo_id)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the corner."""
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the corner."""
        self._hovered = False
        self.update()
