"""Snapshot lines (docs/package-format.md §6): one record with all that stands in it, and the changes it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from fieldcheck.model import limits
from fieldcheck.model.canonical import encode
from fieldcheck.model.journal import DELETED, Base, Change, Run, Standing
from fieldcheck.store import devices, plainjson
from fieldcheck.store.connection import Connection
from fieldcheck.store.errors import SnapshotNotUnderstood
from fieldcheck.store.lines import Fields, Identifier, Name, Seq, are_names, count_named, is_deep, no_float
from fieldcheck.store.reader import Reader
from fieldcheck.store.rows import Entity


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line as it travels; a value is [value, device, seq, at, author], a deletion [device, seq, what it names]."""

    kind: Name
    entity: Annotated[Identifier, Meta(min_length=1)]
    of: Identifier
    fields: Annotated[dict[Name, list[tuple[Any, Identifier, Seq, Identifier, Identifier]]], Fields]
    deletions: list[tuple[Identifier, Seq, dict[Identifier, tuple[Seq, ...]]]]
    knew: dict[Identifier, tuple[tuple[Seq, Seq], ...]] = {}
    waits: tuple[tuple[Identifier, Seq], ...] = ()

    def named(self) -> Iterator[tuple[str, int]]:
        """Yield each change (device, seq) that something in this record comes from."""
        for values in self.fields.values():
            yield from ((value[1], value[2]) for value in values)
        yield from ((deletion[0], deletion[1]) for deletion in self.deletions)

    def base(self, vector: Mapping[str, int]) -> Base:
        """Return what the line says, made when all changes up to `vector` were known."""
        state = {name: [Standing(*value) for value in values] for name, values in self.fields.items()}
        deletions = (
            Change(device, seq, "", "", self.kind, self.entity, self.of, {DELETED: ""}, over)
            for device, seq, over in self.deletions
        )
        return Base(self.of, state, tuple(deletions), vector, self.knew, self.waits)


_DECODER = msgspec.json.Decoder(Line, float_hook=no_float)


def decode(data: bytes, vector: Mapping[str, int]) -> Line:
    """Return a line. Raises SnapshotNotUnderstood; a line that names what `vector` does not know is none."""
    try:
        line = _DECODER.decode(data)
    except (ValueError, RecursionError) as error:
        raise SnapshotNotUnderstood(line=ascii(data[:80].decode("utf-8", "replace"))) from error
    base = line.base(vector)
    if not all(base.covers(device, seq) for device, seq in line.named()) or not _is_written_so(line, data):
        raise SnapshotNotUnderstood(line=ascii(f"{line.kind} {line.entity}"))
    return line


def _is_written_so(line: Line, data: bytes) -> bool:
    """Return whether names, letters, moments, depth and counts are as the format says, and the JSON is canonical."""
    values = [value for standing in line.fields.values() for value in standing]
    return (
        are_names((line.kind,))
        and are_names(line.fields.keys())
        and limits.is_printed("".join((line.entity, line.of, *(value[4] for value in values))))
        and all(limits.is_moment(value[3]) for value in values)
        and sum(count_named(over) for _, _, over in line.deletions) + len(line.waits) <= limits.MOST_NAMED
        and not is_deep(data, msgspec.to_builtins(line))
        and plainjson.encode(line) == data
    )


def encoded(
    kind: str, entity: Entity, knew: Mapping[str, Sequence[Run]], waits: Sequence[tuple[str, int]] = ()
) -> bytes:
    """Return the line of a record; `knew` are the changes of it that are known, where the vector would say others.

    `waits` are the changes that standing ones name and that have not arrived.
    """
    fields = {
        name: [[value.value, value.device, value.seq, value.at, value.author] for value in values]
        for name, values in entity.state.items()
    }
    acting = sorted(entity.deletions, key=lambda change: (change.device, change.seq))
    deletions = [[change.device, change.seq, change.over] for change in acting]
    members = {"kind": kind, "entity": entity.id, "of": entity.of, "fields": fields, "deletions": deletions}
    more = {"knew": knew, "waits": waits}
    return encode({**members, **{name: value for name, value in more.items() if value}})


def base_of(connection: Connection, kind: str, entity: str) -> Base | None:
    """Return the newest snapshot of a record that is here, or None."""
    row = connection.execute(
        "SELECT line, vector FROM snapshot JOIN snapshot_vector USING (number) WHERE entity = ? AND kind = ?",
        (entity, kind),
    ).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Line).base(json.loads(row[1]))


