"""Packages between a bureau and its laptops: what arrives, what waits, what stays equal."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fieldcheck.exchange import keys
from fieldcheck.model.records import Finding, Photo, Site
from fieldcheck.operations import findings, imports, packages, payloads, peers, photos, profile, sites, stores, trust
from fieldcheck.operations.requests import NameMissing, check_name
from fieldcheck.operations.verdicts import Outcome, Step
from fieldcheck.photos import sample
from fieldcheck.store import Store, blobs, devices, snapshots
from fieldcheck.store.queries import exchange, records
from tests.bureau import add_site, begin, fail
from tests.county import County, bureau_name, record_digests, take


def visit(store: Store, site: str | None = None, picture: int = 1) -> list[str]:
    """Record a visit with findings and a photo; return the findings."""
    inspection = begin(store, "machinery", site=site)
    found = fail(store, inspection, "MEC-10", "MEC-11")
    data = photos.NewPhoto("a.jpg", picture_bytes(picture))
    photos.add(store, photos.Target(inspection, found[0]), [data])
    return found


def picture_bytes(seed: int) -> bytes:
    from datetime import datetime

    return sample.draw(seed, datetime(2026, 6, 1, 9, 30), 37.5, 121.4)


def standing(store: Store) -> set[str]:
    return {finding.id for finding in records.everything(store.reader(), Finding) if not finding.withdrawn}


def test_the_bureaus_hazards_are_the_sum_of_the_laptops(land: County) -> None:
    site = add_site(land.bureau)
    laptops = [land.laptop("一号"), land.laptop("二号")]
    written = {laptop: set(visit(laptop, site, number)) for number, laptop in enumerate(laptops)}
    for laptop in laptops:
        assert land.send_up(laptop).outcome is Outcome.IMPORTED
    assert standing(land.bureau) == set().union(*written.values())
    for laptop in laptops:
        land.send_down(laptop)
        # Every laptop of the whole county sees all of them, with their photos.
        assert standing(laptop) == standing(land.bureau)
        for photo in records.everything(laptop.reader(), Photo):
            assert blobs.get(laptop.reader(), photo.sha256 or "")
        assert record_digests(laptop).items() <= record_digests(land.bureau).items()
        # And knows who wrote them, by the names that the bureau gave.
        assert {one.name for one in devices.every(laptop.reader())} == {"一号", "二号", bureau_name(land.bureau)}
        assert not stores.verify_store(laptop).problems
    assert not stores.verify_store(land.bureau).problems


def test_the_same_again_changes_nothing_and_says_so(land: County) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    up = land.up(laptop)
    take(land.bureau, up.path)
    before = stores.digest_store(land.bureau)
    assert take(land.bureau, up.path).outcome is Outcome.NOTHING_NEW
    assert imports.preview(land.bureau, up.path).nothing_new
    assert stores.digest_store(land.bureau) == before
    down = land.down(laptop)
    take(laptop, down.path)
    before = stores.digest_store(laptop)
    assert take(laptop, down.path).outcome is Outcome.NOTHING_NEW
    assert stores.digest_store(laptop) == before


def test_a_package_holds_only_what_is_new(land: County) -> None:
    laptop = land.laptop("一号")
    found = visit(laptop)
    assert land.up(laptop).changes > 4
    assert packages.outgoing(laptop)[0].changes == 0
    with pytest.raises(packages.NothingToSend):
        land.up(laptop)
    findings.edit(laptop, found[0], {"location": "二车间"})
    waiting = packages.outgoing(laptop)[0]
    assert (waiting.changes, waiting.photos, waiting.number) == (1, 0, 1)
    assert waiting.since is not None
    small = land.up(laptop)
    assert (small.changes, small.blobs, small.number) == (1, 0, 2)


def test_a_gap_waits_and_is_filled_whatever_the_order(land: County) -> None:
    laptop = land.laptop("一号")
    found = visit(laptop)
    first = land.up(laptop)
    findings.edit(laptop, found[0], {"location": "二车间"})
    second = land.up(laptop)
    alone = take(land.bureau, second.path)
    assert alone.outcome is Outcome.WAITING
    assert alone.error is not None and alone.error.code == "PACKAGE_WAITS"
    assert alone.error.details["packages"] == "1"
    assert not standing(land.bureau)
    both = imports.import_packages(land.bureau, [second.path, first.path])
    assert [verdict.outcome for verdict in both] == [Outcome.IMPORTED, Outcome.IMPORTED]
    assert standing(land.bureau) == standing(laptop)


def test_a_lost_package_is_written_again_or_sent_anew_from_the_last_receipt(land: County) -> None:
    laptop = land.laptop("一号")
    found = visit(laptop)
    lost = land.up(laptop)
    lost.path.unlink()
    same = packages.rewrite(laptop, bureau_name(land.bureau), 1, land.folder)
    assert (same.number, same.changes, same.blobs) == (lost.number, lost.changes, lost.blobs)
    same.path.unlink()
    findings.edit(laptop, found[0], {"location": "二车间"})
    whole = land.up(laptop, again=True)
    assert take(land.bureau, whole.path).outcome is Outcome.IMPORTED
    assert standing(land.bureau) == standing(laptop)
    with pytest.raises(packages.PackageUnknown):
        packages.rewrite(laptop, bureau_name(land.bureau), 9, land.folder)


def test_a_receipt_confirms_what_arrived(land: County) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    land.send_up(laptop)
    sent = packages.outgoing(laptop)[0]
    assert sent.unconfirmed > 0
    land.send_down(laptop)
    confirmed = packages.outgoing(laptop)[0]
    assert confirmed.unconfirmed == 0
    assert confirmed.receipt_at is not None


def test_a_receipt_tells_what_lies_in_a_backup(land: County, tmp_path: Path) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    land.send_up(laptop)
    land.send_down(laptop)
    bureau = trust.own_certificate(land.bureau.reader()).device
    before = peers.peer(laptop.reader(), bureau).receipt
    assert before is not None and before.backup is None
    assert not stores.backup_store(land.bureau, tmp_path / "copy.fcstore").problems
    land.send_down(laptop)
    after = peers.peer(laptop.reader(), bureau).receipt
    own = trust.own_certificate(laptop.reader()).device
    assert after is not None and after.backup is not None
    assert after.backup[own] == packages.outgoing(laptop)[0].changes + after.vector[own][0]


def test_a_store_of_nobody_neither_sends_nor_receives(land: County) -> None:
    alone = land.new_laptop("九号")
    with pytest.raises(trust.NotEnrolled):
        packages.export(alone, "局", land.folder)
    with pytest.raises(trust.NotEnrolled):
        imports.import_packages(alone, [])
    assert packages.outgoing(alone) == []


def test_a_preview_counts_what_would_come_and_writes_nothing(land: County) -> None:
    site = add_site(land.bureau)
    first, second = land.laptop("一号"), land.laptop("二号")
    for laptop, address in ((first, "一路"), (second, "二路")):
        sites.edit_site(laptop, site, {"address": address})
    visit(first, site)
    land.send_up(second)
    before = stores.digest_store(land.bureau)
    up = land.up(first)
    seen = imports.preview(land.bureau, up.path)
    assert seen.new_records["finding"] == 2
    assert seen.new_changes == up.changes
    assert seen.changed_records == 1
    assert seen.conflicts == (("site", site, "address"),)
    assert seen.description.sender_name == "一号"
    assert stores.digest_store(land.bureau) == before
    assert take(land.bureau, up.path).conflicts == 1


def test_stopping_leaves_a_store_that_importing_again_completes(land: County) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    up = land.up(laptop)
    steps: list[Step] = []
    stopped = imports.import_packages(land.bureau, [up.path], steps.append, lambda: bool(steps))
    assert stopped[0].outcome is Outcome.STOPPED
    assert not stores.verify_store(land.bureau).problems
    assert take(land.bureau, up.path).error is None
    assert standing(land.bureau) == standing(laptop)


def test_a_receipt_that_comes_late_takes_nothing_back(land: County) -> None:
    laptop = land.laptop("一号")
    early = land.down(laptop)
    add_site(laptop)
    land.send_up(laptop)
    late = land.down(laptop)
    for made in (late, early):
        assert take(laptop, made.path).error is None
    receipt = peers.peer(laptop.reader(), land.above(laptop)).receipt
    assert receipt is not None and receipt.number == late.receipt


def test_what_left_an_area_is_withdrawn_though_the_package_that_named_it_is_lost(land: County) -> None:
    laptop = land.laptop("一号", "解甲庄街道")
    near = add_site(land.bureau, town="解甲庄街道")
    land.send_down(laptop)
    sites.edit_site(land.bureau, near, {"town": "初家街道"})
    land.down(laptop)
    add_site(laptop, town="解甲庄街道")
    land.send_up(laptop)
    # The package that named it is lost; the next one does not show it.
    land.send_down(laptop)
    assert snapshots.is_withdrawn(laptop.reader(), "site", near)
    sites.edit_site(land.bureau, near, {"town": "解甲庄街道"})
    land.send_down(laptop)
    assert not snapshots.is_withdrawn(laptop.reader(), "site", near)


def test_an_area_receives_its_own_and_what_left_it_is_withdrawn(land: County) -> None:
    near, far = add_site(land.bureau, "近", town="初家街道"), add_site(land.bureau, "远", town="解甲庄街道")
    laptop = land.laptop("一号", "初家街道")
    assert [site.id for site in records.everything(laptop.reader(), Site)] == [near]
    sites.edit_site(land.bureau, near, {"town": "解甲庄街道"})
    sites.edit_site(land.bureau, far, {"town": "初家街道"})
    land.send_down(laptop)
    assert snapshots.is_withdrawn(laptop.reader(), "site", near)
    assert not snapshots.is_withdrawn(laptop.reader(), "site", far)


def test_a_tenant_brings_its_landlord_along(land: County) -> None:
    landlord = add_site(land.bureau, "大院", town="解甲庄街道")
    tenant = add_site(land.bureau, "租户", town="初家街道")
    add_site(land.bureau, "别家", town="解甲庄街道")
    sites.edit_site(land.bureau, tenant, {"landlord": landlord})
    laptop = land.laptop("一号", "初家街道")
    assert {site.id for site in records.everything(laptop.reader(), Site)} == {landlord, tenant}


def test_a_deleted_record_travels_as_deleted(land: County) -> None:
    from fieldcheck.store import Transaction

    site = add_site(land.bureau)
    laptop = land.laptop("一号")

    def work(transaction: Transaction) -> str:
        transaction.delete("site", site, "重复")
        return site

    land.bureau.write(work)
    land.send_down(laptop)
    assert records.find(laptop.reader(), Site, site) is None
    assert record_digests(laptop)["site", site] == record_digests(land.bureau)["site", site]


def test_bytes_that_did_not_come_are_sent_again(land: County) -> None:
    site = add_site(land.bureau)
    first, second = land.laptop("一号"), land.laptop("二号")
    visit(first, site)
    land.send_up(first)
    land.down(second).path.unlink()
    land.send_down(second)
    assert len(exchange.missing_blobs(second.reader())) == 2
    sites.edit_site(second, site, {"note": "到"})
    land.send_up(second)
    land.send_down(second)
    assert exchange.missing_blobs(second.reader()) == []


def test_the_escrow_key_opens_a_package_for_the_bureau(land: County) -> None:
    escrow = trust.new_escrow(land.bureau)
    laptop = land.laptop("一号")
    visit(laptop)
    up = land.up(laptop)
    told = imports.inspect(up.path, [escrow])
    assert (told.sender_name, told.changes, told.addressees) == ("一号", up.changes, (bureau_name(land.bureau),))
    with pytest.raises(Exception, match="sealed for someone else"):
        imports.inspect(up.path, [keys.generate_seal().identity])


def test_thumbnails_of_what_came_are_made_once(land: County) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    land.send_up(laptop)
    assert photos.fill_thumbnails(land.bureau) == 1
    assert photos.fill_thumbnails(land.bureau) == 0


def test_there_must_be_a_folder(land: County, tmp_path: Path) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    with pytest.raises(packages.FolderMissing):
        packages.export(laptop, bureau_name(land.bureau), tmp_path / "no stick")
    with pytest.raises(trust.DeviceUnknown):
        packages.export(laptop, "九号", land.folder)


def test_a_file_whose_name_is_no_text_stops_nothing(land: County) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    good = land.up(laptop).path
    strange = land.folder / os.fsdecode(b"x\xff.fcpkg")
    strange.write_bytes(b"hello")
    verdicts = imports.import_packages(land.bureau, [strange, good])
    assert [verdict.outcome for verdict in verdicts] == [Outcome.REFUSED, Outcome.IMPORTED]
    assert "x?.fcpkg" in str(verdicts[0].error)
    strange.write_bytes(land.up(laptop, again=True).path.read_bytes())
    assert take(land.bureau, strange).outcome is Outcome.NOTHING_NEW
    run = subprocess.run([sys.executable, "-m", "fieldcheck", "verify", strange], capture_output=True, text=True)
    assert run.returncode and "Traceback" not in run.stderr


@pytest.mark.parametrize("name", ["\x1b[2J局", "局" * 201])
def test_a_name_that_no_certificate_can_carry_is_asked_for_again(land: County, name: str) -> None:
    with pytest.raises(profile.ProfileIncomplete):
        profile.check_profile(dataclasses.replace(profile.current(land.bureau.reader()), bureau_name=name))
    with pytest.raises(NameMissing):
        check_name(name)


def test_a_receipt_asks_for_some_of_very_many_bytes(land: County, monkeypatch: pytest.MonkeyPatch) -> None:
    from fieldcheck.store import Transaction

    named = [f"{number:064x}" for number in range(5)]

    def work(transaction: Transaction) -> str:
        for sha256 in (*named, "no hash", "X" * 64):
            transaction.append("photo", f"photo-{sha256}", "", {"sha256": sha256})
        return ""

    land.bureau.write(work)
    assert payloads.asked_for(land.bureau.reader()) == named
    monkeypatch.setattr(payloads, "MOST_ASKED_FOR", 2)
    asked = payloads.asked_for(land.bureau.reader())
    assert len(asked) == 2 and set(asked) < set(named)
