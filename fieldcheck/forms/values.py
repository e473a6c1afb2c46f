"""Answers by type: as they are kept (texts), as expressions see them, and whether they are possible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from fieldcheck.forms.conversions import Result, parse_day, parse_number, to_day, to_number, to_text
from fieldcheck.model.form import CheckAnswer, Choice, Item, ItemType, Label, Limits

Value = str | tuple[str, ...] | None
"""An answer: a text (a check's answer, digits, an ISO day, a choice's name), the names chosen, or nothing."""

NUMBERS = frozenset({ItemType.MEASURE, ItemType.INTEGER, ItemType.DECIMAL})
_INTEGER = re.compile(r"-?[0-9]+")

NOT_AN_ANSWER = Label("只能填符合、不符合、不适用或未检查。", "Answer pass, fail, not applicable or not examined.")
NOT_A_WHOLE_NUMBER = Label("请填整数，例如 12。", "Write a whole number, such as 12.")
NOT_A_NUMBER = Label("请填数字，例如 12.5。", "Write a number, such as 12.5.")
NOT_A_DAY = Label("请填日期，例如 2026-01-31。", "Write a day, such as 2026-01-31.")
NOT_A_CHOICE = Label("请从所列选项中选择。", "Choose from the list.")
NO_ANSWER_WANTED = Label("此处是说明，不需要填写。", "This is a note; it takes no answer.")
NOT_ALLOWED = Label("填写的内容不符合要求。", "This answer is not allowed here.")


def is_empty(value: Value) -> bool:
    """Return whether nothing is answered."""
    return value is None or len(value) == 0


def normal(item: Item, value: Value) -> Value:
    """Return an answer in the shape of its type: the names of a select_multiple as a tuple, anything else as it is."""
    if item.type is ItemType.SELECT_MULTIPLE and isinstance(value, str):
        return tuple(value.split())
    return value


def typed(item: Item, value: Value) -> Result:
    """Return an answer as expressions see it: a number, a day, the names chosen, a text; '' where it is empty."""
    if value is None or len(value) == 0:
        return ""
    if isinstance(value, tuple):
        return value
    if item.type in NUMBERS:
        number = parse_number(value)
        return value if number is None else number
    return (parse_day(value) or value) if item.type is ItemType.DATE else value


def from_result(item: Item, result: Result) -> Value:
    """Return what an expression gave as an answer of the item's type; nothing where it gave none (NaN, no day)."""
    if item.type is ItemType.SELECT_MULTIPLE:
        return result if isinstance(result, tuple) else tuple(to_text(result).split())
    if item.type in NUMBERS and isinstance(result, bool):
        return to_text(to_number(result))
    if item.type is ItemType.DATE and isinstance(result, Decimal):
        return to_text(to_day(result) or "") or None
    if isinstance(result, Decimal) and not result.is_finite():
        return None
    return to_text(result) or None


def type_problem(item: Item, value: str | tuple[str, ...], choices: Sequence[Choice]) -> Label | None:
    """Return what is wrong with an answer by its type alone; None where it is possible."""
    if item.type is ItemType.SELECT_MULTIPLE:
        names = {choice.name for choice in choices}
        possible = isinstance(value, tuple) and names.issuperset(value) and len(set(value)) == len(value)
        return None if possible else NOT_A_CHOICE
    return _text_problem(item, value if isinstance(value, str) else " ".join(value), choices)


def _text_problem(item: Item, text: str, choices: Sequence[Choice]) -> Label | None:
    match item.type:
        case ItemType.CHECK:
            return None if text in set(CheckAnswer) else NOT_AN_ANSWER
        case ItemType.SELECT_ONE:
            return None if any(choice.name == text for choice in choices) else NOT_A_CHOICE
        case ItemType.INTEGER:
            return None if _INTEGER.fullmatch(text) else NOT_A_WHOLE_NUMBER
        case ItemType.MEASURE | ItemType.DECIMAL:
            return None if parse_number(text) is not None else NOT_A_NUMBER
        case ItemType.DATE:
            return None if parse_day(text) is not None else NOT_A_DAY
        case ItemType.NOTE:
            return NO_ANSWER_WANTED
        case _:
            return None


def fails_by_itself(item: Item, value: Value) -> bool:
    """Return whether an answer fails its item: a check answered `fail`, a measure outside its limits; no other type."""
    if item.type is ItemType.CHECK:
        return value == CheckAnswer.FAIL
    if item.type is not ItemType.MEASURE or item.limits is None or not isinstance(value, str):
        return False
    number = parse_number(value)
    return number is not None and not within(item.limits, number)


def within(limits: Limits, number: Decimal) -> bool:
    """Return whether a reading lies within limits; a limit that is not inclusive is itself outside."""
    low, high = limits.minimum, limits.maximum
    above = low is None or number > low or (limits.minimum_inclusive and number == low)
    below = high is None or number < high or (limits.maximum_inclusive and number == high)
    return above and below
