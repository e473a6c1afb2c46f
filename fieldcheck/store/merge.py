"""Merging what another store sent: changes, snapshots and bytes, on a write connection of its own.

The import runs beside the window, in a thread or a child process: each transaction is short, and between two of them
others may write. A thread writes, mostly inside SQLite and so outside Python's lock; meanwhile the next lines are made
ready. Every prefix of a chain is a legal store, so that a stopped merge is completed by merging again;
merging twice adds nothing.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from fieldcheck.store import blobs, devices, fold, hazards, snapshots
from fieldcheck.store.appending import Appending, End, Prepared
from fieldcheck.store.arrival import Arrival, Counts, known_among
from fieldcheck.store.connection import PAUSE_SECONDS, TRANSACTION_SECONDS, begin, connect, translated
from fieldcheck.store.devices import CertifiedDevice, SignedHead
from fieldcheck.store.errors import JournalForked
from fieldcheck.store.key import RawKey

_FIRST_BATCH = 500
CACHE_KIBIBYTES = 65_536
_BLOB_BYTES = 8_000_000
_BLOBS = 1_000
_HELD_BYTES = 8_000_000
"""Bytes of lines that wait at the most: lines can be long, and then fewer are written at a time."""
_SWITCH_SECONDS = 0.0005
"""How long the thread that writes waits for Python's lock at the most: it needs it some twenty times a batch."""


class _Undisturbed:
    """How Python is set while a merge runs: the writing thread soon gets its lock, and nobody looks for garbage.

    A merge makes many objects and no circles of them; looking for these took a third of its work.
    """

    def __init__(self) -> None:
        self._collecting, self._interval = gc.isenabled(), sys.getswitchinterval()
        gc.disable()
        sys.setswitchinterval(min(self._interval, _SWITCH_SECONDS))

    def end(self) -> None:
        """Set everything as it was."""
        sys.setswitchinterval(self._interval)
        if self._collecting:
            gc.enable()


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
        self._connection = connect(path, key, writable=True)
        self._connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        self.counts = Counts()
        self._arrival = Arrival(self._connection, self.counts)
        self._appending = Appending(self._connection, self._arrival, self.counts, checked=checked)
        self._end: End | None = None
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="merge")
        self._writing: Future[float] | None = None
        self._undisturbed = _Undisturbed()
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
        self._writer.shutdown(wait=True)
        self._undisturbed.end()
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

    def names(self, names: Mapping[str, str]) -> None:
        """Take what the bureau calls devices that are known here by their ids alone."""
        self.finish()
        self._transact(lambda: devices.take_names(self._connection, names))

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
            if self._appending.hash_at(self._appending.end_of(device), head.seq) != head.hash:
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

        def work() -> None:
            done = self._connection.executemany(
                "INSERT INTO blob (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING", rows
            )
            self._connection.executemany(blobs.FORGET_FREED, [row[:1] for row in rows])
            self.counts.blobs += int(done.rowcount)

        self._transact(work)

    def _flush_lines(self) -> None:
        while self._lines:
            self._write_lines(self._batch)

    def _write_lines(self, count: int) -> None:
        """Let the first lines that wait be written. They are made ready while the last batch is."""
        lines, self._lines = self._lines[:count], self._lines[count:]
        self._held -= sum(map(len, lines))
        device, first = self._device, self._first
        self._first += len(lines)
        prepared = self._prepare(device, first, lines)
        self._wait()
        self._end = prepared.new_end if prepared is not None else None
        self._writing = self._writer.submit(
            self._transaction, lambda: self._appending.take(device, first, lines, prepared)
        )

    def _prepare(self, device: str, first: int, lines: Sequence[bytes]) -> Prepared | None:
        """Return the lines decoded, chained and sorted, where they follow on what is here by then."""
        if self._end is None or self._end.device != device:
            self._wait()
            self._end = self._appending.end_of(device)
        return self._appending.prepare(self._end, lines) if first == self._end.seq + 1 else None

    def _transaction(self, work: Callable[[], object]) -> float:
        """Do `work` in a transaction, and leave a moment to others; return how many seconds it took."""
        with translated(self._path):
            begin(self._connection)
            start = time.monotonic()
            try:
                work()
                hazards.settle(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        took = time.monotonic() - start
        time.sleep(PAUSE_SECONDS)
        return took

    def _wait(self) -> None:
        """Wait for the transaction that is under way, and find how many lines may be written at a time."""
        if self._writing is None:
            return
        writing, self._writing = self._writing, None
        try:
            took = writing.result()
        except BaseException:
            self._end = None
            raise
        self._batch = int(min(max(self._batch * TRANSACTION_SECONDS / max(took, 0.001), 50), self._batch * 2))

    def _transact(self, work: Callable[[], object]) -> None:
        self._wait()
        self._transaction(work)
