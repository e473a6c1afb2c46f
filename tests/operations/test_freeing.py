"""Space on a laptop: only what a verified backup of the bureau holds is given up, and it comes back when asked for."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Photo
from fieldcheck.model.steps import Closure, Recheck
from fieldcheck.model.values import Moment, PhotoPurpose, SigningResult
from fieldcheck.operations import (
    documents,
    drop_folder,
    findings,
    freeing,
    imports,
    packages,
    payloads,
    peers,
    photos,
    profile,
    steps,
    stores,
)
from fieldcheck.operations.freeing import NoBackupKnown
from fieldcheck.operations.photos import NewPhoto, Target
from fieldcheck.store import Store, Transaction, blobs, devices
from fieldcheck.store.errors import BlobFreed
from fieldcheck.store.queries import records
from tests.bureau import AUTHOR, answer_rest, begin, fail
from tests.county import County, bureau_name
from tests.photos.pictures import corners, encoded

TODAY = date.today()
LATER = date(TODAY.year + 1, 12, 1)
"""More than three months after the documents of this test."""


def photo(store: Store, visit: str, width: int) -> Photo:
    picture = NewPhoto("a.jpg", encoded(corners(width)))
    return records.get(store.reader(), Photo, photos.add(store, Target(visit), [picture]).main)


def closed_visit(store: Store) -> str:
    """Return a visit without findings whose record was issued today."""
    visit = begin(store)
    answer_rest(store, visit)
    documents.issue(store, visit, DocumentKind.INSPECTION_RECORD, AUTHOR)
    return visit


def visit_with_an_order(store: Store) -> tuple[str, str]:
    """Return a visit and its hazard, which was ordered today."""
    visit = begin(store)
    (finding,) = fail(store, visit, "MEC-10")
    answer_rest(store, visit)
    order = documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, AUTHOR).main
    documents.record_signing(store, order, SigningResult.SIGNED)
    return visit, finding


def close(store: Store, finding: str) -> None:
    """Recheck a hazard today, and close it."""
    officers = tuple(officer.id for officer in profile.officers(store.reader()))
    at = Moment(f"{TODAY.isoformat()}T23:59+08:00")
    recheck = Recheck(id=new_id(), finding=finding, result="pass", at=at, officers=officers)
    steps.record(store, [recheck])
    steps.record(store, [Closure(id=new_id(), finding=finding, approver="局长", approved_on=TODAY)])


def backed_up(land: County, laptop: Store, name: str = "b") -> None:
    """Let the bureau take the laptop's package, back up, and answer."""
    land.send_up(laptop)
    stores.backup_store(land.bureau, land.folder / f"{name}.fcstore")
    land.send_down(laptop)


def test_only_what_a_backup_holds_and_a_closed_matter_has_is_freed(land: County) -> None:
    laptop = land.laptop("一号")
    closed, open_visit = closed_visit(laptop), begin(laptop)
    old, shared = photo(laptop, closed, 400), photo(laptop, closed, 420)
    photo(laptop, open_visit, 420)
    photo(laptop, open_visit, 440)
    with pytest.raises(NoBackupKnown):
        freeing.free(laptop, LATER)
    land.send_up(laptop)
    land.send_down(laptop)
    with pytest.raises(NoBackupKnown):
        freeing.freeable(laptop.reader(), LATER)
    stores.backup_store(land.bureau, land.folder / "b.fcstore")
    land.send_down(laptop)
    late = photo(laptop, closed, 460)

    assert freeing.freeable(laptop.reader(), TODAY).photos == 0, "the matter is not closed for long"
    assert freeing.freeable(laptop.reader(), LATER).photos == 1
    before = stores.digest_store(laptop)
    freed = freeing.free(laptop, LATER)
    assert (freed.photos, freed.size) == (1, old.size)
    assert freeing.freed(laptop.reader()) == freed
    with pytest.raises(BlobFreed):
        photos.original(laptop.reader(), old)
    assert photos.thumbnail(laptop.reader(), old)
    assert photos.original(laptop.reader(), shared) and photos.original(laptop.reader(), late)
    assert stores.verify_store(laptop).problems == []
    assert stores.digest_store(laptop) == before
    assert freeing.free(laptop, LATER).photos == 0


def test_a_hazard_keeps_its_photos_until_it_is_closed_for_long(land: County) -> None:
    laptop = land.laptop("一号")
    visit, finding = visit_with_an_order(laptop)
    photo(laptop, visit, 400)
    after = Target(visit, finding, purpose=PhotoPurpose.AFTER)
    photos.add(laptop, after, [NewPhoto("b.jpg", encoded(corners(420)))])
    backed_up(land, laptop)
    assert freeing.freeable(laptop.reader(), date(TODAY.year + 9, 1, 1)).photos == 0, "its deadline says nothing"
    close(laptop, finding)
    assert freeing.freeable(laptop.reader(), TODAY + timedelta(freeing.CLOSED_DAYS)).photos == 0
    assert freeing.freeable(laptop.reader(), TODAY + timedelta(freeing.CLOSED_DAYS + 1)).photos == 2


