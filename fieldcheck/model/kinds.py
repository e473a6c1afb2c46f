"""The kinds of shared records that this version knows, their fields, and how a field is kept and read."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from fieldcheck.model import judgements, papers, planning, records, steps
from fieldcheck.model.canonical import Json
from fieldcheck.model.codec import Column, Decoder, column, decoder


@dataclass(frozen=True, slots=True)
class FieldType:
    """One field: its decoder (raises ValueError) and its column."""

    decode: Decoder
    column: Column


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind: `created_by` is the field whose arrival means that the record's creation has arrived."""

    name: str
    record: type
    created_by: str
    fields: Mapping[str, FieldType]

    def build(self, entity: str, values: Mapping[str, object]) -> typing.Any:
        """Return the record; fields that `values` lacks are None."""
        return self.record(id=entity, **values)


def _kind(name: str, record: type, created_by: str) -> Kind:
    hints = typing.get_type_hints(record)
    types = {f.name: FieldType(decoder(hints[f.name]), column(hints[f.name])) for f in fields(record) if f.name != "id"}
    return Kind(name, record, created_by, types)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind("profile", records.Profile, "bureau_name"),
        _kind("officer", records.Officer, "name"),
        _kind("site", records.Site, "name"),
        _kind("inspection", records.Inspection, "site"),
        _kind("answer", records.Answer, "item"),
        _kind("finding", records.Finding, "inspection"),
        _kind("photo", records.Photo, "sha256"),
        _kind("document", records.Document, "kind"),
        _kind("signing", records.Signing, "document"),
        _kind("form", records.Form, "sha256"),
        _kind("enrolment", records.Enrolment, "device"),
        _kind("number_block", records.NumberBlock, "device"),
        _kind("void_number", records.VoidNumber, "number"),
        _kind("decision", judgements.Decision, "entity"),
        _kind("join", judgements.Join, "entity"),
        _kind("rectification", steps.Rectification, "finding"),
        _kind("extension", steps.Extension, "finding"),
        _kind("extension_answer", steps.ExtensionAnswer, "finding"),
        _kind("recheck", steps.Recheck, "finding"),
        _kind("closure", steps.Closure, "finding"),
        _kind("listing", steps.Listing, "finding"),
        _kind("delisting", steps.Delisting, "finding"),
        _kind("transfer", steps.Transfer, "finding"),
        _kind("case_filing", steps.CaseFiling, "finding"),
        _kind("annulment", steps.Annulment, "finding"),
        _kind("plan", planning.Plan, "name"),
        _kind("planned_visit", planning.PlannedVisit, "site"),
        _kind("draw", planning.Draw, "drawn_at"),
        _kind("holidays", planning.Holidays, "year"),
        _kind("service", papers.Service, "document"),
        _kind("interview", papers.Interview, "inspection"),
        _kind("sampling", papers.Sampling, "inspection"),
        _kind("wording", papers.Wording, "sha256"),
        _kind("typeface", papers.Typeface, "sha256"),
    )
}

STEPS: tuple[str, ...] = (
    "rectification",
    "extension",
    "extension_answer",
    "recheck",
    "closure",
    "listing",
    "delisting",
    "transfer",
    "case_filing",
    "annulment",
)
"""Kinds that are steps in the life of a hazard: they belong to its finding."""

BY_RECORD: Mapping[type, Kind] = {kind.record: kind for kind in KINDS.values()}


@cache
def plain_texts(kind: Kind) -> frozenset[str]:
    """Return the fields of a kind that take any text."""
    hints = typing.get_type_hints(kind.record)
    return frozenset(name for name in kind.fields if hints[name] in (str, str | None))


def decodes(kind: str, field: str, value: Json) -> bool:
    """Return whether this version understands `value` in this field."""
    known = KINDS[kind].fields.get(field) if kind in KINDS else None
    if known is None:
        return False
    try:
        known.decode(value)
    except ValueError:
        return False
    return True
