"""Lines of a device into the journal, inside the caller's transaction: what is new, what is here, what was withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fieldcheck.model.journal import genesis
from fieldcheck.store import snapshots
from fieldcheck.store.arrival import Arrival, Batch, Counts, Fitting, known_among
from fieldcheck.store.connection import Connection, insert_rows
from fieldcheck.store.errors import DeviceUnknown, JournalForked, JournalGap
from fieldcheck.store.lines import Arrived, Body, decode, hashes

_INSERT = 'INSERT INTO journal (device, seq, at, author, kind, entity, "of", body, hash)'
_INSERT_WITHHELD = (
    'INSERT INTO journal (device, seq, at, author, kind, entity, "of", body, hash, body_sha256) '
    "VALUES (?, ?, '', '', '', '', '', x'', ?, ?)"
)


@dataclass(frozen=True, slots=True)
class End:
    """The end of what is here of a device's chain."""

    device: str
    number: int
    public_key: bytes
    seq: int
    hash: bytes


class Prepared:
    """Lines that follow on `end`, ready to be written.

    Attributes:
        new_end: the end of the chain once they are written.
        batch: their changes, withheld ones left out.
        rows: the rows of the journal for the same changes.
        withheld: hash of the chain and SHA-256 of the body by sequence number, where a line is withheld.
    """

    def __init__(self, end: End, lines: Sequence[bytes], fitting: Fitting, *, checked: bool) -> None:
        """Decode the lines; nothing is read, so that this goes on beside a transaction. Raises ChangeNotUnderstood."""
        arrived = Arrived(end.device, end.seq + 1, lines, end.hash, checked=checked)
        number, first = end.number, end.seq + 1
        self.end = end
        self.new_end = replace(end, seq=end.seq + len(lines), hash=arrived.hashes[-1])
        self.batch = Batch([body for body in arrived.bodies if body is not None], number, fitting)
        self.rows = [
            (number, b.seq, b.at, b.author, b.kind, b.entity, b.of, line, chain_hash)
            for b, line, chain_hash in zip(arrived.bodies, lines, arrived.hashes, strict=True)
            if b is not None
        ]
        self.withheld = {first + place: (arrived.hashes[place], sha256) for place, sha256 in arrived.withheld.items()}


class Appending:
    """Appends lines of devices to the journal, and folds what is new in them."""

    def __init__(self, connection: Connection, arrival: Arrival, counts: Counts, *, checked: bool) -> None:
        """Append on `connection`; `checked` promises that every line was found to be as the format says before."""
        self._connection, self._arrival, self._counts = connection, arrival, counts
        self._fitting = Fitting()
        self._checked = checked

    def prepare(self, end: End, lines: Sequence[bytes]) -> Prepared:
        """Return lines that follow on `end`, ready to be written. Raises ChangeNotUnderstood."""
        return Prepared(end, lines, self._fitting, checked=self._checked)

    def end_of(self, device: str) -> End:
        """Return the end of what is here of a device's chain. Raises DeviceUnknown."""
        row = self._connection.execute(
            "SELECT number, public_key, seq, hash FROM device WHERE id = ? AND public_key IS NOT NULL", (device,)
        ).fetchone()
        if row is None:
            raise DeviceUnknown(device=device)
        return End(device, row[0], bytes(row[1]), row[2], bytes(row[3]))

    def hash_at(self, end: End, seq: int) -> bytes | None:
        """Return the hash of a device's chain after change `seq`, or None where that is not here."""
        if seq == 0:
            return genesis(end.device, end.public_key)
        row = self._connection.execute(
            "SELECT hash FROM journal WHERE device = ? AND seq = ?", (end.number, seq)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def take(self, device: str, first: int, lines: Sequence[bytes], prepared: Prepared | None) -> None:
        """Append lines from sequence number `first` on; `prepared` are the same where they were made ready.

        Raises DeviceUnknown, JournalGap, JournalForked, ChangeNotUnderstood.
        """
        end = self.end_of(device)
        if prepared is not None and prepared.end == end:
            self._append(prepared)
            return
        # Something of it is here already: sent before, or merged by someone else in between.
        if first > end.seq + 1:
            raise JournalGap(device=device, first=first, known=end.seq)
        here = lines[: end.seq + 1 - first]
        if here:
            self._compare(end, first, here)
        if len(lines) > len(here):
            self._append(self.prepare(end, lines[len(here) :]))

    def _compare(self, end: End, first: int, lines: Sequence[bytes]) -> None:
        """Take the content of withheld changes. Raises JournalForked where the others are not those that are here."""
        previous = self.hash_at(end, first - 1)
        assert previous is not None, "every change up to the last is here"
        found = hashes(end.device, first, lines, previous)
        last = first + len(lines) - 1
        rows = self._connection.execute(
            "SELECT hash FROM journal WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq", (end.number, first, last)
        )
        for place, (known,) in enumerate(rows):
            if known != found[place]:
                raise JournalForked(device=end.device, seq=first + place)
        withheld = self._connection.execute(
            "SELECT seq FROM journal INDEXED BY journal_withheld WHERE body_sha256 IS NOT NULL AND device = ? "
            "AND seq BETWEEN ? AND ?",
            (end.number, first, last),
        )
        bodies = [
            decode(end.device, seq, lines[seq - first])
            for (seq,) in withheld.fetchall()
            if lines[seq - first][:1] != b'"'
        ]
        if bodies:
            self._reveal(end, bodies, {body.seq: lines[body.seq - first] for body in bodies})

    def _reveal(self, end: End, bodies: Sequence[Body], lines: Mapping[int, bytes]) -> None:
        """Put the content of changes in place of the hash that stood for them."""
        known = self._known_entities(bodies)
        self._connection.executemany(
            'UPDATE journal SET at = ?, author = ?, kind = ?, entity = ?, "of" = ?, body = ?, body_sha256 = NULL '
            "WHERE device = ? AND seq = ?",
            [(b.at, b.author, b.kind, b.entity, b.of, lines[b.seq], end.number, b.seq) for b in bodies],
        )
        self._counts.changes += len(bodies)
        self._arrival.take(end.device, Batch(bodies, end.number, self._fitting), known, late=True)

    def _append(self, prepared: Prepared) -> None:
        end = prepared.new_end
        known = self._known_entities(prepared.batch.bodies)
        insert_rows(self._connection, _INSERT, prepared.rows)
        self._connection.executemany(
            _INSERT_WITHHELD, [(end.number, seq, *hashed) for seq, hashed in prepared.withheld.items()]
        )
        self._connection.execute(
            "UPDATE device SET seq = ?, hash = ? WHERE number = ?", (end.seq, end.hash, end.number)
        )
        self._counts.changes += end.seq - prepared.end.seq
        self._arrival.take(end.device, prepared.batch, known)

    def _known_entities(self, bodies: Sequence[Body]) -> set[str]:
        return known_among(
            self._connection, {body.entity for body in bodies}, snapshots=snapshots.any_here(self._connection)
        )
