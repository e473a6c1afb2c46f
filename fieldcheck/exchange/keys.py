"""Keys of a device: Ed25519 for signing, X25519 (age) for reading. Private keys lie only in the device's own store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fieldcheck.model.identifiers import new_id


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """A new device identity: its id, its raw Ed25519 keys (32 bytes each), and its age key pair as age writes them."""

    device: str
    public_key: bytes
    private_key: bytes
    recipient: str
    identity: str


@dataclass(frozen=True, slots=True)
class SealKeys:
    """An age key pair: `recipient` (age1…) seals, `identity` (AGE-SECRET-KEY-1…) opens."""

    recipient: str
    identity: str


def generate() -> DeviceKeys:
    """Return a new device identity from the system's randomness."""
    private = Ed25519PrivateKey.generate()
    seal = generate_seal()
    public = private.public_key().public_bytes_raw()
    return DeviceKeys(new_id(), public, private.private_bytes_raw(), seal.recipient, seal.identity)


def generate_seal() -> SealKeys:
    """Return a new age key pair, for a device or for a bureau's escrow."""
    identity = pyrage.x25519.Identity.generate()
    return SealKeys(str(identity.to_public()), str(identity))


def is_recipient(text: str) -> bool:
    """Return whether `text` is an age recipient (age1…) that a package can be sealed to."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def is_identity(text: str) -> bool:
    """Return whether `text` is an age secret key (AGE-SECRET-KEY-1…)."""
    try:
        pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        return False
    return True


def identities_in(text: str) -> list[str]:
    """Return the age secret keys in a text, one a line; blanks between groups of letters are left out."""
    lines = ("".join(line.split()) for line in text.splitlines())
    return [line for line in lines if is_identity(line)]


def recipient_of(identity: str) -> str:
    """Return the age recipient (age1…) that belongs to an age secret key (AGE-SECRET-KEY-1…)."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def sign(private_key: bytes, domain: str, data: bytes) -> bytes:
    """Return the Ed25519 signature (64 bytes) of `data` under a domain: the domain's name, a zero byte, the data."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(domain.encode() + b"\0" + data)


def is_signed(public_key: bytes, domain: str, data: bytes, signature: bytes) -> bool:
    """Return whether `signature` is that of `public_key` over `data` under `domain`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, domain.encode() + b"\0" + data)
    except (InvalidSignature, ValueError):
        return False
    return True


HEAD = "fieldcheck-head-1"


def head_bytes(device: str, seq: int, chain_hash: bytes) -> bytes:
    """Return what a device signs of its own chain: its id, the sequence number (8 bytes, big-endian), the hash."""
    return device.encode("ascii") + seq.to_bytes(8, "big") + chain_hash


def head_is_signed(public_key: bytes, device: str, seq: int, chain_hash: bytes, signature: bytes) -> bool:
    """Return whether a device signed this end of its chain."""
    return is_signed(public_key, HEAD, head_bytes(device, seq, chain_hash), signature)


def fingerprint_bytes(device: str, public_key: bytes, recipient: str) -> bytes:
    """Return the first 8 bytes of the fingerprint of a device: what two people compare by voice."""
    content = b"fieldcheck-fingerprint-1\0" + device.encode() + public_key + recipient.encode()
    return hashlib.sha256(content).digest()[:8]
