"""Overview of the keys: F1 opens it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _

Keys = Sequence[tuple[str, str]]


def everywhere() -> Keys:
    """Return the keys that act on every page."""
    return (
        ("Ctrl+1 … 5", _("Inspections, hazards, sites, documents, settings")),
        ("Alt+← / →", _("Back, forward")),
        ("Ctrl+Z", _("Undo; in a text field, undo typing")),
        ("Ctrl+Shift+Z", _("Redo")),
        ("Tab / Shift+Tab", _("Next, previous field")),
        ("F1", _("This overview")),
        ("Ctrl+Q", _("Close the program")),
    )


class ShortcutsDialog(QDialog):
    """The keys of the open page, then those of every page."""

    def __init__(self, title: str, page: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard"))
        inner = QWidget()
        inner.setProperty("plain", "true")
        parts = QVBoxLayout(inner)
        theme.margins(parts, 0, 0, 12, 0)
        parts.setSpacing(8)
        if page:
            self._add(parts, title, page)
            parts.addSpacing(16)
        self._add(parts, _("Everywhere"), everywhere())
        parts.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        close = theme.button(_("Close"), "primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        theme.margins(layout, 24)
        layout.setSpacing(16)
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        self.resize(560, 520)

    def _add(self, parts: QVBoxLayout, title: str, keys: Keys) -> None:
        parts.addWidget(theme.text_label(title, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (key, text) in enumerate(keys):
            grid.addWidget(_key_label(key), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(theme.text_label(text, "body", wrap=True), row, 1)
        parts.addLayout(grid)


def _key_label(key: str) -> QLabel:
    label = theme.text_label(key, "caption")
    label.setProperty("keycap", "true")
    return label
