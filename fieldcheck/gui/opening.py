"""Opening a store for the window: with the text that was being typed when it last stopped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldcheck.operations import stores
from fieldcheck.operations.identity import Taken
from fieldcheck.store import Store
from fieldcheck.store.key import RawKey


@dataclass(frozen=True, slots=True)
class Opened:
    """An open store, how many texts that were being typed became changes, and the new identity, if one was taken."""

    store: Store
    recovered: int
    taken: Taken | None = None


def open_store(path: Path, passphrase: str) -> Opened:
    """Open a store. Raises what `Store.open` raises."""
    store, ready = stores.open_ready(path, passphrase)
    return Opened(store, ready.recovered, ready.taken)


def open_under(path: Path, raw_key: RawKey, passphrase: str) -> Opened:
    """Put a closed store under a new passphrase and open it. Raises what `stores.change_passphrase` raises."""
    stores.change_passphrase(path, raw_key, passphrase)
    return open_store(path, passphrase)
