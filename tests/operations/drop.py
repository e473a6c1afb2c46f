"""What is asked of a drop folder in tests."""

from __future__ import annotations

from pathlib import Path

from fieldcheck.store import Store, devices
from fieldcheck.store.queries import lists


def device(store: Store) -> str:
    return devices.own(store.reader()).id


def inbox(shared: Path, store: Store) -> Path:
    return shared / "FieldCheck" / device(store)


def count(store: Store) -> int:
    return len(lists.site_ids(store.reader()))
