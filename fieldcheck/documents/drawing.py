"""Ink on a page: letters, rules, blanks, check boxes, the QR code, the mark of a draft, photos. Lengths are points.

A function gets the canvas first and draws at (x, y) with y upwards from the lower edge of the page; baselines for text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

from PIL import Image, UnidentifiedImageError
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import fonts
from fieldcheck.documents.typesetting import Blank, CheckBox, Line, Style, Unit
from fieldcheck.model.errors import N_, DocumentError
from fieldcheck.model.strokes import Point

UNDERLINE_DEPTH = 3.5
RULE_WIDTH = 0.6
_FILLED, _INVISIBLE = 0, 3


class PhotoNotDrawable(DocumentError):
    """A photo of the appendix is no picture."""

    code = "DOCUMENT_PHOTO"
    message = N_(
        "The photo {sha256} cannot be printed: its picture is damaged. Remove it from the finding, or replace it."
    )


def text(canvas: Canvas, x: float, y: float, letters: str, style: Style, spread: float = 0) -> None:
    """Draw letters, each in a font that has it; `spread` is added after each."""
    words = canvas.beginText(x, y)
    words.setCharSpace(spread)
    runs = fonts.runs(letters, style.font)
    for run in runs:
        words.setFont(run.font, style.size)
        if len(runs) == 1 and not run.missing:
            words.textLine(run.text)
            continue
        if run.missing:
            _code_point(canvas, x, y, run.text, style.size)
        words.setTextRenderMode(_INVISIBLE if run.missing else _FILLED)
        words.textOut(run.text)
        x += fonts.text_width(run.text, style.font, style.size) + spread * len(run.text)
    words.setTextRenderMode(_FILLED)
    canvas.drawText(words)


_SEGMENTS = {
    "top": (0, 2, 1, 2),
    "upper left": (0, 1, 0, 2),
    "upper right": (1, 1, 1, 2),
    "middle": (0, 1, 1, 1),
    "lower left": (0, 0, 0, 1),
    "lower right": (1, 0, 1, 1),
    "bottom": (0, 0, 1, 0),
}
_DIGITS = ("1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010", "1111111", "1111011")
_LETTERS = ("1111110", "0101111", "1100101", "0011111", "1101101", "1101100")
_STROKES = dict(zip("0123456789ABCDEF", (*_DIGITS, *_LETTERS), strict=True))
"""Which of the seven segments make a hexadecimal digit: drawn as lines, so that no text beside the letter extracts."""


def _code_point(canvas: Canvas, x: float, y: float, letter: str, size: float) -> None:
    """Draw the code point of a letter that no font has, in a box of one letter's size."""
    digits = f"{ord(letter):04X}"
    rows = [digits[: (len(digits) + 1) // 2], digits[(len(digits) + 1) // 2 :]]
    edge, bottom = size * 0.9, y - size * 0.12
    canvas.saveState()
    canvas.setLineWidth(size * 0.03)
    canvas.rect(x + size * 0.05, bottom, edge, edge)
    width, height = edge / 4.6, edge / 6.6
    for row, row_digits in enumerate(rows):
        base = bottom + edge * (0.56 - 0.45 * row)
        for column, digit in enumerate(row_digits):
            left = x + size * 0.05 + edge * (0.12 + 0.27 * column) + edge * 0.135 * (3 - len(row_digits))
            _digit(canvas, left, base, width * 0.75, height, digit)
    canvas.restoreState()


def _digit(canvas: Canvas, x: float, y: float, width: float, height: float, digit: str) -> None:
    shown = zip(_STROKES[digit], _SEGMENTS.values(), strict=True)
    strokes = [ends for on, ends in shown if on == "1"]
    canvas.lines([(x + a * width, y + b * height, x + c * width, y + d * height) for a, b, c, d in strokes])


def line(canvas: Canvas, x: float, y: float, set_line: Line) -> None:
    """Draw a set line whose column begins at x."""
    x += set_line.indent
    for style, group in groupby(set_line.units, key=_letter_style):
        units = list(group)
        if style is not None:
            text(canvas, x, y, "".join(str(unit.content) for unit in units), style, set_line.spread)
        for unit in units:
            if style is None:
                _shape(canvas, x, y, unit)
            x += unit.width + set_line.spread


def _letter_style(unit: Unit) -> Style | None:
    return unit.style if isinstance(unit.content, str) else None


def _shape(canvas: Canvas, x: float, y: float, unit: Unit) -> None:
    if isinstance(unit.content, Blank):
        rule(canvas, x, x + unit.width, y - UNDERLINE_DEPTH)
    elif isinstance(unit.content, CheckBox):
        check_box(canvas, x, y, unit.style.size, ticked=unit.content.ticked)


def rule(canvas: Canvas, left: float, right: float, y: float, width: float = RULE_WIDTH) -> None:
    """Draw a horizontal rule."""
    canvas.setLineWidth(width)
    canvas.line(left, y, right, y)


def check_box(canvas: Canvas, x: float, y: float, size: float, *, ticked: bool) -> None:
    """Draw a check box of one letter's width; the fonts have no ☑."""
    edge = size * 0.74
    left, bottom = x + size * 0.1, y - size * 0.08
    canvas.setLineWidth(size * 0.06)
    canvas.rect(left, bottom, edge, edge)
    if ticked:
        canvas.setLineWidth(size * 0.1)
        corner = (left + edge * 0.42, bottom + edge * 0.2)
        canvas.lines(
            [
                (left + edge * 0.18, bottom + edge * 0.5, *corner),
                (*corner, left + edge * 0.84, bottom + edge * 0.82),
            ]
        )


def centred(canvas: Canvas, x: float, y: float, letters: str, style: Style) -> None:
    """Draw letters centred on x."""
    text(canvas, x - fonts.text_width(letters, style.font, style.size) / 2, y, letters, style)


def draft_mark(canvas: Canvas, page: tuple[float, float], letters: str) -> None:
    """Draw the mark of a draft across the page (width, height), light enough to read the text over it."""
    canvas.saveState()
    canvas.translate(page[0] / 2, page[1] / 2)
    canvas.rotate(45)
    canvas.setFillGray(0.9)
    size = page[0] / 2.6
    centred(canvas, 0, -size / 3, letters, Style(fonts.BOLD, size))
    canvas.restoreState()


def qr_form(canvas: Canvas, name: str, content: str, edge: float) -> None:
    """Keep a QR code of `content` (UTF-8) as a form named `name`, `edge` points square, for `canvas.doForm`."""
    matrix = _matrix(content)
    size = len(matrix)
    canvas.beginForm(name, 0, 0, edge, edge)
    canvas.scale(edge / size, edge / size)
    # Some hundred bars in whole units, written at once: one by one they took a fifth of the time of a document.
    bars = (f"{column} {size - row - 1} {length} 1 re" for row, column, length in _bars(matrix))
    canvas.addLiteral("\n".join((*bars, "f")))
    canvas.endForm()


def _matrix(content: str) -> list[list[bool]]:
    # Any of the eight masks reads; trying all of them costs more than the rest of the document.
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(content.encode("utf-8"), optimize=0)
    code.make(fit=True)
    return code.get_matrix()


def _bars(matrix: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Return the dark bars of a matrix as (row, column, length)."""
    for row, modules in enumerate(matrix):
        column = 0
        for dark, members in groupby(modules):
            length = len(list(members))
            if dark:
                yield row, column, length
            column += length


def pen_stroke(
    canvas: Canvas,
    stroke: tuple[Point, ...],
    corner: tuple[float, float],
    scale: float,
    widths: tuple[float, float],
) -> None:
    """Draw one stroke of a pen, each piece as wide as it was pressed: from the first width to the second.

    `corner` is the left upper corner of the pad, `scale` the points of one of its pixels.
    """
    thinnest, thickest = widths
    canvas.saveState()
    canvas.setLineCap(1)
    places = [(corner[0] + point.x / 10 * scale, corner[1] - point.y / 10 * scale) for point in stroke]
    for point, (x1, y1), (x2, y2) in zip(stroke, places, [*places[1:], places[-1]], strict=True):
        canvas.setLineWidth(thinnest + (thickest - thinnest) * point.pressure / 1000)
        canvas.line(x1, y1, x2, y2)
    canvas.restoreState()


class _Photo(ImageReader):
    """A JPEG that goes into the document as it is: its name comes from its bytes, not from its decoded pixels."""

    def __init__(self, jpeg: bytes) -> None:
        super().__init__(BytesIO(jpeg))
        self._name = hashlib.sha256(jpeg).digest()
        self._dataA = None

    def getRGBData(self) -> bytes:  # noqa: N802 - reportlab's name
        return self._name


def photo(canvas: Canvas, jpeg: bytes, sha256: str, box: tuple[float, float, float, float]) -> None:
    """Draw a JPEG in a box (x, y, width, height): whole, centred, its sides in their proportion.

    Raises PhotoNotDrawable.
    """
    width, height = _jpeg_size(jpeg, sha256)
    scale = min(box[2] / width, box[3] / height)
    drawn = (width * scale, height * scale)
    x, y = box[0] + (box[2] - drawn[0]) / 2, box[1] + (box[3] - drawn[1]) / 2
    canvas.drawImage(_Photo(jpeg), x, y, *drawn)


def _jpeg_size(jpeg: bytes, sha256: str) -> tuple[int, int]:
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError) as error:
        raise PhotoNotDrawable(sha256=sha256[:16]) from error
