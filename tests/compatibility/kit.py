"""The stores and packages of format 1, with all their keys at hand: what the bad packages are forged from."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldcheck.exchange.keys import DeviceKeys
from fieldcheck.operations import marks, stores
from fieldcheck.store import Store, devices
from tests import forging
from tests.forging import Members, Signing

HERE = Path(__file__).parent
V1, BAD = HERE / "v1", HERE / "bad.tar.xz"


@dataclass(frozen=True)
class Kit:
    """Members of the two good packages, and everybody's keys.

    `colleague` is another laptop of the same bureau, `stranger` certified himself. `down` is sealed for the laptop.
    """

    up: Members
    down: Members
    bureau: Signing
    laptop: Signing
    colleague: Signing
    stranger: Signing
    recipients: dict[str, str]
    identities: dict[str, str]


def expected() -> dict[str, Any]:
    """Return what is known of the stores and packages in v1."""
    found: dict[str, Any] = json.loads((V1 / "expected.json").read_text("utf-8"))
    return found


@contextmanager
def opened(name: str, folder: Path) -> Iterator[Store]:
    """Open a copy of a store of v1, on a computer that knows nothing of other copies."""
    path = folder / f"{name}.fcstore"
    shutil.copyfile(V1 / path.name, path)
    with (
        patch.dict(os.environ, {marks.FOLDER: str(folder / "computer")}),
        stores.open_store(path, expected()["passphrase"]) as store,
    ):
        yield store


def state_of(store: Store) -> list[object]:
    """Return what a refused package must leave as it is: all but the list of packages that were seen."""
    reader = store.reader()
    counted = [reader.value(f"SELECT count(*) FROM {table}") for table in ("journal", "snapshot", "withdrawn", "blob")]
    known = reader.rows("SELECT id, name, role, public_key, recipient, certificate, seq, revoked_after FROM device")
    rest = reader.rows("SELECT key, value FROM local WHERE key NOT LIKE 'package.%' ORDER BY key")
    return [*counted, known, rest]


@contextmanager
def kit(folder: Path) -> Iterator[Kit]:
    """Open copies of the stores of v1 for their keys."""
    with ExitStack() as closing:
        both = {name: closing.enter_context(opened(name, folder)) for name in ("bureau", "laptop")}
        own = {name: devices.own_identity(store.reader()) for name, store in both.items()}
        signing = {name: forging.signing_of(store) for name, store in both.items()}
        yield Kit(
            up=forging.members_of(forging.opened(V1 / "up.fcpkg", own["bureau"].identity)),
            down=forging.members_of(forging.opened(V1 / "down.fcpkg", own["laptop"].identity)),
            bureau=signing["bureau"],
            laptop=signing["laptop"],
            colleague=forging.certified(fixed("colleague", own["laptop"].recipient), signing["bureau"]),
            stranger=self_made(own["laptop"].recipient),
            recipients={name: identity.recipient for name, identity in own.items()},
            identities={name: identity.identity for name, identity in own.items()},
        )


def fixed(label: str, recipient: str) -> DeviceKeys:
    """Return keys that are the same every time."""
    digest = hashlib.sha256(label.encode()).hexdigest()
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(digest))
    device = f"{digest[:8]}-{digest[8:12]}-7{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
    return DeviceKeys(device, private.public_key().public_bytes_raw(), private.private_bytes_raw(), recipient, "")


def self_made(recipient: str) -> Signing:
    """Return someone who certified himself as a bureau."""
    made = fixed("stranger", recipient)
    return forging.certified(made, Signing({"device": made.device}, made.private_key), role="bureau")
