"""Rows of a document, and which page each row goes to. Lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing
from fieldcheck.documents.typesetting import Inline, Line, Measure, Size, set_paragraph
from fieldcheck.model.strokes import SignedAs

LEAST_CONTINUED = 2
"""Rows that a further page has at the least: nobody signs below a single line."""

Draw = Callable[[Canvas, float, float], None]
"""Draws with the canvas, the left edge of the column, and the upper edge of the row."""


class InkLine(NamedTuple):
    """A line to sign: as what, and by whom (empty where that is not known).

    `down` is how far it begins below the upper edge of what it stands in, `height` how tall it is.
    """

    signed_as: SignedAs
    name: str
    down: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """What goes to one page as a whole, and the lines to sign in it.

    `keep` keeps it on the page of the row that follows.
    """

    height: float
    draw: Draw
    keep: bool = False
    ink: tuple[InkLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Rooms:
    """Heights that rows may fill on the first page, on the others, and what the closing takes from them.

    `closing` is the closing of a page that another one follows, `last_closing` that of the last page.
    """

    first: float
    following: float
    closing: float
    last_closing: float


def height(rows: Iterable[Row]) -> float:
    """Return the height of rows one below the other."""
    return sum(row.height for row in rows)


def draw(canvas: Canvas, x: float, top: float, rows: Iterable[Row]) -> float:
    """Draw rows one below the other and return the lower edge of the last."""
    for row in rows:
        row.draw(canvas, x, top)
        top -= row.height
    return top


def ink_lines(rows: Iterable[Row]) -> list[InkLine]:
    """Return the lines to sign in rows one below the other, counted from the upper edge of the first."""
    found, down = [], 0.0
    for row in rows:
        found += [line._replace(down=down + line.down) for line in row.ink]
        down += row.height
    return found


def space(points: float) -> Row:
    """Return empty space; it does not part from the row that follows."""
    return Row(points, lambda canvas, x, top: None, keep=True)


def paginate(rows: Sequence[Row], rooms: Rooms) -> list[list[Row]]:
    """Return the rows of each page; every row is on exactly one page, in order.

    The last page has room for its closing; it holds two rows of its own, unless there are fewer than three in all.
    """
    pages: list[list[Row]] = []
    rest = list(rows)
    while True:
        room = rooms.following if pages else rooms.first
        if not rest or height(rest) <= room - rooms.last_closing:
            return [*pages, rest]
        count = _break(rest, room - rooms.closing)
        pages.append(rest[:count])
        rest = rest[count:]


def _break(rows: Sequence[Row], room: float) -> int:
    """Return how many rows go on a page that another follows: at least one, and where it can be, all but two."""
    fitting = sum(1 for reached in accumulate(row.height for row in rows) if reached <= room)
    limit = max(1, min(fitting, len(rows) - LEAST_CONTINUED))
    count = limit
    while count > 1 and rows[count - 1].keep:
        count -= 1
    return limit if rows[count - 1].keep else count


def paragraph(inlines: Iterable[Inline], measure: Measure, *, ruled: bool = False, keep: bool = False) -> list[Row]:
    """Return a paragraph as rows, one a line, that leave no single line alone at the end or the start of a page.

    With `ruled` a rule runs under every line, and pages are filled to their last line, so that nothing can be added;
    with `keep` the last line stays with what follows.
    """
    lines = set_paragraph(inlines, measure)
    last = len(lines) - 1
    together = set() if ruled else {0, last - 1} - {last}
    kept = together | {last} if keep else together
    return [_line_row(line, measure, keep=index in kept, ruled=ruled) for index, line in enumerate(lines)]


def together(rows: Sequence[Row]) -> list[Row]:
    """Return rows that stay on one page, as far as a page has room for them."""
    return [*(replace(row, keep=True) for row in rows[:-1]), *rows[-1:]]


def _line_row(line: Line, measure: Measure, *, keep: bool, ruled: bool) -> Row:
    drop = baseline(measure.size)

    def ink(canvas: Canvas, x: float, top: float) -> None:
        drawing.line(canvas, x, top - drop, line)
        if ruled:
            _rule(canvas, x, top, measure)

    return Row(measure.size.leading, ink, keep)


def ruled_row(measure: Measure, inlines: Iterable[Inline] = ()) -> Row:
    """Return one ruled line that is empty, or holds a short text."""
    return paragraph(inlines, measure, ruled=True)[0]


def _rule(canvas: Canvas, x: float, top: float, measure: Measure) -> None:
    drawing.rule(canvas, x, x + measure.width, top - baseline(measure.size) - drawing.UNDERLINE_DEPTH - 1.5)


def baseline(size: Size) -> float:
    """Return how far the baseline lies below the upper edge of a line: letters stand in its middle."""
    return (size.leading - size.points) / 2 + size.points * 0.86
