"""The narrow lists of the page: rows of a few lines, each of which fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

LIST_WIDTH = 300
ROOM_AROUND = 44
"""Pixels of a row that are not text: margins, and a scroll bar."""


def narrow_list(name: str) -> QListWidget:
    """Return a list; `name` is its accessible name."""
    made = QListWidget()
    made.setAccessibleName(name)
    made.setFixedWidth(LIST_WIDTH)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setSpacing(2)
    return made


def elided(shown_in: QListWidget, lines: Sequence[str]) -> str:
    """Return the lines that say something, each cut to the width; a list cuts only the last by itself."""
    fits = shown_in.fontMetrics()
    room = LIST_WIDTH - ROOM_AROUND
    return "\n".join(fits.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines if line)
