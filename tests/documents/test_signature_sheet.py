"""The page of drawn signatures: it names the issued bytes and the strokes, and is the same for the same values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from fieldcheck import documents
from fieldcheck.model.strokes import Drawn, Point, SignatureSheet

STROKES = (
    (Point(500, 900, 0, 300), Point(900, 400, 60, 900), Point(1400, 1200, 130, 600)),
    (Point(2000, 800, 300, 500),),
)
SHEET = SignatureSheet(
    kind="rectification-order",
    number="（莱）应急责改〔2026〕3号",
    unit="莱山龙江塑编有限公司",
    issued_on=date(2026, 6, 1),
    sha256="ab" * 32,
    strokes_sha256="cd" * 32,
    signatures=tuple(
        Drawn(as_, name, 520, 200, "2026-06-01T11:40:02+08:00", STROKES)
        for as_, name in (("unit", "宋建国"), ("officer", "王䶮"), ("officer", "孙𬍛"), ("witness", "李某"))
    ),
)


def test_the_page_says_whose_strokes_these_are_and_of_which_bytes() -> None:
    made = documents.signatures(SHEET)
    assert made == documents.signatures(SHEET)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).replace("\n", "")
    hashes = ("ab" * 32, "cd" * 32)
    for words in ("电子签名过程留痕", "（莱）应急责改〔2026〕3号", *hashes, "宋建国", "孙𬍛", "见证人", "共2笔"):
        assert words in text
    assert "不替代纸质文书上的手写签名" in text
    assert "文书：责令限期整改指令书" in text
    renamed = documents.signatures(replace(SHEET, title="限期整改通知书"))
    assert "文书：限期整改通知书" in PdfReader(BytesIO(renamed)).pages[0].extract_text()
