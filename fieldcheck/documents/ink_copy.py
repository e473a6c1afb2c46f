"""A copy of an issued document with the strokes from the screen in the margin beside each line to sign.

An aid to evidence, marked as one: the lines themselves stay free for ink, and the place of the seal stays free too. The
issued bytes are not touched; whoever calls this has made sure that the content gives these bytes again.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing, fonts, sheet, signature_sheet
from fieldcheck.documents.layouts import LEAST_EDGE, Layout
from fieldcheck.documents.sheet import InkPlace, Sheet
from fieldcheck.documents.typesetting import Style
from fieldcheck.model.document import DocumentContent
from fieldcheck.model.strokes import Drawn, SignatureSheet, SignedAs

MARK = "电子笔迹（证据辅助）"
MARK_SIZE = 5.5
WIDEST = 22 * mm
GAP = 4.0
THINNEST, THICKEST = 0.4, 1.0
BLUE = (0.1, 0.2, 0.55)
"""Told from ink and from what was printed."""


def render(made: Sheet, content: DocumentContent, signatures: SignatureSheet) -> bytes:
    """Return the document with the strokes beside its lines, then the page that says when they were drawn.

    Raises PhotoNotDrawable, WordingWrong, DataMissing.
    """
    fonts.load()
    buffer = BytesIO()
    canvas = sheet.begin(buffer, made, content)
    canvas.setTitle(f"{signature_sheet.TITLE} {signatures.number}")
    pages = sheet.pages(made)
    placed = place(sheet.ink_places(made), signatures.signatures)
    for index, page in enumerate(pages):
        sheet.draw_page(canvas, made, content, page, index + 1, len(pages))
        for where, drawn in placed:
            if where.page == index:
                _beside(canvas, made.layout, where, drawn)
        canvas.showPage()
    signature_sheet.draw(canvas, signatures, signature_sheet.NOTE_OF_COPY)
    canvas.save()
    return buffer.getvalue()


def place(places: Sequence[InkPlace], signatures: Sequence[Drawn]) -> list[tuple[InkPlace, Drawn]]:
    """Return the line of each signature: on the last page that has one for this person, and none twice.

    Whoever has no line of his own, a witness of a refusal say, stands on the page of the strokes alone.
    """
    free, placed = list(places), []
    for drawn in signatures:
        fitting = [one for one in free if _fits(one, places, drawn)]
        if fitting:
            chosen = next(one for one in fitting if one.page == fitting[-1].page)
            free.remove(chosen)
            placed.append((chosen, drawn))
    return placed


def _fits(where: InkPlace, places: Sequence[InkPlace], drawn: Drawn) -> bool:
    line = where.line
    if line.signed_as != drawn.signed_as:
        return False
    names = {other.line.name for other in places if other.line.signed_as == SignedAs.UNIT}
    # Somebody else than the person named on the line may sign for the unit.
    return line.name in ("", drawn.name) or (line.signed_as == SignedAs.UNIT and len(names) == 1)


def _beside(canvas: Canvas, layout: Layout, where: InkPlace, drawn: Drawn) -> None:
    """Draw strokes and mark in the left margin, as tall as the line."""
    right = layout.left - GAP
    width = min(WIDEST, right - LEAST_EDGE * mm)
    size = min(MARK_SIZE, width / len(MARK))
    foot = where.top - where.line.height
    canvas.saveState()
    canvas.setStrokeColorRGB(*BLUE)
    canvas.setFillColorRGB(*BLUE)
    _strokes(canvas, drawn, right - width, where.top, (width, where.line.height - size - 2))
    drawing.text(canvas, right - width, foot + 1, MARK, Style(layout.faces.regular, size))
    canvas.restoreState()


def _strokes(canvas: Canvas, drawn: Drawn, left: float, top: float, box: tuple[float, float]) -> None:
    """Draw what was drawn, without the blank around it, as large as the box (width, height) allows."""
    points = [point for stroke in drawn.strokes for point in stroke]
    if not points:
        return
    first_x, first_y = min(point.x for point in points) / 10, min(point.y for point in points) / 10
    wide = max(1.0, max(point.x for point in points) / 10 - first_x)
    tall = max(1.0, max(point.y for point in points) / 10 - first_y)
    scale = min((box[0] - THICKEST) / wide, (box[1] - THICKEST) / tall)
    corner = (left - first_x * scale + THICKEST / 2, top + first_y * scale - THICKEST / 2)
    for stroke in drawn.strokes:
        drawing.pen_stroke(canvas, stroke, corner, scale, (THINNEST, THICKEST))
