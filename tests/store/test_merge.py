"""Merging: union in any order, twice as once; what is refused, withheld, missing or forked is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.journal import DELETED, Change
from fieldcheck.model.values import Role
from fieldcheck.store import Store, Transaction, blobs, devices, snapshots
from fieldcheck.store.devices import SignedHead
from fieldcheck.store.digest import digest, records
from fieldcheck.store.errors import (
    ChangeNotUnderstood,
    DeviceUnknown,
    JournalForked,
    JournalGap,
    NotAuthorised,
    RecordWithdrawn,
    SnapshotNotUnderstood,
)
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import conflicts, exchange
from fieldcheck.store.trust import certify_own, finish_folding, revoke
from fieldcheck.store.verify import verify
from tests.merging import certified, delete, enrolled, lines_of, own_id, put, send, send_down
from tests.stores import identity, new_store

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


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    for store in made.stores():
        assert verify(store.reader()).problems == []
        store.close()


def name_of(store: Store) -> object:
    return store.reader().value("SELECT name FROM site WHERE NOT _deleted AND id = 's'")


def line_of(store: Store, entity: str = "s") -> str:
    return next(record.sha256 for record in records(store.reader()) if record.entity == entity)


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


def test_every_prefix_is_a_store_and_a_retry_completes_it(world: World) -> None:
    for number in range(6):
        put(world.one, "site", "s", {"name": f"甲{number}"})
    for last in (2, 5, 3, 6):
        send(world.one, world.bureau, {own_id(world.one): last})
        assert verify(world.bureau.reader()).problems == []
    assert digest(world.bureau.reader()) == digest(world.one.reader())


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


def test_a_gap_a_fork_and_a_stranger_are_named_and_change_nothing(world: World) -> None:
    for number in range(4):
        put(world.one, "site", "s", {"name": f"甲{number}"})
    lines = lines_of(world.one.reader(), own_id(world.one))
    before = digest(world.bureau.reader())
    with Merge(world.bureau.path, world.bureau.raw_key) as merge, pytest.raises(DeviceUnknown):
        merge.lines(own_id(world.one), 1, lines)
        merge.finish()
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        merge.device(certified(devices.own(world.one.reader())))
    for first, given, error in (
        (2, lines[1:], JournalGap),
        (1, [lines[0].replace("甲0".encode(), "甲9".encode()), lines[0]], ChangeNotUnderstood),
        (1, [b"{}"], ChangeNotUnderstood),
    ):
        with Merge(world.bureau.path, world.bureau.raw_key) as merge, pytest.raises(error):
            merge.lines(own_id(world.one), first, given)
            merge.finish()
    assert digest(world.bureau.reader()) == before
    assert exchange.known_vector(world.bureau.reader()) == {}


def test_a_fork_is_named_with_its_place(world: World) -> None:
    for number in range(4):
        put(world.one, "site", "s", {"name": f"甲{number}"})
    send(world.one, world.bureau)
    lines = lines_of(world.one.reader(), own_id(world.one))
    forked = [*lines[:2], lines[2].replace("甲2".encode(), "甲9".encode()), lines[3]]
    with Merge(world.bureau.path, world.bureau.raw_key) as merge, pytest.raises(JournalForked) as caught:
        merge.lines(own_id(world.one), 1, forked)
        merge.finish()
    assert caught.value.details["seq"] == 3


@pytest.mark.parametrize(
    "line",
    [
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","kind":"site","of":"","seq":1, "set":{}}',
        b'{"author":"","at":"2026-06-01T08:00:00Z","device":"D","entity":"e","kind":"site","of":"","seq":1,"set":{}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","kind":"site","of":"","over":{},"seq":1,"set":{}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","kind":"site","of":"","over":{"x":[0]},"seq":1,"set":{}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","kind":"site","of":"","seq":1,"set":{"name":1.5}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","kind":"site","of":"","seq":1,"set":{"name":1,"name":1}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","kind":"site","of":"","seq":1,"set":{"name":"\\ud800"}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","extra":1,"kind":"site","of":"","seq":1,"set":{}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","kind":"site","of":"","seq":2,"set":{}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"E","entity":"e","kind":"site","of":"","seq":1,"set":{}}',
        b'{"at":"2026-06-01T08:00:00Z","author":"","device":"D","entity":"e","kind":"site","of":"","seq":1,"set":{"name":'
        + b"[" * 70
        + b"]" * 70
        + b"}}",
        b"[" * 100_000,
        b'"' + b"A" * 64 + b'"',
        b'"abc"',
        b"",
    ],
)
def test_a_line_that_is_not_canonical_is_refused(world: World, line: bytes) -> None:
    device = own_id(world.one)
    with Merge(world.bureau.path, world.bureau.raw_key) as merge, pytest.raises(ChangeNotUnderstood):
        merge.device(certified(devices.own(world.one.reader())))
        merge.lines(device, 1, [line.replace(b'"D"', f'"{device}"'.encode())])
        merge.finish()
    assert exchange.known_vector(world.bureau.reader()) == {}


def test_withheld_content_is_no_gap_and_can_come_later(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    put(world.one, "site", "s", {"name": "乙"})
    put(world.one, "site", "t", {"name": "丙"})
    lines = lines_of(world.one.reader(), own_id(world.one))
    hidden = [lines[0], f'"{sha256_hex(lines[1])}"'.encode(), lines[2]]
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        merge.device(certified(devices.own(world.one.reader())))
        merge.lines(own_id(world.one), 1, hidden)
        merge.finish()
    assert name_of(world.bureau) == "甲"
    assert verify(world.bureau.reader()).problems == []
    assert lines_of(world.bureau.reader(), own_id(world.one)) == hidden
    assert send(world.one, world.bureau).changes == 1
    assert name_of(world.bureau) == "乙"
    assert lines_of(world.bureau.reader(), own_id(world.one)) == lines
    assert digest(world.bureau.reader()) == digest(world.one.reader())


def hide(lines: list[bytes], *places: int) -> list[bytes]:
    return [f'"{sha256_hex(line)}"'.encode() if n in places else line for n, line in enumerate(lines)]


def test_a_record_waits_for_what_is_withheld_where_a_change_of_it_names_that(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    put(world.one, "site", "t", {"name": "丙"})
    put(world.one, "site", "s", {"name": "乙"})
    lines = lines_of(world.one.reader(), own_id(world.one))
    put(world.two, "site", "s", {"name": "丁"}, {own_id(world.one): (3,)})
    put(world.two, "site", "t", {"name": "戊"}, {own_id(world.one): (2,)})
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        merge.device(certified(devices.own(world.one.reader())))
        merge.lines(own_id(world.one), 1, hide(lines, 2))
        merge.finish()
    send(world.two, world.bureau)
    waits = conflicts.waiting(world.bureau.reader())
    assert [(row.entity, row.device, row.seq) for row in waits] == [("s", own_id(world.one), 3)]
    assert conflicts.conflicts(world.bureau.reader()) == []
    assert verify(world.bureau.reader()).problems == []
    send(world.one, world.bureau)
    assert conflicts.waiting(world.bureau.reader()) == []
    assert name_of(world.bureau) == "丁"
    assert verify(world.bureau.reader()).problems == []


def test_content_that_is_not_what_was_withheld_is_a_fork(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    put(world.one, "site", "s", {"name": "乙"})
    lines = lines_of(world.one.reader(), own_id(world.one))
    before = digest(world.bureau.reader())
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        merge.device(certified(devices.own(world.one.reader())))
        merge.lines(own_id(world.one), 1, hide(lines, 0, 1))
        merge.finish()
        forged = [lines[0], lines[1].replace("乙".encode(), "丙".encode())]
        with pytest.raises(JournalForked):
            merge.lines(own_id(world.one), 1, forged)
            merge.finish()
    assert digest(world.bureau.reader()) == before
    assert verify(world.bureau.reader()).problems == []


def test_what_comes_late_takes_its_place_before_what_came_first(world: World) -> None:
    put(world.one, "document", "d", {"kind": "problem-list"})
    put(world.one, "document", "d", {DELETED: "wrong"})
    put(world.one, "site", "s", {"name": "甲"})
    put(world.one, "site", "s", {"name": "乙"})
    lines = lines_of(world.one.reader(), own_id(world.one))
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        merge.device(certified(devices.own(world.one.reader())))
        merge.lines(own_id(world.one), 1, hide(lines, 0, 2))
        # Without its creation the deletion does not count.
        assert merge.finish().refused == 1
    send(world.one, world.bureau)
    assert name_of(world.bureau) == "乙"
    assert conflicts.refused(world.bureau.reader()) == []
    assert digest(world.bureau.reader()) == digest(world.one.reader())
    assert verify(world.bureau.reader()).problems == []


def test_a_signed_head_is_kept_where_it_is_that_of_the_chain(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    send(world.one, world.bureau)
    own = devices.own(world.one.reader())
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        merge.head(own.id, SignedHead(1, own.hash, b"x" * 64))
        with pytest.raises(JournalForked):
            merge.head(own.id, SignedHead(1, b"y" * 32, b"x" * 64))
        with pytest.raises(JournalForked):
            merge.head(own.id, SignedHead(2, own.hash, b"x" * 64))
    found = devices.find(world.bureau.reader(), own.id)
    assert found is not None
    assert found.head == SignedHead(1, own.hash, b"x" * 64)


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


def test_a_laptop_shows_what_the_bureau_shows(world: World) -> None:
    put(world.bureau, "site", "s", {"name": "甲", "alias": "a", "from_tomorrow": {"k": [None, 1]}})
    put(world.one, "site", "s", {"alias": "b"})
    send(world.one, world.bureau)
    delete(world.bureau, "site", "s")
    put(world.two, "site", "s", {"note": "c"})
    send(world.two, world.bureau)
    for laptop in (world.one, world.two):
        assert not send_down(world.bureau, laptop, 1, [SITE]).nothing
        assert line_of(laptop) == line_of(world.bureau)
        # The alias, and the deletion against the note that it did not know of.
        assert conflicts.count(laptop.reader()) == conflicts.count(world.bureau.reader()) == 2
        assert send_down(world.bureau, laptop, 1, [SITE]).nothing


def test_ones_own_later_changes_stand_on_the_snapshot(world: World) -> None:
    put(world.bureau, "site", "s", {"name": "甲", "alias": "a"})
    send_down(world.bureau, world.one, 1, [SITE])
    seen = conflicts.seen(world.one.reader(), *SITE)
    put(world.one, "site", "s", {"name": "乙"}, seen["name"])
    assert name_of(world.one) == "乙"
    assert conflicts.waiting(world.one.reader()) == []
    send_down(world.bureau, world.one, 2, [SITE])
    assert name_of(world.one) == "乙"
    send(world.one, world.bureau)
    assert line_of(world.one) == line_of(world.bureau)


def test_an_older_snapshot_does_not_replace_a_newer(world: World) -> None:
    put(world.bureau, "site", "s", {"name": "甲"})
    reader = world.bureau.reader()
    old = (exchange.known_vector(reader), list(exchange.snapshot_lines(reader, [SITE])))
    put(world.bureau, "site", "s", {"name": "乙"})
    send_down(world.bureau, world.one, 2, [SITE])
    with Merge(world.one.path, world.one.raw_key) as merge:
        merge.snapshot(1, *old)
    assert name_of(world.one) == "乙"
    assert snapshots.newest(world.one.reader())[0] == 2


def test_withdrawn_records_stay_and_deleted_ones_go(world: World) -> None:
    put(world.bureau, "site", "s", {"name": "甲"})
    put(world.bureau, "site", "t", {"name": "乙"})
    send_down(world.bureau, world.one, 1, [SITE, ("site", "t")])
    put(world.one, "site", "u", {"name": "丙"})
    send(world.one, world.bureau)
    send_down(world.bureau, world.one, 2, [], [SITE], [("site", "t"), ("site", "u")])
    reader = world.one.reader()
    assert name_of(world.one) == "甲"
    assert snapshots.is_withdrawn(reader, *SITE)
    with pytest.raises(RecordWithdrawn):
        put(world.one, "site", "s", {"name": "乙"})
    assert reader.rows("SELECT id FROM site WHERE _deleted ORDER BY id") == [("t",), ("u",)]
    put(world.one, "site", "u", {"alias": "x"})
    assert reader.rows("SELECT id FROM site WHERE _deleted ORDER BY id") == [("t",)]
    send_down(world.bureau, world.one, 3, [SITE, ("site", "t")])
    assert not snapshots.is_withdrawn(reader, *SITE)
    assert reader.rows("SELECT id FROM site WHERE _deleted ORDER BY id") == []


@pytest.mark.parametrize("line", [b"", b"{}", b'{"deletions":[],"entity":"s","fields":{},"kind":"site"}'])
def test_a_snapshot_line_that_is_none_is_refused(world: World, line: bytes) -> None:
    with Merge(world.one.path, world.one.raw_key) as merge, pytest.raises(SnapshotNotUnderstood):
        merge.snapshot(1, {}, [line])


def test_a_snapshot_names_nothing_that_its_sender_did_not_know(world: World) -> None:
    put(world.bureau, "site", "s", {"name": "甲"})
    lines = list(exchange.snapshot_lines(world.bureau.reader(), [SITE]))
    with Merge(world.one.path, world.one.raw_key) as merge, pytest.raises(SnapshotNotUnderstood):
        merge.snapshot(1, {}, lines)


def test_a_new_identity_writes_on_and_the_former_chain_stays(world: World) -> None:
    put(world.one, "site", "s", {"name": "甲"})
    former = own_id(world.one)

    def work(transaction: Transaction) -> str:
        devices.insert_own(transaction.connection, identity(name="one again"))
        return "s"

    world.one.write(work)
    put(world.one, "site", "s", {"name": "乙"}, {former: (1,)})
    assert len(devices.identities(world.one.reader())) == 2
    assert name_of(world.one) == "乙"
    assert exchange.known_vector(world.one.reader()) == {former: 1, own_id(world.one): 1}
