"""Opening a store for the window: with the text that was being typed when it last stopped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldcheck.operations import drafts, stores
from fieldcheck.store import Store
from fieldcheck.store.key import RawKey
from fieldcheck.store.trust import finish_folding


@dataclass(frozen=True, slots=True)
class Opened:
    """An open store, and how many texts that were being typed became changes."""

    store: Store
    recovered: int


def open_store(path: Path, passphrase: str) -> Opened:
    """Open a store. Raises what `Store.open` raises."""
    store = Store.open(path, passphrase)
    finish_folding(store)
    return Opened(store, drafts.recover(store))


def open_under(path: Path, raw_key: RawKey, passphrase: str) -> Opened:
    """Put a closed store under a new passphrase and open it. Raises what `stores.change_passphrase` raises."""
    stores.change_passphrase(path, raw_key, passphrase)
    return open_store(path, passphrase)
