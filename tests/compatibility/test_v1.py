"""A store and packages of format 1, for ever: they open, hold, and give the same records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.operations import imports, stores
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, devices
from tests.compatibility.kit import V1, expected, opened

DIRECTIONS = [("bureau", "up.fcpkg"), ("laptop", "down.fcpkg")]


@pytest.fixture(params=DIRECTIONS, ids=["up", "down"])
def arriving(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, str, Path]]:
    """A store and the package that is for it."""
    name, package = request.param
    with opened(name, tmp_path) as store:
        yield store, name, V1 / package


def test_the_store_opens_and_holds(arriving: tuple[Store, str, Path]) -> None:
    store, name, _ = arriving
    assert stores.verify_store(store).problems == []
    assert stores.digest_store(store) == expected()[name]


def test_the_package_gives_the_same_records(arriving: tuple[Store, str, Path]) -> None:
    store, name, package = arriving
    assert imports.import_packages(store, [package])[0].outcome is Outcome.IMPORTED
    assert stores.digest_store(store) == expected()[f"{name}_after"]
    assert stores.verify_store(store).problems == []
    assert imports.import_packages(store, [package])[0].outcome is Outcome.NOTHING_NEW
    assert stores.digest_store(store) == expected()[f"{name}_after"]


def test_the_package_says_what_it_holds(arriving: tuple[Store, str, Path]) -> None:
    store, _, package = arriving
    described = imports.inspect(package, devices.identities(store.reader()))
    assert described == imports.inspect_for(store, package)
    assert described.changes + described.records == expected()["changes" if described.changes else "records"]
