"""XPath's conversions and comparisons over decimals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fieldcheck.forms.conversions import (
    NAN,
    Result,
    equal,
    less,
    less_or_equal,
    number_text,
    parse_day,
    parse_number,
    rounded,
    to_boolean,
    to_day,
    to_number,
    to_text,
    unequal,
)

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", "12"), (" 12 ", "12"), ("-0.5", "-0.5"), (".5", "0.5"), ("12.", "12"), ("007", "7")],
)
def test_a_text_of_digits_is_a_number(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", ".", "-", "1e3", "+1", "1,5", "1 2", "１２", "NaN", "Infinity", "0x1", "--1"])
def test_another_text_is_no_number(text: str) -> None:
    assert parse_number(text) is None
    assert to_number(text).is_nan()


@pytest.mark.parametrize("text", ["2026-1-1", "20260101", "2026-02-30", "2026-01-01T00:00", "", "٢٠٢٦-٠١-٠١"])
def test_only_a_whole_iso_day_is_a_day(text: str) -> None:
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [(True, 1), (False, 0), (date(1970, 1, 2), 1), (("3",), 3), (Decimal("2.5"), Decimal("2.5"))],
)
def test_values_as_numbers(value: Result, number: Decimal) -> None:
    assert to_number(value) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("3.0"), "3"),
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.1"),
        (Decimal("-0"), "0"),
        (Decimal("1E-7"), "0.0000001"),
        (NAN, "NaN"),
        (Decimal("Infinity"), "Infinity"),
        (Decimal("-Infinity"), "-Infinity"),
    ],
)
def test_numbers_are_written_without_exponent_or_trailing_zeros(value: Decimal, text: str) -> None:
    assert number_text(value) == text


def test_other_values_as_texts() -> None:
    assert [to_text(value) for value in (True, False, DAY, ("a", "b"), "x", Decimal(4))] == [
        *("true", "false", "2026-03-01", "a b", "x", "4"),
    ]


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        ("", False),
        ("false", True),
        ("0", True),
        (Decimal(0), False),
        (Decimal("0.1"), True),
        (NAN, False),
        (DAY, True),
        ((), False),
        (("a",), True),
        (True, True),
    ],
)
def test_values_as_conditions(value: Result, holds: bool) -> None:
    assert to_boolean(value) is holds


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("a", "a", True),
        ("1", "1.0", False),
        (Decimal(1), "1.0", True),
        ("1", Decimal(1), True),
        (Decimal(1), "one", False),
        (Decimal(1), "", False),
        (NAN, NAN, False),
        (True, "anything", True),
        (False, "", True),
        (True, Decimal(2), True),
        (DAY, "2026-03-01", True),
        (DAY, date(2026, 3, 1), True),
        (DAY, "", False),
        (("a", "b"), "a b", True),
        ("", "", True),
    ],
)
def test_equality(left: Result, right: Result, same: bool) -> None:
    assert equal(left, right) is same
    assert equal(right, left) is same
    assert unequal(left, right) is not same


@pytest.mark.parametrize(
    ("left", "right", "below", "at_most"),
    [
        (Decimal(1), "2", True, True),
        ("10", "9", False, False),
        ("2", Decimal("2.0"), False, True),
        ("", Decimal(1), False, False),
        (Decimal(1), "", False, False),
        ("a", "b", False, False),
        ("2026-01-01", DAY, True, True),
        (DAY, "2026-03-01", False, True),
        ("2025-12-31", "2026-01-01", True, True),
        ("2026-01-01", Decimal(1), False, False),
        (False, True, True, True),
    ],
)
def test_order(left: Result, right: Result, below: bool, at_most: bool) -> None:
    assert less(left, right) is below
    assert less_or_equal(left, right) is at_most


@pytest.mark.parametrize(
    ("number", "places", "result"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-2"),
        ("-2.51", 0, "-3"),
        ("0.15", 1, "0.2"),
        ("1.005", 2, "1.01"),
        ("1250", -2, "1300"),
        ("3", 5, "3"),
        ("Infinity", 1, "Infinity"),
    ],
)
def test_a_half_is_rounded_up(number: str, places: int, result: str) -> None:
    assert rounded(Decimal(number), places) == Decimal(result)


def test_days_from_numbers_and_texts() -> None:
    assert to_day(Decimal(1)) == date(1970, 1, 2)
    assert to_day("2026-03-01") == DAY
    assert [to_day(value) for value in (Decimal("1E+20"), NAN, "x", True, ("2026-03-01",))] == [None] * 5
