"""Conversions of XPath 1.0, which XLSForm's expressions follow, over decimals in place of binary floats.

A value of an expression is a text, a number (Decimal, 28 significant digits, NaN where XPath says so), true or false,
a day, or the names chosen in a select_multiple. A day counts as the number of days since 1970-01-01.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

Result = str | Decimal | bool | date | tuple[str, ...]

ARITHMETIC = Context(prec=28, Emin=-308, Emax=308, traps=[])
_WIDE = Context(prec=700, Emin=-999, Emax=999, traps=[])
NAN = Decimal("NaN")
_ZERO, _ONE = Decimal(0), Decimal(1)
_EPOCH = date(1970, 1, 1)
_NUMBER = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_number(text: str) -> Decimal | None:
    """Return the number that a text is: digits, at most one point, a minus sign; None where it is none."""
    trimmed = text.strip(" \t\r\n")
    return ARITHMETIC.create_decimal(trimmed) if _NUMBER.fullmatch(trimmed) else None


def parse_day(text: str) -> date | None:
    """Return the day that a text is, as 2026-01-31; None where it is none."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def to_number(value: Result) -> Decimal:
    """Return a value as a number: NaN for a text that is none, 1 for true, days since 1970 for a day."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return _ONE if value else _ZERO
    if isinstance(value, date):
        return Decimal((value - _EPOCH).days)
    number = parse_number(value if isinstance(value, str) else " ".join(value))
    return NAN if number is None else number


def to_text(value: Result) -> str:
    """Return a value as text: whole numbers without a point, no trailing zeros, chosen names with spaces between."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    return value.isoformat() if isinstance(value, date) else " ".join(value)


def number_text(value: Decimal) -> str:
    """Return a number as XPath writes it: 3, 0.5, NaN, Infinity; never an exponent."""
    if not value.is_finite():
        return "NaN" if value.is_nan() else ("Infinity" if value > 0 else "-Infinity")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def to_boolean(value: Result) -> bool:
    """Return a value as a condition: a text that is not empty, a number that is neither 0 nor NaN, any day."""
    if isinstance(value, Decimal):
        return bool(value) and not value.is_nan()
    return True if isinstance(value, date) else bool(value)


def to_day(value: Result) -> date | None:
    """Return a value as a day: itself, a text such as 2026-01-31, or days since 1970; None where it is none."""
    if isinstance(value, date):
        return value
    if isinstance(value, Decimal):
        return _day_number(value)
    return parse_day(value) if isinstance(value, str) else None


def _day_number(value: Decimal) -> date | None:
    if not value.is_finite():
        return None
    try:
        return _EPOCH + timedelta(days=int(value))
    except OverflowError:
        return None


def equal(left: Result, right: Result) -> bool:
    """Return XPath's `=`: as conditions where one is one, else as days or numbers where one is one, else as texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, (Decimal, date)) or isinstance(right, (Decimal, date)):
        return _numbers(left, right, Decimal.__eq__)
    return to_text(left) == to_text(right)


def unequal(left: Result, right: Result) -> bool:
    """Return XPath's `!=`: true where a number stands against a text that is none."""
    return not equal(left, right)


def less(left: Result, right: Result) -> bool:
    """Return XPath's `<`, always over numbers; false where one side is none."""
    return _numbers(left, right, Decimal.__lt__)


def less_or_equal(left: Result, right: Result) -> bool:
    """Return XPath's `<=`, always over numbers; false where one side is none."""
    return _numbers(left, right, Decimal.__le__)


def _numbers(left: Result, right: Result, holds: Callable[[Decimal, Decimal], bool]) -> bool:
    """Compare as numbers; beside a day, a text such as 2026-01-31 is a day too, as in JavaRosa's date questions."""
    one, other = _beside(left, right), _beside(right, left)
    return not (one.is_nan() or other.is_nan()) and holds(one, other)


def _beside(value: Result, partner: Result) -> Decimal:
    if isinstance(value, str):
        day = parse_day(value)
        if day is not None and (isinstance(partner, date) or (isinstance(partner, str) and parse_day(partner))):
            return to_number(day)
    return to_number(value)


def rounded(value: Decimal, places: int) -> Decimal:
    """Return a number rounded to `places` after the point (before it where negative); a half goes up, as in XPath."""
    if not value.is_finite():
        return value
    places = max(-308, min(308, places))
    way = ROUND_HALF_DOWN if value < 0 else ROUND_HALF_UP
    return ARITHMETIC.plus(value.quantize(Decimal(1).scaleb(-places), rounding=way, context=_WIDE))
