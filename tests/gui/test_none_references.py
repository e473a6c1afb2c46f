"""Qt's binding must not give away references to None: some thousand calls later the interpreter stops."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

CALLS = 5_000


def test_calls_that_return_nothing_keep_none_alive() -> None:
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    rect, colour = QRect(0, 0, 1, 1), QColor("black")
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        painter.fillRect(rect, colour)
    after = sys.getrefcount(None)
    painter.end()
    assert after > before - CALLS // 2
