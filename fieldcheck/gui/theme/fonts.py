"""The shipped letters: a bare machine has none for Chinese, so they are loaded before the first widget."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from fieldcheck.gui.theme.tokens import current
from fieldcheck.paths import data_directory

FAMILY = "Noto Sans SC"
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf")


def load() -> None:
    """Load the fonts of the window; letters outside them fall back to the system's, letter by letter."""
    folder = data_directory("resources") / "fonts"
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(folder / name))


def font(pixels: int | None = None, *, medium: bool = False) -> QFont:
    """Return the window's font; `pixels` is its size, the body size where it is None."""
    made = QFont(FAMILY)
    made.setPixelSize(pixels or current().body)
    made.setWeight(QFont.Weight.Medium if medium else QFont.Weight.Normal)
    return made
