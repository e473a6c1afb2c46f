"""Merging more rows than one statement takes, in batches that one thread writes while the next is made ready."""

from __future__ import annotations

import gc
import sys

import pytest

from fieldcheck.store import Transaction
from fieldcheck.store.digest import digest
from fieldcheck.store.errors import ChangeNotUnderstood, JournalForked
from fieldcheck.store.merge import Merge
from fieldcheck.store.verify import verify
from tests.merging import lines_of, own_id, put, send
from tests.store.world import World

MANY = 1_250
"""More than two batches, and no whole number of statements."""


def fill(world: World) -> list[bytes]:
    """Let a laptop find so many hazards, every third with a deadline, and correct each tenth; return its lines."""

    def work(transaction: Transaction) -> str:
        for number in range(MANY):
            more: dict[str, object] = {"deadline": "2026-06-15"} if number % 3 == 0 else {}
            values = {"inspection": "visit", "description": f"缺少防护罩{number}", **more}
            transaction.append("finding", f"hazard-{number}", "visit", values)
            if number % 10 == 0:
                transaction.append("finding", f"hazard-{number}", "visit", {"location": "一车间"})
        return ""

    world.one.write(work)
    return lines_of(world.one.reader(), own_id(world.one))


def test_rows_of_several_shapes_are_what_the_definition_says(world: World) -> None:
    lines = fill(world)
    assert send(world.one, world.bureau).changes == len(lines)
    assert digest(world.bureau.reader()) == digest(world.one.reader())
    assert verify(world.bureau.reader()).problems == []
    assert send(world.one, world.bureau).nothing


def test_a_batch_of_which_some_is_here_by_now_goes_on_from_there(world: World) -> None:
    lines = fill(world)
    send(world.one, world.bureau, {own_id(world.one): 3})
    with Merge(world.bureau.path, world.bureau.raw_key) as merge:
        merge.lines(own_id(world.one), 4, lines[3:600])
        with Merge(world.bureau.path, world.bureau.raw_key) as other:
            other.lines(own_id(world.one), 1, lines[:900])
            other.finish()
        merge.lines(own_id(world.one), 601, lines[600:])
        merge.finish()
    assert digest(world.bureau.reader()) == digest(world.one.reader())
    assert verify(world.bureau.reader()).problems == []


def test_what_is_wrong_in_a_later_batch_leaves_those_before_it(world: World) -> None:
    lines = fill(world)
    send(world.one, world.bureau, {own_id(world.one): 1})
    wrong = [*lines[1:1_100], b"{}", *lines[1_101:]]
    with Merge(world.bureau.path, world.bureau.raw_key) as merge, pytest.raises(ChangeNotUnderstood):
        merge.lines(own_id(world.one), 2, wrong)
        merge.finish()
    assert verify(world.bureau.reader()).problems == []
    send(world.one, world.bureau)
    assert digest(world.bureau.reader()) == digest(world.one.reader())


def test_a_fork_that_the_writing_thread_finds_is_told(world: World) -> None:
    lines = fill(world)
    send(world.one, world.bureau)
    forked = [*lines[:700], lines[700].replace("罩".encode(), "栏".encode()), *lines[701:]]
    assert forked != lines
    with Merge(world.bureau.path, world.bureau.raw_key) as merge, pytest.raises(JournalForked):
        merge.lines(own_id(world.one), 1, forked)
        merge.finish()
    assert digest(world.bureau.reader()) == digest(world.one.reader())


def test_a_merge_leaves_python_as_it_was(world: World) -> None:
    before = gc.isenabled(), sys.getswitchinterval()
    put(world.one, "site", "s", {"name": "甲"})
    send(world.one, world.bureau)
    assert (gc.isenabled(), sys.getswitchinterval()) == before
