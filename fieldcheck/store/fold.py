"""The fold: changes, and what a laptop was sent, into folded rows; one change at a time or all of them again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import groupby
from typing import Any

from fieldcheck.model.authority import Breach, Writer, counting
from fieldcheck.model.journal import (
    DELETED,
    Base,
    Change,
    apply_own,
    not_arrived,
    standing_on,
)
from fieldcheck.model.kinds import KINDS, Kind, decodes
from fieldcheck.store import devices, hazards, schema, snapshots
from fieldcheck.store.connection import Connection
from fieldcheck.store.lines import change_of
from fieldcheck.store.rows import Entity, Stamp, pack, unpack


@cache
def _select(kind: Kind) -> str:
    names = ", ".join(f'"{name}"' for name in kind.fields)
    return (
        f'SELECT id, "of", (SELECT device.id FROM device WHERE number = _device), _seq, _at, _author, _more, {names} '
        f'FROM "{kind.name}"'
    )


@cache
def _upsert(kind: Kind) -> str:
    names = ["id", "of", "_device", "_seq", "_at", "_author", "_more", "_deleted", *kind.fields]
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join("(SELECT number FROM device WHERE id = ?)" if name == "_device" else "?" for name in names)
    kept = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    # Not INSERT OR REPLACE: a row that is replaced would have another number, and no trigger would see that it changed.
    return f'INSERT INTO "{kind.name}" ({listed}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET {kept}'


@lru_cache(maxsize=512)
def _update(kind: Kind, names: tuple[str, ...]) -> str:
    device = '"_device" = (SELECT number FROM device WHERE id = ?), "_seq" = ?, "_at" = ?, "_author" = ?'
    listed = "".join(f', "{name}" = ?' for name in names)
    return f'UPDATE "{kind.name}" SET {device}, "_more" = ?, "_deleted" = ?{listed} WHERE id = ?'


@lru_cache(maxsize=512)
def insert(kind: Kind, names: tuple[str, ...]) -> str:
    """Return how a row begins to be written in which nothing but these fields stands: id, of, stamp, 0, the fields."""
    listed = ", ".join(f'"{name}"' for name in ("id", "of", "_device", "_seq", "_at", "_author", "_deleted", *names))
    return f'INSERT INTO "{kind.name}" ({listed})'


def load(connection: Connection, kind: Kind, entity: str) -> Entity | None:
    """Return the folded record, deleted or not, or None where nothing of it has arrived."""
    row = connection.execute(_select(kind) + " WHERE id = ?", (entity,)).fetchone()
    return None if row is None else _unpack_row(kind, row)


def load_with_others(connection: Connection, kind: Kind, column: str, values: Sequence[str]) -> Iterator[Entity]:
    """Yield the folded records whose `column` ("id" or "of") is one of `values`, but those that only this device wrote.

    At most some hundred values.
    """
    condition = f'"{column}" IN ({", ".join("?" * len(values))})'
    own = "(SELECT number FROM device WHERE private_key IS NOT NULL)"
    sql = f"{_select(kind)} WHERE {condition} AND (_more IS NOT NULL OR _device IS NOT {own})"
    for row in connection.execute(sql, values):
        yield _unpack_row(kind, row)


def load_all(connection: Connection, kind: Kind) -> Iterator[Entity]:
    """Yield every folded record of a kind in the order of ids, deleted ones too."""
    for row in connection.execute(_select(kind) + " ORDER BY id"):
        yield _unpack_row(kind, row)


def _unpack_row(kind: Kind, row: tuple[Any, ...]) -> Entity:
    stamp: Stamp | None = None if row[2] is None else (row[2], row[3], row[4], row[5])
    return unpack(kind, row[0], row[1], stamp, dict(zip(kind.fields, row[7:], strict=True)), row[6])


def save(
    connection: Connection,
    kind: Kind,
    entity: Entity,
    missing: Sequence[tuple[str, int]] = (),
    *,
    new: bool = False,
    changed: Collection[str] | None = None,
) -> None:
    """Write the folded row of a record, and what there is to say about it; `new` where it has no row yet.

    `missing` are changes that standing ones name and that have not arrived: the record waits, and has no conflict yet.
    `changed` names the fields (and "of") that differ from the row that is there, where that is known: the indexes of
    the others are then left alone, which is most of what a commit has to write.
    """
    stamp, columns, more = pack(kind, entity)
    device, seq, at, author = stamp or (None, None, None, None)
    if new or changed is None:
        values = [columns.get(name) for name in kind.fields]
        head = [entity.id, entity.of, device, seq, at, author, more, int(entity.deleted)]
        connection.execute(_upsert(kind), [*head, *values])
    else:
        names = tuple(name for name in ("of", *kind.fields) if name in changed)
        values = [entity.of if name == "of" else columns.get(name) for name in names]
        connection.execute(
            _update(kind, names), [device, seq, at, author, more, int(entity.deleted), *values, entity.id]
        )
    if more is not None or not new:
        _note(connection, kind, entity, missing)


def _note(connection: Connection, kind: Kind, entity: Entity, missing: Sequence[tuple[str, int]]) -> None:
    """Write the notes on a record: fields not understood, conflicts, what it waits for."""
    strange = [
        name
        for name, values in entity.state.items()
        if name != DELETED and values[0].value is not None and not decodes(kind.name, name, values[0].value)
    ]
    conflicts = [] if missing else entity.conflicting()
    for table, columns, rows in (
        ("not_understood", "field", [(name,) for name in strange]),
        ("conflict", "field", [(name,) for name in conflicts]),
        ("waiting", "device, seq", missing),
    ):
        connection.execute(f"DELETE FROM {table} WHERE entity = ? AND kind = ?", (entity.id, kind.name))
        for row in rows:
            marks = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO {table} (entity, kind, {columns}) VALUES (?, ?, {marks})", (entity.id, kind.name, *row)
            )


def add_own(entity: Entity | None, change: Change) -> Entity:
    """Return the record after the newest change of one's own device (nothing known can replace it)."""
    folded = entity or Entity(change.entity, change.of)
    folded.of = min(folded.of, change.of)
    apply_own(folded.state, change)
    if DELETED in change.set:
        folded.deletions = [old for old in folded.deletions if not change.names(old.device, old.seq)]
        if change.set[DELETED] is not None:
            folded.deletions.append(change)
    return folded


