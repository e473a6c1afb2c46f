"""Detail panel: what belongs to the thing in view, one titled part below the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme


class DetailPanel(QFrame):
    """A title and parts; each part is a text or a widget under a small heading. It scrolls by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._title = theme.text_label("", "heading", wrap=True)
        self._body = QWidget()
        self._body.setProperty("plain", "true")
        self._parts = QVBoxLayout(self._body)
        theme.margins(self._parts, 16, 0, 16, 16)
        self._parts.setSpacing(4)
        self._parts.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._body)
        layout = QVBoxLayout(self)
        theme.margins(layout, 1, 16, 1, 1)
        layout.setSpacing(12)
        head = QVBoxLayout()
        theme.margins(head, 16, 0)
        head.addWidget(self._title)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)

    def set_title(self, title: str) -> None:
        """Name what is shown."""
        self._title.setText(title)
        self._title.setVisible(bool(title))

    def add(self, title: str, content: QWidget | str) -> None:
        """Add a part at the end; an empty text adds nothing. `title` may be empty."""
        if content == "":
            return
        last = self._parts.count() - 1
        if last:
            self._parts.insertSpacing(last, 12)
            last += 1
        if title:
            self._parts.insertWidget(last, theme.text_label(title, "caption"))
            last += 1
        self._parts.insertWidget(last, _text(content) if isinstance(content, str) else content)

    def clear(self) -> None:
        """Take all parts out."""
        while self._parts.count() > 1:
            item = self._parts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._area.verticalScrollBar().setValue(0)


def _text(content: str) -> QWidget:
    label = theme.text_label(content, "body", wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
