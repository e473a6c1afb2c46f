"""A package needs nothing of ours to be opened: age takes the seal off, any tar unpacks it, bagit accepts the bag."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pyrage

from fieldcheck.operations import trust
from tests.county import county
from tests.operations.test_packages import visit


def opened(package: Path, identity: str, folder: Path) -> bytes:
    """Return the tar inside the seal: by the age program where it is installed, else by its library."""
    age = shutil.which("age")
    if age is None:
        target = io.BytesIO()
        pyrage.decrypt_io(io.BytesIO(package.read_bytes()), target, [pyrage.x25519.Identity.from_str(identity)])
        return target.getvalue()
    key = folder / "key.txt"
    key.write_text(f"# Remarks, as the program writes them above the key.\n{identity}\n", "utf-8")
    return subprocess.run([age, "-d", "-i", str(key), str(package)], check=True, capture_output=True).stdout


def test_age_tar_and_bagit_open_a_package_of_each_direction(tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    with county(tmp_path / "county") as land:
        escrow = trust.new_escrow(land.bureau)
        laptop = land.laptop("一号")
        visit(laptop)
        up = land.up(laptop)
        down_key = laptop.reader().value("SELECT identity FROM device WHERE private_key IS NOT NULL")
        down = land.down(laptop)
        for name, written, identity in (("up", up, escrow), ("down", down, down_key)):
            folder = tmp_path / name
            folder.mkdir()
            with tarfile.open(fileobj=io.BytesIO(opened(written.path, identity, tmp_path))) as archive:
                archive.extractall(folder, filter="data")
            ran = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "bagit", "--validate", str(folder / "package")],
                capture_output=True,
                text=True,
                check=False,
            )
            assert ran.returncode == 0, ran.stderr
            info = json.loads((folder / "package/data/package.json").read_text("utf-8"))
            assert info["number"] == written.number
