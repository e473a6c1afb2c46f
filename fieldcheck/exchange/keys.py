"""Keys of a device: Ed25519 for signing. The private key lies only in the device's own store."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldcheck.model.identifiers import new_id


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """A new device identity: its id and its raw Ed25519 keys, 32 bytes each."""

    device: str
    public_key: bytes
    private_key: bytes


def generate() -> DeviceKeys:
    """Return a new device identity from the system's randomness."""
    private = Ed25519PrivateKey.generate()
    return DeviceKeys(new_id(), private.public_key().public_bytes_raw(), private.private_bytes_raw())
