"""One write transaction: changes appended to the journal and folded in the same breath."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fieldcheck.model import limits
from fieldcheck.model.authority import breach, first_of, restricts
from fieldcheck.model.canonical import Json, plain, sha256_hex
from fieldcheck.model.journal import DELETED, Change, chain, parse
from fieldcheck.model.kinds import KINDS, Kind
from fieldcheck.store import devices, fold, hazards, snapshots
from fieldcheck.store.connection import Connection
from fieldcheck.store.errors import ChangeTooLarge, NotAuthorised, RecordWithdrawn
from fieldcheck.store.lines import count_named
from fieldcheck.store.reader import Reader
from fieldcheck.store.rows import Entity

Seen = Mapping[str, tuple[int, ...]]
"""Changes of other devices whose values stood on the page when the person edited: {device id: (seq, …)}."""


@dataclass(frozen=True, slots=True)
class Inverse:
    """What undoes one change: the values that were shown before it."""

    kind: str
    entity: str
    of: str
    set: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a committed write did: the records to refresh, and how to take it back.

    `main` is the id of the record that the operation was about, or that it created.
    """

    main: str
    entities: frozenset[tuple[str, str]]
    inverse: tuple[Inverse, ...]

    @property
    def undoable(self) -> bool:
        """Return whether there is anything to take back."""
        return bool(self.inverse)

    def concerns(self, kind: str, entity: str) -> bool:
        """Return whether this record may have changed; an import names whole kinds, with an empty id."""
        return (kind, entity) in self.entities or (kind, "") in self.entities

    def touches(self, kind: str) -> bool:
        """Return whether a record of this kind changed."""
        return any(changed == kind for changed, _ in self.entities)


