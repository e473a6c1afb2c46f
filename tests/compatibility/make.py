"""`python -m tests.compatibility.make v1|bad`: makes the good stores and packages of a format, and the bad packages.

`v1` is made once for each format and kept for ever, with new keys; `bad` is forged from it and comes out the same
every time. A bad package is kept as the tar inside the seal, or as the whole file where the seal itself is bad.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from fieldcheck.operations import photos, sites, stores
from fieldcheck.store import Store
from tests import forging
from tests.bureau import add_site, begin, fail
from tests.compatibility.cases import CASES, Case
from tests.compatibility.kit import BAD, HERE, V1, Kit, kit
from tests.county import County, county, take
from tests.photos.pictures import corners, encoded
from tests.stores import PASSPHRASE

TABLE = HERE / "bad.json"


def make_v1(folder: Path) -> None:
    """Write a bureau and a laptop, each before the other's package arrives, and the two packages."""
    V1.mkdir(exist_ok=True)
    with county(folder) as land:
        known = {"passphrase": PASSPHRASE, **_exchange(land, add_site(land.bureau), land.laptop("一号"))}
    text = json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True)
    (V1 / "expected.json").write_text(text + "\n", "utf-8")


def _exchange(land: County, site: str, laptop: Store) -> dict[str, str | int]:
    inspection = begin(laptop, "machinery", site=site)
    finding = fail(laptop, inspection, "MEC-10")[0]
    photos.add(laptop, photos.Target(inspection, finding), [photos.NewPhoto("a.jpg", encoded(corners(40, 30)))])
    up = land.up(laptop)
    _keep(land.bureau, "bureau")
    before = stores.digest_store(land.bureau)
    take(land.bureau, up.path)
    after = stores.digest_store(land.bureau)
    sites.edit_site(land.bureau, site, {"note": "到"})
    down = land.down(laptop)
    _keep(laptop, "laptop")
    laptop_before = stores.digest_store(laptop)
    take(laptop, down.path)
    shutil.copyfile(up.path, V1 / "up.fcpkg")
    shutil.copyfile(down.path, V1 / "down.fcpkg")
    return {
        "bureau": before,
        "bureau_after": after,
        "laptop": laptop_before,
        "laptop_after": stores.digest_store(laptop),
        "changes": up.changes,
        "records": down.records,
    }


def _keep(store: Store, name: str) -> None:
    target = V1 / f"{name}.fcstore"
    target.unlink(missing_ok=True)
    stores.backup_store(store, target)


def contents(one: Kit) -> dict[str, bytes]:
    """Return every bad package by its name, as it is kept."""
    return {file_of(case): case.make(one) for case in CASES}


def file_of(case: Case) -> str:
    """Return the name of a bad package in the archive."""
    return f"{case.name}.fcpkg" if case.whole else f"{case.name}.tar"


def kept() -> dict[str, bytes]:
    """Return what the archive of bad packages holds."""
    with tarfile.open(BAD, "r:xz") as archive:
        return forging.members_in(archive)


def make_bad(folder: Path) -> None:
    """Write the bad packages into one archive, where they hardly differ, and the table of the names of the errors."""
    with kit(folder) as one, tarfile.open(BAD, "w:xz", preset=9) as archive:
        for name, data in contents(one).items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    rows = {file_of(case): {"code": case.code, "refused by": case.to} for case in CASES}
    TABLE.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        {"v1": make_v1, "bad": make_bad}[sys.argv[1]](Path(place))
