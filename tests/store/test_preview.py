"""A preview says what a merge would add, and adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.model.values import Role
from fieldcheck.store import Store, devices
from fieldcheck.store.digest import digest
from fieldcheck.store.errors import DeviceUnknown, JournalForked, JournalGap, SnapshotNotUnderstood
from fieldcheck.store.preview import Preview
from fieldcheck.store.queries import exchange
from tests.merging import certified, enrolled, lines_of, own_id, put, send, send_down

SITE = ("site", "s")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    bureau, laptop = enrolled(tmp_path, "bureau", Role.BUREAU), enrolled(tmp_path, "laptop")
    with bureau, laptop:
        put(bureau, "site", "s", {"name": "甲"})
        send_down(bureau, laptop, 1, [SITE])
        put(laptop, "site", "s", {"name": "乙"})
        put(laptop, "document", "d", {"kind": "problem-list"})
        put(laptop, "site", "t", {"name": "丙"})
        yield bureau, laptop


def looking(bureau: Store, laptop: Store) -> Preview:
    made = Preview(bureau.reader())
    made.device(certified(devices.own(laptop.reader())))
    return made


def test_it_counts_and_writes_nothing(pair: tuple[Store, Store]) -> None:
    bureau, laptop = pair
    before = digest(bureau.reader())
    preview = looking(bureau, laptop)
    preview.lines(own_id(laptop), 1, lines_of(laptop.reader(), own_id(laptop)))
    expected = preview.finish()
    assert (expected.changes, expected.refused) == (3, 0)
    assert dict(expected.records) == {"document": 1, "site": 1}
    assert dict(expected.updated) == {"site": 1}
    assert expected.conflicts == [("site", "s", "name")]
    assert not expected.nothing
    assert preview.head(own_id(laptop)) == (3, devices.own(laptop.reader()).hash)
    assert digest(bureau.reader()) == before
    assert devices.find(bureau.reader(), own_id(laptop)) is None


def test_what_is_here_already_is_nothing(pair: tuple[Store, Store]) -> None:
    bureau, laptop = pair
    send(laptop, bureau)
    preview = looking(bureau, laptop)
    preview.lines(own_id(laptop), 1, lines_of(laptop.reader(), own_id(laptop)))
    assert preview.finish().nothing


def test_gaps_forks_and_strangers_are_named(pair: tuple[Store, Store]) -> None:
    bureau, laptop = pair
    lines = lines_of(laptop.reader(), own_id(laptop))
    with pytest.raises(DeviceUnknown):
        Preview(bureau.reader()).lines(own_id(laptop), 1, lines)
    with pytest.raises(DeviceUnknown):
        Preview(bureau.reader()).head(own_id(laptop))
    with pytest.raises(JournalGap):
        looking(bureau, laptop).lines(own_id(laptop), 2, lines[1:])
    preview = looking(bureau, laptop)
    preview.lines(own_id(laptop), 1, lines[:1])
    with pytest.raises(JournalGap):
        preview.lines(own_id(laptop), 3, lines[2:])
    send(laptop, bureau)
    with pytest.raises(JournalForked):
        looking(bureau, laptop).lines(own_id(laptop), 2, [lines[1].replace(b"problem", b"another"), lines[2]])


def test_a_snapshot_brings_records_and_conflicts(pair: tuple[Store, Store]) -> None:
    bureau, laptop = pair
    put(bureau, "site", "s", {"name": "丁"})
    put(bureau, "site", "u", {"name": "戊"})
    reader = bureau.reader()
    lines = list(exchange.snapshot_lines(reader, [SITE, ("site", "u")]))
    preview = Preview(laptop.reader())
    preview.snapshot(2, exchange.known_vector(reader), lines)
    expected = preview.finish()
    assert (dict(expected.records), dict(expected.updated)) == ({"site": 1}, {"site": 1})
    send_down(bureau, laptop, 2, [SITE, ("site", "u")])
    again = Preview(laptop.reader())
    again.snapshot(2, exchange.known_vector(reader), lines)
    assert again.finish().nothing
    with pytest.raises(SnapshotNotUnderstood):
        again.snapshot(3, {}, lines)
