"""Merging snapshots: a laptop shows what its bureau shows, with its own later changes."""

from __future__ import annotations

import pytest

from fieldcheck.store import snapshots
from fieldcheck.store.errors import (
    RecordWithdrawn,
    SnapshotNotUnderstood,
)
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import conflicts, exchange, snapshot_lines
from tests.merging import delete, put, send, send_down
from tests.store.world import SITE, World, line_of, name_of


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
    old = (exchange.known_vector(reader), list(snapshot_lines.lines(reader, [SITE])))
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
    lines = list(snapshot_lines.lines(world.bureau.reader(), [SITE]))
    with Merge(world.one.path, world.one.raw_key) as merge, pytest.raises(SnapshotNotUnderstood):
        merge.snapshot(1, {}, lines)
