"""Merging: union in any order, twice as once; conflicts, deletions, what waits for another change, bytes."""

from __future__ import annotations

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.journal import DELETED
from fieldcheck.model.values import Role
from fieldcheck.store import Transaction, blobs, devices
from fieldcheck.store.digest import digest
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import conflicts, exchange
from fieldcheck.store.verify import verify
from tests.merging import delete, enrolled, own_id, put, send, send_down
from tests.store.world import SITE, World, line_of, name_of


def test_a_merge_brings_records_and_counts_them(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲", "principal": {"name": "李", "post": "", "phone": ""}})
    put(world.one, "finding", "f", {"inspection": "i", "deadline": "2026-07-01"})
    put(world.one, "site", "s", {"alias": "乙", "from_tomorrow": [1, {"x": None}]})
    counts = send(world.one, world.bureau)
    assert (counts.changes, dict(counts.records), counts.conflicts) == (3, {"site": 1, "finding": 1}, 0)
    assert digest(world.bureau.reader()) == digest(world.one.reader())
    assert exchange.known_vector(world.bureau.reader()) == {own_id(world.one): 3}
    again = send(world.one, world.bureau)
    assert again.nothing
    assert digest(world.bureau.reader()) == digest(world.one.reader())


def test_importing_writes_nothing_to_ones_own_journal(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    send(world.one, world.bureau)
    assert devices.own(world.bureau.reader()).seq == 0


def concurrent_edits(world: World) -> None:
    """Both laptops have the bureau's site and change its name."""
    put(world.bureau, "site", "s", {"name": "旧"})
    for laptop in (world.one, world.two):
        send_down(world.bureau, laptop, 1, [SITE])
        put(laptop, "site", "s", {"name": own_id(laptop)}, {own_id(world.bureau): (1,)})
    counts = [send(laptop, world.bureau) for laptop in (world.one, world.two)]
    assert [count.conflicts for count in counts] == [0, 1]


def test_concurrent_edits_are_a_conflict_with_its_base(world: World) -> None:
    concurrent_edits(world)
    [row] = conflicts.conflicts(world.bureau.reader())
    assert (row.kind, row.entity, row.field, row.base) == ("site", "s", "name", "旧")
    assert {value.value for value in row.values} == {own_id(world.one), own_id(world.two)}
    assert conflicts.conflicts_of(world.bureau.reader(), *SITE) == [row]
    assert conflicts.conflicts_of(world.bureau.reader(), "site", "other") == []


def test_a_decision_names_all_and_travels_back(world: World) -> None:
    concurrent_edits(world)
    seen = conflicts.seen(world.bureau.reader(), *SITE)["name"]
    put(world.bureau, "site", "s", {"name": "新"}, seen)
    assert conflicts.count(world.bureau.reader()) == 0
    for laptop in (world.one, world.two):
        send_down(world.bureau, laptop, 2, [SITE])
        assert name_of(laptop) == "新"
        assert line_of(laptop) == line_of(world.bureau)
    assert send(world.one, world.bureau).nothing


def test_the_same_value_twice_is_no_conflict(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    put(world.two, "site", "s", {"name": "甲"})
    send(world.one, world.bureau)
    assert send(world.two, world.bureau).conflicts == 0
    assert conflicts.count(world.bureau.reader()) == 0


def test_what_a_page_shows_is_replaced_and_nothing_else(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲", "alias": "a"})
    send(world.one, world.bureau)
    assert conflicts.seen(world.bureau.reader(), *SITE) == {
        "name": {own_id(world.one): (1,)},
        "alias": {own_id(world.one): (1,)},
    }
    shown = conflicts.joined(conflicts.seen(world.bureau.reader(), *SITE).values())
    put(world.one, "site", "s", {"name": "甲2"})
    send(world.one, world.bureau)
    put(world.bureau, "site", "s", {"name": "丙"}, shown)
    [row] = conflicts.conflicts(world.bureau.reader())
    assert {value.value for value in row.values} == {"甲2", "丙"}


def test_an_edit_beats_a_deletion(world: World) -> None:
    put(world.bureau, "site", "s", {"name": "甲"})
    send_down(world.bureau, world.one, 1, [SITE])
    delete(world.bureau, "site", "s")
    assert name_of(world.bureau) is None
    put(world.one, "site", "s", {"alias": "乙"})
    send(world.one, world.bureau)
    assert name_of(world.bureau) == "甲"


def test_a_change_that_names_what_has_not_arrived_waits(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    send(world.one, world.bureau)
    send_down(world.bureau, world.two, 1, [SITE])
    put(world.two, "site", "s", {"name": "乙"}, {own_id(world.one): (1,)})
    other = enrolled(world.path, "other", Role.BUREAU)
    put(other, "site", "s", {"name": "丙"})
    send(world.two, other)
    assert conflicts.waiting(other.reader()) == [
        conflicts.WaitingRow("site", "s", own_id(world.one), 1),
    ]
    assert conflicts.count(other.reader()) == 0
    assert verify(other.reader()).problems == []
    assert send(world.one, other).conflicts == 1
    assert conflicts.waiting(other.reader()) == []
    assert verify(other.reader()).problems == []
    other.close()


def test_a_deletion_may_name_changes_of_what_belongs_to_it(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    put(world.one, "finding", "f", {"inspection": "i"})
    put(world.two, "site", "s", {DELETED: "wrong"}, {own_id(world.one): (1, 2)})
    send(world.two, world.bureau)
    assert len(conflicts.waiting(world.bureau.reader())) == 2
    send(world.one, world.bureau, {own_id(world.one): 1})
    assert len(conflicts.waiting(world.bureau.reader())) == 1
    send(world.one, world.bureau)
    assert conflicts.waiting(world.bureau.reader()) == []
    assert name_of(world.bureau) is None


def test_bytes_come_once(world: World) -> None:
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        for data in (b"x" * 9_000_000, b"y", b"x" * 9_000_000):
            merge.blob(sha256_hex(data), data)
        assert merge.finish().blobs == 2


def test_a_photo_of_another_may_come_without_its_bytes(world: World) -> None:
    data = b"picture"

    def work(transaction: Transaction) -> str:
        transaction.append("photo", "p", "", {"sha256": blobs.put(transaction, data)})
        return "p"

    world.one.write(work)
    send(world.one, world.bureau)
    assert exchange.missing_blobs(world.bureau.reader()) == [sha256_hex(data)]
    assert verify(world.bureau.reader()).problems == []
