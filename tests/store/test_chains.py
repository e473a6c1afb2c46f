"""Merging chains: a prefix is a legal store; gaps, forks, strangers and lines that are none are named."""

from __future__ import annotations

import pytest

from fieldcheck.store import Transaction, devices
from fieldcheck.store.devices import SignedHead
from fieldcheck.store.digest import digest
from fieldcheck.store.errors import (
    ChangeNotUnderstood,
    DeviceUnknown,
    JournalForked,
    JournalGap,
)
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import exchange
from fieldcheck.store.verify import verify
from tests.merging import certified, lines_of, own_id, put, send
from tests.store.world import World, name_of
from tests.stores import identity


def test_every_prefix_is_a_store_and_a_retry_completes_it(world: World) -> None:
    for number in range(6):
        put(world.one, "site", "s", {"name": f"甲{number}"})
    for last in (2, 5, 3, 6):
        send(world.one, world.bureau, {own_id(world.one): last})
        assert verify(world.bureau.reader()).problems == []
    assert digest(world.bureau.reader()) == digest(world.one.reader())


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
