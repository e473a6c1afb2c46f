"""What a preview counts, and that no package can fill its memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.model.authority import Breach, Writer
from fieldcheck.model.values import Role
from fieldcheck.operations import exchange_wording, foretelling, imports, outstanding, revocations
from fieldcheck.operations.foretelling import Foretelling
from fieldcheck.store import Store
from fieldcheck.store.lines import Arrived, Body
from tests.county import County, take
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


def test_what_will_not_count_is_told_before_the_import_as_after_it(land: County) -> None:
    laptop = land.new_laptop("一号")
    # Before it belonged to a bureau it was its own authority.
    put(laptop, "holidays", "h", {"year": 2026})
    put(laptop, "document", "d", {"kind": "inspection-record"})
    put(laptop, "document", "d", {"issued_on": "2026-06-01"})
    put(laptop, "site", "s", {"name": "甲"})
    land.join(land.bureau, laptop)
    up = land.up(laptop)
    seen = imports.preview(land.bureau, up.path)
    assert seen.refused == (("document", Breach.WRITTEN_ONCE, 1), ("holidays", Breach.ROLE, 1))
    assert sum("Will not count" in line for line in exchange_wording.bring_lines(seen)) == 2
    assert take(land.bureau, up.path).refused == 2
    (standing,) = outstanding.outstanding(land.bureau)
    assert standing.refused == (("document", "written_once", 1), ("holidays", "role", 1))
    assert sum("Does not count" in line for line in exchange_wording.standing_lines(standing)) == 2
    for name in ("乙", "丙", "丁"):
        put(laptop, "site", "s", {"name": name})
    later = land.up(laptop)
    revocations.revoke(land.bureau, "一号", "lost", 5)
    assert imports.preview(land.bureau, later.path).refused == (("site", Breach.REVOKED, 2),)
    assert take(land.bureau, later.path).refused == 2


def test_what_decides_is_the_first_change_whether_it_is_here_or_comes_along(pair: tuple[Store, Store]) -> None:
    bureau, laptop = pair
    put(laptop, "service", "new", {"document": "d"})
    send(laptop, bureau)
    writer = {own_id(laptop): Writer(Role.INSPECTOR)}
    every = bodies_of(laptop)
    one = every[-1]
    later = [
        type(one)(one.device, one.seq + 1, one.at, "", "service", "new", "", {"place": "x"}, {}),
        type(one)(one.device, one.seq + 2, one.at, "", "service", "new", "", {"deleted": "wrong"}, {}),
        type(one)(one.device, one.seq + 3, one.at, "", "service", "other", "", {"deleted": "wrong"}, {}),
    ]
    looked = Foretelling(bureau.reader())
    looked.begin(writer)
    looked.take(later)
    assert looked.refused == {("service", Breach.WRITTEN_ONCE): 1, ("service", Breach.CREATOR): 1}
