"""Conflicts: listed with what they replaced, decided by the bureau with a reason; the decision is a record too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldcheck.model.canonical import Json, encode
from fieldcheck.model.errors import N_, InputError, NotFoundError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.journal import DELETED, Standing
from fieldcheck.model.judgements import Decision
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Answer, Inspection
from fieldcheck.model.values import DecidedValue
from fieldcheck.operations import edits, findings, inspections, peers, trust
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction, devices
from fieldcheck.store.queries import conflicts as queries
from fieldcheck.store.queries import records
from fieldcheck.store.queries.conflicts import ConflictRow

TOGETHER: Mapping[tuple[str, str], str] = {("finding", "confirmed_level"): "basis"}
"""Fields that one act of a person sets, and that are decided whole: with the level goes the basis that it cites."""


class ConflictUnknown(NotFoundError):
    """No such conflict stands: it was decided, or the values have become one."""

    code = "CONFLICT_UNKNOWN"
    message = N_("There is no conflict {conflict} here (any more). 'fieldcheck conflicts' lists those that stand.")


class ConflictChanged(InputError):
    """Between looking and deciding another value arrived."""

    code = "CONFLICT_CHANGED"
    message = N_("Another value of {field} arrived meanwhile. Look at the values again, then decide.")


class FieldNewer(InputError):
    """A field that only a newer program understands."""

    code = "CONFLICT_FIELD_NEWER"
    message = N_("{field} comes from a newer FieldCheck. Choose one of the values that stand, or install that version.")


class ReasonMissing(InputError):
    """A decision without a reason."""

    code = "DECISION_REASON"
    message = N_("A decision needs its reason: everybody who wrote one of the values will read it.")


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values that stand: from which device, written when (UTC) and by which officer (id, or empty).

    `also` holds what the same change set in a field that is decided with this one.
    """

    value: Json
    device: str
    device_name: str
    seq: int
    at: str
    author: str
    also: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field in which different values stand; the one that is shown comes first.

    In the field `deleted` a deletion stands against edits that did not know of it: values with a text are deletions
    with their reason, those without are the edits, for which the record is still there.

    Attributes:
        id: what a command names it by: the beginning of the record's id is enough where it is the only one.
        base: the value that all of them replaced, or None.
    """

    kind: str
    entity: str
    field: str
    base: Json
    values: tuple[Value, ...]

    @property
    def id(self) -> str:
        """Return the id of the record and the field."""
        return f"{self.entity}:{self.field}"


@dataclass(frozen=True, slots=True)
class Missing:
    """A change that has not arrived; `package` is the number of the next package of that device, where it is known."""

    device: str
    device_name: str
    seq: int
    package: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record whose values name changes that have not arrived: whether it has a conflict is not known yet."""

    kind: str
    entity: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with who made it (officer id, or empty), on which device, and when (UTC)."""

    decision: Decision
    device: str
    at: str
    author: str


def conflicts(reader: Reader) -> list[Conflict]:
    """Return the conflicts of a store, by kind, record and field."""
    return _conflicts(reader, queries.conflicts(reader))


def conflicts_of(reader: Reader, kind: str, entity: str) -> list[Conflict]:
    """Return the conflicts of one record."""
    return _conflicts(reader, queries.conflicts_of(reader, kind, entity))


def count(reader: Reader) -> int:
    """Return in how many fields different values stand."""
    return queries.count(reader)


def _conflicts(reader: Reader, rows: Sequence[ConflictRow]) -> list[Conflict]:
    names = {device.id: device.name for device in devices.every(reader)}
    by_field = {(row.kind, row.entity, row.field): row for row in rows}
    found = []
    for row in rows:
        leading = next((lead for (kind, lead), name in TOGETHER.items() if (kind, name) == (row.kind, row.field)), None)
        if leading is None or (row.kind, row.entity, leading) not in by_field:
            found.append(_conflict(row, by_field.get((row.kind, row.entity, _together(row))), names))
    return found


def _together(row: ConflictRow) -> str:
    return TOGETHER.get((row.kind, row.field), "")


def _conflict(row: ConflictRow, together: ConflictRow | None, names: Mapping[str, str]) -> Conflict:
    also = {(one.device, one.seq): {together.field: one.value} for one in together.values} if together else {}
    values = tuple(
        Value(
            one.value,
            one.device,
            names.get(one.device, ""),
            one.seq,
            one.at,
            one.author,
            also.get((one.device, one.seq), {}),
        )
        for one in row.values
    )
    return Conflict(row.kind, row.entity, row.field, row.base, values)


def named(reader: Reader, conflict: str) -> Conflict:
    """Return the conflict "record:field"; the beginning of it is enough. Raises ConflictUnknown."""
    found = [one for one in conflicts(reader) if conflict and one.id.startswith(conflict)]
    if len(found) != 1:
        raise ConflictUnknown(conflict=conflict)
    return found[0]


def waiting(reader: Reader, entity: str = "") -> list[Waiting]:
    """Return the records, or the one with this id, that wait for changes which have not arrived, by kind and id."""
    names = {device.id: device.name for device in devices.every(reader)}
    received: dict[str, int] = {}
    found: dict[tuple[str, str], list[Missing]] = {}
    for row in queries.waiting(reader, entity):
        if row.device not in received:
            received[row.device] = peers.peer(reader, row.device).received
        package = received[row.device] + 1 if received[row.device] else None
        missing = Missing(row.device, names.get(row.device, ""), row.seq, package)
        found.setdefault((row.kind, row.entity), []).append(missing)
    return [Waiting(kind, entity, tuple(missing)) for (kind, entity), missing in found.items()]


def decide(store: Store, conflict: Conflict, value: Json, reason: str, author: str = "") -> Changes:
    """Settle a conflict: the value (one of those that stand, or another), which replaces all that were shown.

    Of a deletion, a text deletes the record after all, under that reason; None keeps it, and brings back the visit
    that it belongs to. An answer that is decided opens or withdraws its hazard. The decision stays visible on the
    record and travels back. `main` is its id.
    Raises BureauOnly, ReasonMissing, ConflictUnknown, ConflictChanged, ValueNotUnderstood, FieldNewer.
    """
    trust.require_bureau(store.reader())
    if not reason.strip():
        raise ReasonMissing
    _check_value(conflict, value)
    return store.write(lambda transaction: _decide(transaction, conflict, value, reason.strip()), author)


def _check_value(conflict: Conflict, value: Json) -> None:
    if conflict.field in KINDS[conflict.kind].fields:
        edits.check_type(conflict.kind, conflict.field, value)
    elif conflict.field != DELETED and all(value != one.value for one in conflict.values):
        raise FieldNewer(field=conflict.field)


def _decide(transaction: Transaction, conflict: Conflict, value: Json, reason: str) -> str:
    standing = _standing(transaction, conflict)
    entity = new_id()
    if conflict.field == DELETED:
        _decide_deletion(transaction, conflict, value)
    else:
        _set_value(transaction, conflict, value, standing)
    values = {
        "kind": conflict.kind,
        "entity": conflict.entity,
        "field": conflict.field,
        "value": encode(value).decode(),
        "reason": reason,
        "among": tuple(_decided(one) for one in standing),
    }
    transaction.append("decision", entity, conflict.entity, values)
    return entity


def _set_value(transaction: Transaction, conflict: Conflict, value: Json, standing: Sequence[Standing]) -> None:
    chosen = next((one for one in conflict.values if one.value == value), None)
    values = {conflict.field: value, **(chosen.also if chosen is not None else {})}
    over = [_over(standing)]
    rows = queries.conflicts_of(transaction, conflict.kind, conflict.entity)
    over += [_over(row.values) for row in rows if row.field in values and row.field != conflict.field]
    of = records.belongs_to(transaction, conflict.kind, conflict.entity)
    transaction.append(conflict.kind, conflict.entity, of, values, queries.joined(over))
    if conflict.kind == "answer" and conflict.field == "value":
        _follow_answer(transaction, conflict.entity)


def _follow_answer(transaction: Transaction, entity: str) -> None:
    """Open, withdraw or take back the hazard of an answered item, as its answer does."""
    answer = records.find(transaction, Answer, entity)
    visit = records.find(transaction, Inspection, (answer.inspection if answer else None) or "")
    if answer is not None and visit is not None:
        reference = inspections.reference_of(visit, answer.form or "")
        findings.follow_answer(transaction, visit, reference, answer.item or "")


def _over(values: Sequence[Standing]) -> Seen:
    return queries.joined({one.device: (one.seq,)} for one in values)


def _decide_deletion(transaction: Transaction, conflict: Conflict, value: Json) -> None:
    if value is not None:
        transaction.delete(conflict.kind, conflict.entity, str(value))
        return
    transaction.restore(conflict.kind, conflict.entity)
    visit = records.belongs_to(transaction, conflict.kind, conflict.entity)
    if records.find(transaction, Inspection, visit) is None:
        transaction.restore("inspection", visit)


def _standing(reader: Reader, conflict: Conflict) -> Sequence[Standing]:
    """Return what stands now, where that is what was looked at. Raises ConflictUnknown, ConflictChanged."""
    rows = queries.conflicts_of(reader, conflict.kind, conflict.entity)
    found = next((row for row in rows if row.field == conflict.field), None)
    if found is None:
        raise ConflictUnknown(conflict=conflict.id)
    if {(one.device, one.seq) for one in found.values} != {(one.device, one.seq) for one in conflict.values}:
        raise ConflictChanged(field=conflict.field)
    return found.values


def _decided(one: Standing) -> DecidedValue:
    return DecidedValue(encode(one.value).decode(), one.device, one.seq, one.at, one.author)


def decisions_about(reader: Reader, *entities: str) -> list[Decided]:
    """Return the decisions about these records, oldest first."""
    made = queries.made_below(reader, "decision", entities)
    found = records.many(reader, Decision, [one.entity for one in made])
    return [Decided(found[one.entity], one.device, one.at, one.author) for one in made if one.entity in found]
