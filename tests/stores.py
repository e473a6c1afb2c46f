"""Stores for tests: real ones, with a cheap key."""

from __future__ import annotations

from pathlib import Path

from fieldcheck.exchange import keys
from fieldcheck.model.values import Role
from fieldcheck.store import DeviceIdentity, Store

CHEAP = 4
PASSPHRASE = "检查2026"


def identity(role: Role = Role.INSPECTOR, name: str = "") -> DeviceIdentity:
    """Return a new device identity."""
    made = keys.generate()
    return DeviceIdentity(made.device, made.public_key, made.private_key, role, made.recipient, made.identity, name)


def new_store(path: Path, role: Role = Role.INSPECTOR, name: str = "") -> Store:
    """Return an empty open store."""
    return Store.create(path, PASSPHRASE, identity(role, name), cost=CHEAP)
