"""Pictures of windows and of PDF pages, as small PNG files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from PIL import Image, ImageOps
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.pages.visit.pdf_view import page_count, page_image

COLOURS = 255
GAP = 12


@dataclass(frozen=True)
class Album:
    """The folder that the pictures go to."""

    folder: Path

    def add(self, name: str, picture: Image.Image) -> None:
        """Save a picture with at most 255 colours: drawings lose nothing that an eye sees."""
        path = self.folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        print(f"{self.folder.name}/{path.name}  {path.stat().st_size // 1024} KB", flush=True)

    def window(self, name: str, window: QWidget) -> None:
        """Save what a window shows."""
        settle(window)
        self.add(name, as_picture(window.grab().toImage()))

    def pages(self, name: str, pdf: bytes, *, columns: int = 3, dpi: int = 75) -> None:
        """Save the pages of a PDF side by side."""
        drawn = [as_picture(page_image(pdf, page, dpi)) for page in range(page_count(pdf))]
        self.add(name, sheet(drawn, columns))


def as_picture(image: QImage) -> Image.Image:
    """Return Qt's picture as Pillow's."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (plain.width(), plain.height())
    return Image.frombytes("RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine())


def sheet(pages: list[Image.Image], columns: int) -> Image.Image:
    """Return pages on a grey table, `columns` a row."""
    framed = [ImageOps.expand(page, 1, "#c9ced6") for page in pages]
    width, height = framed[0].width + GAP, framed[0].height + GAP
    columns = min(columns, len(framed))
    table = Image.new("RGB", (columns * width + GAP, ceil(len(framed) / columns) * height + GAP), "#e9ecf1")
    for place, page in enumerate(framed):
        table.paste(page, (GAP + place % columns * width, GAP + place // columns * height))
    return table


def settle(window: QWidget) -> None:
    """Let everything that was asked for happen: reads, timers of searching and reading, pages of a PDF."""
    for _round in range(3):
        if isinstance(window, MainWindow):
            window.session.tasks.drain()
        QTest.qWait(160)


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for something that takes its time, at most ten seconds. Raises TimeoutError."""
    for _round in range(200):
        if happened():
            return
        QTest.qWait(50)
    raise TimeoutError(happened)
