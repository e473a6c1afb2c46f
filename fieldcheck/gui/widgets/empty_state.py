"""Empty state: what is not there yet, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fieldcheck.gui import theme

ICON = 40
WIDEST_TEXT = 420


class EmptyState(QWidget):
    """An icon, a title, a sentence and, where `action` is given, a button.

    Signals:
        triggered: the button was pressed.
    """

    triggered = Signal()

    def __init__(self, icon: str, title: str, text: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel()
        self._title = theme.text_label(title, "heading", wrap=True)
        self._text = theme.text_label(text, "muted", wrap=True)
        self.button = theme.button(action, "primary")
        theme.set_shown(self.button, bool(action))
        self.button.clicked.connect(self.triggered)
        if action:
            self.setFocusProxy(self.button)
        self._build()
        self._draw_icon()
        theme.signals.changed.connect(self._draw_icon)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(self._picture, 0, centre)
        for label in (self._title, self._text):
            label.setAlignment(centre)
            label.setMinimumWidth(min(WIDEST_TEXT, label.fontMetrics().horizontalAdvance(label.text()) + 24))
            label.setMaximumWidth(WIDEST_TEXT)
            layout.addWidget(label, 0, centre)
        layout.addSpacing(8)
        layout.addWidget(self.button, 0, centre)
        layout.addStretch(3)

    def set_texts(self, title: str, text: str) -> None:
        """Say something else, for example while a filter hides everything."""
        self._title.setText(title)
        self._text.setText(text)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the texts need, now that their letters are known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Layouts inside stacks ask for the height of one line only.
        for label in (self._title, self._text):
            label.setMinimumHeight(label.heightForWidth(WIDEST_TEXT))

    def _draw_icon(self) -> None:
        self._picture.setPixmap(theme.pixmap(self._icon, ICON, "faint", self.devicePixelRatioF()))

    def event(self, event: QEvent) -> bool:
        """Draw the icon again where the window moved to a screen of another scale."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._draw_icon()
        return super().event(event)
