"""The photo pages behind a document (检查照片附页): two by two, each with its problem, its time and its hash."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing, texts
from fieldcheck.documents.flow import Row, baseline, space
from fieldcheck.documents.parts import COLUMN, SMALLEST, centred_row
from fieldcheck.documents.typesetting import Line, Measure, Text, set_paragraph
from fieldcheck.model.document import PhotoEntry

ACROSS, DOWN = 2, 2
GAP = 8 * mm
PICTURE = (COLUMN - GAP) / ACROSS, 60 * mm
CAPTION_LEADING = 14.0
CAPTION_LINES = 4


def pages(photos: Sequence[PhotoEntry]) -> list[list[Row]]:
    """Return the rows of each photo page; none without photos."""
    across = [_pair(photos[start : start + ACROSS]) for start in range(0, len(photos), ACROSS)]
    title = centred_row([Text(texts.common().appendix, bold=True)], 15, 26)
    return [[title, space(4), *across[start : start + DOWN]] for start in range(0, len(across), DOWN)]


def page_count(photos: Sequence[PhotoEntry]) -> int:
    """Return how many pages the photos take."""
    return -(-len(photos) // (ACROSS * DOWN))


def _pair(photos: Sequence[PhotoEntry]) -> Row:
    captions = [caption(photo) for photo in photos]
    lines = max(CAPTION_LINES, *(len(set_lines) for set_lines in captions))

    def ink(canvas: Canvas, x: float, top: float) -> None:
        for photo, set_lines in zip(photos, captions, strict=True):
            _draw(canvas, x, top, photo, set_lines)
            x += PICTURE[0] + GAP

    return Row(PICTURE[1] + lines * CAPTION_LEADING + 6 * mm, ink)


def _draw(canvas: Canvas, x: float, top: float, photo: PhotoEntry, lines: Sequence[Line]) -> None:
    drawing.photo(canvas, photo.jpeg, photo.sha256, (x, top - PICTURE[1], *PICTURE))
    y = top - PICTURE[1] - 2 * mm
    for line in lines:
        drawing.line(canvas, x, y - baseline(CAPTION_LEADING, SMALLEST), line)
        y -= CAPTION_LEADING


def caption(photo: PhotoEntry) -> list[Line]:
    """Return the lines below a photo: its problem, the caption, when it was taken, the start of its hash."""
    common = texts.common()
    about = common.photo_problem.format(number=photo.problem_number) if photo.problem_number else common.photo_general
    words = [f"{about}：{photo.caption}" if photo.caption else about]
    if photo.taken_at:
        words.append(common.photo_taken.format(time=photo.taken_at))
    words.append(common.photo_hash.format(hash=photo.sha256[:16]))
    return set_paragraph([Text("\n".join(words))], Measure(SMALLEST, PICTURE[0], justified=False))


def note(photos: Sequence[PhotoEntry]) -> str:
    """Return the line of the body that names the photo pages; empty without photos."""
    if not photos:
        return ""
    return texts.common().appendix_note.format(pages=page_count(photos), photos=len(photos))
