"""What `package.json` and `signature.json` say (docs/package-format.md §3, §4), decoded strictly."""

from __future__ import annotations

from typing import Any

import msgspec

from fieldcheck.exchange.certificates import Certificate
from fieldcheck.model.canonical import encode

FORMAT = 1
FEATURES = frozenset({"withheld", "snapshot", "receipt", "enrolment"})


class Sender(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who wrote the package."""

    device: str
    name: str
    role: str


class Addressee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom it is sealed; an escrow key has no device."""

    device: str | None
    name: str
    recipient: str


class Range(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Changes `first` to `last` of one device: the chain's hash before and after, and the device's signature of it."""

    device: str
    first: int
    last: int
    previous: str
    head: str
    signature: str
    certificate: Certificate
    withheld: int = 0


class BlobEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of bytes in the package."""

    sha256: str
    size: int


class Snapshot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the records of a downward package are: what the bureau knew, and what is no longer sent."""

    number: int
    vector: dict[str, int]
    withdrawn: list[tuple[str, str]] = []
    deleted: list[tuple[str, str]] = []


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the bureau has: the vector with hashes, blobs it lacks, and what its last verified backup holds.

    `packages` are the numbers of the addressee's packages that arrived, as runs.
    """

    number: int
    vector: dict[str, tuple[int, str]]
    missing_blobs: list[str] = []
    backup: dict[str, int] | None = None
    packages: list[tuple[int, int]] = []


class Enrolment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bureau's answer to a request: the device's certificate, the bureau's own, and the bureau's escrow key."""

    certificate: Certificate
    bureau: Certificate
    escrow: str | None


class Revocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device whose changes count up to `last_seq`, signed by its issuer."""

    device: str
    last_seq: int
    at: str
    reason: str
    issuer: str
    signature: str

    def signed_bytes(self) -> bytes:
        """Return the canonical JSON that the issuer signed."""
        members: dict[str, Any] = msgspec.to_builtins(self)
        del members["signature"]
        return encode(members)


class PackageInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`package.json` whole."""

    format: int
    features: list[str]
    package: str
    direction: str
    number: int
    sender: Sender
    addressees: list[Addressee]
    clock: str
    before: dict[str, int]
    after: dict[str, int]
    ranges: list[Range] = []
    blobs: list[BlobEntry] = []
    records: int | None = None
    snapshot: Snapshot | None = None
    receipt: Receipt | None = None
    enrolment: Enrolment | None = None
    certificates: list[Certificate] = []
    revocations: list[Revocation] = []

    def encoded(self) -> bytes:
        """Return the canonical JSON."""
        return encode(msgspec.to_builtins(self))


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`signature.json`: who signed the manifest."""

    device: str
    certificate: Certificate
    signature: str

    def encoded(self) -> bytes:
        """Return the canonical JSON."""
        return encode(msgspec.to_builtins(self))


class Version(msgspec.Struct):
    """The two members that tell a newer package before the rest is understood."""

    format: int
    features: list[str] = []
