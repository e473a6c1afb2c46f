"""Devices: one's own with its keys, others with their certificate and the end of what is here of their chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldcheck.model.authority import Writer
from fieldcheck.model.journal import genesis
from fieldcheck.model.values import Role
from fieldcheck.store.connection import Connection
from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """The device that a store writes as: raw Ed25519 keys, and its age key pair as age writes it."""

    id: str
    public_key: bytes
    private_key: bytes
    role: Role
    recipient: str
    identity: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CertifiedDevice:
    """A device as its certificate names it; `certificate` is the canonical JSON, `role` the text that stands there."""

    id: str
    name: str
    role: str
    public_key: bytes
    recipient: str
    certificate: bytes


@dataclass(frozen=True, slots=True)
class SignedHead:
    """An end of a chain that its device signed: the sequence number, the hash (32 bytes), the signature (64 bytes)."""

    seq: int
    hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Device:
    """A device as this store knows it.

    Attributes:
        public_key: raw Ed25519 key; None where the device is known only by name, from a snapshot.
        certificate: canonical JSON, or None.
        seq: how many changes of it are here; `hash` is the chain's hash after the last, 32 bytes (empty without a key).
        head: the last end that it signed, or None.
        revoked_after: the last sequence number that counts, or None where it is not revoked.
        own: whether this store writes as this device.
    """

    id: str
    name: str
    role: str | None
    public_key: bytes | None
    recipient: str | None
    certificate: bytes | None
    seq: int
    hash: bytes
    head: SignedHead | None
    revoked_after: int | None
    own: bool


_COLUMNS = (
    "id, name, role, public_key, recipient, certificate, seq, hash, head_seq, head_hash, head_signature, "
    "revoked_after, private_key IS NOT NULL"
)


def _device(row: tuple[Any, ...]) -> Device:
    head = None if row[8] is None else SignedHead(row[8], bytes(row[9]), bytes(row[10]))
    device, name, role, public_key, recipient, certificate, seq, chain_hash = row[:8]
    return Device(
        device, name, role, public_key, recipient, certificate, seq, bytes(chain_hash), head, row[11], bool(row[12])
    )


def every(reader: Reader) -> list[Device]:
    """Return all devices that this store knows, its own first ones included, in the order in which it met them."""
    return [_device(row) for row in reader.rows(f"SELECT {_COLUMNS} FROM device ORDER BY number")]


def find(reader: Reader, device: str) -> Device | None:
    """Return the device with this id, or None."""
    row = reader.row(f"SELECT {_COLUMNS} FROM device WHERE id = ?", (device,))
    return None if row is None else _device(row)


def own(reader: Reader) -> Device:
    """Return the device that this store writes as."""
    row = reader.row(f"SELECT {_COLUMNS} FROM device WHERE private_key IS NOT NULL")
    assert row is not None, "a store always has its own device"
    return _device(row)


def own_identity(reader: Reader) -> DeviceIdentity:
    """Return the keys that this store writes and reads with."""
    row = reader.row(
        "SELECT id, public_key, private_key, role, recipient, identity, name FROM device WHERE private_key IS NOT NULL"
    )
    assert row is not None, "a store always has its own device"
    return DeviceIdentity(row[0], bytes(row[1]), bytes(row[2]), Role(row[3]), row[4], row[5], row[6])


def identities(reader: Reader) -> list[str]:
    """Return the age secret keys that may open a package for this store: its own and those of its former devices."""
    return [row[0] for row in reader.rows("SELECT identity FROM device WHERE identity IS NOT NULL ORDER BY number")]


def held(reader: Reader) -> frozenset[str]:
    """Return the ids of the devices that this store writes or once wrote as."""
    return frozenset(row[0] for row in reader.rows("SELECT id FROM device WHERE identity IS NOT NULL"))


def insert_own(connection: Connection, device: DeviceIdentity) -> None:
    """Let the store write as this device from now on; the former one keeps its chain and can write no more."""
    connection.execute("UPDATE device SET private_key = NULL")
    connection.execute(
        "INSERT INTO device (id, name, role, public_key, private_key, recipient, identity, seq, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
        (
            device.id,
            device.name,
            device.role.value,
            device.public_key,
            device.private_key,
            device.recipient,
            device.identity,
            genesis(device.id, device.public_key),
        ),
    )


def put(connection: Connection, device: CertifiedDevice) -> None:
    """Keep a device with its certificate; the key of a device that is known already stays what it is."""
    connection.execute(
        "INSERT INTO device (id, name, role, public_key, recipient, certificate, seq, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, 0, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, recipient = excluded.recipient, "
        "certificate = excluded.certificate, public_key = coalesce(device.public_key, excluded.public_key), "
        "hash = CASE WHEN device.public_key IS NULL THEN excluded.hash ELSE device.hash END",
        (
            device.id,
            device.name,
            device.role,
            device.public_key,
            device.recipient,
            device.certificate,
            genesis(device.id, device.public_key),
        ),
    )


def keep_name(connection: Connection, device: str) -> None:
    """Keep the id of a device that is only named, in a snapshot."""
    connection.execute("INSERT INTO device (id, seq, hash) VALUES (?, 0, x'') ON CONFLICT (id) DO NOTHING", (device,))


def take_names(connection: Connection, names: Mapping[str, str]) -> None:
    """Call devices that have no certificate here as the bureau above does; unknown ones are left out."""
    connection.executemany(
        "UPDATE device SET name = ? WHERE id = ? AND certificate IS NULL AND private_key IS NULL",
        [(name, device) for device, name in names.items()],
    )


def keep_head(connection: Connection, device: str, head: SignedHead) -> None:
    """Keep the end of its chain that a device signed, in place of an earlier one."""
    connection.execute(
        "UPDATE device SET head_seq = ?, head_hash = ?, head_signature = ? WHERE id = ? AND ? >= coalesce(head_seq, 0)",
        (head.seq, head.hash, head.signature, device, head.seq),
    )


def writers(connection: Connection) -> dict[str, Writer]:
    """Return what authority knows of each device, by id. A device without a certificate is its own authority."""
    rows = connection.execute(
        "SELECT id, CASE WHEN certificate IS NOT NULL THEN role END, revoked_after, CASE WHEN role = ? THEN "
        "json_extract(CAST(certificate AS TEXT), '$.replaces') END FROM device",
        (Role.ENTERPRISE.value,),
    ).fetchall()
    replaced = {device: former for device, _, _, former in rows if former is not None}
    return {device: Writer(role, last_seq, _before(device, replaced)) for device, role, last_seq, _ in rows}


def _before(device: str, replaced: Mapping[str, str]) -> frozenset[str]:
    """Return the devices whose place a device took, at first or second hand."""
    found: set[str] = set()
    while device in replaced and replaced[device] not in found:
        device = replaced[device]
        found.add(device)
    return frozenset(found)


def ended_bureaus(connection: Connection) -> frozenset[str]:
    """Return the devices of bureaus that write no more, as their stores were put back from a backup and took others.

    Read from the journal, not from the folded enrolments: these may be about to be folded.
    """
    rows = connection.execute(
        "SELECT id FROM device WHERE role = 'bureau' AND private_key IS NULL AND (identity IS NOT NULL OR id IN "
        "(SELECT json_extract(CAST(j.body AS TEXT), '$.set.replaces') FROM device d JOIN journal j ON j.entity = d.id "
        "JOIN device w ON w.number = j.device WHERE j.kind = 'enrolment' AND w.role = 'bureau'))"
    )
    return frozenset(device for (device,) in rows)
