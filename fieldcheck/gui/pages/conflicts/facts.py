"""What the Conflicts page shows, read in one go and put in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from fieldcheck.model.canonical import Json
from fieldcheck.model.codec import Column
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Site
from fieldcheck.operations import conflicts, profile, trust
from fieldcheck.operations.conflicts import Conflict
from fieldcheck.store import Reader
from fieldcheck.store.queries import records
from fieldcheck.translation import N_, _

RECORDS: Mapping[str, str] = {
    "profile": N_("Bureau's profile"),
    "officer": N_("Officer"),
    "site": N_("Site"),
    "inspection": N_("Inspection"),
    "answer": N_("Answer"),
    "finding": N_("Hazard"),
    "photo": N_("Photo"),
    "document": N_("Document"),
}

FIELDS: Mapping[str, str] = {
    "name": N_("Full name"),
    "address": N_("Address"),
    "town": N_("Town"),
    "sector": N_("Sector"),
    "principal": N_("Principal"),
    "description": N_("Hazard"),
    "location": N_("Where"),
    "category": N_("Category"),
    "basis": N_("Basis"),
    "confirmed_level": N_("Level"),
    "measure": N_("Measure"),
    "deadline": N_("Deadline"),
    "responsible_person": N_("Responsible"),
    "withdrawn": N_("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One conflict: `title` says which record; `is_text`, whether a person may type another value."""

    conflict: Conflict
    title: str
    field: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class Cases:
    """All conflicts of a store, names of officers by id, and whether it is the one that decides."""

    every: tuple[Case, ...]
    officers: Mapping[str, str]
    decides: bool


def read(reader: Reader) -> Cases:
    """Return the conflicts that stand."""
    officers = {officer.id: officer.name or "" for officer in profile.officers(reader)}
    every = tuple(_case(reader, found) for found in conflicts.conflicts(reader))
    return Cases(every, officers, trust.is_bureau(reader))


def _case(reader: Reader, found: Conflict) -> Case:
    record = records.find(reader, KINDS[found.kind].record, found.entity)
    named = getattr(record, "name", None) or getattr(record, "description", None)
    site = getattr(record, "site", None)
    at = records.find(reader, Site, site) if isinstance(site, str) else None
    parts = [_(RECORDS.get(found.kind, found.kind)), str(named or found.entity[-8:]), at.name if at else ""]
    field = KINDS[found.kind].fields.get(found.field)
    return Case(
        conflict=found,
        title=" · ".join(part for part in parts if part),
        field=_(FIELDS.get(found.field, found.field)),
        is_text=field is not None and field.column is Column.TEXT,
    )


def value_text(value: Json) -> str:
    """Return a value as a person reads it."""
    if value is None or value == "":
        return _("(empty)")
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and all(isinstance(part, str) or part is None for part in value.values()):
        return " ".join(str(part) for part in value.values() if part)
    return json.dumps(value, ensure_ascii=False)
