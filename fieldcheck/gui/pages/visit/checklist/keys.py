"""Keys of the checklist while a row has the focus. A text field never asks here."""

from __future__ import annotations

from enum import StrEnum

from fieldcheck.model.form import CheckAnswer


class Step(StrEnum):
    """Where a key leads, other than an answer."""

    NEXT = "next"
    PREVIOUS = "previous"
    NEXT_SECTION = "next_section"
    PREVIOUS_SECTION = "previous_section"
    FIRST = "first"
    LAST = "last"
    NEXT_OPEN = "next_open"


ANSWERS: dict[str, CheckAnswer] = {
    "1": CheckAnswer.PASS,
    "2": CheckAnswer.FAIL,
    "3": CheckAnswer.NOT_APPLICABLE,
    "4": CheckAnswer.NOT_EXAMINED,
    "0": CheckAnswer.NOT_EXAMINED,
}
"""The digit of each answer; 0 is a second way to "not examined"."""


class Ask(StrEnum):
    """What a key on a row asks for, other than an answer or a step."""

    ENTER = "enter"
    PHOTO = "photo"
    PASTE = "paste"
    REMARK = "remark"
    CLEAR = "clear"
    OPEN = "open"
    CLOSE = "close"
