"""A backup: SQLite's own, page by page under the same key, verified before it gets its name."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from fieldcheck.store.connection import connect, translated
from fieldcheck.store.errors import StoreExists
from fieldcheck.store.reader import Reader
from fieldcheck.store.store import Store
from fieldcheck.store.verify import Report, verify


def backup(store: Store, target: Path) -> Report:
    """Write a verified copy of `store` to `target` while others go on writing; return what was verified.

    Raises StoreExists where `target` is there already. The file gets its name only after it was verified and is on
    the disk; a copy that fails is removed.
    """
    if target.exists():
        raise StoreExists(path=target)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        report = _copy(store, partial)
        if not report.problems:
            partial.replace(target)
            _sync(target.parent)
    finally:
        for leftover in (partial, *(Path(f"{partial}{suffix}") for suffix in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)
    return report


def _copy(store: Store, partial: Path) -> Report:
    with translated(partial), closing(connect(partial, store.raw_key, writable=True)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        store.reader().connection.backup(copy)
        report = verify(Reader(copy))
    _sync(partial)
    return report


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
