"""Progress panel: how far long work is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _


class ProgressPanel(QFrame):
    """Shown from `start` to `finish`.

    Signals:
        cancelled: the person asked to stop; the work ends by calling `finish`.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._title = theme.text_label("", "label")
        self._label = theme.text_label("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.button = theme.button(_("Cancel"), "secondary")
        self.button.clicked.connect(self._cancel)
        self._build()
        self.setVisible(False)

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(6)
        texts.addWidget(self._title)
        texts.addWidget(self._bar)
        texts.addWidget(self._label)
        layout = QHBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(16)
        layout.addLayout(texts, 1)
        layout.addWidget(self.button)

    def start(self, title: str, *, cancellable: bool = True) -> None:
        """Show the panel; the length of the work is not yet known."""
        self._title.setText(title)
        self._label.clear()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self.button.setEnabled(True)
        self.button.setVisible(cancellable)
        self.setVisible(True)

    def report(self, done: int, total: int, label: str = "") -> None:
        """Show that `done` of `total` are done; `total` 0 means unknown. `label` says what is under way."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._label.setText(label)

    def finish(self) -> None:
        """Hide the panel."""
        self.setVisible(False)

    def _cancel(self) -> None:
        self.button.setEnabled(False)
        self._label.setText(_("Stopping…"))
        self.cancelled.emit()
