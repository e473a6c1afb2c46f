"""Merging what another store sent: changes, snapshots and bytes, on a write connection of its own.

The import runs beside the window, in a thread or a child process: each transaction is short, and between two of them
others may write. Every prefix of a chain is a legal store, so that a stopped merge is completed by merging again;
merging twice adds nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fieldcheck.model.journal import genesis
from fieldcheck.store import blobs, devices, fold, hazards, snapshots
from fieldcheck.store.arrival import Arrival, Batch, Counts, Fitting, known_among
from fieldcheck.store.connection import PAUSE_SECONDS, TRANSACTION_SECONDS, begin, connect, translated
from fieldcheck.store.devices import CertifiedDevice, SignedHead
from fieldcheck.store.errors import DeviceUnknown, JournalForked, JournalGap
from fieldcheck.store.key import RawKey
from fieldcheck.store.lines import Arrived, Body, decode, hashes

_FIRST_BATCH = 500
CACHE_KIBIBYTES = 65_536
_BLOB_BYTES = 8_000_000
_BLOBS = 1_000
_HELD_BYTES = 8_000_000
"""Bytes of lines that wait at the most: lines can be long, and then fewer are written at a time."""

_INSERT = (
    'INSERT INTO journal (device, seq, at, author, kind, entity, "of", body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
)
_INSERT_WITHHELD = (
    'INSERT INTO journal (device, seq, at, author, kind, entity, "of", body, hash, body_sha256) '
    "VALUES (?, ?, '', '', '', '', '', x'', ?, ?)"
)


@dataclass(frozen=True, slots=True)
class _End:
    """The end of what is here of a device's chain."""

    device: str
    number: int
    public_key: bytes
    seq: int
    hash: bytes


class _Prepared:
    """Lines that follow on `end`, ready to be written."""

    def __init__(self, end: _End, arrived: Arrived, fitting: Fitting) -> None:
        self.end = end
        self.arrived = arrived
        self.batch = Batch([body for body in arrived.bodies if body is not None], end.number, fitting)


