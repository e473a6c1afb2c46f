"""What is open about a record and what was decided about it, in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from fieldcheck.gui.record_words import NOBODY, Names, field_title, value_text
from fieldcheck.model.canonical import Json
from fieldcheck.model.journal import DELETED
from fieldcheck.model.judgements import Decision
from fieldcheck.model.records import Form, Officer
from fieldcheck.operations import conflicts, wording
from fieldcheck.operations.conflicts import Decided, Missing
from fieldcheck.store import Reader, devices
from fieldcheck.store.queries import conflicts as queries
from fieldcheck.store.queries import records
from fieldcheck.translation import _


@dataclass(frozen=True, slots=True)
class Told:
    """A decision in words: what holds instead of what and why, and who decided it when."""

    text: str
    source: str


def names_here(reader: Reader) -> Names:
    """Return the names of officers, retired ones too, of laptops, and of forms by their hash."""
    officers = {officer.id: officer.name or "" for officer in records.everything(reader, Officer)}
    laptops = {device.id: device.name for device in devices.every(reader)}
    forms = {form.sha256: form.title for form in records.everything(reader, Form) if form.sha256 and form.title}
    return Names(officers, laptops, forms, NOBODY.choices)


def about(reader: Reader, *entities: str) -> tuple[Told, ...]:
    """Return what was decided about these records, oldest first."""
    decided = conflicts.decisions_about(reader, *entities)
    if not decided:
        return ()
    names = names_here(reader)
    return tuple(_told(one, names) for one in decided)


def _told(one: Decided, names: Names) -> Told:
    decision = one.decision
    value = _text(decision, decision.value, names)
    others = [_text(decision, among.value, names) for among in decision.among or ()]
    told = _("{field}: {value} instead of {others}, because: {reason}").format(
        field=field_title(decision.kind or "", decision.field or ""),
        value=value,
        others=_(", ").join(dict.fromkeys(other for other in others if other != value)) or _("(empty)"),
        reason=decision.reason or "",
    )
    who = names.officers.get(one.author, "")
    return Told(told, " · ".join(part for part in (who, wording.wall_clock(one.at), names.laptop(one.device)) if part))


def _text(decision: Decision, value: str | None, names: Names) -> str:
    known: Json = json.loads(value) if value else None
    if decision.field == DELETED:
        return deletion_text(known)
    return value_text(decision.field or "", known, names) or _("(empty)")


def deletion_text(reason: Json) -> str:
    """Return one side of a deletion against edits: deleted with its reason, or kept where there is none."""
    return _("Kept, as edited") if reason is None else _("Deleted: {reason}").format(reason=reason)


def open_questions(reader: Reader, kind: str, entity: str) -> tuple[str, ...]:
    """Return what is not settled about a record: fields with different values, changes that it waits for."""
    lines = []
    fields = queries.fields_of(reader, kind, entity)
    if fields:
        text = _("Different values stand for {fields}: two laptops changed it without knowing of each other.")
        lines.append(text.format(fields="、".join(field_title(kind, name) for name in fields)))
    found = next((one for one in conflicts.waiting(reader, entity) if one.kind == kind), None)
    if found is not None:
        told = _("It waits for {changes}: only then can be said whether values conflict.")
        lines.append(told.format(changes=missing_text(found.missing)))
    return tuple(lines)


def missing_text(every: Sequence[Missing]) -> str:
    """Return changes that have not arrived, in words."""
    parts = []
    for missing in every:
        named = missing.device_name or missing.device[:8]
        told = _("change {seq} of {laptop}")
        if missing.package is not None:
            told = _("change {seq} of {laptop} (package {package} or a later one)")
        parts.append(told.format(seq=missing.seq, laptop=named, package=missing.package))
    return _(", ").join(parts)
