"""The drop folder: nothing that happens to it, or to the programs on it, does harm."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from fieldcheck.operations import drop_folder, drop_layout, imports, packages, room, sites, stores
from fieldcheck.operations.drop_folder import Synced, sync
from fieldcheck.operations.drop_layout import FolderUnreachable
from fieldcheck.operations.verdicts import Outcome, Verdict
from tests.bureau import add_site
from tests.county import County
from tests.operations.drop import count, device, inbox


def test_half_a_copy_waits_until_it_is_whole(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    (written,) = sync(laptop, shared).written
    whole = written.path.read_bytes()
    for part in (b"", whole[:100], whole[:-1]):
        written.path.write_bytes(part)
        done = sync(land.bureau, shared)
        assert done.incomplete == (written.path,) and done.verdicts == ()
    assert count(land.bureau) == 0
    assert drop_folder.glance(land.bureau, shared) == Synced(), "the same half is not read every minute"
    written.path.write_bytes(whole)
    assert drop_folder.glance(land.bureau, shared) is None
    assert sync(land.bureau, shared).arrived == 1 and count(land.bureau) == 1


def test_a_file_that_changes_while_it_is_read_is_no_bad_package_yet(
    land: County, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    (written,) = sync(laptop, shared).written
    whole = written.path.read_bytes()
    # As some systems copy: the file has its full length from the first moment, and its end comes later.
    written.path.write_bytes(whole[:-70_000] + bytes(70_000))
    read = imports.import_packages

    def read_while_copied(*arguments: Any) -> list[Verdict]:
        verdicts = read(*arguments)
        os.utime(written.path, ns=(1, 1))
        return verdicts

    monkeypatch.setattr(imports, "import_packages", read_while_copied)
    copying = sync(land.bureau, shared)
    monkeypatch.undo()
    assert copying.incomplete == (written.path,) and copying.verdicts == ()
    written.path.write_bytes(whole)
    assert sync(land.bureau, shared, gently=True).arrived == 1


def test_others_files_and_links_are_left_alone(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    (written,) = sync(laptop, shared).written
    there = written.path.parent
    (there / "读我.txt").write_text("x", "utf-8")
    (there / ".half.fcpkg").write_bytes(b"x")
    outside = shared.parent / "outside.fcpkg"
    written.path.rename(outside)
    (there / "link.fcpkg").symlink_to(outside)
    (there / "folder.fcpkg").mkdir()
    before = sorted(path.name for path in there.iterdir())
    assert sync(land.bureau, shared).verdicts == ()
    assert sorted(path.name for path in there.iterdir()) == before


def test_a_refused_package_is_told_and_stops_nothing(land: County, shared: Path) -> None:
    laptop, other = land.laptop("一号"), land.laptop("二号")
    add_site(laptop)
    (written,) = sync(laptop, shared).written
    data = bytearray(written.path.read_bytes())
    data[len(data) // 2] ^= 1
    written.path.write_bytes(data)
    add_site(other)
    sync(other, shared)
    outcomes = sorted(verdict.outcome for verdict in sync(land.bureau, shared).verdicts)
    assert outcomes == [Outcome.IMPORTED, Outcome.REFUSED]
    assert [verdict.outcome for verdict in sync(land.bureau, shared).verdicts] == [Outcome.REFUSED]
    assert sync(land.bureau, shared, gently=True).verdicts == ()


def test_a_folder_that_is_not_there_says_so_and_since_when(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    gone = shared.rename(shared.with_name("gone"))
    for _ in range(2):
        with pytest.raises(FolderUnreachable):
            sync(laptop, shared)
    unreachable = drop_folder.contact(laptop.reader(), shared)
    assert unreachable is not None and not unreachable.reachable
    assert not shared.exists(), "a missing folder is not made: the share would be hidden behind it"
    gone.rename(shared)
    assert len(sync(laptop, shared).written) == 1
    reached = drop_folder.contact(laptop.reader(), shared)
    assert reached is not None and reached.reachable
    assert drop_folder.contact(laptop.reader(), gone) is None


def test_a_folder_in_which_nothing_can_be_made_is_told(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    (shared / "FieldCheck").mkdir()
    inbox(shared, land.bureau).write_text("a file where the inbox should be")
    done = sync(laptop, shared)
    assert [error.code for error in done.errors] == ["DROP_FOLDER"] and done.written == ()
    inbox(shared, land.bureau).unlink()
    inbox(shared, land.bureau).symlink_to(shared.parent)
    assert [error.code for error in sync(laptop, shared).errors] == ["DROP_FOLDER"]
    inbox(shared, land.bureau).unlink()
    assert [one.number for one in sync(laptop, shared).written] == [1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_told(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    shared.chmod(0o500)
    try:
        assert [error.code for error in sync(laptop, shared).errors] == ["DROP_FOLDER"]
    finally:
        shared.chmod(0o700)
    assert [one.number for one in sync(laptop, shared).written] == [1]


def test_two_programs_on_one_store_never_give_one_number_twice(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    both = threading.Barrier(2, timeout=60)
    errors: list[packages.Overtaken] = []
    bureau = device(land.bureau)

    def write() -> None:
        def together(done: int, whole: int) -> None:
            if done == whole:
                both.wait()

        try:
            packages.export(laptop, bureau, shared, together)
        except packages.Overtaken as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [error.code for error in errors] == ["PACKAGE_OVERTAKEN"]
    (left,) = shared.glob("*.fcpkg")
    assert "-0001-" in left.name
    assert packages.outgoing(laptop)[0].number == 1


def test_two_laptops_of_one_name_never_write_to_one_file(land: County, shared: Path) -> None:
    laptops = [land.join(land.bureau, land.new_laptop(called), name="一号") for called in ("甲", "乙")]
    for number, laptop in enumerate(laptops):
        add_site(laptop, f"{number}号厂")
    threads = [threading.Thread(target=sync, args=(laptop, shared)) for laptop in laptops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sync(land.bureau, shared).arrived == 2 and count(land.bureau) == 2


def test_two_programs_that_import_at_once_agree(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    for number in range(30):
        add_site(laptop, f"{number}号厂")
    sync(laptop, shared)
    results: list[Synced] = []
    threads = [threading.Thread(target=lambda: results.append(sync(land.bureau, shared))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2 and all(not one.errors for one in results)
    assert count(land.bureau) == 30
    assert stores.verify_store(land.bureau).problems == []
    sent = [file.path.name for file in drop_layout.waiting_packages(shared / "FieldCheck", device(laptop))]
    assert len(sent) == 1


def test_unfinished_files_go_after_a_day(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    sync(laptop, shared)
    old, young, foreign = (
        inbox(shared, land.bureau) / name
        for name in (".一号-局-0001-a.fcpkg.partial", ".一号-局-0002-b.fcpkg.partial", ".二号-x.fcpkg.partial")
    )
    for path in (old, young, foreign):
        path.write_bytes(b"half")
    for path in (old, foreign):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert sync(laptop, shared).removed == (old,)
    assert young.exists() and foreign.exists()


def test_too_little_room_is_told_before_anything_is_written(
    land: County, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    (written,) = sync(laptop, shared).written
    usage = shutil.disk_usage(shared)._replace(free=room.RESERVE + 100)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    before = stores.digest_store(land.bureau)
    done = sync(land.bureau, shared)
    assert [verdict.error.code for verdict in done.verdicts if verdict.error] == ["NOT_ENOUGH_ROOM"]
    assert stores.digest_store(land.bureau) == before
    sites.create(laptop, {"name": "又一厂"})
    full = sync(laptop, shared)
    assert [error.code for error in full.errors] == ["NOT_ENOUGH_ROOM"] and full.written == ()
    assert list(written.path.parent.iterdir()) == [written.path]
    monkeypatch.undo()
    assert sync(laptop, shared).written[0].number == 2
    assert sync(land.bureau, shared).arrived == 2


def test_a_share_that_does_not_tell_its_room_is_written_to(monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    def untold(folder: Path) -> None:
        raise OSError("not supported")

    monkeypatch.setattr(shutil, "disk_usage", untold)
    room.require(shared, 1 << 60)
