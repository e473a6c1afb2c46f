"""Files for people: whole or not at all, and what is wrong is said by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

import pytest

from fieldcheck.operations import files, packages, stores
from fieldcheck.operations.files import FileNotWritten
from fieldcheck.store.errors import StoreNotAccessible
from tests.bureau import add_site, new_bureau
from tests.county import county


@pytest.fixture(params=["missing", "file"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder that is not there, or that is a file."""
    if request.param == "file":
        (tmp_path / "file").write_text("no folder", "utf-8")
    return tmp_path / str(request.param)


def test_a_file_that_cannot_be_written_is_named(nowhere: Path) -> None:
    with pytest.raises(FileNotWritten):
        files.write_new(nowhere / "request.fcrequest", b"x")


def test_a_backup_that_cannot_be_written_is_named(tmp_path: Path, nowhere: Path) -> None:
    with new_bureau(tmp_path / "a.fcstore") as store, pytest.raises(StoreNotAccessible):
        stores.backup_store(store, nowhere / "b.fcstore")


def test_a_backup_that_cannot_get_its_name_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise OSError(5, "Input/output error")

    with new_bureau(tmp_path / "a.fcstore") as store:
        (tmp_path / "stick").mkdir()
        with monkeypatch.context() as refusing, pytest.raises(StoreNotAccessible):
            refusing.setattr(Path, "replace", refuse)
            stores.backup_store(store, tmp_path / "stick" / "b.fcstore")
        assert list((tmp_path / "stick").iterdir()) == []


def test_a_system_that_opens_no_folder_writes_backups_and_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = os.open

    def as_windows(path: str | Path, flags: int, *more: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return opening(path, flags, *more)

    with county(tmp_path) as land:
        laptop = land.laptop("一号")
        add_site(laptop)
        monkeypatch.setattr(os, "open", as_windows)
        assert stores.backup_store(laptop, tmp_path / "b.fcstore").problems == []
        assert packages.export(laptop, land.above(laptop), land.folder).path.exists()


def test_two_programs_that_write_one_name_fill_no_common_file(tmp_path: Path) -> None:
    target = tmp_path / "ledger.xlsx"

    def one(file: BinaryIO) -> None:
        file.write(b"one")
        files.write_new(target, b"the other, which is longer")
        file.write(b" and on")

    files.write_stream(target, one)
    assert target.read_bytes() == b"one and on"
    assert list(tmp_path.iterdir()) == [target]
