"""Whether another window of this account has the same store open: nothing keeps the two from it, so it is said."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from fieldcheck.gui import preferences


class Claim:
    """Holds a mark in the account's own folder, none beside the store; that of a killed program counts no more."""

    def __init__(self, store: Path) -> None:
        folder = preferences.path().parent / "open"
        # An account that may not write there is not told anything, rather than told something wrong.
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        named = hashlib.sha256(str(store.resolve()).encode()).hexdigest()
        self._lock = QLockFile(str(folder / named[:16]))
        self._lock.setStaleLockTime(0)
        self.is_second = not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError

    def release(self) -> None:
        """Let go of the mark."""
        self._lock.unlock()