def refolded(changes: Iterable[Change], base: Base | None = None, gone: Mapping[str, int] | None = None) -> Entity:
    """Return the record from its changes that count, in any order, and the snapshot of it that was sent here.

    `gone` is the vector at which it was named as deleted: what was changed beyond that brings it back.
    This is the definition that every faster way must equal.
    """
    every = list(changes)
    state = standing_on(base, every)
    standing_deletions = {(value.device, value.seq) for value in state.get(DELETED, []) if value.value is not None}
    known = (
        *(base.deletions if base else ()),
        *(change for change in every if not (base and base.covers(change.device, change.seq))),
    )
    deletions = [change for change in known if (change.device, change.seq) in standing_deletions]
    of = min((*([base.of] if base else ()), *(change.of for change in every)))
    named_deleted = gone is not None and all(change.seq <= gone.get(change.device, 0) for change in every)
    return Entity((*every, *known)[0].entity if every or known else "", of, state, deletions, named_deleted)


@dataclass(frozen=True, slots=True)
class Folded:
    """A record by the definition. `entity` is None where nothing of it counts."""

    entity: Entity | None
    refused: list[tuple[Change, Breach]]
    missing: list[tuple[str, int]]

    @property
    def conflicts(self) -> list[str]:
        """Return the fields in which the record has a conflict: none while it waits, none where it is deleted."""
        return self.entity.conflicting() if self.entity is not None and not self.missing else []


