"""What a merge would add, counted without writing: the first reading of a package shows it before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldcheck.model.authority import Writer, restricts
from fieldcheck.model.journal import Base, genesis, parse
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import fold, snapshots
from fieldcheck.store.arrival import Key, known_among
from fieldcheck.store.devices import CertifiedDevice
from fieldcheck.store.errors import DeviceUnknown, JournalForked, JournalGap
from fieldcheck.store.lines import Arrived, Body, decode, hashes
from fieldcheck.store.reader import Reader


@dataclass(slots=True)
class Expected:
    """What a merge would add.

    Attributes:
        changes: changes that are not here.
        records: records of which nothing is here, by kind.
        updated: records that are here and that something new is about, by kind.
        conflicts: (kind, id, field) in which different values would stand and do not now.
        refused: changes among the new that would not count.
    """

    changes: int = 0
    records: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)
    refused: int = 0

    @property
    def nothing(self) -> bool:
        """Return whether everything is here already."""
        return not (self.changes or self.records or self.updated)


class Preview:
    """Takes what a package holds in the order in which it comes, like `Merge`, and writes nothing.

    It keeps the new lines of records that are here already and of those that a role restricts, and of all records
    where several devices have lines in the package: only these can bring a conflict, or be refused.
    """

    def __init__(self, reader: Reader, *, several: bool = False) -> None:
        """Begin; `several` says whether more than one device has lines in the package."""
        self._reader = reader
        self._folding = fold.Folding(reader.connection)
        self._writers: dict[str, Writer] = dict(self._folding.writers)
        self._several = several
        rows = reader.rows("SELECT id, public_key, seq, hash FROM device WHERE public_key IS NOT NULL")
        self._keys: dict[str, bytes] = {device: bytes(key) for device, key, _, _ in rows}
        self._here: dict[str, tuple[int, bytes]] = {device: (seq, bytes(last)) for device, _, seq, last in rows}
        self._ends: dict[str, tuple[int, bytes]] = {}
        self._new: set[Key] = set()
        self._touched: set[Key] = set()
        self._kept: dict[Key, list[bytes]] = {}
        self._sent: dict[Key, Base] = {}
        self._changes = 0

    def device(self, device: CertifiedDevice) -> None:
        """Take a device whose certificate was checked; its lines can come then."""
        known = self._writers.get(device.id)
        self._writers[device.id] = Writer(device.role, known.last_seq if known else None)
        self._keys.setdefault(device.id, device.public_key)

    def head(self, device: str) -> tuple[int, bytes]:
        """Return the last sequence number of a device that came, and the chain's hash there (32 bytes).

        Raises DeviceUnknown where no line of it came.
        """
        if device not in self._ends:
            raise DeviceUnknown(device=device)
        return self._ends[device]

    def lines(self, device: str, first: int, lines: Sequence[bytes]) -> None:
        """Take lines as they travel. Raises DeviceUnknown, JournalGap, JournalForked, ChangeNotUnderstood."""
        known, last = self._here_of(device)
        seq, previous = self._ends.get(device, (first - 1, b""))
        reached = max(known, seq) if device in self._ends else known
        if first != seq + 1 or first > reached + 1:
            raise JournalGap(device=device, first=first, known=reached)
        previous = previous or (last if seq == known else self._hash_at(device, seq))
        old = lines[: max(known - seq, 0)]
        if old:
            previous = self._compare(device, first, old, previous)
            self._reveal(device, first, old)
        if len(lines) > len(old):
            previous = self._collect(device, first + len(old), lines[len(old) :], previous)
        self._ends[device] = (seq + len(lines), previous)

    def snapshot(self, number: int, vector: Mapping[str, int], lines: Sequence[bytes]) -> None:
        """Take lines of a snapshot. Raises SnapshotNotUnderstood."""
        for data in lines:
            line = snapshots.decode(data, vector)
            newest = self._reader.value(
                "SELECT number FROM snapshot WHERE entity = ? AND kind = ?", (line.entity, line.kind)
            )
            if newest is None or newest < number:
                self._sent[line.kind, line.entity] = line.base(vector)
                self._note(
                    (line.kind, line.entity), known_among(self._reader.connection, [line.entity], snapshots=True)
                )

    def finish(self) -> Expected:
        """Return what the merge would add."""
        expected = Expected(
            self._changes,
            Counter(kind for kind, _ in self._new),
            Counter(kind for kind, _ in self._touched - self._new),
        )
        self._folding.writers = self._writers
        ends = {device: seq for device, (seq, _) in self._ends.items()}
        self._folding.arrived = {
            device: max(self._folding.arrived.get(device, 0), ends.get(device, 0))
            for device in self._folding.arrived.keys() | ends.keys()
        }
        for key in sorted(self._kept.keys() | self._sent.keys() | self._waiting(ends)):
            self._fold(expected, *key)
        return expected

    def _waiting(self, ends: Mapping[str, int]) -> set[Key]:
        """Return the records that wait for a change that came."""
        rows = self._reader.rows("SELECT kind, entity, device, seq FROM waiting")
        return {(kind, entity) for kind, entity, device, seq in rows if seq <= ends.get(device, 0)}

    def _fold(self, expected: Expected, kind: str, entity: str) -> None:
        """Add what would become of a record."""
        new = [parse(line) for line in self._kept.get((kind, entity), [])]
        here = fold.changes_of(self._reader.connection, entity, kind)
        folded = self._folding.of(kind, entity, [*here, *new], self._sent.get((kind, entity)))
        fresh = {(change.device, change.seq) for change in new}
        expected.refused += sum((change.device, change.seq) in fresh for change, _ in folded.refused)
        if kind in KINDS:
            known = self._reader.rows("SELECT field FROM conflict WHERE entity = ? AND kind = ?", (entity, kind))
            expected.conflicts += [(kind, entity, name) for name in folded.conflicts if (name,) not in known]

    def _here_of(self, device: str) -> tuple[int, bytes]:
        if device not in self._keys:
            raise DeviceUnknown(device=device)
        return self._here.get(device, (0, genesis(device, self._keys[device])))

    def _hash_at(self, device: str, seq: int) -> bytes:
        if seq == 0:
            return genesis(device, self._keys[device])
        return bytes(
            self._reader.value(
                "SELECT hash FROM journal WHERE device = (SELECT number FROM device WHERE id = ?) AND seq = ?",
                (device, seq),
            )
        )

    def _compare(self, device: str, first: int, lines: Sequence[bytes], previous: bytes) -> bytes:
        found = hashes(device, first, lines, previous)
        rows = self._reader.rows(
            "SELECT hash FROM journal WHERE device = (SELECT number FROM device WHERE id = ?) "
            "AND seq BETWEEN ? AND ? ORDER BY seq",
            (device, first, first + len(lines) - 1),
        )
        for place, (known,) in enumerate(rows):
            if known != found[place]:
                raise JournalForked(device=device, seq=first + place)
        return found[-1]

    def _collect(self, device: str, first: int, lines: Sequence[bytes], previous: bytes) -> bytes:
        arrived = Arrived(device, first, lines, previous)
        self._keep(device, [(b, line) for b, line in zip(arrived.bodies, lines, strict=True) if b is not None])
        self._changes += len(lines)
        return arrived.hashes[-1]

    def _reveal(self, device: str, first: int, lines: Sequence[bytes]) -> None:
        """Take the content of changes that are here without it."""
        rows = self._reader.rows(
            "SELECT seq FROM journal INDEXED BY journal_withheld WHERE body_sha256 IS NOT NULL "
            "AND device = (SELECT number FROM device WHERE id = ?) AND seq BETWEEN ? AND ? ORDER BY seq",
            (device, first, first + len(lines) - 1),
        )
        late = [(seq, lines[seq - first]) for (seq,) in rows if lines[seq - first][:1] != b'"']
        self._keep(device, [(decode(device, seq, line), line) for seq, line in late])
        self._changes += len(late)

    def _keep(self, device: str, bodies: Sequence[tuple[Body, bytes]]) -> None:
        known = known_among(
            self._reader.connection, {body.entity for body, _ in bodies}, snapshots=self._folding.snapshots
        )
        for body, line in bodies:
            key = (body.kind, body.entity)
            self._note(key, known)
            if self._several or key not in self._new or restricts(self._writers[device], body.kind):
                self._kept.setdefault(key, []).append(line)

    def _note(self, key: Key, known: set[str]) -> None:
        self._touched.add(key)
        if key[1] not in known:
            self._new.add(key)