def deleted_at(connection: Connection, kind: str, entity: str) -> Mapping[str, int] | None:
    """Return the vector at which a record was named as deleted, where no newer snapshot shows it again."""
    row = connection.execute(
        "SELECT vector FROM withdrawn w JOIN snapshot_vector v USING (number) WHERE w.entity = ? AND w.kind = ? "
        "AND w.deleted AND w.number > coalesce("
        "(SELECT number FROM snapshot s WHERE s.entity = w.entity AND s.kind = w.kind), 0)",
        (entity, kind),
    ).fetchone()
    if row is None:
        return None
    vector: dict[str, int] = json.loads(row[0])
    return vector


def any_here(connection: Connection) -> bool:
    """Return whether this store was ever sent a snapshot."""
    return connection.execute("SELECT 1 FROM snapshot_vector LIMIT 1").fetchone() is not None


def put_vector(connection: Connection, number: int, vector: Mapping[str, int]) -> None:
    """Keep what the sender of a snapshot knew; the same number again is the same snapshot."""
    for device in vector:
        devices.keep_name(connection, device)
    connection.execute(
        "INSERT INTO snapshot_vector (number, vector) VALUES (?, ?) ON CONFLICT (number) DO NOTHING",
        (number, encode(vector).decode()),
    )


def put_line(connection: Connection, number: int, line: Line, data: bytes) -> bool:
    """Keep a line where it is newer than what is here; return whether it was."""
    done = connection.execute(
        "INSERT INTO snapshot (entity, kind, number, line) VALUES (?, ?, ?, ?) ON CONFLICT (entity, kind) "
        "DO UPDATE SET number = excluded.number, line = excluded.line WHERE excluded.number > snapshot.number",
        (line.entity, line.kind, number, data),
    )
    return bool(done.rowcount)


def put_withdrawn(connection: Connection, number: int, records: Iterable[tuple[str, str]], deleted: bool) -> None:
    """Keep that records (kind, entity) are no longer sent, or were deleted, where that is newer than what is here."""
    connection.executemany(
        "INSERT INTO withdrawn (entity, kind, number, deleted) VALUES (?, ?, ?, ?) ON CONFLICT (entity, kind) "
        "DO UPDATE SET number = excluded.number, deleted = excluded.deleted WHERE excluded.number > withdrawn.number",
        [(entity, kind, number, int(deleted)) for kind, entity in records],
    )


def older_than(connection: Connection, number: int) -> list[tuple[str, str]]:
    """Return the records (kind, entity) whose newest line is older than snapshot `number` and that still count."""
    rows = connection.execute(
        "SELECT s.kind, s.entity FROM snapshot s WHERE s.number < ? AND NOT EXISTS (SELECT 1 FROM withdrawn w "
        "WHERE w.entity = s.entity AND w.kind = s.kind AND w.number > s.number) ORDER BY s.kind, s.entity",
        (number,),
    )
    return rows.fetchall()


def is_withdrawn(reader: Reader, kind: str, entity: str) -> bool:
    """Return whether a record is no longer sent to this store: it can be read, and no longer written."""
    return bool(
        reader.value(
            "SELECT 1 FROM withdrawn w WHERE w.entity = ? AND w.kind = ? AND NOT w.deleted AND w.number > coalesce("
            "(SELECT number FROM snapshot s WHERE s.entity = w.entity AND s.kind = w.kind), 0)",
            (entity, kind),
        )
    )


def older(reader: Reader, number: int, entity: str, kind: str, count: int) -> list[tuple[str, str]]:
    """Return the next records (kind, entity), by entity and kind, whose newest line is older than a snapshot."""
    rows = reader.rows(
        "SELECT kind, entity FROM snapshot WHERE number < ? AND (entity, kind) > (?, ?) ORDER BY entity, kind LIMIT ?",
        (number, entity, kind, count),
    )
    return [(kind, entity) for kind, entity in rows]


def newest(reader: Reader) -> tuple[int, dict[str, int]]:
    """Return the number and the vector of the newest snapshot that was sent here; 0 and {} where there is none."""
    row = reader.row("SELECT number, vector FROM snapshot_vector ORDER BY number DESC LIMIT 1")
    return (0, {}) if row is None else (row[0], json.loads(row[1]))
