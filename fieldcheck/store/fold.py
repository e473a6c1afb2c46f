"""The fold: journal changes into folded rows, one change at a time or all of them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

from fieldcheck.model.journal import DELETED, Change, apply_own, parse, standing
from fieldcheck.model.kinds import KINDS, Kind, decodes
from fieldcheck.store import schema
from fieldcheck.store.connection import Connection
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
    return f'INSERT OR REPLACE INTO "{kind.name}" ({listed}) VALUES ({values})'


def load(connection: Connection, kind: Kind, entity: str) -> Entity | None:
    """Return the folded record, deleted or not, or None where nothing of it has arrived."""
    row = connection.execute(_select(kind) + " WHERE id = ?", (entity,)).fetchone()
    return None if row is None else _unpack_row(kind, row)


def load_all(connection: Connection, kind: Kind) -> Iterator[Entity]:
    """Yield every folded record of a kind in the order of ids, deleted ones too."""
    for row in connection.execute(_select(kind) + " ORDER BY id"):
        yield _unpack_row(kind, row)


def _unpack_row(kind: Kind, row: tuple[Any, ...]) -> Entity:
    stamp: Stamp | None = None if row[2] is None else (row[2], row[3], row[4], row[5])
    return unpack(kind, row[0], row[1], stamp, dict(zip(kind.fields, row[7:], strict=True)), row[6])


def save(connection: Connection, kind: Kind, entity: Entity) -> None:
    """Write the folded row of a record, and the list of its fields that this version does not understand."""
    stamp, columns, more = pack(kind, entity)
    device, seq, at, author = stamp or (None, None, None, None)
    values = [columns.get(name) for name in kind.fields]
    head = [entity.id, entity.of, device, seq, at, author, more, int(entity.deleted)]
    connection.execute(_upsert(kind), [*head, *values])
    _note_not_understood(connection, kind, entity, more is not None)


def _note_not_understood(connection: Connection, kind: Kind, entity: Entity, possible: bool) -> None:
    if not possible:
        return
    strange = [
        name
        for name, values in entity.state.items()
        if name != DELETED and values[0].value is not None and not decodes(kind.name, name, values[0].value)
    ]
    connection.execute("DELETE FROM not_understood WHERE entity = ?", (entity.id,))
    connection.executemany(
        "INSERT INTO not_understood (kind, entity, field) VALUES (?, ?, ?)",
        [(kind.name, entity.id, name) for name in strange],
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


def refolded(changes: Iterable[Change]) -> Entity:
    """Return the record from all its changes, in any order: the definition that `add_own` must equal."""
    every = list(changes)
    state = standing(every)
    standing_deletions = {(value.device, value.seq) for value in state.get(DELETED, []) if value.value is not None}
    deletions = [change for change in every if (change.device, change.seq) in standing_deletions]
    return Entity(every[0].entity, min(change.of for change in every), state, deletions)


def changes_of(connection: Connection, entity: str) -> list[Change]:
    """Return all changes of one record, by device and sequence number."""
    rows = connection.execute("SELECT body FROM journal WHERE entity = ? ORDER BY device, seq", (entity,))
    return [parse(body) for (body,) in rows]


def refold_all(connection: Connection) -> None:
    """Drop the folded tables and fold the whole journal again, inside the caller's transaction."""
    schema.drop_folded(connection)
    schema.create_folded(connection)
    for entity in every_entity(connection):
        kind = KINDS.get(entity[0].kind)
        if kind is not None:
            save(connection, kind, refolded(entity))


def every_entity(connection: Connection) -> Iterator[list[Change]]:
    """Yield the changes of each record, record by record in the order of ids, unknown kinds included."""
    rows = connection.execute("SELECT body FROM journal ORDER BY entity, kind, device, seq")
    changes = (parse(body) for (body,) in rows)
    for _, group in groupby(changes, key=lambda change: (change.entity, change.kind)):
        yield list(group)
