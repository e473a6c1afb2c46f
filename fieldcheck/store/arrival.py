"""Folds what arrives: records of which nothing is here in one insert each, all others again from all that is here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from fieldcheck.model.authority import restricts
from fieldcheck.model.canonical import Json
from fieldcheck.model.codec import Column
from fieldcheck.model.kinds import KINDS, Kind, decodes, plain_texts
from fieldcheck.store import fold, plainjson
from fieldcheck.store.connection import Connection, insert_rows
from fieldcheck.store.lines import Body

Key = tuple[str, str]
"""Kind and id of a record."""

_Shape = tuple[str, tuple[str, ...]]
"""A kind and the fields that a row has: the others, most of them, are not named to SQLite at all."""

_VALUES_REMEMBERED = 20_000


@dataclass(slots=True)
class Counts:
    """What a merge added.

    Attributes:
        changes: changes that were not here.
        records: records of which nothing was here, by kind.
        refused: changes among them that do not count.
        conflicts: fields in which different values stand now and did not before.
        blobs: files of bytes that were not here.
    """

    changes: int = 0
    records: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    conflicts: int = 0
    blobs: int = 0

    @property
    def nothing(self) -> bool:
        """Return whether everything was here already."""
        return not (self.changes or self.blobs or self.records or self.conflicts)


def known_among(connection: Connection, entities: Iterable[str], *, snapshots: bool) -> set[str]:
    """Return those of these ids of which the store holds anything."""
    tables = ("journal", "snapshot", "withdrawn") if snapshots else ("journal",)
    here = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE entity = value)" for table in tables)
    # One statement, which returns as soon as it finds nothing: each row and each statement costs Python's lock.
    rows = connection.execute(
        f"SELECT value FROM json_each(?) WHERE {here}", (plainjson.encode(list(entities)).decode(),)
    )
    return {entity for (entity,) in rows}


@lru_cache(maxsize=512)
def _looked_at(
    kind: Kind, names: tuple[str, ...], types: tuple[type, ...]
) -> tuple[tuple[int, str, Column], ...] | None:
    """Return place, name and column of the fields whose values must be looked at: not those that take any text.

    None where a row alone would not hold a record that has these fields with values of these types. The same few
    combinations come again and again.
    """
    known = kind.created_by in names and all(map(kind.fields.__contains__, names))
    if not known or type(None) in types:
        return None
    texts = plain_texts(kind)
    return tuple(
        (place, name, kind.fields[name].column)
        for place, (name, of) in enumerate(zip(names, types, strict=True))
        if not (of is str and name in texts)
    )


class Fitting:
    """Folded rows of single changes; remembers which values this version understands."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, type, str], bool] = {}

    def row(self, kind: Kind, body: Body, number: int) -> tuple[_Shape, list[object]] | None:
        """Return the folded row of a record that is one change, for `fold.insert` of the fields that it sets.

        None where the row alone would not hold it.
        """
        names, values = tuple(body.set), list(body.set.values())
        looked_at = None if body.over else _looked_at(kind, names, tuple(map(type, values)))
        if looked_at is None:
            return None
        for place, name, column in looked_at:
            value = values[place]
            kept = plainjson.encode(value).decode() if column is Column.JSON else value
            if not self._fits(kind, name, kept, value):
                return None
            values[place] = int(value) if column is Column.BOOLEAN else kept
        return (kind.name, names), [body.entity, body.of, number, body.seq, body.at, body.author, 0, *values]

    def _fits(self, kind: Kind, name: str, kept: str | int, value: Json) -> bool:
        """Return whether this version understands a value; the same few (a basis, a day) come again and again."""
        if type(kept) is not str:
            return decodes(kind.name, name, value)
        key = (kind.name, name, type(value), kept)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _VALUES_REMEMBERED:
                self._known.clear()
            known = self._known[key] = decodes(kind.name, name, value)
        return known


class Batch:
    """New changes of one device, by record, with the folded rows of what may turn out to be new.

    Attributes:
        bodies: the changes in their order.
        groups: the same by kind and id.
        rows: the row of a record, where its one change fills one, behind the kind and the fields that it has.
    """

    def __init__(self, bodies: Sequence[Body], number: int, fitting: Fitting) -> None:
        """Sort the changes of device `number`; nothing is read, so that this goes on beside a commit."""
        self.bodies = bodies
        self.groups: dict[Key, list[Body]] = {}
        for body in bodies:
            self.groups.setdefault((body.kind, body.entity), []).append(body)
        self.rows: dict[Key, tuple[_Shape, list[object]]] = {}
        for key, group in self.groups.items():
            kind = KINDS.get(key[0])
            row = fitting.row(kind, group[0], number) if kind is not None and len(group) == 1 else None
            if row is not None:
                self.rows[key] = row


