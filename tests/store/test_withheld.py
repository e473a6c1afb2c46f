"""Merging what is withheld: a hash is no gap, and its content can come later."""

from __future__ import annotations

import pytest

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.journal import DELETED
from fieldcheck.store import devices
from fieldcheck.store.digest import digest
from fieldcheck.store.errors import (
    JournalForked,
)
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import conflicts
from fieldcheck.store.verify import verify
from tests.merging import certified, lines_of, own_id, put, send
from tests.store.world import World, hide, name_of


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
