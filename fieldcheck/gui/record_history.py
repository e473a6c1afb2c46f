"""The history of a record in words: who changed which field, on which laptop, from what to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldcheck.gui.record_words import FINDING, field_title, value_text
from fieldcheck.model.canonical import Json
from fieldcheck.model.journal import Change
from fieldcheck.operations import wording
from fieldcheck.operations.masking import masked

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

    `changes` come oldest first; what a field was before is what the change before it had set. A field that was set to
    the value that it had is left out.
    """
    known: dict[str, Json] = {}
    found: list[Entry] = []
    for position, change in enumerate(changes):
        fields = tuple(
            FieldChange(field_title(change.kind, name), _told(name, known.get(name)), _told(name, value))
            for name, value in _in_order(change.set)
            if name not in _LINKS and (name not in known or known[name] != value)
        )
        known |= change.set
        if fields or position == 0:
            laptop = laptops.get(change.device, "") or change.device[:8]
            found.append(
                Entry(wording.wall_clock(change.at), officers.get(change.author, ""), laptop, position == 0, fields)
            )
    return found[::-1]


def _told(name: str, value: Json) -> str:
    """Return a value in words, phone numbers masked as in every list."""
    return value_text(name, masked(name, value))


def _in_order(values: Mapping[str, Json]) -> list[tuple[str, Json]]:
    """Return the fields as the page shows them, unknown ones after them."""
    order = list(FINDING)
    return sorted(values.items(), key=lambda one: (order.index(one[0]) if one[0] in order else len(order), one[0]))
