"""Small signs: an answer saved or on its way, how many photos there are, the line between two sides."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _, ngettext

SIZE = 16


class Mark(QWidget):
    """Nothing, a ring while an answer is on its way to the disk, a tick once it is there."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.setFixedSize(SIZE, SIZE)

    def show_nothing(self) -> None:
        """Show that there is no answer."""
        self._show("", "")

    def show_pending(self) -> None:
        """Show that the answer is not on the disk yet."""
        self._show("pending", _("Being saved"))

    def show_saved(self) -> None:
        """Show that the answer is on the disk."""
        self._show("saved", _("Saved"))

    def _show(self, shown: str, text: str) -> None:
        if self.shown != shown:
            self.shown = shown
            self.setToolTip(text)
            self.setAccessibleName(text)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        painter = QPainter(self)
        if self.shown == "saved":
            painter.drawImage(QRectF(1, 1, 14, 14), theme.image("check", 14, "faint", self.devicePixelRatioF()))
        elif self.shown == "pending":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("faint"), 1.5))
            painter.drawEllipse(QRectF(4, 4, 8, 8))


class PhotoCount(QWidget):
    """A camera with the number of photos of an item; nothing where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    def show_count(self, count: int) -> None:
        """Show a number of photos."""
        if self._count != count:
            self._count = count
            text = ngettext("{count} photo", "{count} photos", count).format(count=count)
            self.setToolTip(text)
            self.setAccessibleName(text)
            self.setVisible(count > 0)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the camera and its number."""
        return QSize(20 + self._metrics().horizontalAdvance(str(self._count)), 20)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.font(theme.current().caption))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the camera and the number."""
        painter = QPainter(self)
        painter.drawImage(QRectF(0, 2, 16, 16), theme.image("camera", 16, "muted", self.devicePixelRatioF()))
        painter.setFont(theme.font(theme.current().caption))
        painter.setPen(theme.colour("muted"))
        rect = QRectF(20, 0, self.width() - 20, self.height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(self._count))


class Rule(QWidget):
    """A line between two sides of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        QPainter(self).fillRect(self.rect(), theme.colour("border"))
