"""A backup: SQLite's own, page by page under the same key, verified before it gets its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fieldcheck.store.connection import Connection, connect, translated
from fieldcheck.store.errors import StoreExists
from fieldcheck.store.key import RawKey
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
    with copied(store.reader().connection, store.raw_key, target) as (partial, report):
        if not report.problems:
            partial.replace(target)
            sync(target.parent)
    return report


@contextmanager
def copied(source: Connection, raw_key: RawKey, target: Path) -> Iterator[tuple[Path, Report]]:
    """Give a copy of the store behind `source` under `raw_key`, on the disk beside `target`, and what was verified.

    The copy is removed at the end where it was not given another name.
    """
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        yield partial, _copy(source, raw_key, partial)
    finally:
        for leftover in (partial, *(Path(f"{partial}{suffix}") for suffix in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)


def _copy(source: Connection, raw_key: RawKey, partial: Path) -> Report:
    with translated(partial), closing(connect(partial, raw_key, writable=True)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        source.backup(copy)
        report = verify(Reader(copy))
    sync(partial)
    return report


def sync(path: Path) -> None:
    """Wait until what was written to a file, or renamed in a folder, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
