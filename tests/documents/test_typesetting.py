"""What may begin and end a line, what holds together, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldcheck.documents import fonts
from fieldcheck.documents.typesetting import (
    NOT_AT_END,
    NOT_AT_START,
    Blank,
    CheckBox,
    Line,
    Measure,
    Size,
    Text,
    set_paragraph,
)

SIZE = 10.0


def set_text(text: str, letters: float = 10) -> list[str]:
    return [words(line) for line in set_paragraph([Text(text)], Measure(Size(SIZE, SIZE), letters * SIZE))]


def words(line: Line) -> str:
    return "".join(str(unit.content) for unit in line.units)


def extent(line: Line) -> float:
    units = [unit for unit in line.units if unit.width]
    trailing = len(units) - len("".join(str(unit.content) for unit in units).rstrip(" "))
    kept = units[: len(units) - trailing] if trailing else units
    return line.indent + sum(unit.width for unit in kept) + line.spread * max(0, len(kept) - 1)


def test_a_stop_does_not_begin_a_line() -> None:
    assert set_text("一二三四五六七八九十。") == ["一二三四五六七八九", "十。"]


def test_an_opening_bracket_does_not_end_a_line() -> None:
    assert set_text("一二三四五六七八九《法》") == ["一二三四五六七八九", "《法》"]


@pytest.mark.parametrize("kept", ["37068326001", "0535-1234567", "3.2mm", "GB/T9704-2012", "1,000", "50%"])
def test_numbers_and_words_stay_whole(kept: str) -> None:
    assert any(kept in line for line in set_text(f"一二三四五六七{kept}八九十"))


def test_what_no_line_can_hold_is_cut_and_nothing_is_lost() -> None:
    lines = set_text("A" * 100)
    assert len(lines) > 1
    assert "".join(lines) == "A" * 100


def test_a_newline_ends_a_line() -> None:
    assert set_text("一\n\n二") == ["一", "", "二"]


def test_a_line_that_another_follows_reaches_the_edge() -> None:
    first, last = set_paragraph([Text("一二三四五六七八九12。")], Measure(Size(SIZE, SIZE), 9.9 * SIZE))
    assert extent(first) == pytest.approx(9.9 * SIZE)
    assert last.spread == 0


def test_blanks_and_boxes_are_units_of_their_own() -> None:
    (line,) = set_paragraph([CheckBox(True), Text("已出示"), Blank(3)], Measure(Size(SIZE, SIZE), 200))
    assert [unit.width for unit in line.units] == [SIZE, SIZE, SIZE, SIZE, 3 * SIZE]


def test_the_first_line_is_indented() -> None:
    first, second = set_paragraph(
        [Text("一二三四五六七八九十")], Measure(Size(SIZE, SIZE), 8 * SIZE, first_indent=2 * SIZE)
    )
    assert (first.indent, second.indent, words(first)) == (2 * SIZE, 0, "一二三四五六")


WRITTEN = st.text(st.sampled_from("一二三，。；：、（）《》〔〕“”…—1234567890abc.-/% 𬍛𠮷"), max_size=80)


@given(WRITTEN, st.integers(6, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, letters: int) -> None:
    lines = set_paragraph([Text(text)], Measure(Size(SIZE, SIZE), letters * SIZE, first_indent=2 * SIZE))
    assert "".join(map(words, lines)) == fonts.printable(text)
    assert all(extent(line) <= letters * SIZE + 0.01 for line in lines if len(line.units) > 1)


@given(st.lists(st.sampled_from(["一", "二，", "（三）", "《四》。", "五、", "2026年", "12.5%"]), max_size=60))
def test_line_ends_obey_the_rules(parts: list[str]) -> None:
    lines = [line for line in set_text("".join(parts), 12) if line]
    assert not [line for line in lines[1:] if line[0] in NOT_AT_START]
    assert not [line for line in lines[:-1] if line[-1] in NOT_AT_END]
