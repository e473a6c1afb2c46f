"""Every letter that was typed is drawn with its own outline, and extracts as itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldcheck import documents
from fieldcheck.documents import fonts
from fieldcheck.model.document import OfficerLine
from fieldcheck.paths import data_directory
from tests.documents import reading
from tests.documents.builders import a_problem_list, a_record, an_order

RARE = "王䶮孙𬍛周㛃"
NOWHERE = "𠮷𪚥ཀ😀"
"""In none of the shipped fonts."""


def rare_order() -> bytes:
    return documents.render(an_order(unit_name=f"{RARE}{NOWHERE}商行"))


def test_rare_names_are_drawn_with_their_own_outlines() -> None:
    original = (data_directory("resources") / "fonts" / fonts.FILES[fonts.SERIF]).read_bytes()
    embedded = next(font for font in reading.fonts(rare_order()) if font.name.endswith("NotoSerifSC-Regular"))
    codes = {text: code for code, text in embedded.text.items()}
    for letter in RARE + "第（）《》〔〕2026：":
        glyph = fonts.font(fonts.SERIF).face.charToGlyph[ord(letter)]
        assert embedded.outline(codes[letter]) == reading.outline(original, glyph), letter
        assert embedded.outline(codes[letter])


def test_rare_names_extract_as_themselves() -> None:
    assert f"{RARE}{NOWHERE}商行：" in reading.letters(rare_order())


def test_all_fonts_are_embedded_subsets() -> None:
    for content in (an_order(25), a_record(), a_problem_list(), an_order(draft=True, number=None)):
        names = [font.name for font in reading.fonts(documents.render(content))]
        assert names
        assert all(name[7] == "+" and "Noto" in name for name in names)


def test_a_letter_that_the_serif_lacks_comes_from_the_sans() -> None:
    only_sans = next(
        chr(point) for point in fonts.font(fonts.SANS).face.charToGlyph if not fonts.font(fonts.SERIF).has(chr(point))
    )
    pdf = documents.render(an_order(unit_name=f"甲{only_sans}乙"))
    sans = next(font for font in reading.fonts(pdf) if font.name.endswith("NotoSansSC-Regular"))
    assert only_sans in sans.text.values()
    assert f"甲{only_sans}乙" in reading.letters(pdf)


@pytest.mark.parametrize("letter", NOWHERE)
def test_a_letter_that_no_font_has_is_named_as_missing(letter: str) -> None:
    assert fonts.runs(f"甲{letter}乙", fonts.SERIF) == [
        fonts.Run(fonts.SERIF, "甲", False),
        fonts.Run(fonts.SERIF, letter, True),
        fonts.Run(fonts.SERIF, "乙", False),
    ]


def test_letters_that_look_alike_keep_their_own_code_points() -> None:
    alike = "一⼀人⼈金⾦"
    assert alike in reading.letters(documents.render(an_order(unit_name=alike)))


def test_controls_and_line_ends_become_spaces_and_new_lines() -> None:
    assert fonts.printable("a\tb\x00c\r\nd\re\u2028f") == "a b c\nd\ne\nf"
    assert fonts.printable("a\ud800b") == "a\ufffdb"


def test_joiners_and_selectors_take_no_room() -> None:
    assert fonts.text_width("葛\U000e0100", fonts.SERIF, 10) == fonts.text_width("葛", fonts.SERIF, 10)


LETTERS = st.one_of(
    st.characters(min_codepoint=0x21, max_codepoint=0x17F),
    st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2FFFF),
    st.sampled_from(sorted(fonts.font(fonts.SERIF).face.charToGlyph)).map(chr),
)
WORDS = st.text(LETTERS, min_size=1, max_size=24).map(reading.packed).map(lambda text: fonts.printable(text).strip())


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=6, max_size=6))
def test_every_letter_of_every_field_comes_out(words: list[str]) -> None:
    unit, place, measure, officer, bureau, caption = (reading.packed(f"始{word}终") for word in words)
    record = a_record(1, unit_name=unit, place_inspected=place, bureau=bureau, officers=(OfficerLine(officer, "1"),))
    problem = replace(record.problems[0], measure=measure, description=caption)
    found = reading.letters(documents.render(replace(record, problems=(problem,))))
    assert unit in found
    typed = Counter("".join((unit, place, measure, officer, bureau, caption)))
    assert not typed - Counter(found)
