"""The functions of the expression language: their arity and what they do with values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fieldcheck.forms.conversions import (
    NAN,
    Result,
    rounded,
    to_boolean,
    to_day,
    to_number,
    to_text,
)

Work = Callable[[Sequence[Result]], Result]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how few and how many arguments it takes (None is any number), how it is written, what it does.

    `work` is None where the evaluator does it: `if` runs one branch only, `regex` is compiled once, `today` is a
    matter of the form.
    """

    fewest: int
    most: int | None
    written: str
    work: Work | None


def chosen(value: Result) -> tuple[str, ...]:
    """Return the names chosen: of a select_multiple, or of a text with spaces between names."""
    return value if isinstance(value, tuple) else tuple(to_text(value).split())


def _coalesce(values: Sequence[Result]) -> Result:
    return next((value for value in values if to_text(value) != ""), "")


def _int(values: Sequence[Result]) -> Result:
    number = to_number(values[0])
    return Decimal(int(number)) if number.is_finite() else number


def _round(values: Sequence[Result]) -> Result:
    places = to_number(values[1]) if len(values) > 1 else Decimal(0)
    return rounded(to_number(values[0]), int(places)) if places.is_finite() else NAN


def _date(values: Sequence[Result]) -> Result:
    return to_day(values[0]) or ""


def _least(values: Sequence[Result]) -> Result:
    numbers = [to_number(value) for value in values]
    return NAN if any(number.is_nan() for number in numbers) else min(numbers)


def _greatest(values: Sequence[Result]) -> Result:
    numbers = [to_number(value) for value in values]
    return NAN if any(number.is_nan() for number in numbers) else max(numbers)


FUNCTIONS: dict[str, Function] = {
    "coalesce": Function(2, None, "coalesce(a, b)", _coalesce),
    "concat": Function(1, None, "concat(a, b, …)", lambda values: "".join(map(to_text, values))),
    "contains": Function(2, 2, "contains(text, part)", lambda values: to_text(values[1]) in to_text(values[0])),
    "count-selected": Function(1, 1, "count-selected(${id})", lambda values: Decimal(len(chosen(values[0])))),
    "date": Function(1, 1, "date('2026-01-31')", _date),
    "false": Function(0, 0, "false()", lambda values: False),
    "if": Function(3, 3, "if(condition, then, else)", None),
    "int": Function(1, 1, "int(number)", _int),
    "max": Function(1, None, "max(a, b, …)", _greatest),
    "min": Function(1, None, "min(a, b, …)", _least),
    "not": Function(1, 1, "not(condition)", lambda values: not to_boolean(values[0])),
    "number": Function(1, 1, "number(value)", lambda values: to_number(values[0])),
    "regex": Function(2, 2, "regex(text, 'pattern')", None),
    "round": Function(1, 2, "round(number, places)", _round),
    "selected": Function(2, 2, "selected(${id}, 'name')", lambda values: to_text(values[1]) in chosen(values[0])),
    "starts-with": Function(
        2, 2, "starts-with(text, start)", lambda values: to_text(values[0]).startswith(to_text(values[1]))
    ),
    "string": Function(1, 1, "string(value)", lambda values: to_text(values[0])),
    "string-length": Function(1, 1, "string-length(text)", lambda values: Decimal(len(to_text(values[0])))),
    "today": Function(0, 0, "today()", None),
    "true": Function(0, 0, "true()", lambda values: True),
}
