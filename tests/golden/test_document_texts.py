"""The text of whole documents as it was read and approved, page by page.

After a change of wording or layout that is meant: `python -m tests.golden.test_document_texts`; read what differs.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fieldcheck import documents
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
    an_opinion,
    an_order,
    photos,
)

HERE = Path(__file__).parent

DOCUMENTS: dict[str, DocumentContent] = {
    "order-1-item": an_order(1),
    "order-25-items": an_order(25, supersedes="（晏）应急责改〔2026〕9号"),
    "order-draft": an_order(2, draft=True, number=None),
    "record": a_record(3, photos=photos(3)),
    "record-missing-persons": a_record(
        0, officers=(), principal=PersonLine(), site_manager=PersonLine(), ended_at=None, certificates_shown=False
    ),
    "record-long-names": a_record(
        1,
        unit_name="海晏市恒锐机械制造有限责任公司第一分公司精密铸造与热处理联合车间" * 3,
        principal=PersonLine("阿卜杜热合曼·买买提吐尔逊", "总经理兼安全总监兼工会主席", "0535-12345678-901"),
    ),
    "problem-list-supervision": a_problem_list(3),
    "decision-1-item": a_decision(1),
    "decision-40-items": a_decision(40, supersedes="（晏）应急现决〔2026〕9号"),
    "decision-long-names": a_decision(
        2, unit_name="海晏市恒锐机械制造有限责任公司第一分公司精密铸造与热处理联合车间" * 3
    ),
    "opinion-1-item": an_opinion(1),
    "opinion-40-items": an_opinion(40),
    "opinion-draft": an_opinion(4, draft=True, number=None),
    "slip-1-item": a_slip(1),
    "slip-40-items": a_slip(40),
    "slip-draft": a_slip(2, draft=True, number=None, details=Assignment(""), reply_by=None),
    "letter-1-item": a_letter(1),
    "letter-40-items": a_letter(40),
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
    "scheme": a_scheme(3),
    "scheme-40-subjects": a_scheme(40),
}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_text_is_what_was_approved(name: str) -> None:
    approved = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    # Where a reader ends its lines differs between versions of it: letters and pages are compared.
    assert reading.packed(reading.lines(documents.render(DOCUMENTS[name]))) == reading.packed(approved)


def renew() -> None:
    """Write the texts of all documents anew."""
    for name, content in DOCUMENTS.items():
        (HERE / f"{name}.txt").write_text(reading.lines(documents.render(content)), encoding="utf-8")


if __name__ == "__main__":
    renew()
