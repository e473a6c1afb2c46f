"""What `package.json` and `signature.json` say (docs/package-format.md §3, §4), decoded strictly."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from fieldcheck.exchange import fields
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.fields import (
    Count,
    Device,
    Kind,
    Moment,
    Name,
    Recipient,
    Seq,
    Sha256,
    SignatureText,
    Text,
    Vector,
)
from fieldcheck.model.canonical import encode

FORMAT = 1
FEATURES = frozenset({"withheld", "snapshot", "receipt", "enrolment"})

MOST_DEVICES = 10_000
"""Devices whose changes a package carries, or that a vector names: no list but that of blobs is longer."""


class Sender(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who wrote the package."""

    device: Device
    name: Name
    role: Kind


class Addressee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom it is sealed; an escrow key has no device."""

    device: Device | None
    name: Name
    recipient: Recipient


class Range(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Changes `first` to `last` of one device: the chain's hash before and after, and the device's signature of it."""

    device: Device
    first: Seq
    last: Seq
    previous: Sha256
    head: Sha256
    signature: SignatureText
    certificate: Certificate
    withheld: Count = 0


class BlobEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of bytes in the package."""

    sha256: Sha256
    size: Count


class Snapshot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the records of a downward package are: what the bureau knew, and what is no longer sent."""

    number: Seq
    vector: Vector
    withdrawn: list[tuple[Kind, Name]] = []
    deleted: list[tuple[Kind, Name]] = []


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the bureau has: the vector with hashes, blobs it lacks, and what its last verified backup holds.

    `packages` are the numbers of the addressee's packages that arrived, as runs.
    """

    number: Seq
    vector: dict[Device, tuple[Count, Sha256]]
    missing_blobs: list[Sha256] = []
    backup: Vector | None = None
    packages: list[tuple[Seq, Seq]] = []


class Enrolment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The bureau's answer to a request: the device's certificate, the bureau's own, and the bureau's escrow key.

    `succeeds` are the bureaus whose stores are lost and whose place this one took.
    """

    certificate: Certificate
    bureau: Certificate
    escrow: Recipient | None
    succeeds: list[Device] = []


class Revocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device whose changes count up to `last_seq`, signed by its issuer."""

    device: Device
    last_seq: Count
    at: Moment
    reason: Text
    issuer: Device
    signature: SignatureText

    def signed_bytes(self) -> bytes:
        """Return the canonical JSON that the issuer signed."""
        members: dict[str, Any] = msgspec.to_builtins(self)
        del members["signature"]
        return encode(members)


class PackageInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`package.json` whole."""

    format: Seq
    features: list[Kind]
    package: Device
    direction: Annotated[str, msgspec.Meta(pattern=r"\A(up|down)ward\Z")]
    number: Seq
    sender: Sender
    addressees: list[Addressee]
    clock: Moment
    before: Vector
    after: Vector
    ranges: list[Range] = []
    blobs: list[BlobEntry] = []
    records: Count | None = None
    snapshot: Snapshot | None = None
    receipt: Receipt | None = None
    enrolment: Enrolment | None = None
    certificates: list[Certificate] = []
    revocations: list[Revocation] = []
    names: dict[Device, Name] = {}

    @property
    def merged(self) -> list[Range]:
        """Return the ranges that a receiver takes in: those of a downward package are there to be compared."""
        return self.ranges if self.direction == "upward" else []

    def encoded(self) -> bytes:
        """Return the canonical JSON; members that hold their default are left out."""
        return fields.encoded(self)

    def too_many(self) -> str | None:
        """Return which list is longer than the format allows, with its length, or None."""
        lengths = {
            "features": len(self.features),
            "addressees": len(self.addressees),
            "before": len(self.before),
            "after": len(self.after),
            "ranges": len(self.ranges),
            "certificates": len(self.certificates),
            "revocations": len(self.revocations),
            "names": len(self.names),
            "snapshot": len(self.snapshot.vector) if self.snapshot else 0,
            "receipt": len(self.receipt.vector) if self.receipt else 0,
        }
        return next((f"{name} {found}" for name, found in lengths.items() if found > MOST_DEVICES), None)


def features_of(info: PackageInfo) -> list[str]:
    """Return what a reader must know to understand a package, in order."""
    needed = {
        "enrolment": info.enrolment is not None,
        "receipt": info.receipt is not None,
        "snapshot": info.snapshot is not None,
        "withheld": any(part.withheld for part in info.ranges),
    }
    return [name for name, present in needed.items() if present]


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`signature.json`: who signed the manifest."""

    device: Device
    certificate: Certificate
    signature: SignatureText

    def encoded(self) -> bytes:
        """Return the canonical JSON."""
        return fields.encoded(self)


class Version(msgspec.Struct):
    """The two members that tell a newer package before the rest is understood."""

    format: Seq
    features: list[str] = []
