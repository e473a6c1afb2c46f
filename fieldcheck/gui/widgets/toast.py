"""Toast: a short message over the window, with Undo where there is something to take back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _

SHORT, LONG = 5000, 12000
"""Milliseconds on the screen; what went wrong, or can be undone, stays longer."""

WIDEST = 560
MARGIN = 24
SIGNS = {"info": "info", "success": "circle-check", "warning": "triangle-alert", "danger": "circle-alert"}


class _Toast(QFrame):
    def __init__(
        self, window: QWidget, text: str, tone: str, undo: Callable[[], None] | None, leave: Callable[[], None]
    ) -> None:
        super().__init__(window)
        theme.surface(self, "raised")
        self.setMaximumWidth(WIDEST)
        self.setAccessibleName(text)
        layout = QHBoxLayout(self)
        theme.margins(layout, 14, 10, 8, 10)
        layout.setSpacing(10)
        sign = QLabel()
        sign.setPixmap(theme.pixmap(SIGNS[tone], 18, tone, window.devicePixelRatioF()))
        label = theme.text_label(text, "body", wrap=len(text) > 30)
        if label.wordWrap():
            label.setMinimumWidth(min(WIDEST - 120, label.fontMetrics().horizontalAdvance(text) // 2 + 40))
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label, 1)
        if undo is not None:
            self.undo = theme.button(_("Undo"), "quiet", "undo-2")
            self.undo.clicked.connect(undo)
            self.undo.clicked.connect(leave)
            layout.addWidget(self.undo)
        close = theme.icon_button("x", _("Close"))
        close.clicked.connect(leave)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(Qt.GlobalColor.black if theme.current().name == "dark" else theme.colour("faint"))
        self.setGraphicsEffect(shadow)
        self.text = text


class ToastHost(QObject):
    """Shows one toast at a time at the foot of `window`; a new one takes the place of the last."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toast: _Toast | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        window.installEventFilter(self)

    def show(self, text: str, tone: str = "info", undo: Callable[[], None] | None = None) -> None:
        """Show `text` in a tone: info, success, warning or danger. `undo` gives it a button that calls it."""
        self.clear()
        toast = _Toast(self._window, text, tone, undo, self.clear)
        self._toast = toast
        self._place()
        toast.show()
        toast.raise_()
        self._timer.start(LONG if undo is not None or tone in ("danger", "warning") else SHORT)

    def text(self) -> str:
        """Return the text on the screen, or an empty text."""
        return self._toast.text if self._toast is not None else ""

    def clear(self) -> None:
        """Take the toast away."""
        self._timer.stop()
        if self._toast is not None:
            toast, self._toast = self._toast, None
            toast.hide()
            toast.deleteLater()

    def _place(self) -> None:
        if self._toast is None:
            return
        self._toast.adjustSize()
        size = self._toast.size()
        self._toast.move((self._window.width() - size.width()) // 2, self._window.height() - size.height() - MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window when its size changes."""
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._place()
        return False