class Folding:
    """Folds records one after another, with what there is to know of the devices at hand.

    Attributes:
        writers: what authority knows of each device.
        arrived: how many changes of each device are here.
        snapshots: whether this store was ever sent any.
        refused: how many changes were found not to count that were not listed yet.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.writers: Mapping[str, Writer] = devices.writers(connection)
        self.arrived: Mapping[str, int] = dict(connection.execute("SELECT id, seq FROM device"))
        self.snapshots = snapshots.any_here(connection)
        self.refused = 0
        withheld = "SELECT 1 FROM journal WHERE body_sha256 IS NOT NULL LIMIT 1"
        self._withheld = connection.execute(withheld).fetchone() is not None
        self._ended = devices.ended_bureaus(connection)

    def of(self, kind: str, entity: str, changes: Sequence[Change] | None = None, sent: Base | None = None) -> Folded:
        """Return a record by the definition.

        `changes` are all its changes, where the caller has them; `sent` is a snapshot of it that is newer than the
        one that is here.
        """
        every = changes_of(self.connection, entity, kind) if changes is None else changes
        base = sent or (snapshots.base_of(self.connection, kind, entity) if self.snapshots else None)
        good, bad = counting(every, self.writers, makers(kind, base))
        gone = snapshots.deleted_at(self.connection, kind, entity) if self.snapshots and sent is None else None
        if not good and base is None:
            return Folded(None, bad, [])
        folded = refolded(good, base, gone)
        folded.id = entity
        newer = [change for change in good if not (base and base.covers(change.device, change.seq))]
        missing = not_arrived(folded.state, [*newer, *folded.deletions], partial(self._is_here, base))
        sent_waiting = [named for named in (base.waits if base else ()) if not self._is_here(base, *named)]
        return Folded(folded, bad, sorted({*missing, *sent_waiting}))

    def _is_here(self, base: Base | None, device: str, seq: int) -> bool:
        """Return whether the content of a change is here, or stands behind the snapshot `base`.

        What a device wrote after its last change that counts is not waited for: it would not count. Nor is what a
        bureau wrote that was put back from a backup since: nobody has the rest of it, nor can show it.
        """
        last = self.writers[device].last_seq if device in self.writers else None
        if (base is not None and base.covers(device, seq)) or (last is not None and seq > last):
            return True
        if device in self._ended:
            return True
        return seq <= self.arrived.get(device, 0) and not (self._withheld and self._is_withheld(device, seq))

    def _is_withheld(self, device: str, seq: int) -> bool:
        sql = (
            "SELECT 1 FROM journal WHERE device = (SELECT number FROM device WHERE id = ?) AND seq = ? "
            "AND body_sha256 IS NOT NULL"
        )
        return self.connection.execute(sql, (device, seq)).fetchone() is not None

    def refold(self, kind: str, entity: str, changes: Sequence[Change] | None = None) -> Folded:
        """Write the row and the notes of a record again, from all that is here of it; return what it is."""
        folded = self.of(kind, entity, changes)
        if folded.refused:
            self._list_refused(folded.refused)
        if kind in KINDS:
            self._write(KINDS[kind], entity, folded)
        return folded

    def _list_refused(self, refused: Sequence[tuple[Change, Breach]]) -> None:
        done = self.connection.executemany(
            "INSERT OR IGNORE INTO refused (device, seq, reason) "
            "VALUES ((SELECT number FROM device WHERE id = ?), ?, ?)",
            [(change.device, change.seq, reason.value) for change, reason in refused],
        )
        self.refused += max(done.rowcount, 0)

    def _write(self, kind: Kind, entity: str, folded: Folded) -> None:
        if folded.entity is not None:
            save(self.connection, kind, folded.entity, folded.missing)
            return
        self.connection.execute(f'DELETE FROM "{kind.name}" WHERE id = ?', (entity,))
        for table in ("not_understood", "conflict", "waiting"):
            self.connection.execute(f"DELETE FROM {table} WHERE entity = ? AND kind = ?", (entity, kind.name))


def makers(kind: str, base: Base | None) -> frozenset[str]:
    """Return the devices that created a record, as the snapshot of it that was sent here says."""
    known = KINDS.get(kind)
    values = base.state.get(known.created_by, ()) if base is not None and known is not None else ()
    return frozenset(value.device for value in values)


def changes_of(connection: Connection, entity: str, kind: str | None = None) -> list[Change]:
    """Return all changes of one record whose content is here, by device and sequence number."""
    sql = "SELECT body FROM journal WHERE entity = ? AND body_sha256 IS NULL"
    only, parameters = ("", (entity,)) if kind is None else (" AND kind = ?", (entity, kind))
    return [change_of(body) for (body,) in connection.execute(f"{sql}{only} ORDER BY device, seq", parameters)]


def refold_all(connection: Connection) -> None:
    """Drop the folded tables and fold the whole journal again, inside the caller's transaction."""
    schema.drop_folded(connection)
    schema.create_folded(connection)
    folding = Folding(connection)
    for kind, entity, changes in every_record(connection):
        folding.refold(kind, entity, changes)
    hazards.settle(connection)


def every_record(connection: Connection) -> Iterator[tuple[str, str, list[Change]]]:
    """Yield kind, id and changes of each record, unknown kinds included; those that were only sent come last."""
    rows = connection.execute("SELECT body FROM journal WHERE body_sha256 IS NULL ORDER BY entity, kind, device, seq")
    changes = (change_of(body) for (body,) in rows)
    for (entity, kind), group in groupby(changes, key=lambda change: (change.entity, change.kind)):
        yield kind, entity, list(group)
    sent = connection.execute(
        "SELECT kind, entity FROM snapshot s WHERE NOT EXISTS "
        "(SELECT 1 FROM journal j WHERE j.entity = s.entity AND j.kind = s.kind)"
    )
    for kind, entity in sent.fetchall():
        yield kind, entity, []
