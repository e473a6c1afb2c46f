"""The layout of the documents is data: what shipped is complete, what differs is checked and drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reportlab.lib.units import mm

from fieldcheck import documents
from fieldcheck.documents import files, layouts, rules, wordings
from fieldcheck.model.document import DocumentContent
from tests.documents import reading
from tests.documents.builders import an_order


def laid_out(content: DocumentContent, **overrides: float | str) -> DocumentContent:
    """Return a document with the shipped wording and this layout."""
    lines = [f"{key} = {value!r}" for key, value in overrides.items()]
    return replace(
        content, wording="\n".join([wordings.shipped_text(content.kind, content.issued_on), "[layout]", *lines, ""])
    )


def test_every_measure_has_a_limit_and_the_shipped_layout_keeps_all() -> None:
    measures = set(layouts.Layout.__struct_fields__) - {"font", "bold_font"}
    assert measures == rules.LIMITS.keys()
    shipped = {name: getattr(layouts.default(), name) for name in layouts.Layout.__struct_fields__}
    assert not list(layouts.problems(shipped))


def test_a_document_is_drawn_with_its_own_layout() -> None:
    usual = documents.render(an_order(1))
    assert documents.render(laid_out(an_order(1), margin_left=28)) != usual  # the QR code names the wording
    moved = documents.render(laid_out(an_order(1), margin_left=35, margin_top=45, body_size=15, font="Noto Sans SC"))
    before, after = (reading.start_of(pdf, "海晏市") for pdf in (usual, moved))
    assert after[0] - before[0] == pytest.approx(7 * mm, abs=0.1)
    assert before[1] - after[1] > 8 * mm - 2
    assert b"NotoSansSC-Regular" in moved
    assert b"NotoSansSC-Regular" not in usual


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        ({"margin_left": 9}, "margin_left: 9 will not do; write a number from 10 to 60 mm."),
        ({"seal_edge": 40}, "seal_edge: 40 will not do; write a number from 45 to 60 mm."),
        ({"many_problems": "x"}, "many_problems: x will not do; write a number from 1 to 1000."),
        ({"colour": 1}, "colour: the layout has no such measure; leave it out."),
        ({"font": "SimSun"}, 'font: no font is called "SimSun"; write Noto Serif SC, '),
        ({"body_size": 20, "body_leading": 20}, "body_leading: lines of 20 pt would touch each other; write 22.0"),
        ({"margin_left": 50, "margin_right": 50}, "both margins together may be 90 mm at the most."),
        ({"margin_top": 20}, "margin_top: the QR code needs 29 mm above the text."),
        ({"margin_bottom": 12}, "margin_bottom: the lines in the foot need 18 mm below the text."),
    ],
)
def test_a_layout_that_will_not_do_says_why(overrides: dict[str, float | str], told: str) -> None:
    with pytest.raises(files.OwnWordingWrong) as caught:
        documents.check_wording(laid_out(an_order(1), **overrides).wording, an_order(1).kind)
    assert told in str(caught.value)
