"""A bureau and two laptops that merge what the others wrote, and what their stores show of the site `s`."""

from __future__ import annotations

from pathlib import Path

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.values import Role
from fieldcheck.store import Store
from fieldcheck.store.digest import records
from tests.merging import enrolled

SITE = ("site", "s")


class World:
    """A bureau and two laptops."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bureau = enrolled(path, "bureau", Role.BUREAU)
        self.one = enrolled(path, "one")
        self.two = enrolled(path, "two")

    def stores(self) -> tuple[Store, Store, Store]:
        return self.bureau, self.one, self.two


def name_of(store: Store) -> object:
    """Return the name of the site `s`; None where it is gone."""
    return store.reader().value("SELECT name FROM site WHERE NOT _deleted AND id = 's'")


def line_of(store: Store, entity: str = "s") -> str:
    """Return the digest of a record."""
    return next(record.sha256 for record in records(store.reader()) if record.entity == entity)


def hide(lines: list[bytes], *places: int) -> list[bytes]:
    """Return lines with hashes in the place of some."""
    return [f'"{sha256_hex(line)}"'.encode() if n in places else line for n, line in enumerate(lines)]
