"""The layout of the documents is data: what shipped is complete, what differs is checked and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pypdf import PageObject
from reportlab.lib.units import mm

from fieldcheck import documents
from fieldcheck.documents import files, layouts, rules, wordings
from fieldcheck.model.document import DocumentContent
from tests.documents import reading
from tests.documents.builders import an_order
from tests.golden.test_document_texts import DOCUMENTS


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
        ({"page_gap": 9}, "page_gap: it would touch the line on the copies; set both 4.1 mm apart."),
        ({"signature_height": 60, "seal_edge": 60}, "signature_height: a page that four officers sign has no room"),
        ({"small_size": 20, "small_leading": 22}, "unit_signer: it leaves no room to sign behind it"),
    ],
)
def test_a_layout_that_will_not_do_says_why(overrides: dict[str, float | str], told: str) -> None:
    with pytest.raises(files.OwnWordingWrong) as caught:
        documents.check_wording(laid_out(an_order(1), **overrides).wording, an_order(1).kind)
    assert told in str(caught.value)


MEASURES = st.sampled_from(sorted(rules.LIMITS)).flatmap(
    lambda key: st.tuples(st.just(key), st.floats(rules.LIMITS[key].least, rules.LIMITS[key].greatest, width=16))
)


SHORT = sorted(name for name in DOCUMENTS if not any(part in name for part in ("40", "25", "many")))


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(SHORT), st.lists(MEASURES, max_size=6).map(dict))
def test_what_is_accepted_is_printed_whole(name: str, overrides: dict[str, float]) -> None:
    content = laid_out(DOCUMENTS[name], **overrides)
    assume(not documents.wording_wrong(content.wording, content.kind))
    usual, pdf = documents.render(DOCUMENTS[name]), documents.render(content)
    # Pages break elsewhere: their numbers are others, and a full one does not say that nothing follows.
    assert set(reading.letters(usual)) <= set(reading.letters(pdf)) | set("0123456789续以下空白")
    for page in reading.reader(pdf).pages:
        assert all(0 <= x <= 596 and 5 <= y <= 842 for x, y in starts(page))


def starts(page: PageObject) -> list[tuple[float, float]]:
    """Return where the pieces of text of a page begin, but for the mark of a draft."""
    found: list[tuple[float, float]] = []

    def visit(text: str, _user: object, matrix: Sequence[float], _font: object, _size: object) -> None:
        if text.strip() and "草稿" not in text:
            found.append((matrix[4], matrix[5]))

    page.extract_text(visitor_text=visit)
    return found
