"""Conflicts: different values that stand side by side until the bureau decides, with a reason that stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldcheck.model.canonical import Json, encode
from fieldcheck.model.errors import N_, InputError, NotFoundError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.journal import Standing
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Decision
from fieldcheck.model.values import DecidedValue
from fieldcheck.operations import edits, trust
from fieldcheck.store import Changes, Reader, Store, Transaction, devices
from fieldcheck.store.queries import conflicts as queries
from fieldcheck.store.queries import records
from fieldcheck.store.queries.conflicts import ConflictRow


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
    """One of the values that stand: from which device, written when (UTC) and by which officer (id, or empty)."""

    value: Json
    device: str
    device_name: str
    seq: int
    at: str
    author: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field in which different values stand; the one that is shown comes first.

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


def conflicts(reader: Reader) -> list[Conflict]:
    """Return the conflicts of a store, by kind, record and field."""
    names = {device.id: device.name for device in devices.every(reader)}
    return [_conflict(row, names) for row in queries.conflicts(reader)]


def conflicts_of(reader: Reader, kind: str, entity: str) -> list[Conflict]:
    """Return the conflicts of one record."""
    names = {device.id: device.name for device in devices.every(reader)}
    return [_conflict(row, names) for row in queries.conflicts_of(reader, kind, entity)]


def count(reader: Reader) -> int:
    """Return how many conflicts stand."""
    return queries.count(reader)


def _conflict(row: ConflictRow, names: dict[str, str]) -> Conflict:
    values = tuple(
        Value(one.value, one.device, names.get(one.device, ""), one.seq, one.at, one.author) for one in row.values
    )
    return Conflict(row.kind, row.entity, row.field, row.base, values)


def named(reader: Reader, conflict: str) -> Conflict:
    """Return the conflict "record:field"; the beginning of it is enough. Raises ConflictUnknown."""
    found = [one for one in conflicts(reader) if conflict and one.id.startswith(conflict)]
    if len(found) != 1:
        raise ConflictUnknown(conflict=conflict)
    return found[0]


def decide(store: Store, conflict: Conflict, value: Json, reason: str, author: str = "") -> Changes:
    """Settle a conflict: the value (one of those that stand, or another), which replaces all that were shown.

    The decision stays visible on the record and travels back. `main` is its id. Raises BureauOnly, ReasonMissing,
    ConflictUnknown, ConflictChanged, ValueNotUnderstood, FieldNewer.
    """
    trust.require_bureau(store.reader())
    if not reason.strip():
        raise ReasonMissing
    _check_value(conflict, value)
    return store.write(lambda transaction: _decide(transaction, conflict, value, reason.strip()), author)


def _check_value(conflict: Conflict, value: Json) -> None:
    if conflict.field in KINDS[conflict.kind].fields:
        edits.check_type(conflict.kind, conflict.field, value)
    elif all(value != one.value for one in conflict.values):
        raise FieldNewer(field=conflict.field)


def _decide(transaction: Transaction, conflict: Conflict, value: Json, reason: str) -> str:
    standing = _standing(transaction, conflict)
    entity = new_id()
    over = queries.joined({one.device: (one.seq,)} for one in standing)
    of = records.belongs_to(transaction, conflict.kind, conflict.entity)
    transaction.append(conflict.kind, conflict.entity, of, {conflict.field: value}, over)
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


def decisions_about(reader: Reader, entity: str) -> list[Decision]:
    """Return the decisions about one record, oldest first."""
    return records.children(reader, Decision, entity)
