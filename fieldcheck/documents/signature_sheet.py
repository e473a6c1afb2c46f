"""签名过程留痕页: what was drawn on the screen, derived from what was kept. The ink is what counts.

The issued bytes stay as they are; this page names their hash, and that of the strokes.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing, flow, fonts, layouts, wordings
from fieldcheck.documents.flow import Row, paragraph, space
from fieldcheck.documents.layouts import Layout
from fieldcheck.documents.parts import centred_rows
from fieldcheck.documents.typesetting import Text
from fieldcheck.model.strokes import Drawn, SignatureSheet, SignedAs

BOX = 36 * mm
THINNEST, THICKEST = 0.6, 1.8

TITLE = "电子签名过程留痕"
SIGNED_AS = {SignedAs.UNIT.value: "被检查单位", SignedAs.OFFICER.value: "执法人员", SignedAs.WITNESS.value: "见证人"}
NOTE = (
    "本页由程序根据屏幕手写轨迹生成，仅作签名过程的辅助证据，不替代纸质文书上的手写签名；"
    "已制发文书的内容和文件未作任何改动。"
)
NOTE_OF_COPY = (
    "前附文书由程序按已制发文件的内容重新生成，除签名栏旁加印的电子笔迹外与已制发文件一致；"
    "电子笔迹仅作签名过程的辅助证据，不替代纸质文书上的手写签名，已制发文件未作任何改动。"
)


def render(sheet: SignatureSheet) -> bytes:
    """Return the page, or pages, as a PDF; the same values give the same bytes. Raises WordingWrong, DataMissing."""
    fonts.load()
    layout = layouts.default()
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=A4,
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=fonts.INITIAL,
        initialFontSize=layout.small.points,
        lang="zh-CN",
    )
    canvas.setTitle(f"{TITLE} {sheet.number}")
    canvas.setSubject(sheet.unit)
    canvas.setCreator("FieldCheck")
    canvas.setProducer("FieldCheck")
    draw(canvas, sheet, NOTE)
    canvas.save()
    return buffer.getvalue()


def draw(canvas: Canvas, sheet: SignatureSheet, note: str) -> None:
    """Draw the page, or pages, behind those that are there; `note` says what they are worth. Raises DataMissing."""
    layout = layouts.default()
    rows = [*_head(layout, sheet, note), *(row for drawn in sheet.signatures for row in _signature(layout, drawn))]
    for page in flow.paginate(rows, flow.Rooms(layout.height, layout.height, 0, 0)):
        flow.draw(canvas, layout.left, layout.top, page)
        canvas.showPage()


def _head(layout: Layout, sheet: SignatureSheet, note: str) -> list[Row]:
    plain = layout.measure(layout.small, justified=False)
    title = sheet.title or wordings.title(sheet.kind, sheet.issued_on)
    lines = (
        f"文书：{title}　{sheet.number}",
        f"被检查单位：{sheet.unit}",
        f"制发日期：{sheet.issued_on.year}年{sheet.issued_on.month}月{sheet.issued_on.day}日",
        f"已制发文件SHA-256：{sheet.sha256}",
        f"签名轨迹SHA-256：{sheet.strokes_sha256}",
    )
    rows = [*centred_rows(layout, [Text(TITLE, bold=True)], layout.title), space(6)]
    for line in lines:
        rows += paragraph([Text(line)], plain)
    return [*rows, space(4), *paragraph([Text(note)], layout.measure(layout.least)), space(8)]


def _signature(layout: Layout, drawn: Drawn) -> list[Row]:
    """Return who signed when, and the drawing in a frame below."""
    who = f"{SIGNED_AS.get(drawn.signed_as, drawn.signed_as)}：{drawn.name}"
    began = datetime.fromisoformat(drawn.began_at).strftime("%Y-%m-%d %H:%M:%S %z")
    told = f"{who}　开始于{began}，历时{drawn.milliseconds / 1000:.1f}秒，共{len(drawn.strokes)}笔"
    words = paragraph([Text(told)], layout.measure(layout.least, justified=False), keep=True)

    def ink(canvas: Canvas, x: float, top: float) -> None:
        scale = min(layout.column / drawn.width, BOX / drawn.height)
        canvas.setLineWidth(drawing.RULE_WIDTH)
        canvas.rect(x, top - drawn.height * scale, drawn.width * scale, drawn.height * scale)
        for stroke in drawn.strokes:
            drawing.pen_stroke(canvas, stroke, (x, top), scale, (THINNEST, THICKEST))

    return [*words, Row(BOX, ink), space(10)]
