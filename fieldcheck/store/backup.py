"""A backup: SQLite's own, page by page under the same key, verified before it gets its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fieldcheck.store.connection import Connection, connect, translated
from fieldcheck.store.errors import StoreExists, StoreNotAccessible
from fieldcheck.store.key import RawKey
from fieldcheck.store.reader import Reader
from fieldcheck.store.store import Store
from fieldcheck.store.verify import Report, verify


def backup(store: Store, target: Path) -> Report:
    """Write a verified copy of `store` to `target` while others go on writing; return what was verified.

    Raises StoreExists where `target` is there already, and StoreNotAccessible, StoreDiskFull where it cannot be
    written. The file gets its name only after it was verified and is on the disk; a copy that fails is removed.
    """
    if target.exists():
        raise StoreExists(path=target)
    with copied(store.reader().connection, store.raw_key, target) as (partial, report):
        if not report.problems:
            _name(partial, target)
    return report


def _name(partial: Path, target: Path) -> None:
    try:
        partial.replace(target)
    except OSError as error:
        raise StoreNotAccessible(path=target, reason=error.strerror) from error
    sync(target.parent)


@contextmanager
def copied(source: Connection, raw_key: RawKey, target: Path) -> Iterator[tuple[Path, Report]]:
    """Give a copy of the store behind `source` under `raw_key`, on the disk beside `target`, and what was verified.

    The copy is removed at the end where it was not given another name. Raises StoreNotAccessible, StoreDiskFull.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        _remove(partial)
        yield partial, _copy(source, raw_key, partial)
    finally:
        for leftover in (partial, *(Path(f"{partial}{suffix}") for suffix in ("-wal", "-shm", "-journal"))):
            _remove(leftover)


def _remove(leftover: Path) -> None:
    try:
        leftover.unlink(missing_ok=True)
    except OSError:
        # The stick is gone, or there is no such folder: whoever writes there says so.
        return


def _copy(source: Connection, raw_key: RawKey, partial: Path) -> Report:
    with translated(partial), closing(connect(partial, raw_key, writable=True)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        source.backup(copy)
        report = verify(Reader(copy))
    sync(partial)
    return report


def sync(path: Path) -> None:
    """Wait until what was written to a file, or renamed in a folder, is on the disk. Raises StoreNotAccessible."""
    folder = path.is_dir()
    try:
        descriptor = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if folder and isinstance(error, PermissionError):
            # Windows opens no folder, and keeps the names in it by itself.
            return
        raise StoreNotAccessible(path=path, reason=error.strerror) from error
