"""Link list: places to go, one below the other, each cut to the width of the narrowest panel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Route, Session

TEXT_WIDTH = 230
"""Pixels that the text of a link has."""


class LinkList(QWidget):
    """Links of (text, where it leads)."""

    def __init__(
        self,
        session: Session,
        links: Sequence[tuple[str, Route]],
        icon: str,
        width: int = TEXT_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """Make the links; `width` is the room for their text, in pixels."""
        super().__init__(parent)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(0)
        for text, route in links:
            shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            link = theme.button(shown, "quiet", icon)
            link.setAccessibleName(text)
            link.setToolTip(text if shown != text else "")
            link.clicked.connect(lambda _=False, route=route: session.go(route))
            layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
