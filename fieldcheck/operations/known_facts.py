"""What is known of the facts of a site before anybody answers them: from the register, else from the last visit.

They are proposed and never taken over by themselves: the person on the spot confirms each.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldcheck.model import register
from fieldcheck.model.canonical import Json, plain
from fieldcheck.model.form import FormDefinition, Item, ItemType
from fieldcheck.model.records import Answer, Inspection, Site
from fieldcheck.store import Reader
from fieldcheck.store.queries import details, duplicates, records

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A value that may be the answer; `day` is that of the visit it was found on (ISO), empty for the register's."""

    value: Value
    day: str = ""


def known_facts(reader: Reader, visit: Inspection, definition: FormDefinition) -> dict[str, KnownFact]:
    """Return what may be proposed for facts of a form, by fact.

    What was so on one day only (the water level, whether work goes on) is not proposed.
    """
    site = records.find(reader, Site, visit.site or "")
    lasting = [fact for fact in definition.facts if fact.id not in register.OF_THE_DAY and fact.calculation is None]
    found = _last_time(reader, visit, definition)
    if site is not None:
        registered = {fact.id: _registered(site, fact.id) for fact in lasting}
        found |= {fact: KnownFact(value) for fact, value in registered.items() if value}
    return {fact.id: found[fact.id] for fact in lasting if fact.id in found and _fits(fact, found[fact.id].value)}


def _last_time(reader: Reader, visit: Inspection, definition: FormDefinition) -> dict[str, KnownFact]:
    if not visit.site or not visit.started_at:
        return {}
    sites = duplicates.together(reader, "site", visit.site)
    last = details.last_inspection_of(reader, sites, visit.started_at, definition.id)
    if last is None:
        return {}
    day = (records.get(reader, Inspection, last).started_at or "")[:10]
    return {
        answer.item: KnownFact(answer.value, day)
        for answer in records.children(reader, Answer, last)
        if answer.form == definition.id and answer.item and answer.value
    }


def _registered(site: Site, fact: str) -> Value | None:
    """Return what the register says of a fact, as a form keeps it."""
    field = register.PROPOSED_BY.get(fact, fact)
    value = plain(getattr(site, field, None))
    if fact == "has_spillway" and value:
        return "no" if value == "none" else "yes"
    return _as_answer(value)


def _as_answer(value: Json) -> Value | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return tuple(one for one in value if isinstance(one, str)) or None
    if isinstance(value, dict):
        part = value.get("grade") or value.get("metres")
        person = " ".join(str(value[key]) for key in ("name", "phone") if value.get(key))
        return str(part) if part else person or None
    return None if value is None else str(value)


def _fits(fact: Item, value: Value) -> bool:
    """Return whether a fact can have a value: a form has choices of its own."""
    names = {choice.name for choice in fact.choices}
    if fact.type is ItemType.SELECT_MULTIPLE:
        return isinstance(value, tuple) and set(value) <= names
    return isinstance(value, str) and (fact.type is not ItemType.SELECT_ONE or value in names)
