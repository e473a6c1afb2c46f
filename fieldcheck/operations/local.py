"""Where the person was: kept per laptop, so that the same page opens again after any stop."""

from __future__ import annotations

from fieldcheck.model.canonical import Json
from fieldcheck.store import Reader, Store, Transaction, local


def set_state(store: Store, key: str, value: Json) -> None:
    """Keep `value` under `key` ("page", "language", "theme", …)."""

    def work(transaction: Transaction) -> str:
        local.set_state(transaction, key, value)
        return key

    store.write(work)


def get_state(reader: Reader, key: str) -> Json:
    """Return the value kept under `key`, or None."""
    return local.state(reader, key)
