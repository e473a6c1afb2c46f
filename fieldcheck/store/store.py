"""The one SQLite file, open: one writer thread, readers beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2 as sqlite

from fieldcheck.store import devices, fold, key, schema
from fieldcheck.store.connection import Connection, begin, connect, translated
from fieldcheck.store.devices import DeviceIdentity
from fieldcheck.store.errors import NewerStore, NotAStore, StoreExists, StoreNotAccessible
from fieldcheck.store.reader import Reader
from fieldcheck.store.transaction import Changes, Transaction
from fieldcheck.store.writer import Writer

Result = TypeVar("Result")


class Store:
    """An open store. Safe to use from any thread; close it when done, or use it as a context manager."""

    def __init__(self, path: Path, raw_key: key.RawKey) -> None:
        self.path = path
        self._key = raw_key
        self._writer = Writer()
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[Connection] = []
        try:
            self._write_connection = self._writer.run(lambda: self._connect(writable=True))
            self._writer.run(self._check)
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path, passphrase: str, device: DeviceIdentity, *, cost: int = key.COST) -> Store:
        """Create and open a store. Raises StoreExists, StoreNotAccessible. `cost` is scrypt's log2(N)."""
        _reserve(path)
        raw_key = key.derive(passphrase, key.new_salt(cost))
        try:
            with translated(path), closing(connect(path, raw_key, writable=True)) as connection:
                _fill(connection, device)
        except BaseException:
            # The file is ours: `_reserve` made it a moment ago. Half a store must not stand in the way of the next try.
            path.unlink(missing_ok=True)
            raise
        return cls(path, raw_key)

    @classmethod
    def open(cls, path: Path, passphrase: str) -> Store:
        """Open a store.

        Raises StoreMissing, NotAStore, StoreTruncated, NewerStore, WrongPassphrase, StoreLocked, StoreNotAccessible.
        """
        return cls(path, key.derive(passphrase, key.read_salt(path)))

    @property
    def raw_key(self) -> key.RawKey:
        """Return the derived key, to open the same file again without the half second (backup, a child process)."""
        return self._key

    def _connect(self, *, writable: bool) -> Connection:
        connection = connect(self.path, self._key, writable=writable)
        with self._lock:
            self._connections.append(connection)
        return connection

    def _check(self) -> None:
        with translated(self.path):
            facts = dict(self._read_facts())
            if "format" not in facts:
                raise NotAStore(path=self.path)
            if int(facts["format"]) > key.FORMAT:
                raise NewerStore(path=self.path, found=facts["format"], known=key.FORMAT)
            if int(facts["fold"]) != schema.FOLD_VERSION:
                self._fold_again()
            # Where the last process died while it folded the WAL into the file, a page of the file may be torn. The WAL
            # still holds it whole and is read instead; who checks or copies the file alone would find it broken.
            self._write_connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _read_facts(self) -> list[tuple[str, str]]:
        try:
            return self._write_connection.execute("SELECT key, value FROM store").fetchall()
        except sqlite.OperationalError as error:
            if "no such table" in str(error):
                raise NotAStore(path=self.path) from error
            raise

    def _fold_again(self) -> None:
        self._write_connection.execute("BEGIN IMMEDIATE")
        try:
            fold.refold_all(self._write_connection)
            self._write_connection.execute("UPDATE store SET value = ? WHERE key = 'fold'", (str(schema.FOLD_VERSION),))
            self._write_connection.execute("COMMIT")
        except BaseException:
            self._write_connection.execute("ROLLBACK")
            raise

    def reader(self) -> Reader:
        """Return the reader of the calling thread: committed values, never a write."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = Reader(self._connect(writable=False))
        return reader

    def write(self, work: Callable[[Transaction], str], author: str = "") -> Changes:
        """Run `work` in one transaction on the writer thread; return after the commit is on the disk.

        `work` returns the id of the record that it was about. Where it raises, nothing is written.
        """
        return self._writer.run(lambda: self._transact(work, author))

    def submit(self, work: Callable[[], Result]) -> Future[Result]:
        """Queue a whole operation on the writer thread, in order with every other write."""
        return self._writer.submit(work)

    def _transact(self, work: Callable[[Transaction], str], author: str) -> Changes:
        connection = self._write_connection
        with translated(self.path):
            begin(connection)
            try:
                transaction = Transaction(connection, author)
                changes = transaction.finish(work(transaction))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return changes

    def close(self) -> None:
        """Finish queued writes and close every connection; the WAL is folded into the file."""
        self._writer.close()
        with self._lock:
            # The write connection goes last: it is the one that may fold the WAL into the file.
            for connection in reversed(self._connections):
                connection.close()
            self._connections.clear()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _reserve(path: Path) -> None:
    """Make sure that the path is free and writable, before half a second goes into the key."""
    try:
        with path.open("xb"):
            pass
    except FileExistsError as error:
        raise StoreExists(path=path) from error
    except OSError as error:
        raise StoreNotAccessible(path=path, reason=error.strerror) from error


def _fill(connection: Connection, device: DeviceIdentity) -> None:
    connection.execute("BEGIN IMMEDIATE")
    schema.create(connection)
    connection.executemany(
        "INSERT INTO store (key, value) VALUES (?, ?)",
        [("format", str(key.FORMAT)), ("fold", str(schema.FOLD_VERSION))],
    )
    devices.insert_own(connection, device)
    connection.execute("COMMIT")
