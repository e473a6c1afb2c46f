"""Documents as small grey pictures: how they are drawn, what makes two of them differ, and where.

Every page is drawn at 50 dots per inch, so that a millimetre is two pixels; the pages of a document stand side by side
in one picture. The reader of PDF is the one that comes with Qt, so that each machine draws with the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

PAGE = (413, 585)
"""A4 at 50 dots per inch, in pixels."""

MILLIMETRES = 25.4 / 50
"""How long a pixel is."""

TILE = 4
"""Pixels of the squares whose mean is compared: 2 mm."""

TOLERANCE = 24
"""How far the means of two squares may be apart, of 255: edges that are smoothed otherwise stay below, a letter not."""

SHADES = 8
GREYS = [round(shade * 255 / (SHADES - 1)) for shade in range(SHADES)]
PAGES_IN_A_ROW = 4


@dataclass(frozen=True)
class Difference:
    """Where two documents differ most: page from 1, millimetres from the left upper corner; how far, of 255."""

    page: int
    right: int
    down: int
    greatest: int


def drawn(pdf: bytes, finer: int = 3) -> list[Image.Image]:
    """Return the pages of a document as grey pictures, drawn so many times finer first: edges come out the same."""
    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert document.status() is QPdfDocument.Status.Ready, document.error()
    size = QSize(PAGE[0] * finer, PAGE[1] * finer)
    return [_grey(document.render(page, size)) for page in range(document.pageCount())]


def _grey(image: QImage) -> Image.Image:
    ink = image.convertToFormat(QImage.Format.Format_RGBA8888)
    page = Image.frombytes("RGBA", image.size().toTuple(), bytes(ink.constBits()))
    paper = Image.new("RGBA", page.size, "white")
    return Image.alpha_composite(paper, page).convert("L").resize(PAGE, Image.Resampling.BOX).point(_rounded)


def _rounded(value: int) -> int:
    return GREYS[round(value * (SHADES - 1) / 255)]


def beside(pages: list[Image.Image]) -> Image.Image:
    """Return the pages of a document as one picture, in rows of four."""
    columns = min(len(pages), PAGES_IN_A_ROW)
    rows = -(-len(pages) // PAGES_IN_A_ROW)
    sheet = Image.new("L", (PAGE[0] * columns, PAGE[1] * rows), 255)
    for index, page in enumerate(pages):
        sheet.paste(page, _corner(index))
    return sheet


def _corner(index: int) -> tuple[int, int]:
    return PAGE[0] * (index % PAGES_IN_A_ROW), PAGE[1] * (index // PAGES_IN_A_ROW)


def apart(sheet: Image.Image) -> list[Image.Image]:
    """Return the pages of a picture that `beside` made; rows are full, so that white pages may follow the last."""
    count = sheet.width // PAGE[0] * (sheet.height // PAGE[1])
    corners = [_corner(index) for index in range(count)]
    return [sheet.crop((x, y, x + PAGE[0], y + PAGE[1])) for x, y in corners]


def keep(pages: list[Image.Image], path: Path) -> None:
    """Write the pages of a document as a small file."""
    sheet = beside(pages).point(lambda value: round(value * (SHADES - 1) / 255))
    sheet.putpalette([grey for shade in GREYS for grey in (shade, shade, shade)])
    sheet.save(path, optimize=True, bits=4)


def kept(path: Path) -> list[Image.Image]:
    """Return the pages that `keep` wrote. Raises FileNotFoundError."""
    with Image.open(path) as sheet:
        return apart(sheet.convert("L"))


def difference(old: Image.Image, new: Image.Image) -> Image.Image:
    """Return how far each square of two pages is from the other, a pixel a square."""
    return ImageChops.difference(old.reduce(TILE), new.reduce(TILE))


def greatest(old: list[Image.Image], new: list[Image.Image]) -> Difference:
    """Return where two documents differ most; a page that one of them lacks counts as white."""
    white = Image.new("L", PAGE, 255)
    found = Difference(0, 0, 0, 0)
    for index in range(max(len(old), len(new))):
        first, second = (pages[index] if index < len(pages) else white for pages in (old, new))
        found = max(found, _greatest(index + 1, difference(first, second)), key=lambda one: one.greatest)
    return found


def _greatest(page: int, squares: Image.Image) -> Difference:
    values = squares.tobytes()
    most = max(values)
    down, right = divmod(values.index(most), squares.width)
    side = TILE * MILLIMETRES
    return Difference(page, round(right * side), round(down * side), most)


def compared(old: list[Image.Image], new: list[Image.Image]) -> Image.Image:
    """Return a row for each page that differs: the old one, the new one, the new one with what differs in red."""
    white = Image.new("L", PAGE, 255)
    rows = []
    for index in range(max(len(old), len(new))):
        first, second = (pages[index] if index < len(pages) else white for pages in (old, new))
        if max(difference(first, second).tobytes()) > TOLERANCE:
            rows.append((first, second, _marked(first, second)))
    sheet = Image.new("RGB", (3 * PAGE[0], PAGE[1] * len(rows)), "white")
    for down, row in enumerate(rows):
        for right, page in enumerate(row):
            sheet.paste(page, (right * PAGE[0], down * PAGE[1]))
    return sheet


def _marked(old: Image.Image, new: Image.Image) -> Image.Image:
    marked, squares = new.convert("RGB"), difference(old, new)
    pencil = ImageDraw.Draw(marked)
    for place, value in enumerate(squares.tobytes()):
        if value > TOLERANCE:
            down, right = divmod(place, squares.width)
            x, y = right * TILE, down * TILE
            pencil.rectangle((x, y, x + TILE, y + TILE), outline="red")
    return marked
