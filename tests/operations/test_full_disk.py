"""A disk that is full and a stick that is pulled: a legal store, no half package, and the next try completes it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldcheck.exchange.errors import PackageNotWritten
from fieldcheck.operations import drop_folder, imports, packages, photos, stores
from fieldcheck.operations.photos import NewPhoto, Target
from fieldcheck.operations.verdicts import Outcome, Step, Stopped
from fieldcheck.store import Store, blobs
from fieldcheck.store.errors import BlobMissing
from tests.bureau import begin
from tests.county import County, bureau_name, county
from tests.photos.pictures import corners, encoded

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    """A bureau and a stick."""
    with county(tmp_path) as made:
        for path in made.folder.iterdir():
            path.unlink()
        yield made


def loaded(land: County) -> Store:
    """Return a laptop with a visit and half a megabyte of photos; the stick is empty."""
    laptop = land.laptop("一号")
    visit = begin(laptop)
    for number in range(4):
        picture = NewPhoto(f"{number}.jpg", encoded(corners()) + os.urandom(150_000))
        photos.add(laptop, Target(visit), [picture])
    for path in land.folder.iterdir():
        path.unlink()
    return laptop


def under_limits(what: str, store: Path, folder: Path, *limits: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.limited", what, str(store), str(folder), *map(str, limits)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def closed_copy(store: Store, to: Path) -> Path:
    assert stores.backup_store(store, to).problems == []
    return to


def test_a_package_that_does_not_fit_leaves_nothing_under_its_name(land: County, tmp_path: Path) -> None:
    laptop = closed_copy(loaded(land), tmp_path / "full.fcstore")
    results = under_limits("export", laptop, land.folder, 1, 100_000, 400_000, 1 << 40)
    assert [one["error"] for one in results] == ["PACKAGE_NOT_WRITTEN"] * 3 + [""]
    assert all(one["left"] == [] and one["problems"] == [] for one in results)
    assert [one["again"] for one in results] == [""] * 3 + ["NOTHING_TO_SEND"]
    for limit in (1, 100_000, 400_000):
        (package,) = (land.folder / str(limit)).iterdir()
        assert imports.inspect_for(land.bureau, package).number == 1


def test_an_import_that_does_not_fit_leaves_a_legal_store_and_the_next_try_completes_it(
    land: County, tmp_path: Path
) -> None:
    laptop = loaded(land)
    bureau = closed_copy(land.bureau, tmp_path / "full.fcstore")
    land.up(laptop)
    # The store grows in its log first, and that is where it meets the limit: at the devices, the photos, the changes.
    results = under_limits("import", bureau, land.folder, 20_000, 70_000, 200_000, 600_000, 800_000)
    assert {one["error"] for one in results} == {"STORE_DISK"}
    assert all(one["again"] == "" and one["problems"] == [] for one in results)
    (verdict,) = imports.import_packages(land.bureau, list(land.folder.iterdir()))
    assert verdict.outcome is Outcome.IMPORTED
    assert {one["digest"] for one in results} == {stores.digest_store(land.bureau)}


def test_a_stick_that_is_pulled_while_writing(land: County) -> None:
    laptop = loaded(land)
    before = stores.digest_store(laptop)

    def pull(done: int, whole: int) -> None:
        shutil.rmtree(land.folder, ignore_errors=True)

    with pytest.raises(PackageNotWritten):
        packages.export(laptop, bureau_name(land.bureau), land.folder, pull)
    land.folder.mkdir()
    assert packages.outgoing(laptop)[0].number == 0
    assert land.send_up(laptop).outcome is Outcome.IMPORTED
    assert stores.digest_store(laptop) == before


def test_a_stick_that_is_pulled_while_reading(land: County) -> None:
    laptop = loaded(land)
    path, away = land.up(laptop).path, land.folder.with_name("away")
    before = stores.digest_store(land.bureau)

    def pull(step: Step) -> None:
        if not step.applying and step.done == step.size and land.folder.exists():
            land.folder.rename(away)

    (verdict,) = imports.import_packages(land.bureau, [path], pull)
    assert verdict.error is not None and verdict.error.code == "PACKAGE_NOT_READABLE"
    assert stores.digest_store(land.bureau) == before
    away.rename(land.folder)
    assert imports.import_packages(land.bureau, [path])[0].outcome is Outcome.IMPORTED


def test_a_folder_that_vanishes_during_a_visit_is_told_and_visited_again(land: County, tmp_path: Path) -> None:
    laptop = loaded(land)
    shared = tmp_path / "share"
    shared.mkdir()

    def pull(done: int, whole: int) -> None:
        shutil.rmtree(shared, ignore_errors=True)

    done = drop_folder.sync(laptop, shared, progress=pull)
    assert [error.code for error in done.errors] == ["PACKAGE_NOT_WRITTEN"]
    shared.mkdir()
    assert len(drop_folder.sync(laptop, shared).written) == 1
    assert drop_folder.sync(land.bureau, shared).arrived == 1


def test_a_visit_that_is_stopped_writes_nothing_and_the_next_one_does(land: County, tmp_path: Path) -> None:
    laptop = loaded(land)
    shared = tmp_path / "share"
    shared.mkdir()
    asked = iter([False, False, False, True])
    done = drop_folder.sync(laptop, shared, cancelled=lambda: next(asked))
    assert done.written == () and done.errors == () and not list(shared.rglob("*.partial"))
    assert len(drop_folder.sync(laptop, shared).written) == 1


def test_what_stops_an_export_comes_out_as_it_was_raised(land: County) -> None:
    laptop = loaded(land)

    def stop(done: int, whole: int) -> None:
        if done > whole // 2:
            raise Stopped

    with pytest.raises(Stopped):
        packages.export(laptop, bureau_name(land.bureau), land.folder, stop)
    assert list(land.folder.iterdir()) == []


def test_bytes_that_are_gone_are_named(land: County, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = loaded(land)

    def gone(reader: object, sha256: str) -> bytes:
        raise BlobMissing(sha256=sha256)

    monkeypatch.setattr(blobs, "get", gone)
    with pytest.raises(BlobMissing):
        packages.export(laptop, bureau_name(land.bureau), land.folder)
    assert list(land.folder.iterdir()) == []
