"""An order of 20 findings as PDF, against the bare reportlab build of the same text in the same font."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape

from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from benchmarks import world
from benchmarks.measure import Row, peak_memory, side_by_side
from fieldcheck import documents
from fieldcheck.paths import data_directory

FINDINGS = 20


def text_of(pdf: bytes) -> list[str]:
    """Return the paragraphs of a PDF: lines joined until one ends a sentence."""
    lines = [
        line for page in PdfReader(BytesIO(pdf)).pages for line in page.extract_text().splitlines() if line.strip()
    ]
    paragraphs = [""]
    for line in lines:
        paragraphs[-1] += line
        if line.endswith(("。", "；", "：")):
            paragraphs.append("")
    return [paragraph for paragraph in paragraphs if paragraph]


def bare(paragraphs: list[str]) -> bytes:
    """Return the text as reportlab's own page template sets it."""
    style = ParagraphStyle("bare", fontName="bare", fontSize=16, leading=28, wordWrap="CJK")
    buffer = BytesIO()
    template = SimpleDocTemplate(buffer, pagesize=A4, initialFontName="bare")
    template.build([Paragraph(escape(paragraph), style) for paragraph in paragraphs])
    return buffer.getvalue()


def rows() -> list[Row]:
    """Measure with the fonts loaded on both sides."""
    with world.folder() as folder, world.new_store(folder / "a.fcstore") as store:
        content = world.notice(store, FINDINGS)
    pdfmetrics.registerFont(TTFont("bare", str(data_directory("resources") / "fonts/NotoSerifSC-Regular.ttf")))
    documents.warm_up()
    made = documents.render(content)
    paragraphs = text_of(made)
    seconds, floor = side_by_side(lambda: documents.render(content), lambda: bare(paragraphs), 9)
    pages = len(PdfReader(BytesIO(made)).pages)
    letters = sum(map(len, paragraphs))
    note = f"{pages} pages, {letters} letters, {len(made) // 1000} KB; the floor {len(bare(paragraphs)) // 1000} KB"
    return [
        Row("a notice of 20 findings, fonts loaded", "bare reportlab build", seconds, floor, 1.5, peak_memory(), note)
    ]