class Arrival:
    """Folds batches of new changes; a batch is folded in the transaction that appended it."""

    def __init__(self, connection: Connection, counts: Counts) -> None:
        self._connection = connection
        self._counts = counts

    def take(self, device: str, batch: Batch, known: set[str], *, late: bool = False) -> None:
        """Fold what a device changed; `known` are the ids of which something was here before the batch.

        `late` says that the changes were withheld: later ones of the same device may be here already.
        """
        folding = fold.Folding(self._connection)
        free = {kind for kind in {kind for kind, _ in batch.groups} if not restricts(folding.writers[device], kind)}
        rows: dict[_Shape, list[list[object]]] = {}
        self._counts.records.update(kind for kind, entity in batch.groups if entity not in known)
        for key, group in batch.groups.items():
            kind, entity = key
            new = entity not in known
            row = batch.rows.get(key) if new and kind in free else None
            if row is not None:
                rows.setdefault(row[0], []).append(row[1])
            elif kind in free and kind in KINDS and not late and self._alone(folding, group, new):
                self._follow(KINDS[kind], group, new)
            elif new:
                folding.refold(kind, entity, [body.change() for body in group])
            else:
                if late:
                    self._judge_again(kind, entity)
                self.again(folding, kind, entity)
        for (kind, names), values in rows.items():
            insert_rows(self._connection, fold.insert(KINDS[kind], names), values)
        self._waited_for(folding, device, batch.bodies)
        self._counts.refused += folding.refused

    def _judge_again(self, kind: str, entity: str) -> None:
        """Forget which changes of a record do not count: its creation may be what came late."""
        self._connection.execute(
            "DELETE FROM refused WHERE (device, seq) IN "
            "(SELECT device, seq FROM journal WHERE entity = ? AND kind = ? AND body_sha256 IS NULL)",
            (entity, kind),
        )

    def _alone(self, folding: fold.Folding, group: Sequence[Body], new: bool) -> bool:
        """Return whether no other device ever had to do with a record, so that each change follows on the last."""
        if any(body.over for body in group):
            return False
        if new:
            return True
        return not folding.snapshots and (
            self._connection.execute(
                "SELECT 1 FROM journal WHERE entity = ? AND device <> (SELECT number FROM device WHERE id = ?) LIMIT 1",
                (group[0].entity, group[0].device),
            ).fetchone()
            is None
        )

    def _follow(self, kind: Kind, group: Sequence[Body], new: bool) -> None:
        """Fold the changes of a record that only their device wrote, as the device itself did."""
        entity = None if new else fold.load(self._connection, kind, group[0].entity)
        new = entity is None
        of = "" if entity is None else entity.of
        changed: set[str] = set()
        for body in group:
            changed |= body.set.keys()
            entity = fold.add_own(entity, body.change())
        assert entity is not None, "a group has a change"
        fold.save(self._connection, kind, entity, new=new, changed=changed | ({"of"} if entity.of != of else set()))

    def again(self, folding: fold.Folding, kind: str, entity: str) -> None:
        """Fold a record again of which something was here."""
        before = {
            row[0]
            for row in self._connection.execute(
                "SELECT field FROM conflict WHERE entity = ? AND kind = ?", (entity, kind)
            )
        }
        folded = folding.refold(kind, entity)
        self._counts.conflicts += len(set(folded.conflicts) - before) if kind in KINDS else 0

    def _waited_for(self, folding: fold.Folding, device: str, bodies: Sequence[Body]) -> None:
        """Fold records again that waited for one of these changes, though it is another record's."""
        if not bodies:
            return
        rows = self._connection.execute(
            "SELECT DISTINCT kind, entity FROM waiting WHERE device = ? AND seq BETWEEN ? AND ?",
            (device, bodies[0].seq, bodies[-1].seq),
        )
        for kind, entity in rows.fetchall():
            self.again(folding, kind, entity)
