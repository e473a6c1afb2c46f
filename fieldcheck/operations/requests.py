"""An enrolment request: what a laptop shows the bureau before it is taken in (docs/package-format.md §9)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from fieldcheck.exchange import keys
from fieldcheck.exchange.errors import RequestWrong
from fieldcheck.model import limits
from fieldcheck.model.canonical import encode
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.values import Role
from fieldcheck.operations import files, identity, local, trust
from fieldcheck.store import Reader, Store, clock, devices

SUFFIX = ".fcrequest"
DOMAIN = "fieldcheck-request-1"
FORMAT = 1
LONGEST_NAME = 80
LARGEST = 65536
ASKED = "request"
"""Local state: the request that was written last."""


class NameMissing(InputError):
    """A device without a name."""

    code = "DEVICE_NAME"
    message = N_("The laptop needs a name of at most {longest} characters. Type what the bureau calls it.")


class Replaced(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The device as which a store wrote before, and how many changes of it there are in that store."""

    device: str
    seq: int


class Members(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A request as it travels."""

    device: str
    format: int
    name: str
    public_key: str
    recipient: str
    requested_at: str
    role: str
    signature: str
    replaces: Replaced | None = None

    def signed_bytes(self) -> bytes:
        """Return the canonical JSON that the laptop signed."""
        members: dict[str, Any] = msgspec.to_builtins(self)
        del members["signature"]
        return encode(members)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was checked. `words` are what inspector and clerk compare by voice.

    `replaces` is the device that it says it was before; only a person knows whether that is so.
    """

    device: str
    name: str
    role: Role
    public_key: bytes
    recipient: str
    requested_at: str
    words: tuple[str, ...]
    replaces: Replaced | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that this store wrote: under which name, where it lay then, and when (UTC)."""

    name: str
    path: str
    at: str


def request(store: Store, name: str) -> bytes:
    """Return a request to be enrolled under `name`, signed by the store's device. Raises NameMissing."""
    called = check_name(name)
    own, former = devices.own_identity(store.reader()), identity.former(store.reader())
    unsigned = Members(
        own.id,
        FORMAT,
        called,
        own.public_key.hex(),
        own.recipient,
        clock(),
        own.role.value,
        signature="",
        replaces=None if former is None else Replaced(former.device, former.seq),
    )
    signature = keys.sign(own.private_key, DOMAIN, unsigned.signed_bytes())
    return encode(msgspec.to_builtins(msgspec.structs.replace(unsigned, signature=signature.hex())))


def check_name(name: str) -> str:
    """Return a device's name without blanks around it. Raises NameMissing."""
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME or not limits.is_printed(called):
        raise NameMissing(longest=LONGEST_NAME)
    return called


def write_request(store: Store, name: str, path: Path) -> Path:
    """Write a request to `path` and remember it; return where it lies. Raises NameMissing, FileNotWritten."""
    files.write_new(path, request(store, name))
    local.set_state(store, ASKED, {"name": check_name(name), "path": str(path), "at": clock()})
    return path


def asked(reader: Reader) -> Asked | None:
    """Return the request that this store wrote last as the device that it is now, or None."""
    kept = local.get_state(reader, ASKED)
    if not isinstance(kept, dict):
        return None
    found, former = Asked(*(str(kept.get(member) or "") for member in ("name", "path", "at"))), identity.former(reader)
    return None if former is not None and found.at < former.at else found


def read_request(data: bytes, path: Path | str = "") -> Request:
    """Return a request whose signature is its device's own. Raises RequestWrong, naming `path`."""
    try:
        members = msgspec.json.decode(data[: LARGEST + 1], type=Members)
        if members.format != FORMAT:
            raise ValueError(f"format {members.format}")
        public_key, signature = bytes.fromhex(members.public_key), bytes.fromhex(members.signature)
        role = Role(members.role)
        _check_keys(members.device, public_key, members.recipient)
        name = check_name(members.name)
    except (ValueError, RecursionError, NameMissing) as error:
        raise RequestWrong(path=path, reason=str(error)) from error
    if not keys.is_signed(public_key, DOMAIN, members.signed_bytes(), signature):
        raise RequestWrong(path=path, reason="signature")
    words = trust.fingerprint(members.device, public_key, members.recipient)
    return Request(
        members.device, name, role, public_key, members.recipient, members.requested_at, words, members.replaces
    )


def _check_keys(device: str, public_key: bytes, recipient: str) -> None:
    if str(uuid.UUID(device)) != device:
        raise ValueError("device")
    if len(public_key) != 32:
        raise ValueError("public_key")
    if not keys.is_recipient(recipient):
        raise ValueError("recipient")


def open_request(path: Path) -> Request:
    """Return the request in a file. Raises FileNotRead, RequestWrong."""
    return read_request(files.read(path, LARGEST + 1), path.name)
