"""What a union left open: conflicts with what they replaced, changes that do not count, records that wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fieldcheck.model.canonical import Json
from fieldcheck.model.journal import DELETED, Change, Standing, unseen_by_deletion, value_of
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import fold
from fieldcheck.store.reader import Reader
from fieldcheck.store.rows import Entity
from fieldcheck.store.transaction import Seen


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A field in which different values stand; `values` as they stand, the shown one first.

    `base` is the value that all of them replaced; None where there was none, or where it is not here. In the field
    `deleted` the values are the deletions with their reason, and without one the edits that they did not know of.
    """

    kind: str
    entity: str
    field: str
    base: Json
    values: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A change that does not count; `reason` is a `model.authority.Breach`."""

    device: str
    device_name: str
    seq: int
    at: str
    author: str
    kind: str
    entity: str
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A record whose standing values name change `seq` of `device`, which has not arrived."""

    kind: str
    entity: str
    device: str
    seq: int


def conflicts(reader: Reader) -> list[ConflictRow]:
    """Return all conflicts, by kind, record and field."""
    named: dict[tuple[str, str], list[str]] = {}
    for kind, entity, field in reader.rows("SELECT kind, entity, field FROM conflict ORDER BY kind, entity, field"):
        named.setdefault((kind, entity), []).append(field)
    return [row for (kind, entity), fields in named.items() for row in _of(reader, kind, entity, fields)]


def conflicts_of(reader: Reader, kind: str, entity: str) -> list[ConflictRow]:
    """Return the conflicts of one record, by field."""
    fields = fields_of(reader, kind, entity)
    return _of(reader, kind, entity, fields) if fields else []


def count(reader: Reader) -> int:
    """Return how many conflicts there are."""
    return int(reader.value("SELECT count(*) FROM conflict"))


def _of(reader: Reader, kind: str, entity: str, fields: Sequence[str]) -> list[ConflictRow]:
    record = fold.load(reader.connection, KINDS[kind], entity)
    assert record is not None, "a conflict is noted on a row"
    changes = fold.changes_of(reader.connection, entity, kind)
    return [_row(record, changes, kind, field) for field in fields]


def _row(record: Entity, changes: Sequence[Change], kind: str, field: str) -> ConflictRow:
    if field == DELETED:
        return ConflictRow(kind, record.id, field, None, _deletion_and_edits(record))
    values = tuple(record.state[field])
    return ConflictRow(kind, record.id, field, replaced_by_all(changes, field, values), values)


def _deletion_and_edits(record: Entity) -> tuple[Standing, ...]:
    """Return the edits that no deletion knew of, without a value, and the deletions that stand, with their reason."""
    edits = unseen_by_deletion(record.state, record.deletions)
    return (
        *(replace(value, value=None) for value in edits),
        *(value for value in record.state[DELETED] if value.value is not None),
    )


def replaced_by_all(changes: Iterable[Change], field: str, values: Sequence[Standing]) -> Json:
    """Return the newest value of a field that every standing one replaced, at first or second hand, or None."""
    setting = {(change.device, change.seq): change for change in changes if field in change.set}
    shared = set(setting)
    for value in values:
        shared &= _replaced(setting, field, (value.device, value.seq))
    newest = max(shared, key=lambda key: (setting[key].at, *key), default=None)
    return None if newest is None else setting[newest].set[field]


def _replaced(setting: Mapping[tuple[str, int], Change], field: str, start: tuple[str, int]) -> set[tuple[str, int]]:
    """Return the changes that `start` replaced, those that these replaced, and so on, each with its twins."""
    acts = {key: value_of(change, field) for key, change in setting.items()}
    found: set[tuple[str, int]] = set()
    open_ones = [start]
    while open_ones:
        current = setting.get(open_ones.pop())
        if current is not None:
            named = [acts[key] for key in setting if current.names(*key)]
            fresh = {key for key, act in acts.items() if any(map(act.same_act, named))} - found
            found |= fresh
            open_ones.extend(fresh)
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """When a record was made (UTC), on which device and by whom (officer id, or empty)."""

    entity: str
    device: str
    at: str
    author: str


def made_below(reader: Reader, kind: str, parents: Sequence[str]) -> list[Made]:
    """Return who made the records of a kind that belong to one of `parents`, oldest first; at most some thousands."""
    marks = ", ".join("?" * len(parents))
    rows = reader.rows(
        f'SELECT r.id, d.id, r._at, r._author FROM "{KINDS[kind].name}" r JOIN device d ON d.number = r._device '
        f'WHERE r."of" IN ({marks}) AND NOT r._deleted ORDER BY r._at, r.id',
        parents,
    )
    return [Made(*row) for row in rows]