class Merge:
    """One merge into the store at `path`; a context manager. What is given is written in batches: end with `finish`.

    Attributes:
        counts: what was added so far.
    """

    def __init__(self, path: Path, key: RawKey, *, checked: bool = False) -> None:
        """Open the store's file with its derived key (`Store.raw_key`). Raises what `connect` raises.

        `checked` promises that every line that will come was decoded and found to be as the format says before.
        """
        self._path = path
        self._checked = checked
        self._connection = connect(path, key, writable=True)
        self._connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        self.counts = Counts()
        self._arrival = Arrival(self._connection, self.counts)
        self._fitting = Fitting()
        self._end: _End | None = None
        self._committer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="merge-commit")
        self._commit: Future[float] | None = None
        self._blobs: list[tuple[str, bytes]] = []
        self._blob_bytes = 0
        self._snapshot = 0
        self._device, self._first = "", 0
        self._lines: list[bytes] = []
        self._held = 0
        self._batch = _FIRST_BATCH

    def __enter__(self) -> Merge:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; what was given since the last batch is not written."""
        self._committer.shutdown(wait=True)
        self._connection.close()

    def finish(self) -> Counts:
        """Write what is left; return what was added in all. Raises what the calls before it raise."""
        self._flush_blobs()
        self._flush_lines()
        self._wait()
        return self.counts

    def device(self, device: CertifiedDevice) -> None:
        """Keep a device whose certificate was checked; its lines can come then."""
        self.finish()
        self._transact(lambda: devices.put(self._connection, device))

    def blob(self, sha256: str, data: bytes) -> None:
        """Keep bytes whose hash was checked; they come before the changes that name them."""
        self._blobs.append((sha256, data))
        self._blob_bytes += len(data)
        if self._blob_bytes >= _BLOB_BYTES or len(self._blobs) >= _BLOBS:
            self._flush_blobs()

    def lines(self, device: str, first: int, lines: Sequence[bytes]) -> None:
        """Take lines of a device as they travel; `first` is the sequence number of the first.

        Raises DeviceUnknown, JournalGap, JournalForked, ChangeNotUnderstood, before or while a later batch is written.
        """
        self._flush_blobs()
        if device != self._device or first != self._first + len(self._lines):
            self._flush_lines()
            self._device, self._first = device, first
        self._lines += lines
        self._held += sum(map(len, lines))
        while len(self._lines) >= self._batch or self._held >= _HELD_BYTES:
            self._write_lines(self._batch)

    def head(self, device: str, head: SignedHead) -> None:
        """Keep an end of a chain whose signature was checked. Raises JournalForked where the chain is another."""
        self._flush_lines()

        def work() -> None:
            number, public_key = self._known(device)[:2]
            if self._hash_at(device, number, public_key, head.seq) != head.hash:
                raise JournalForked(device=device, seq=head.seq)
            devices.keep_head(self._connection, device, head)

        self._transact(work)

    def snapshot(
        self,
        number: int,
        vector: Mapping[str, int],
        lines: Sequence[bytes] = (),
        withdrawn: Sequence[tuple[str, str]] = (),
        deleted: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Take lines of snapshot `number`, made when all changes up to `vector` were known, in one call or several.

        `withdrawn` and `deleted` are records (kind, id) that are no longer sent. Raises SnapshotNotUnderstood.
        """
        self.finish()
        if number != self._snapshot:
            self._transact(lambda: snapshots.put_vector(self._connection, number, vector))
            self._snapshot = number
        self._in_parts(lines, lambda folding, line: self._snapshot_line(folding, number, vector, line))
        self._in_parts(withdrawn, lambda folding, record: self._withdraw(folding, number, record, deleted=False))
        self._in_parts(deleted, lambda folding, record: self._withdraw(folding, number, record, deleted=True))

    def withdraw_rest(self, number: int) -> None:
        """Take every record that was sent before and is neither in snapshot `number` nor a newer one as withdrawn."""
        self.finish()
        records = snapshots.older_than(self._connection, number)
        self._in_parts(records, lambda folding, record: self._withdraw(folding, number, record, deleted=False))

    def _snapshot_line(self, folding: fold.Folding, number: int, vector: Mapping[str, int], data: bytes) -> None:
        line = snapshots.decode(data, vector)
        known = known_among(self._connection, [line.entity], snapshots=True)
        if not snapshots.put_line(self._connection, number, line, data):
            return
        if not known:
            self.counts.records[line.kind] += 1
        self._arrival.again(folding, line.kind, line.entity)

    def _withdraw(self, folding: fold.Folding, number: int, record: tuple[str, str], *, deleted: bool) -> None:
        snapshots.put_withdrawn(self._connection, number, [record], deleted)
        self._arrival.again(folding, *record)

    def _in_parts(self, items: Sequence[Any], work: Callable[[fold.Folding, Any], None]) -> None:
        """Do `work` on each item, in transactions of about the time that one may take."""
        place = 0

        def part() -> None:
            nonlocal place
            start = time.monotonic()
            folding = fold.Folding(self._connection)
            while place < len(items) and time.monotonic() - start < TRANSACTION_SECONDS:
                work(folding, items[place])
                place += 1

        while place < len(items):
            self._transact(part)

    def _flush_blobs(self) -> None:
        if not self._blobs:
            return
        rows = [(sha256, len(data), data) for sha256, data in self._blobs]
        self._blobs, self._blob_bytes = [], 0

        def work() -> int:
            done = self._connection.executemany(
                "INSERT INTO blob (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING", rows
            )
            self._connection.executemany(blobs.FORGET_FREED, [row[:1] for row in rows])
            return int(done.rowcount)

        self.counts.blobs += self._transact(work)

    def _flush_lines(self) -> None:
        while self._lines:
            self._write_lines(self._batch)

    def _write_lines(self, count: int) -> None:
        """Write the first lines that wait. What can be done beforehand is done while the last batch is committed."""
        lines, self._lines = self._lines[:count], self._lines[count:]
        self._held -= sum(map(len, lines))
        first, self._first = self._first, self._first + len(lines)
        prepared = self._prepare(self._device, first, lines)
        self._wait()
        with translated(self._path):
            start = self._begin()
            with self._rolled_back():
                self._take(self._device, first, lines, prepared)
        self._commit = self._committer.submit(self._commit_after, start)

    def _prepare(self, device: str, first: int, lines: Sequence[bytes]) -> _Prepared | None:
        """Return the lines decoded, chained and sorted, where they follow on what is here."""
        end = self._end
        if end is None or end.device != device:
            self._wait()
            end = self._end = self._end_of(device)
        if first != end.seq + 1:
            return None
        return _Prepared(end, Arrived(device, first, lines, end.hash, checked=self._checked), self._fitting)

    def _begin(self) -> float:
        begin(self._connection)
        return time.monotonic()

    @contextmanager
    def _rolled_back(self) -> Iterator[None]:
        """Roll back where something goes wrong inside."""
        try:
            yield
        except BaseException:
            self._end = None
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _commit_after(self, start: float) -> float:
        """Commit, and leave a moment to others; return how many seconds the transaction took."""
        with translated(self._path), self._rolled_back():
            hazards.settle(self._connection)
            self._connection.execute("COMMIT")
        took = time.monotonic() - start
        time.sleep(PAUSE_SECONDS)
        return took

    def _wait(self) -> None:
        """Wait for the commit that is under way, and find how many lines may be written at a time."""
        if self._commit is None:
            return
        commit, self._commit = self._commit, None
        took = commit.result()
        self._batch = int(min(max(self._batch * TRANSACTION_SECONDS / max(took, 0.001), 50), self._batch * 2))

    def _transact(self, work: Callable[[], Any]) -> Any:
        self._wait()
        with translated(self._path):
            start = self._begin()
            with self._rolled_back():
                result = work()
        self._commit_after(start)
        return result

    def _known(self, device: str) -> tuple[int, bytes, int, bytes]:
        """Return number, key, last sequence number and its hash of a device. Raises DeviceUnknown."""
        row = self._connection.execute(
            "SELECT number, public_key, seq, hash FROM device WHERE id = ? AND public_key IS NOT NULL", (device,)
        ).fetchone()
        if row is None:
            raise DeviceUnknown(device=device)
        return row[0], bytes(row[1]), row[2], bytes(row[3])

    def _hash_at(self, device: str, number: int, public_key: bytes, seq: int) -> bytes | None:
        if seq == 0:
            return genesis(device, public_key)
        row = self._connection.execute(
            "SELECT hash FROM journal WHERE device = ? AND seq = ?", (number, seq)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def _end_of(self, device: str) -> _End:
        return _End(device, *self._known(device))

    def _take(self, device: str, first: int, lines: Sequence[bytes], prepared: _Prepared | None) -> None:
        end = self._end_of(device)
        if prepared is not None and prepared.end == end:
            self._append(prepared, lines)
            return
        # Something of it is here already: sent before, or merged by someone else in between.
        if first > end.seq + 1:
            raise JournalGap(device=device, first=first, known=end.seq)
        here = lines[: end.seq + 1 - first]
        if here:
            previous = self._hash_at(device, end.number, end.public_key, first - 1)
            assert previous is not None, "every change up to the last is here"
            self._compare(device, end.number, first, here, previous)
        if len(lines) > len(here):
            rest = lines[len(here) :]
            arrived = Arrived(device, end.seq + 1, rest, end.hash, checked=self._checked)
            self._append(_Prepared(end, arrived, self._fitting), rest)
        else:
            self._end = end

    def _compare(self, device: str, number: int, first: int, lines: Sequence[bytes], previous: bytes) -> None:
        """Take the content of withheld changes. Raises JournalForked where the others are not those that are here."""
        found = hashes(device, first, lines, previous)
        last = first + len(lines) - 1
        rows = self._connection.execute(
            "SELECT hash FROM journal WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq", (number, first, last)
        )
        for place, (known,) in enumerate(rows):
            if known != found[place]:
                raise JournalForked(device=device, seq=first + place)
        withheld = self._connection.execute(
            "SELECT seq FROM journal INDEXED BY journal_withheld WHERE body_sha256 IS NOT NULL AND device = ? "
            "AND seq BETWEEN ? AND ?",
            (number, first, last),
        )
        bodies = [
            decode(device, seq, lines[seq - first]) for (seq,) in withheld.fetchall() if lines[seq - first][:1] != b'"'
        ]
        if bodies:
            self._reveal(device, number, bodies, {body.seq: lines[body.seq - first] for body in bodies})

    def _reveal(self, device: str, number: int, bodies: Sequence[Body], lines: Mapping[int, bytes]) -> None:
        """Put the content of changes in place of the hash that stood for them."""
        known = self._known_entities(bodies)
        self._connection.executemany(
            'UPDATE journal SET at = ?, author = ?, kind = ?, entity = ?, "of" = ?, body = ?, body_sha256 = NULL '
            "WHERE device = ? AND seq = ?",
            [(b.at, b.author, b.kind, b.entity, b.of, lines[b.seq], number, b.seq) for b in bodies],
        )
        self.counts.changes += len(bodies)
        self._arrival.take(device, Batch(bodies, number, self._fitting), known, late=True)

    def _append(self, prepared: _Prepared, lines: Sequence[bytes]) -> None:
        number, first = prepared.end.number, prepared.end.seq + 1
        arrived, bodies = prepared.arrived, prepared.batch.bodies
        known = self._known_entities(bodies)
        self._connection.executemany(
            _INSERT,
            [
                (number, b.seq, b.at, b.author, b.kind, b.entity, b.of, line, chain_hash)
                for b, line, chain_hash in zip(arrived.bodies, lines, arrived.hashes, strict=True)
                if b is not None
            ],
        )
        self._connection.executemany(
            _INSERT_WITHHELD,
            [(number, first + place, arrived.hashes[place], sha256) for place, sha256 in arrived.withheld.items()],
        )
        last = first + len(lines) - 1
        self._connection.execute(
            "UPDATE device SET seq = ?, hash = ? WHERE number = ?", (last, arrived.hashes[-1], number)
        )
        self._end = replace(prepared.end, seq=last, hash=arrived.hashes[-1])
        self.counts.changes += len(lines)
        self._arrival.take(prepared.end.device, prepared.batch, known)

    def _known_entities(self, bodies: Sequence[Body]) -> set[str]:
        return known_among(
            self._connection, {body.entity for body in bodies}, snapshots=snapshots.any_here(self._connection)
        )
