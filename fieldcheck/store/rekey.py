"""Another passphrase: a verified copy under a new key, which then takes the place of the file.

A new key means that every page is written anew, so the old passphrase opens nothing of it any more. No moment is
without a whole store at the path: until the copy was verified the old one stands there, then the new one. Backups that
were made before keep the passphrase that they have.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from fieldcheck.store import key
from fieldcheck.store.backup import copied, sync
from fieldcheck.store.connection import Connection, connect, translated
from fieldcheck.store.errors import StoreNotAccessible
from fieldcheck.store.verify import Report


def opens(raw_key: key.RawKey, passphrase: str) -> bool:
    """Return whether `passphrase` is that of `raw_key`; takes as long as opening a store."""
    return key.derive(passphrase, raw_key.salt) == raw_key


def change(path: Path, raw_key: key.RawKey, passphrase: str) -> Report:
    """Put the store at `path`, which nobody has open, under a new passphrase of the same cost.

    `raw_key` opens it now. Where the report names problems nothing was changed: the copy was not proved whole. Raises
    StoreLocked where another program has it open, WrongPassphrase, StoreDiskFull, StoreNotAccessible; nothing is
    changed then.
    """
    new_key = key.derive(passphrase, key.new_salt(raw_key.salt[4]))
    with translated(path), closing(connect(path, raw_key, writable=True)) as alone:
        _hold(alone)
        with copied(alone, new_key, path) as (copy, report):
            if not report.problems:
                _swap(alone, copy, path)
    return report


def _hold(alone: Connection) -> None:
    """Let nobody else in until the connection closes: what was written behind the copy would be lost with the file."""
    alone.execute("PRAGMA journal_mode = DELETE")
    alone.execute("PRAGMA locking_mode = EXCLUSIVE")
    alone.execute("BEGIN EXCLUSIVE")
    alone.execute("COMMIT")


def _swap(alone: Connection, copy: Path, path: Path) -> None:
    """Give the copy the name of the store, and let nobody write into the one that had it."""
    try:
        if os.name == "nt":
            # Windows gives an open file's name to no other; one that somebody else opens now is refused, and stays.
            alone.close()
            copy.replace(path)
            return
        with path.open("r+b") as before:
            copy.replace(path)
            _sync_name(path)
            # Elsewhere a program that waits for the lock has the file open, and would write where nothing is read.
            before.truncate(0)
    except OSError as error:
        raise StoreNotAccessible(path=path, reason=error.strerror) from error


def _sync_name(path: Path) -> None:
    """Wait until a name is on the disk."""
    try:
        sync(path.parent)
    except StoreNotAccessible:
        # The new file has the name already, and both are whole: not to empty the old one could lose answers for sure.
        return
