"""Credit codes: the published vectors, and what a slip of the pen does to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldcheck.model import credit_code
from fieldcheck.model.credit_code import ALPHABET, is_valid, plain_code, remark

VECTORS = ("91350100M000100Y43", "91000000000000000K", "12370685004210001M", "91370685MA3C0DE0XK")

BODIES = st.builds(
    lambda who, division, organisation: who + division + organisation,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)
CODES = BODIES.map(lambda body: next(body + last for last in ALPHABET if is_valid(body + last)))


@pytest.mark.parametrize("code", VECTORS)
def test_vectors_are_valid_and_each_change_of_one_character_is_caught(code: str) -> None:
    assert is_valid(code)
    assert remark(code) is None
    assert remark(code.lower().replace("", " ")) is None
    for place in range(18):
        changed = [code[:place] + other + code[place + 1 :] for other in ALPHABET if other != code[place]]
        assert not any(is_valid(other) for other in changed)


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_change_of_one_character_is_caught(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    assert is_valid(code)
    assert is_valid(changed) == (changed == code)


@given(CODES, st.integers(0, 16))
def test_neighbours_that_change_places_are_caught_and_put_back(code: str, place: int) -> None:
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if changed != code:
        assert not is_valid(changed)
        assert code in credit_code.corrections(changed)


@given(CODES, st.integers(0, 17), st.sampled_from(["0O", "1I", "2Z", "5S", "8B", "UV"]))
def test_a_misread_character_is_proposed(code: str, place: int, pair: str) -> None:
    if code[place] in pair:
        other = pair[1 - pair.index(code[place])]
        found = remark(code[:place] + other + code[place + 1 :])
        assert found is not None
        assert code in found.meant


@given(st.text(max_size=24))
def test_no_text_is_too_odd(text: str) -> None:
    found = remark(text)
    assert found is None or found.message.format(**found.details)
    assert all(is_valid(code) for code in (found.meant if found else ()))


@pytest.mark.parametrize("code", ["", "   ", "370685228012345", "３７０６８５２２８０１２３４５"])
def test_no_code_and_an_old_number_are_nothing_odd(code: str) -> None:
    assert remark(code) is None


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("9137068", "A credit code has 18 characters; this one has 7."),
        ("9135O100M000100Y43", "the letter O (place 5)"),
        ("91A50100M000100Y43", "place 3 is A"),
        ("91350100M000100Y44", "at least one character was misread"),
    ],
)
def test_what_is_odd_is_explained(code: str, told: str) -> None:
    found = remark(code)
    assert found is not None
    assert told in found.message.format(**found.details)


def test_the_code_that_was_meant_is_named() -> None:
    found = remark("9135O100M000100Y43")
    assert found is not None
    assert found.meant[0] == "91350100M000100Y43"
    assert plain_code("９１３５０１００ m0001-00y43") == "91350100M000100Y43"
