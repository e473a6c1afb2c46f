"""Definitions damaged at random: they load, or every error names a line of the file."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from fieldcheck.forms import loader
from fieldcheck.forms.lines import Lines
from fieldcheck.forms.loader import FormDefinitionErrors
from tests.forms.samples import GOOD

LINES = GOOD.splitlines(keepends=True)
positions = st.integers(0, len(GOOD))
pieces = st.sampled_from(
    ['"', "'", "[", "]", "{", "}", "=", ",", "#", "\n", "${", "true", "1", "安", "[[x]]\n", "x = 1\n"]
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = GOOD
    for start, length, piece in draw(
        st.lists(st.tuples(positions, st.integers(0, 12), pieces | st.text(max_size=3)), min_size=1, max_size=3)
    ):
        text = text[:start] + piece + text[start + length :]
    return text


def check(text: str) -> None:
    try:
        loader.load(text.encode("utf-8", "surrogatepass"))
    except FormDefinitionErrors as errors:
        assert errors.problems
        assert all(1 <= problem.line <= text.count("\n") + 1 and problem.what for problem in errors.problems)


@given(damaged())
def test_damaged_text_gives_nothing_but_problems(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(LINES), max_size=60).map("".join))
def test_lines_in_any_order_give_nothing_but_problems(text: str) -> None:
    check(text)


@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1, max_size=6))
def test_a_form_with_lines_missing_gives_nothing_but_problems(missing: set[int]) -> None:
    check("".join(line for number, line in enumerate(LINES) if number not in missing))


@given(damaged())
def test_every_value_of_a_valid_text_has_its_own_line(text: str) -> None:
    try:
        members = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = Lines(text)
    for key, value in members.items():
        written = text.split("\n")[lines.of((key,)) - 1]
        assert key in written or '"' in written
        if isinstance(value, list):
            found = [lines.of((key, index)) for index in range(len(value))]
            assert found == sorted(found)
