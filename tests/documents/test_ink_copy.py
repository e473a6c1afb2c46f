"""Strokes stand beside the line of whoever drew them, in the margin; nothing else of the document moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import ImageChops

from fieldcheck import documents
from fieldcheck.documents import ink_copy, layouts, order, receipt, record, sheet
from fieldcheck.model.document import DocumentContent, OfficerLine
from fieldcheck.model.strokes import Drawn
from tests.documents import reading
from tests.documents.builders import HANDED_OVER, LEFT_THERE, WITNESS, a_receipt, a_record, an_opinion, an_order
from tests.documents.test_signature_sheet import SHEET, STROKES
from tests.golden import pictures

UNIT, FIRST, SECOND, SEEN = (
    Drawn(as_, name, 520, 200, "2026-09-01T11:40:02+08:00", STROKES)
    for as_, name in (("unit", "宋建国"), ("officer", "王䶮"), ("officer", "孙𬍛"), ("witness", WITNESS.name))
)
MARGIN = round((layouts.default().left - 2) / 72 * 50)
"""The left margin in pixels of a picture."""


def copy(content: DocumentContent, *signatures: Drawn) -> bytes:
    return documents.signed_copy(content, replace(SHEET, signatures=signatures))


@pytest.mark.parametrize("content", [an_order(25), an_opinion(4), a_record(3)])
def test_a_copy_is_the_document_with_strokes_in_the_margin_of_its_last_page(content: DocumentContent) -> None:
    made = copy(content, UNIT, SECOND, FIRST)
    assert made == copy(content, UNIT, SECOND, FIRST)
    issued, shown = pictures.drawn(documents.render(content)), pictures.drawn(made)
    assert len(shown) > len(issued)
    changed = [ImageChops.difference(old, new).getbbox() for old, new in zip(issued, shown, strict=False)]
    assert changed[:-1] == [None] * (len(issued) - 1)
    assert changed[-1] is not None
    assert changed[-1][2] <= MARGIN
    texts = reading.pages(made)
    assert texts[len(issued) - 1].count("电子笔迹（证据辅助）") == 3
    assert "电子签名过程留痕" in texts[len(issued)]


def lines(made: sheet.Sheet, *signatures: Drawn) -> list[tuple[int, str, str]]:
    """Return (page, as what, name on the line) for each signature that has a line."""
    placed = ink_copy.place(sheet.ink_places(made), signatures)
    return [(where.page, drawn.name, where.line.name) for where, drawn in placed]


def test_each_signature_has_the_line_of_its_person() -> None:
    assert lines(order.compose(an_order(1)), SECOND, UNIT, FIRST) == [
        (0, "孙𬍛", "孙𬍛"),
        (0, "宋建国", ""),
        (0, "王䶮", "王䶮"),
    ]
    # Somebody else may sign for the unit than whom the visit named.
    assert lines(record.compose(a_record(1)), replace(UNIT, name="李某")) == [(1, "李某", "宋建国")]
    unknown = order.compose(an_order(1, officers=()))
    places = ink_copy.place(sheet.ink_places(unknown), (FIRST, SECOND))
    assert places[0][0].top > places[1][0].top


def test_who_has_no_line_stands_on_the_page_of_strokes_alone() -> None:
    stranger = replace(FIRST, name="别人")
    assert lines(order.compose(an_order(1)), SEEN, stranger) == []
    assert "见证人：陈明" in reading.pages(copy(an_order(1), SEEN))[-1]


def test_a_receipt_has_lines_for_those_who_served_received_and_saw_it() -> None:
    both = receipt.compose(a_receipt(HANDED_OVER, LEFT_THERE))
    assert [name for _page, name, _line in lines(both, UNIT, FIRST, SEEN)] == ["宋建国", "王䶮", WITNESS.name]


def test_officers_beyond_the_foot_have_strokes_too() -> None:
    officers = tuple(OfficerLine(f"执法员{index}", f"3706832600{index}") for index in range(6))
    made = order.compose(an_order(1, officers=officers))
    assert [where for _page, _drawn, where in lines(made, replace(FIRST, name="执法员5"))] == ["执法员5"]
