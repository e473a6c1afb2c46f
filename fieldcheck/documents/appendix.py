"""The photo pages behind a document (检查照片附页): two by two, each with its problem, its time and its hash."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing, texts
from fieldcheck.documents.flow import Rooms, Row, baseline, height, paginate, space
from fieldcheck.documents.layouts import Layout
from fieldcheck.documents.parts import centred_rows
from fieldcheck.documents.typesetting import Line, Text, set_paragraph
from fieldcheck.model.document import PhotoEntry


def pages(layout: Layout, photos: Sequence[PhotoEntry], room: float) -> list[list[Row]]:
    """Return the rows of each photo page, each at most `room` points high; none without photos."""
    if not photos:
        return []
    title = [*centred_rows(layout, [Text(texts.common().appendix, bold=True)], layout.continuation), space(4)]
    rows = [row for start in range(0, len(photos), 2) for row in _pair(layout, photos[start : start + 2])]
    left = room - height(title)
    return [[*title, *page] for page in paginate(rows, Rooms(left, left, 0, 0))]


def note(photo_pages: Sequence[object], photos: Sequence[PhotoEntry]) -> str:
    """Return the line that names the photo pages; empty without photos."""
    if not photos:
        return ""
    return texts.common().appendix_note.format(pages=len(photo_pages), photos=len(photos))


def _picture(layout: Layout) -> tuple[float, float]:
    """Return the width and the height of the box of a photo."""
    return (layout.column - layout.photo_gap * mm) / 2, layout.photo_height * mm


def _pair(layout: Layout, photos: Sequence[PhotoEntry]) -> list[Row]:
    """Return two photos side by side and the lines below them, which stay with them."""
    width, height = _picture(layout)

    def ink(canvas: Canvas, x: float, top: float) -> None:
        for photo in photos:
            drawing.photo(canvas, photo.jpeg, photo.sha256, (x, top - height, width, height))
            x += width + layout.photo_gap * mm

    captions = zip_longest(*(caption(layout, photo) for photo in photos))
    below = [_caption_row(layout, lines) for lines in captions]
    return [Row(height + 2 * mm, ink, keep=True), *below, Row(3 * mm, lambda canvas, x, top: None)]


def _caption_row(layout: Layout, lines: Sequence[Line | None]) -> Row:
    def ink(canvas: Canvas, x: float, top: float) -> None:
        for line in lines:
            if line is not None:
                drawing.line(canvas, x, top - baseline(layout.caption), line)
            x += _picture(layout)[0] + layout.photo_gap * mm

    return Row(layout.caption.leading, ink, keep=True)


def caption(layout: Layout, photo: PhotoEntry) -> list[Line]:
    """Return the lines below a photo: its problem, the caption, when it was taken, the start of its hash."""
    common = texts.common()
    about = common.photo_problem.format(number=photo.problem_number) if photo.problem_number else common.photo_general
    words = [f"{about}：{photo.caption}" if photo.caption else about]
    if photo.taken_at:
        words.append(common.photo_taken.format(time=texts.moment_text(photo.taken_at)))
    words.append(common.photo_hash.format(hash=photo.sha256[:16]))
    measure = layout.measure(layout.caption, _picture(layout)[0], justified=False)
    return set_paragraph([Text("\n".join(words))], measure)
