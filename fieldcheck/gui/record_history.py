"""The history of a record in words: who changed which field, on which laptop, from what to what."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldcheck.gui import texts
from fieldcheck.model.canonical import Json
from fieldcheck.model.journal import DELETED, Change
from fieldcheck.operations.findings import ANSWER_CHANGED
from fieldcheck.translation import N_, _

FIELDS: Mapping[str, str] = {
    "description": N_("Hazard"),
    "location": N_("Where"),
    "category": N_("Category"),
    "basis": N_("Basis"),
    "confirmed_level": N_("Level"),
    "measure": N_("Measure"),
    "deadline": N_("Deadline"),
    "responsible_person": N_("Responsible"),
    "sector": N_("Sector"),
    "withdrawn": N_("Withdrawn"),
    DELETED: N_("Deleted"),
}
"""The fields of a hazard that a person reads; links to other records are left out."""

_LINKS = frozenset({"inspection", "site", "form", "item", "answer"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; empty where it had, or has, no value."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a record: when (as the clock of the laptop read), by whom, where, and what it set."""

    at: str
    author: str
    laptop: str
    first: bool
    fields: tuple[FieldChange, ...]


def entries(changes: Sequence[Change], officers: Mapping[str, str], laptops: Mapping[str, str]) -> list[Entry]:
    """Return the changes in words, newest first; `officers` and `laptops` are names by id.

    `changes` come oldest first; what a field was before is what the change before it had set.
    """
    known: dict[str, Json] = {}
    found: list[Entry] = []
    for position, change in enumerate(changes):
        fields = tuple(
            FieldChange(_(FIELDS.get(name, name)), value_text(name, known.get(name)), value_text(name, value))
            for name, value in _in_order(change.set)
            if name not in _LINKS
        )
        known |= change.set
        if fields or position == 0:
            laptop = laptops.get(change.device, "") or change.device[:8]
            found.append(Entry(clock_text(change.at), officers.get(change.author, ""), laptop, position == 0, fields))
    return found[::-1]


def _in_order(values: Mapping[str, Json]) -> list[tuple[str, Json]]:
    """Return the fields as the page shows them, unknown ones after them."""
    order = list(FIELDS)
    return sorted(values.items(), key=lambda one: (order.index(one[0]) if one[0] in order else len(order), one[0]))


def clock_text(at: str) -> str:
    """Return a time of the journal (UTC) as the clock on the wall shows it; any other text as it is."""
    try:
        return texts.moment(datetime.fromisoformat(at).astimezone().isoformat())
    except ValueError:
        return at


def value_text(name: str, value: Json) -> str:
    """Return a value of a hazard's field in words; one that this version does not know as JSON."""
    if value is None or value == "":
        return ""
    words = _WORDS.get(name)
    try:
        return words(value) if words is not None else _plain(value)
    except (KeyError, TypeError, AttributeError):
        # Written by a newer version in a shape that this one does not know: shown as it is.
        return _plain(value)


def _plain(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _basis(value: Any) -> str:
    return "\n".join(f"《{one['title']}》{one.get('article') or ''}" for one in value)


def _level(value: Any) -> str:
    return texts.level(value["level"])


def _person(value: Any) -> str:
    return " ".join(value[key] for key in ("name", "post", "phone") if value.get(key))


def _withdrawn(value: Any) -> str:
    return _("the item no longer fails") if value == ANSWER_CHANGED else _plain(value)


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "basis": _basis,
    "confirmed_level": _level,
    "deadline": texts.day,
    "responsible_person": _person,
    "sector": texts.sector,
    "withdrawn": _withdrawn,
}
