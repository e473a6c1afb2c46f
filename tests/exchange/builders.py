"""Packages for tests, without a store: a device, a short chain, blobs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldcheck.exchange import certificates, keys, layout, reader, writer
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import Addressee, BlobEntry, PackageInfo, Range, Sender, Signature
from fieldcheck.exchange.keys import DeviceKeys
from fieldcheck.exchange.writer import Member
from fieldcheck.model.journal import Change, chain, genesis
from fieldcheck.model.values import Role

CLOCK = "2026-06-01T08:00:00.000Z"


@dataclass(frozen=True)
class Device:
    """Keys with a certificate that the device issued to itself."""

    keys: DeviceKeys
    certificate: Certificate

    @property
    def id(self) -> str:
        return self.keys.device


def a_device(name: str = "laptop-1", role: Role = Role.INSPECTOR) -> Device:
    made = keys.generate()
    subject = certificates.Subject(made.device, name, role, made.public_key, made.recipient)
    return Device(made, certificates.issue(subject, made.device, made.private_key, CLOCK))


def bodies_of(device: Device, count: int) -> list[bytes]:
    return [
        Change(device.id, seq, CLOCK, "", "site", f"site-{seq}", "", {"name": f"水库{seq}"}).body()
        for seq in range(1, count + 1)
    ]


def a_range(device: Device, bodies: Sequence[bytes]) -> Range:
    start = genesis(device.id, device.keys.public_key)
    end = start
    for body in bodies:
        end = chain(end, hashlib.sha256(body).digest())
    signed = keys.sign(device.keys.private_key, keys.HEAD, keys.head_bytes(device.id, len(bodies), end))
    return Range(device.id, 1, len(bodies), start.hex(), end.hex(), signed.hex(), device.certificate)


def write_package(
    path: Path, sender: Device, addressee: Device, bodies: Sequence[bytes], blobs: Sequence[bytes] = ()
) -> PackageInfo:
    part = a_range(sender, bodies)
    entries = [BlobEntry(hashlib.sha256(blob).hexdigest(), len(blob)) for blob in blobs]
    info = PackageInfo(
        format=1,
        features=[],
        package="0196f0a0-0000-7000-8000-000000000001",
        direction="upward",
        number=1,
        sender=Sender(sender.id, "laptop-1", "inspector"),
        addressees=[Addressee(addressee.id, "bureau", addressee.keys.recipient)],
        clock=CLOCK,
        before={sender.id: 0},
        after={sender.id: len(bodies)},
        ranges=[part],
        blobs=entries,
    )
    payload: list[Member] = [
        *(
            writer.bytes_member(layout.blob_name(entry.sha256), blob)
            for entry, blob in zip(entries, blobs, strict=True)
        ),
        writer.member(layout.journal_name(sender.id), lambda: (body + b"\n" for body in bodies)),
    ]
    signer = writer.Signer(sender.certificate, sender.keys.private_key)
    writer.write(path, info, payload, signer, lambda done, total: None)
    return info


@dataclass
class Collected:
    """A receiver that keeps everything."""

    signature: Signature | None = None
    info: PackageInfo | None = None
    bodies: dict[str, list[bytes]] = field(default_factory=dict)
    snapshot: list[bytes] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    done: bool = False
    current: str = ""

    def signed(self, signature: Signature) -> None:
        self.signature = signature

    def begin(self, info: PackageInfo) -> None:
        self.info = info

    def lines(self, part: Range, first: int, lines: Sequence[bytes], read: bytes) -> None:
        known = self.bodies.setdefault(part.device, [])
        assert first == len(known) + 1
        known.extend(lines)

    def records(self, lines: Sequence[bytes], read: bytes) -> None:
        self.snapshot.extend(lines)

    def blob(self, entry: BlobEntry) -> None:
        self.current = entry.sha256
        self.blobs[entry.sha256] = b""

    def blob_bytes(self, data: bytes) -> None:
        self.blobs[self.current] += data

    def blob_end(self) -> None:
        self.current = ""

    def finished(self) -> None:
        self.done = True


def read_package(path: Path, device: Device) -> Collected:
    collected = Collected()
    reader.read(path, [device.keys.identity], collected, lambda done, total: None)
    return collected