def clock() -> str:
    """Return the clock as read, UTC to the millisecond, for `at`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Transaction(Reader):
    """A running write transaction of the writer thread. `author` is the officer's id, or empty."""

    def __init__(self, connection: Connection, author: str = "") -> None:
        super().__init__(connection)
        self.author = author
        self._began = self.now = clock()
        self._sent = snapshots.any_here(connection)
        self.take_device()
        self._entities: set[tuple[str, str]] = set()
        self._inverse: list[Inverse] = []

    def take_device(self) -> None:
        """Write as the device that the store writes as by now; nothing was appended before."""
        row = self.row("SELECT number, id, seq, hash FROM device WHERE private_key IS NOT NULL")
        assert row is not None, "a store always has its own device"
        self._number, self.device, self._seq, self._hash = row
        self.renew()

    def renew(self) -> None:
        """Read again what this device may write: its certificate or a revocation came in this transaction."""
        self._writer = devices.writers(self.connection)[self.device]

    def append(self, kind: str, entity: str, of: str, values: Mapping[str, object], seen: Seen | None = None) -> None:
        """Append one change and fold it.

        Raises NotRepresentable, NotAuthorised, RecordWithdrawn, ChangeTooLarge; nothing is written then.
        """
        change = self._change(kind, entity, of, values, seen)
        self._authorise(change)
        body = change.body()
        _check_size(change, body)
        self._hash = chain(self._hash, bytes.fromhex(sha256_hex(body)))
        self._seq = change.seq
        self.connection.execute(
            'INSERT INTO journal (device, seq, at, author, kind, entity, "of", body, hash) VALUES (?,?,?,?,?,?,?,?,?)',
            (self._number, change.seq, change.at, change.author, kind, entity, of, body, self._hash),
        )
        self._fold(KINDS[kind], change)

    def _change(self, kind: str, entity: str, of: str, values: Mapping[str, object], seen: Seen | None) -> Change:
        plain_values = {name: plain(value) for name, value in values.items()}
        over = {device: tuple(seqs) for device, seqs in (seen or {}).items() if device != self.device and seqs}
        return Change(self.device, self._seq + 1, self.now, self.author, kind, entity, of, plain_values, over)

    def _authorise(self, change: Change) -> None:
        if self._sent and snapshots.is_withdrawn(self, change.kind, change.entity):
            raise RecordWithdrawn(kind=change.kind, entity=change.entity)
        if not restricts(self._writer, change.kind):
            return
        earlier = self.value(
            "SELECT body FROM journal WHERE entity = ? AND kind = ? AND device = ? ORDER BY seq LIMIT 1",
            (change.entity, change.kind, self._number),
        )
        own = change if earlier is None else parse(earlier)
        reason = breach(self._writer, change, self._deciding(change, own) if self._writer.before else own)
        if reason is not None:
            raise NotAuthorised(kind=change.kind, fields=", ".join(change.set), reason=reason.value)

    def _deciding(self, change: Change, own: Change) -> Change:
        """Return the creation of a record by a device whose place this one took, or its own first change."""
        firsts: dict[str, Change] = {}
        for known in fold.changes_of(self.connection, change.entity, change.kind):
            firsts.setdefault(known.device, known)
        base = snapshots.base_of(self.connection, change.kind, change.entity) if self._sent else None
        return first_of(change, self._writer, {**firsts, own.device: own}, fold.makers(change.kind, base))

    def _fold(self, kind: Kind, change: Change) -> None:
        before = fold.load(self.connection, kind, change.entity)
        self._inverse.append(_inverse(before, change))
        if change.at == self._began and not change.over and not self._waits(change):
            changed = change.set.keys() | ({"of"} if before is not None and change.of < before.of else set())
            folded = fold.add_own(before, change)
            fold.save(self.connection, kind, folded, new=before is None, changed=changed)
        else:
            # What others wrote decides too: which of it has arrived, what this change takes the place of; and whether
            # one that is written again, as of an earlier moment, was replaced there already.
            fold.Folding(self.connection).refold(change.kind, change.entity)
        self._entities.add((change.kind, change.entity))

    def _waits(self, change: Change) -> bool:
        return self.row("SELECT 1 FROM waiting WHERE entity = ? AND kind = ?", (change.entity, change.kind)) is not None

    def delete(self, kind: str, entity: str, reason: str) -> None:
        """Append a deletion that names every standing value of the record, with its reason."""
        record = fold.load(self.connection, KINDS[kind], entity)
        if record is None:
            return
        named: dict[str, set[int]] = {}
        for values in record.state.values():
            for value in values:
                named.setdefault(value.device, set()).add(value.seq)
        self.append(kind, entity, record.of, {DELETED: reason}, {key: tuple(sorted(n)) for key, n in named.items()})

    def restore(self, kind: str, entity: str) -> None:
        """Append the undoing of every deletion that stands in a record; nothing where none does."""
        record = fold.load(self.connection, KINDS[kind], entity)
        if record is None or not record.deletions:
            return
        over = {
            change.device: [one.seq for one in record.deletions if one.device == change.device]
            for change in record.deletions
        }
        self.append(kind, entity, record.of, {DELETED: None}, {key: tuple(sorted(n)) for key, n in over.items()})

    def finish(self, main: str) -> Changes:
        """Write the head of the chain and where the hazards are now; the caller commits. Return what changed."""
        hazards.settle(self.connection)
        self.connection.execute(
            "UPDATE device SET seq = ?, hash = ? WHERE number = ?", (self._seq, self._hash, self._number)
        )
        return Changes(main, frozenset(self._entities), tuple(reversed(self._inverse)))


def _check_size(change: Change, body: bytes) -> None:
    named = count_named(change.over)
    for size, limit in ((len(body), limits.LONGEST_BODY), (named, limits.MOST_NAMED)):
        if size > limit:
            raise ChangeTooLarge(size=size, limit=limit)


def _inverse(before: Entity | None, change: Change) -> Inverse:
    """Return what shows the record again as it was: deleted where it was not there, else the values shown before."""
    there = before is not None and not before.deleted
    if DELETED in change.set:
        values: dict[str, Json] = {DELETED: None if change.set[DELETED] is not None else "undo"}
    elif before is None or not there:
        values = {DELETED: "undo"}
    else:
        values = {name: before.state[name][0].value if name in before.state else None for name in change.set}
    return Inverse(change.kind, change.entity, change.of, values)
