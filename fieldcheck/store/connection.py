"""Connections to the one SQLite file, and SQLCipher's errors turned into ours."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from fieldcheck.model.errors import StoreError
from fieldcheck.store.errors import StoreDiskFull, StoreLocked, StoreNotAccessible, StoreTruncated, WrongPassphrase
from fieldcheck.store.key import PAGE_BYTES, RawKey

Connection = sqlite.Connection

BUSY_MILLISECONDS = 10_000
_LOOK_MILLISECONDS = 1

TRANSACTION_SECONDS = 0.07
"""How long one of the transactions of long work should take: answers wait for the end of one."""

PAUSE_SECONDS = 0.002
"""What long work leaves between two transactions for others: they look every millisecond."""

_ROWS_AT_ONCE = 100


def connect(path: Path, key: RawKey, *, writable: bool) -> Connection:
    """Return a keyed connection. Raises StoreNotAccessible, WrongPassphrase, StoreTruncated, StoreLocked.

    A writable one runs with WAL and `synchronous=FULL`; temporary tables stay in memory: no plain text reaches a disk.
    """
    with translated(path):
        connection = sqlite.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=512)
        try:
            _prepare(connection, key, writable)
        except sqlite.Error:
            connection.close()
            raise
    return connection


def _prepare(connection: Connection, key: RawKey, writable: bool) -> None:
    execute = connection.execute
    execute("PRAGMA cipher_log_level = NONE")
    execute(key.pragma())
    execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
    execute("PRAGMA temp_store = MEMORY")
    execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if writable:
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")
    else:
        execute("PRAGMA query_only = ON")


def begin(connection: Connection) -> None:
    """Begin to write, after another writer of the same file if need be. Raises SQLite's error after ten seconds.

    SQLite's own waiting sleeps up to 100 ms between two looks, and would miss the moments that a long import leaves
    free: here it looks every millisecond.
    """
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    connection.execute(f"PRAGMA busy_timeout = {_LOOK_MILLISECONDS}")
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
        else:
            return


def insert_rows(connection: Connection, into: str, rows: Sequence[Sequence[object]]) -> None:
    """Insert rows of one width; `into` is "INSERT INTO table (columns)".

    A hundred go in one statement: SQLite then works on them without Python's lock, which `executemany` asks for with
    each row.
    """
    whole = len(rows) - len(rows) % _ROWS_AT_ONCE
    for first in range(0, whole, _ROWS_AT_ONCE):
        part = rows[first : first + _ROWS_AT_ONCE]
        connection.execute(_insert(into, len(part[0]), len(part)), tuple(chain.from_iterable(part)))
    if whole < len(rows):
        connection.executemany(_insert(into, len(rows[whole]), 1), rows[whole:])


@lru_cache(maxsize=64)
def _insert(into: str, width: int, count: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"{into} VALUES {', '.join([row] * count)}"


def _is_busy(error: sqlite.OperationalError) -> bool:
    return (getattr(error, "sqlite_errorname", "") or "").startswith("SQLITE_BUSY")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise our errors for those of SQLite that a person can do something about; others pass as they are."""
    try:
        yield
    except sqlite.DatabaseError as error:
        explained = meaning(error, path)
        if explained is None:
            raise
        raise explained from error


def meaning(error: sqlite.DatabaseError, path: Path) -> StoreError | None:
    """Return our error for one of SQLite's that a person can do something about; None for any other."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_NOTADB"):
        return WrongPassphrase(path=path)
    if name.startswith("SQLITE_CORRUPT"):
        return StoreTruncated(path=path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreLocked(path=path)
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StoreDiskFull(reason=str(error))
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return StoreNotAccessible(path=path, reason=str(error))
    return None
