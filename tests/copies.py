"""Stores that are copied, put back, opened elsewhere: what tests of identities do with them."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

from fieldcheck.model.records import Site
from fieldcheck.operations import sites, stores
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.stores import PASSPHRASE


def copied(store: Store, name: str = "copy") -> Path:
    """Return a whole copy of a store's file, as it is now."""
    path = store.path.with_name(f"{name}.fcstore")
    assert not stores.backup_store(store, path).problems
    return path


def opened(path: Path, closing: ExitStack) -> Store:
    """Return the store at `path` as the program opens it; it is closed at the end."""
    return closing.enter_context(stores.open_store(path, PASSPHRASE))


def forget_marks(folder: Path) -> None:
    """Remove what this computer knows of stores."""
    shutil.rmtree(folder / "state", ignore_errors=True)


def edit(store: Store, site: str, **values: object) -> None:
    """Set fields of a site."""
    sites.edit_site(store, site, values)


def field(store: Store, site: str, name: str) -> object:
    """Return what a site shows in a field."""
    return getattr(records.get(store.reader(), Site, site), name)


def sound(*some: Store) -> None:
    """Raise AssertionError where a store is not whole."""
    for store in some:
        assert stores.verify_store(store).problems == []
