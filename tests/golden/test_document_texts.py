"""Whole documents as they were read and approved: the text, page by page, and how the pages look.

After a change of wording or layout that is meant: `python -m tests.golden FOLDER`; read what differs, and look at the
pictures in FOLDER.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldcheck import documents
from fieldcheck.documents import drawing
from fieldcheck.documents.typesetting import Style
from fieldcheck.model.document import Assignment, DocumentContent, Material, PersonLine
from tests.documents import reading
from tests.documents.builders import (
    HANDED_OVER,
    LEFT_THERE,
    a_decision,
    a_letter,
    a_problem_list,
    a_receipt,
    a_record,
    a_scheme,
    a_slip,
    a_voucher,
    an_interview,
    an_opinion,
    an_order,
    photos,
)
from tests.documents.test_signature_sheet import SHEET
from tests.golden import pictures

Draw = Callable[[float, float, str, Style], None]
Fault = Callable[[Draw, float, float, str, Style], None]

HERE = Path(__file__).parent

LONG_NAME = "海晏市恒锐机械制造有限责任公司第一分公司精密铸造与热处理联合车间" * 3

DOCUMENTS: dict[str, DocumentContent] = {
    "order-1-item": an_order(1),
    "order-draft": an_order(2, draft=True, number=None),
    "order-40-items": an_order(40, supersedes="（晏）应急责改〔2026〕9号"),
    "order-signed": an_order(2),
    "order-long-names": an_order(2, unit_name=LONG_NAME, number=None),
    "record": a_record(3, photos=photos(3)),
    "record-missing-persons": a_record(
        0, officers=(), principal=PersonLine(), site_manager=PersonLine(), ended_at=None, certificates_shown=False
    ),
    "record-long-names": a_record(
        1,
        unit_name=LONG_NAME,
        principal=PersonLine("阿卜杜热合曼·买买提吐尔逊", "总经理兼安全总监兼工会主席", "0535-12345678-901"),
    ),
    "record-40-items": a_record(40, supersedes="（晏）应急检记〔2026〕9号"),
    "problem-list-supervision": a_problem_list(3, supersedes="（晏）应急问题〔2026〕2号"),
    "problem-list-long-names": a_problem_list(14, unit_name=LONG_NAME, number=None),
    "decision-1-item": a_decision(1),
    "decision-40-items": a_decision(40, supersedes="（晏）应急现决〔2026〕9号"),
    "decision-long-names": a_decision(2, unit_name=LONG_NAME),
    "opinion-1-item": an_opinion(1),
    "opinion-40-items": an_opinion(40, supersedes="（晏）应急复查〔2026〕9号"),
    "opinion-draft": an_opinion(4, draft=True, number=None, unit_name=LONG_NAME),
    "slip-1-item": a_slip(1),
    "slip-40-items": a_slip(40, supersedes="（晏）应急交办〔2026〕2号"),
    "slip-draft": a_slip(2, draft=True, number=None, unit_name=LONG_NAME, details=Assignment(""), reply_by=None),
    "letter-1-item": a_letter(1),
    "letter-40-items": a_letter(40, number=None),
    "letter-long-names": a_letter(
        2, unit_name="海晏市通达危险货物运输有限责任公司第一分公司城际配送与联合装卸作业中心" * 3
    ),
    "receipt": a_receipt(HANDED_OVER),
    "receipt-left": a_receipt(LEFT_THERE, supersedes="2026年9月1日的同名文书"),
    "receipt-many": a_receipt(
        replace(
            HANDED_OVER,
            papers=tuple(
                Material(kind, f"（晏）应急{code}〔2026〕{number}号")
                for number in range(1, 5)
                for kind, code in (("rectification-order", "责改"), ("measures-decision", "现决"))
            ),
        ),
        replace(LEFT_THERE, place="海晏市恒锐机械制造有限责任公司第一分公司精密铸造与热处理联合车间" * 2, officers=()),
        replace(HANDED_OVER, method="mail", place="", recipient=PersonLine()),
    ),
    "receipt-draft": a_receipt(HANDED_OVER, draft=True),
    "interview-1-question": an_interview(1),
    "interview-40-questions": an_interview(40, supersedes="2026年8月30日的同名文书"),
    "interview-draft-long-names": an_interview(
        2,
        draft=True,
        bureau="海晏市经济技术开发区管理委员会应急管理与综合行政执法局",
        place_inspected="海晏市恒锐机械制造有限责任公司第一分公司精密铸造与热处理联合车间" * 2,
        ended_at=None,
    ),
    "voucher-1-item": a_voucher(1),
    "voucher-40-items": a_voucher(40, supersedes="（晏）应急抽〔2026〕9号"),
    "voucher-long-names": a_voucher(2, unit_name=LONG_NAME, draft=True, number=None),
    "scheme": a_scheme(3),
    "scheme-by-hand": a_scheme(0, ended_at=None, number=None),
    "scheme-40-subjects": a_scheme(40, unit_name=LONG_NAME, supersedes="（晏）应急检查〔2026〕9号"),
}


SIGNED = {"order-signed": replace(SHEET, signatures=SHEET.signatures[:2])}
"""Of what is a copy with drawn signatures: what was drawn."""


def rendered(name: str) -> bytes:
    """Return a document, or its copy with drawn signatures, as a PDF."""
    content = DOCUMENTS[name]
    return documents.signed_copy(content, SIGNED[name]) if name in SIGNED else documents.render(content)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_text_and_picture_are_what_was_approved(name: str) -> None:
    pdf = rendered(name)
    approved = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    # Where a reader ends its lines differs between versions of it: letters and pages are compared.
    assert reading.packed(reading.lines(pdf)) == reading.packed(approved)
    found = pictures.greatest(pictures.kept(HERE / f"{name}.png"), pictures.drawn(pdf))
    assert found.greatest <= pictures.TOLERANCE, f"{found}: python -m tests.golden FOLDER shows what differs"


def _with_fault(monkeypatch: pytest.MonkeyPatch, content: DocumentContent, fault: Fault) -> int:
    """Return how far a document looks different where one of its lines is drawn with a fault."""
    before = pictures.drawn(documents.render(content))
    drawn = drawing.text

    def text(canvas: Canvas, x: float, y: float, letters: str, style: Style, spread: float = 0) -> None:
        if letters.startswith("被检查单位负责人"):
            fault(partial(drawn, canvas), x, y, letters, style)
        else:
            drawn(canvas, x, y, letters, style, spread)

    with monkeypatch.context() as patched:
        patched.setattr(drawing, "text", text)
        return pictures.greatest(before, pictures.drawn(documents.render(content))).greatest


def _lower(draw: Draw, x: float, y: float, letters: str, style: Style) -> None:
    draw(x, y - mm, letters, style)


def _further(draw: Draw, x: float, y: float, letters: str, style: Style) -> None:
    draw(x + mm, y, letters, style)


def _word_missing(draw: Draw, x: float, y: float, letters: str, style: Style) -> None:
    draw(x, y, letters.replace("单位", "　　"), style)


def _box_for_a_letter(draw: Draw, x: float, y: float, letters: str, style: Style) -> None:
    draw(x, y, letters.replace("负", "□"), style)


@pytest.mark.parametrize("fault", [_lower, _further, _word_missing, _box_for_a_letter])
def test_a_picture_tells_a_fault_of_one_line(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    assert _with_fault(monkeypatch, an_order(1), fault) > pictures.TOLERANCE


def test_a_picture_tells_a_missing_page_and_a_missing_rule_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = documents.render(an_order(25))
    pages = pictures.drawn(pdf)
    assert pictures.greatest(pages, pages[:-1]).page == len(pages)
    assert pictures.greatest(pages, pictures.drawn(pdf, finer=4)).greatest <= pictures.TOLERANCE
    with monkeypatch.context() as patched:
        patched.setattr(drawing, "rule", lambda *_places: None)
        assert pictures.greatest(pages, pictures.drawn(documents.render(an_order(25)))).greatest > pictures.TOLERANCE
