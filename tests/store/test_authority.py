"""Merging what may not be written: it stays in the journal, does not count, and is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldcheck.model.journal import Change
from fieldcheck.model.values import Role
from fieldcheck.store import Transaction, devices
from fieldcheck.store.digest import records
from fieldcheck.store.errors import (
    NotAuthorised,
)
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import conflicts
from fieldcheck.store.trust import certify_own, finish_folding, revoke
from fieldcheck.store.verify import verify
from tests.merging import certified, delete, enrolled, own_id, put, send, send_down
from tests.store.world import World, name_of
from tests.stores import new_store


def test_what_a_role_may_not_write_is_listed_and_does_not_count(world: World) -> None:
    enterprise = enrolled(world.path, "enterprise", Role.ENTERPRISE)
    with pytest.raises(NotAuthorised):
        put(enterprise, "document", "d", {"kind": "rectification-order"})
    stranger = {
        "device": own_id(enterprise),
        "seq": 1,
        "at": "2026-06-01T08:00:00.000Z",
        "author": "",
        "entity": "d",
        "of": "",
    }
    line = Change(**stranger, kind="document", set={"kind": "rectification-order"}).body()  # type: ignore[arg-type]
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        merge.device(certified(devices.own(enterprise.reader())))
        merge.lines(own_id(enterprise), 1, [line])
        assert merge.finish().refused == 1
    [row] = conflicts.refused(world.bureau.reader())
    assert (row.device_name, row.seq, row.kind, row.entity, row.reason) == ("enterprise", 1, "document", "d", "role")
    assert world.bureau.reader().value("SELECT count(*) FROM document") == 0
    assert list(records(world.bureau.reader())) == []
    enterprise.close()


def test_another_laptop_does_not_change_an_issued_document(world: World) -> None:
    put(world.one, "document", "d", {"kind": "rectification-order", "issued_on": "2026-06-01"})
    send(world.one, world.bureau)
    send_down(world.bureau, world.two, 1, [("document", "d")])
    with pytest.raises(NotAuthorised):
        put(world.two, "document", "d", {"issued_on": "2026-06-02"}, {own_id(world.one): (1,)})
    with pytest.raises(NotAuthorised):
        put(world.one, "document", "d", {"issued_on": "2026-06-02"})
    delete(world.bureau, "document", "d", "issued twice")
    assert world.bureau.reader().value("SELECT _deleted FROM document") == 1


def test_after_a_revocation_nothing_counts(world: World) -> None:
    for number in range(4):
        put(world.one, "site", "s", {"name": f"甲{number}"})
    put(world.one, "site", "t", {"name": "乙"})
    send(world.one, world.bureau)

    def work(transaction: Transaction) -> str:
        revoke(transaction, own_id(world.one), 2)
        revoke(transaction, own_id(world.one), 3)
        return "s"

    world.bureau.write(work)
    finish_folding(world.bureau)
    assert name_of(world.bureau) == "甲1"
    assert world.bureau.reader().value("SELECT count(*) FROM site") == 1
    assert [row.seq for row in conflicts.refused(world.bureau.reader())] == [3, 4, 5]
    put(world.one, "site", "u", {"name": "丙"})
    assert send(world.one, world.bureau).refused == 1


def test_a_store_that_joins_a_bureau_no_longer_writes_its_profile(tmp_path: Path) -> None:
    with new_store(tmp_path / "alone.fcstore") as store:
        put(store, "profile", "p", {"bureau_name": "甲"})

        def work(transaction: Transaction) -> str:
            certify_own(transaction, certified(devices.own(transaction)))
            with pytest.raises(NotAuthorised):
                transaction.append("profile", "p", "", {"court": "乙"})
            return "p"

        store.write(work)
        finish_folding(store)
        assert store.reader().value("SELECT count(*) FROM profile") == 0
        assert [row.reason for row in conflicts.refused(store.reader())] == ["role"]
        assert verify(store.reader()).problems == []