def fields_of(reader: Reader, kind: str, entity: str) -> list[str]:
    """Return the fields of a record in which different values stand."""
    rows = reader.rows("SELECT field FROM conflict WHERE entity = ? AND kind = ? ORDER BY field", (entity, kind))
    return [field for (field,) in rows]


def others(reader: Reader) -> bool:
    """Return whether this store knows any device but its own: without one nobody else's value can stand."""
    return bool(reader.value("SELECT EXISTS (SELECT 1 FROM device WHERE private_key IS NULL)"))


def seen(reader: Reader, kind: str, entity: str) -> dict[str, Seen]:
    """Return the changes of other devices that stand in each field now, the values that no page shows included."""
    record = fold.load(reader.connection, KINDS[kind], entity)
    return {} if record is None else _of_others(record, _own(reader), shown_only=False)


def shown(reader: Reader, kind: str, entities: Sequence[str]) -> dict[str, dict[str, Seen]]:
    """Return, by record and field, the changes of other devices whose value is the one that is shown.

    It is what a page captures with the record, in one view of the store, and hands to the operation as `seen`; several
    fields are joined by `joined`. A second value that stands beside the shown one was not seen, and stays a conflict.
    """
    found: dict[str, dict[str, Seen]] = {}
    for start in range(0, len(entities) if others(reader) else 0, 500):
        found |= _shown(reader, kind, "id", entities[start : start + 500])
    return found


def shown_below(reader: Reader, kind: str, of: str) -> dict[str, dict[str, Seen]]:
    """Return what `shown` does, for the records of a kind that belong to `of`."""
    return _shown(reader, kind, "of", [of]) if others(reader) else {}


def _shown(reader: Reader, kind: str, column: str, values: Sequence[str]) -> dict[str, dict[str, Seen]]:
    own = _own(reader)
    every = fold.load_with_others(reader.connection, KINDS[kind], column, values)
    return {record.id: _of_others(record, own, shown_only=True) for record in every}


def _own(reader: Reader) -> str:
    return str(reader.value("SELECT id FROM device WHERE private_key IS NOT NULL"))


def _of_others(record: Entity, own: str, *, shown_only: bool) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    for field, values in record.state.items():
        wanted = (value for value in values if not shown_only or value.value == values[0].value)
        changes = joined({value.device: (value.seq,)} for value in wanted if value.device != own)
        if changes:
            found[field] = changes
    return found


def joined(parts: Iterable[Seen]) -> Seen:
    """Return several parts as one: {device: (seq, …)}, sorted, each once."""
    together: dict[str, set[int]] = {}
    for part in parts:
        for device, seqs in part.items():
            together.setdefault(device, set()).update(seqs)
    return {device: tuple(sorted(seqs)) for device, seqs in sorted(together.items())}


def refused(reader: Reader) -> list[RefusedRow]:
    """Return the changes that do not count, by device and sequence number."""
    rows = reader.rows(
        "SELECT d.id, d.name, r.seq, j.at, j.author, j.kind, j.entity, r.reason FROM refused r "
        "JOIN device d ON d.number = r.device JOIN journal j ON j.device = r.device AND j.seq = r.seq "
        "ORDER BY d.number, r.seq"
    )
    return [RefusedRow(*row) for row in rows]


def refused_by_device(reader: Reader) -> dict[str, list[tuple[str, str, int]]]:
    """Return how many changes of each device do not count, as (kind, reason, count), by kind and reason."""
    rows = reader.rows(
        "SELECT d.id, j.kind, r.reason, count(*) FROM refused r JOIN device d ON d.number = r.device "
        "JOIN journal j ON j.device = r.device AND j.seq = r.seq GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    found: dict[str, list[tuple[str, str, int]]] = {}
    for device, kind, reason, count in rows:
        found.setdefault(device, []).append((kind, reason, count))
    return found


def waiting(reader: Reader, entity: str = "") -> list[WaitingRow]:
    """Return the records that wait, or the one with this id, and for which changes."""
    only, parameters = (" WHERE entity = ?", (entity,)) if entity else ("", ())
    sql = f"SELECT kind, entity, device, seq FROM waiting{only} ORDER BY kind, entity, device, seq"
    rows = reader.rows(sql, parameters)
    return [WaitingRow(*row) for row in rows]
