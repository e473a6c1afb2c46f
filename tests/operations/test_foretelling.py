"""What a preview counts, and that no package can fill its memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.model.values import Role
from fieldcheck.operations import foretelling
from fieldcheck.operations.foretelling import Foretelling
from fieldcheck.store import Store
from fieldcheck.store.lines import Arrived, Body
from tests.merging import enrolled, lines_of, own_id, put, send

SITE = ("site", "s")
LAPTOP = Role.INSPECTOR


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """A bureau with a site, and a laptop that calls it otherwise and has two more."""
    bureau, laptop = enrolled(tmp_path, "bureau", Role.BUREAU), enrolled(tmp_path, "laptop")
    with bureau, laptop:
        put(bureau, "site", "s", {"name": "甲"})
        for site, name in (("s", "乙"), ("t", "丙"), ("u", "丁")):
            put(laptop, "site", site, {"name": name})
        put(laptop, "site", "t", {"alias": "戊"})
        yield bureau, laptop


def bodies_of(store: Store) -> list[Body]:
    arrived = Arrived(own_id(store), 1, lines_of(store.reader(), own_id(store)), bytes(32))
    return [body for body in arrived.bodies if body is not None]


def test_it_counts_what_is_new_what_changes_and_what_conflicts(pair: tuple[Store, Store]) -> None:
    bureau, laptop = pair
    looked = Foretelling(bureau.reader())
    looked.take(bodies_of(laptop))
    assert (dict(looked.new_records), looked.changed) == ({"site": 2}, {SITE})
    assert looked.conflicts() == (("site", "s", "name"),)
    send(laptop, bureau)
    again = Foretelling(bureau.reader())
    again.take_records([SITE, ("site", "t"), ("site", "x")])
    assert (dict(again.new_records), again.changed) == ({"site": 1}, {SITE, ("site", "t")})


def test_devices_that_differ_about_what_is_new_here_are_told(tmp_path: Path) -> None:
    stores = [enrolled(tmp_path, name, role) for name, role in (("bureau", Role.BUREAU), ("a", LAPTOP), ("b", LAPTOP))]
    bureau, one, other = stores
    with bureau, one, other:
        for laptop, name in ((one, "甲"), (other, "乙")):
            put(laptop, "site", "s", {"name": name, "note": "同"})
            put(laptop, "site", "t", {"name": "同"})
        looked = Foretelling(bureau.reader())
        for laptop in (one, other):
            looked.take(bodies_of(laptop), of_several=True)
        assert looked.conflicts() == (("site", "s", "name"),)
        alone = Foretelling(bureau.reader())
        alone.take(bodies_of(one))
        assert (alone.fresh, alone.conflicts()) == ([], ())


def test_beyond_its_limits_it_counts_without_keeping(
    pair: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau, laptop = pair
    monkeypatch.setattr(foretelling, "MOST_RECORDS", 0)
    monkeypatch.setattr(foretelling, "MOST_CHANGES", 0)
    looked = Foretelling(bureau.reader())
    looked.take(bodies_of(laptop), of_several=True)
    # The second change of a record does not create it, and is not taken for another one.
    assert dict(looked.new_records) == {"site": 2}
    assert (looked.changes, looked.fresh, looked.conflicts()) == ([], [], ())
