"""A document as pages: margins, heading, closing and foot of each, the QR code, the photo pages; the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing, flow, fonts, texts
from fieldcheck.documents.flow import InkLine, Rooms, Row
from fieldcheck.documents.layouts import Layout
from fieldcheck.documents.parts import centred_rows, is_enforcement, number_text
from fieldcheck.documents.typesetting import Size, Style, Text
from fieldcheck.model.document import DocumentContent, content_hash

QR_FORM = "qr"


@dataclass(frozen=True, slots=True)
class Filler:
    """What closes the blank below the last row: ruled lines (record), and the words that say that it is blank.

    `onward` says on a page that another follows that the text goes on there.
    """

    empty: Row
    words: Row
    onward: Row | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document before it is put on pages.

    `heading` stands on the first page and `continuation` on the others; `closing` at the foot of every page that
    another follows and of the photo pages, `last_closing` on the last page before them; `copies` is the note in
    the foot; `running` the header line of an act of enforcement.
    """

    layout: Layout
    title: str
    heading: Sequence[Row]
    continuation: Sequence[Row]
    body: Sequence[Row]
    closing: Sequence[Row]
    last_closing: Sequence[Row]
    running: str = ""
    copies: str = ""
    filler: Filler | None = None
    appendix: Sequence[Sequence[Row]] = ()


def room(layout: Layout, continuation: Sequence[Row], closing: Sequence[Row]) -> float:
    """Return the height that is free on a further page between its heading and its closing."""
    return layout.height - flow.height(continuation) - flow.height(closing)


def write(sheet: Sheet, content: DocumentContent) -> bytes:
    """Return the PDF; the same sheet and content give the same bytes. Raises PhotoNotDrawable, DataMissing."""
    fonts.load()
    buffer = BytesIO()
    canvas = begin(buffer, sheet, content)
    made = pages(sheet)
    for number, page in enumerate(made, 1):
        draw_page(canvas, sheet, content, page, number, len(made))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def qr_text(content: DocumentContent) -> str:
    """Return what the QR code says: number, id, and the first 16 digits of the content's hash."""
    return f"{number_text(content)}|{content.document_id}|{content_hash(content)[:16]}"


def begin(buffer: BytesIO, sheet: Sheet, content: DocumentContent) -> Canvas:
    """Return the canvas of a document, its properties set and the QR code kept."""
    canvas = Canvas(
        buffer,
        pagesize=A4,
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=fonts.INITIAL,
        initialFontSize=sheet.layout.small.points,
        lang="zh-CN",
    )
    canvas.setTitle(f"{sheet.title} {number_text(content)}".rstrip())
    canvas.setAuthor(content.bureau)
    canvas.setSubject(content.unit_name)
    canvas.setKeywords(number_text(content))
    canvas.setCreator("FieldCheck")
    canvas.setProducer("FieldCheck")
    day = f"D:{content.issued_on:%Y%m%d}000000+00'00'"
    canvas.setDateFormatter(lambda year, month, date, hour, minute, second: day)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    drawing.qr_form(canvas, QR_FORM, qr_text(content), sheet.layout.qr_edge * mm)
    return canvas


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page: what runs down from the top, and what stands at the foot of the type area.

    `text` says that it is no page of photos, `last` that the text ends on it.
    """

    rows: Sequence[Row]
    closing: Sequence[Row]
    text: bool = False
    last: bool = False


def pages(sheet: Sheet) -> list[Page]:
    """Return the pages of a document in order, those with photos last."""
    area = sheet.layout.height
    rooms = Rooms(
        first=area - flow.height(sheet.heading),
        following=area - flow.height(sheet.continuation),
        closing=flow.height(sheet.closing),
        last_closing=flow.height(sheet.last_closing),
    )
    bodies = flow.paginate(sheet.body, rooms)
    made = []
    for index, body in enumerate(bodies):
        last = index == len(bodies) - 1
        heading = sheet.continuation if index else sheet.heading
        made.append(Page([*heading, *body], sheet.last_closing if last else sheet.closing, True, last))
    return [*made, *(Page([*sheet.continuation, *rows], sheet.closing) for rows in sheet.appendix)]


class InkPlace(NamedTuple):
    """Where a line to sign stands: the page from 0, its upper edge in points counted from below."""

    page: int
    top: float
    line: InkLine


def ink_places(sheet: Sheet) -> list[InkPlace]:
    """Return the lines to sign on the pages of the text, in order: the same for the same content."""
    layout, found = sheet.layout, []
    for index, page in enumerate(pages(sheet)):
        foot = layout.bottom + flow.height(page.closing)
        for top, rows in ((layout.top, page.rows), (foot, page.closing)):
            found += [InkPlace(index, top - line.down, line) for line in flow.ink_lines(rows) if page.text]
    return found


def draw_page(canvas: Canvas, sheet: Sheet, content: DocumentContent, page: Page, number: int, count: int) -> None:
    """Draw page `number` of `count`."""
    layout = sheet.layout
    if content.draft:
        drawing.draft_mark(canvas, A4, texts.common().draft)
    _running_head(canvas, sheet, content)
    end = flow.draw(canvas, layout.left, layout.top, page.rows)
    foot = layout.bottom + flow.height(page.closing)
    if page.text and sheet.filler is not None:
        _fill(canvas, layout.left, sheet.filler, end, foot, closed=page.last)
    flow.draw(canvas, layout.left, foot, page.closing)
    words = texts.common().page.format(pages=count, page=number)
    _foot(canvas, layout, sheet.copies if page.text else "", words)


def _foot(canvas: Canvas, layout: Layout, copies: str, words: str) -> None:
    style = Style(layout.faces.regular, layout.least.points)
    if copies:
        drawing.text(canvas, layout.left, layout.bottom - layout.copies_gap * mm, copies, style)
    middle = layout.left + layout.column / 2
    drawing.centred(canvas, middle, layout.bottom - layout.page_gap * mm, words, style)


def _running_head(canvas: Canvas, sheet: Sheet, content: DocumentContent) -> None:
    layout = sheet.layout
    y, right = layout.top + layout.header_gap * mm, layout.left + layout.column
    if sheet.running and is_enforcement(content):
        style = Style(layout.faces.regular, layout.header_size)
        drawing.centred(canvas, layout.left + layout.column / 2, y + 6, sheet.running, style)
        drawing.rule(canvas, layout.left, right, y, 1)
    canvas.saveState()
    canvas.translate(right - layout.qr_edge * mm, layout.top + layout.qr_gap * mm)
    canvas.doForm(QR_FORM)
    canvas.restoreState()


def _fill(canvas: Canvas, left: float, filler: Filler, top: float, foot: float, *, closed: bool) -> None:
    """Fill the blank between the last row and the closing; words say that nothing follows, or that a page does."""
    words = filler.words if closed else filler.onward
    if words is not None and top - foot >= words.height:
        top = flow.draw(canvas, left, top, [words])
    while filler.empty.height and top - foot >= filler.empty.height:
        top = flow.draw(canvas, left, top, [filler.empty])


def words_filler(layout: Layout, least: float) -> Filler:
    """Return the filler of a document without ruled lines: 以下空白 where the blank is at least `least` high."""
    size = Size(layout.small.points, least)
    (words,) = centred_rows(layout, [Text(f"（{texts.common().blank_below}）")], size)
    return Filler(flow.space(0), words)