def test_a_photo_of_an_open_hazard_stays_whatever_became_of_the_visit_that_took_it(land: County) -> None:
    laptop = land.laptop("一号")
    _, finding = visit_with_an_order(laptop)
    later = Target(closed_visit(laptop), finding, purpose=PhotoPurpose.AFTER)
    photos.add(laptop, later, [NewPhoto("b.jpg", encoded(corners(420)))])
    backed_up(land, laptop)
    assert freeing.freeable(laptop.reader(), LATER).photos == 0
    close(laptop, finding)
    assert freeing.freeable(laptop.reader(), LATER).photos == 1


def test_a_hazard_that_was_found_keeps_its_photos_and_a_withdrawn_one_does_not(land: County) -> None:
    laptop = land.laptop("一号")
    visit = begin(laptop)
    (finding,) = fail(laptop, visit, "MEC-10")
    answer_rest(laptop, visit)
    documents.issue(laptop, visit, DocumentKind.INSPECTION_RECORD, AUTHOR)
    photo(laptop, visit, 400)
    backed_up(land, laptop)
    much_later = date(TODAY.year + 9, 1, 1)
    assert freeing.freeable(laptop.reader(), much_later).photos == 0
    findings.edit(laptop, finding, {"withdrawn": "重复"}, AUTHOR)
    assert freeing.freeable(laptop.reader(), much_later).photos == 1


def test_bytes_that_the_bureau_misses_stay_whatever_its_backup_says(land: County) -> None:
    laptop = land.laptop("一号")
    kept = photo(laptop, closed_visit(laptop), 400)
    backed_up(land, laptop)
    assert freeing.freeable(laptop.reader(), LATER).photos == 1
    above = land.above(laptop)
    receipt = peers.peer(laptop.reader(), above).receipt
    assert receipt is not None and kept.sha256 is not None
    peers.update(laptop, above, receipt=msgspec.structs.replace(receipt, missing_blobs=[kept.sha256]))
    assert freeing.freeable(laptop.reader(), LATER).photos == 0


def test_a_backup_without_the_bytes_of_a_photo_holds_what_was_written_before_it(land: County) -> None:
    laptop = land.laptop("一号")
    own = devices.own(laptop.reader()).id
    lost = photo(laptop, closed_visit(laptop), 400)
    written = devices.own(laptop.reader()).seq
    land.send_up(laptop)
    land.bureau.write(lambda transaction: _lose(transaction, lost.sha256 or ""))
    stores.backup_store(land.bureau, land.folder / "b.fcstore")
    land.send_down(laptop)
    receipt = peers.peer(laptop.reader(), land.above(laptop)).receipt
    assert receipt is not None and receipt.backup is not None
    assert receipt.backup[own] == written - 1, "the photo is the last that was written"


def _lose(transaction: Transaction, sha256: str) -> str:
    transaction.connection.execute("DELETE FROM blob WHERE sha256 = ?", (sha256,))
    return sha256


def test_what_was_freed_comes_back_when_asked_for(land: County) -> None:
    laptop = land.laptop("一号")
    old = photo(laptop, closed_visit(laptop), 400)
    first = land.up(laptop)
    imports.import_packages(land.bureau, [first.path])
    stores.backup_store(land.bureau, land.folder / "b.fcstore")
    land.send_down(laptop)
    freeing.free(laptop, LATER)
    with pytest.raises(BlobFreed):
        packages.rewrite(laptop, bureau_name(land.bureau), first.number, land.folder)
    with pytest.raises(packages.NothingToSend):
        land.up(laptop)

    freeing.ask_again(laptop, old.sha256 or "")
    assert land.send_up(laptop).error is None
    with pytest.raises(packages.NothingToSend):
        land.up(laptop)
    assert land.send_down(laptop).blobs == 1
    assert len(photos.original(laptop.reader(), old)) == old.size
    assert freeing.freed(laptop.reader()).photos == 0
    assert blobs.wanted(laptop.reader()) == set()
    assert stores.verify_store(laptop).problems == []
    land.send_down(laptop)
    assert freeing.free(laptop, LATER).photos == 1


def test_a_backup_without_the_bytes_covers_nothing(land: County, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = land.laptop("一号")
    photo(laptop, closed_visit(laptop), 400)
    monkeypatch.setattr(payloads, "blob_members", lambda reader, hashes: ([], []))
    backed_up(land, laptop)
    monkeypatch.undo()
    assert freeing.freeable(laptop.reader(), LATER).photos == 0
    land.send_up(laptop)
    land.send_down(laptop)
    assert freeing.freeable(laptop.reader(), LATER).photos == 0, "they came after the backup"
    stores.backup_store(land.bureau, land.folder / "c.fcstore")
    land.send_down(laptop)
    assert freeing.freeable(laptop.reader(), LATER).photos == 1


def test_a_bureau_frees_nothing(land: County) -> None:
    with pytest.raises(NoBackupKnown):
        freeing.free(land.bureau, LATER)


def test_a_wish_travels_through_the_drop_folder(land: County, tmp_path: Path) -> None:
    laptop, shared = land.laptop("一号"), tmp_path / "share"
    shared.mkdir()
    old = photo(laptop, closed_visit(laptop), 400)
    drop_folder.sync(laptop, shared)
    drop_folder.sync(land.bureau, shared)
    stores.backup_store(land.bureau, land.folder / "b.fcstore")
    land.send_down(laptop)
    freeing.free(laptop, LATER)
    freeing.ask_again(laptop, old.sha256 or "")
    for store in (laptop, land.bureau, laptop):
        drop_folder.sync(store, shared)
    assert photos.original(laptop.reader(), old)
