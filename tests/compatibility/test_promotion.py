"""A bureau that is trusted for its own laptops cannot make another bureau's laptop more than it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldcheck.exchange.keys import DeviceKeys
from fieldcheck.operations import imports
from fieldcheck.store import devices
from tests import forging
from tests.compatibility.kit import V1, Kit, fixed, kit, opened
from tests.forging import Signing


def promoting(known: Kit) -> bytes:
    """A bureau below the one of v1 sends the laptop's journal, with a newer certificate that calls it a bureau."""
    other = forging.certified(fixed("other", known.recipients["laptop"]), known.bureau, role="bureau", name="二局")
    said = known.laptop.certificate
    own = DeviceKeys(said["device"], bytes.fromhex(said["public_key"]), b"", said["recipient"], "")
    risen = forging.certified(own, other, role="bureau", name=said["name"], issued_at="2027-01-01T00:00:00.000Z")
    return forging.tar_of(forging.bagged(forging.with_info(known.up, lambda info: _as(info, other, risen)), other))


def _as(info: dict[str, Any], sender: Signing, risen: Signing) -> None:
    named = ("device", "name", "role")
    info["sender"] = {name: sender.certificate[name] for name in named}
    info["certificates"] = [sender.certificate]
    info["ranges"][0]["certificate"] = risen.certificate


def test_a_certificate_of_another_issuer_promotes_nobody(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    with kit(tmp_path / "keys") as known, opened("bureau", tmp_path) as bureau:
        path = tmp_path / "promoting.fcpkg"
        path.write_bytes(forging.sealed(promoting(known), known.recipients["bureau"]))
        assert imports.import_packages(bureau, [path])[0].error is None
        assert [device.role for device in devices.every(bureau.reader())] == ["bureau", "inspector", "bureau"]
        laptop = devices.find(bureau.reader(), known.laptop.device)
        assert laptop is not None and laptop.role == "inspector"
        # Its journal came all the same: it is signed by the laptop.
        assert imports.import_packages(bureau, [V1 / "up.fcpkg"])[0].changes == 0
