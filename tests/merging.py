"""Stores that send to one another without packages: what a package carries, handed over directly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from fieldcheck.model.values import Role
from fieldcheck.store import Reader, Store, Transaction, devices
from fieldcheck.store.arrival import Counts
from fieldcheck.store.devices import CertifiedDevice, Device
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import exchange, snapshot_lines
from fieldcheck.store.transaction import Seen
from fieldcheck.store.trust import certify_own
from tests.stores import new_store


def enrolled(path: Path, name: str, role: Role = Role.INSPECTOR) -> Store:
    """Return a new open store whose device has a certificate."""
    store = new_store(path / f"{name}.fcstore", role, name)
    own = devices.own(store.reader())

    def work(transaction: Transaction) -> str:
        certify_own(transaction, certified(own))
        return own.id

    store.write(work)
    return store


def certified(device: Device) -> CertifiedDevice:
    """Return a device as its certificate would name it; stores believe what was checked before."""
    assert device.public_key is not None and device.role is not None
    return CertifiedDevice(device.id, device.name, device.role, device.public_key, device.recipient or "", b"{}")


def put(store: Store, kind: str, entity: str, values: Mapping[str, object], seen: Seen | None = None) -> None:
    """Append one change."""

    def work(transaction: Transaction) -> str:
        transaction.append(kind, entity, "", values, seen)
        return entity

    store.write(work)


def delete(store: Store, kind: str, entity: str, reason: str = "wrong") -> None:
    """Append a deletion of what the store shows."""

    def work(transaction: Transaction) -> str:
        transaction.delete(kind, entity, reason)
        return entity

    store.write(work)


def lines_of(reader: Reader, device: str, first: int = 1, last: int | None = None) -> list[bytes]:
    """Return a range of a journal as it travels."""
    return list(exchange.range_lines(reader, device, first, last or exchange.known_vector(reader).get(device, 0)))


def send(source: Store, target: Store, upto: Mapping[str, int] | None = None) -> Counts:
    """Merge all journals of `source` into `target`, each up to a number of changes where `upto` names one."""
    reader = source.reader()
    with Merge(target.path, target.raw_key) as merge:
        for device in devices.every(reader):
            if device.public_key is None or device.id == devices.own(target.reader()).id:
                continue
            merge.device(certified(device))
            last = (upto or {}).get(device.id, device.seq)
            merge.lines(device.id, 1, lines_of(reader, device.id, 1, last) if last else [])
        return merge.finish()


def send_down(
    bureau: Store,
    laptop: Store,
    number: int,
    records: Iterable[tuple[str, str]],
    withdrawn: Iterable[tuple[str, str]] = (),
    deleted: Iterable[tuple[str, str]] = (),
) -> Counts:
    """Merge snapshot `number` of records of the bureau into a laptop."""
    reader = bureau.reader()
    lines = list(snapshot_lines.lines(reader, sorted(set(records))))
    with Merge(laptop.path, laptop.raw_key) as merge:
        merge.snapshot(number, exchange.known_vector(reader), lines, tuple(withdrawn), tuple(deleted))
        return merge.finish()


def own_id(store: Store) -> str:
    """Return the id of the device that a store writes as."""
    return devices.own(store.reader()).id
