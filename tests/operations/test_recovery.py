"""Lost passphrases and lost bureaus: what was sent is still there, and laptops send everything again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from fieldcheck.exchange.errors import DeviceRevoked
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Finding, Photo, Profile, Site
from fieldcheck.model.values import Role, SeriesStart
from fieldcheck.operations import (
    enrolment,
    findings,
    first_serials,
    handing_back,
    local,
    numbers,
    payloads,
    peers,
    photos,
    profile,
    recovery,
    revocations,
    sites,
    stores,
    trust,
)
from fieldcheck.operations.enrolment import AlreadyEnrolled, WordsDiffer
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.photos import sample
from fieldcheck.store import Store, blobs, devices, snapshots
from fieldcheck.store.queries import conflicts, exchange, records
from tests.bureau import BUREAU, OFFICERS, add_site, begin, fail
from tests.county import County, record_digests, take
from tests.merging import put
from tests.stores import CHEAP, PASSPHRASE


def visit(store: Store, seed: int = 1) -> str:
    """Record a visit with a finding and its photo; return the finding."""
    inspection = begin(store, "machinery", site=add_site(store))
    finding = fail(store, inspection, "MEC-10")[0]
    data = sample.draw(seed, datetime(2026, 6, 1, 9, 30), 37.5, 121.4)
    photos.add(store, photos.Target(inspection, finding), [photos.NewPhoto("a.jpg", data)])
    return finding


def test_after_a_lost_passphrase_everything_that_was_sent_comes_to_the_new_store(land: County) -> None:
    lost = land.laptop("一号", "没有此镇")
    finding = visit(lost)
    land.send_up(lost)
    new = land.new_laptop("一号新")
    asked = enrolment.read_request(enrolment.request(new, "一号"))
    written = enrolment.approve(land.bureau, asked, land.folder, towns=["没有此镇"], replaces="一号", end_replaced=True)
    enrolment.accept(new, written.path, enrolment.offer(new, written.path).words)
    assert findings.standing(new.reader(), records.get(new.reader(), Finding, finding).inspection or "")
    assert all(blobs.get(new.reader(), photo.sha256 or "") for photo in records.everything(new.reader(), Photo))
    assert len(records.everything(new.reader(), Photo)) == 1
    # One goes on with it, and the file under the forgotten passphrase is of no use to anybody.
    findings.edit(new, finding, {"location": "二车间"})
    assert land.send_up(new).outcome is Outcome.IMPORTED
    assert records.get(land.bureau.reader(), Finding, finding).location == "二车间"
    findings.edit(lost, finding, {"location": "三车间"})
    assert isinstance(take(land.bureau, land.up(lost).path).error, DeviceRevoked)
    assert [one.reason for one in revocations.revoked(land.bureau.reader())] == ["replaced by 一号"]
    for store in (new, land.bureau):
        assert stores.verify_store(store).problems == []


def test_a_bureau_whose_store_is_lost_begins_anew(
    land: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_back, "_PART", 2)
    escrow = trust.new_escrow(land.bureau)
    one, two = land.laptop("一号"), land.laptop("二号")
    registered = add_site(land.bureau, "局里登记")
    land.send_down(one)
    land.send_down(two)
    sites.edit_site(one, registered, {"note": "电脑补充"})
    first = visit(one, 1)
    sent = [land.up(one).path]
    take(land.bureau, sent[0])
    findings.edit(one, first, {"location": "二车间"})
    sent.append(land.up(one).path)
    second = visit(two, 2)
    words = trust.own_fingerprint(land.bureau.reader())
    land.bureau.close()
    made = stores.create(tmp_path / "new.fcstore", PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP)
    with made as bureau:
        assert recovery.former_bureau(sent, escrow).name == BUREAU.bureau_name
        with pytest.raises(WordsDiffer):
            recovery.recover(bureau, sent, escrow, ["一"] * 8)
        with pytest.raises(recovery.NothingOpens):
            recovery.former_bureau(sent, trust.make_escrow().identity)
        verdicts = recovery.recover(bureau, sent, escrow, words)
        assert [verdict.outcome for verdict in verdicts] == [Outcome.IMPORTED] * 2
        assert records.get(bureau.reader(), Finding, first).location == "二车间"
        # What the lost bureau wrote itself is not waited for.
        assert bureau.reader().value("SELECT count(*) FROM waiting") == 0
        assert escrow.encode() not in bureau.path.read_bytes()
        # Of the second laptop nothing came yet: a person knows that there were two.
        for laptops, first_free in ((0, 51), (2, 101)):
            starts = first_serials.proposed(bureau.reader(), laptops=laptops)
            assert {(start.seen, start.first) for start in starts} == {(0, first_free)}
        # Receipts are numbered by the second, and a bureau that is gone is older than a test takes.
        local.set_state(bureau, peers.RECEIPT_NUMBER, payloads.next_receipt_number(bureau.reader()) + 60)
        land.bureau = bureau
        for laptop in (one, two):
            land.join(land.bureau, laptop, name=devices.own(laptop.reader()).name)
        # What only the lost bureau wrote comes back from those whom it was sent to.
        assert land.send_up(one).error is None
        assert land.send_up(two).error is None
        site = records.get(bureau.reader(), Site, registered)
        assert (site.name, site.note) == ("局里登记", "电脑补充")
        assert conflicts.count(bureau.reader()) == 0
        assert records.get(bureau.reader(), Finding, second).id == second
        for laptop in (one, two):
            own = devices.own(laptop.reader())
            assert exchange.known_vector(bureau.reader())[own.id] == own.seq
            assert land.send_down(laptop).error is None
            assert record_digests(laptop).keys() >= {("finding", first), ("finding", second)}
            assert stores.verify_store(laptop).problems == []
        assert stores.verify_store(bureau).problems == []


def test_what_was_withdrawn_is_not_handed_back(land: County, tmp_path: Path) -> None:
    escrow = trust.new_escrow(land.bureau)
    laptop = land.laptop("一号")
    kept, gone = (add_site(land.bureau, name, town=town) for name, town in (("甲", "初家街道"), ("乙", "黄海路街道")))
    land.send_down(laptop)
    land.join(land.bureau, laptop, "初家街道", name="一号")
    assert snapshots.is_withdrawn(laptop.reader(), "site", gone)
    add_site(laptop, "丙")
    sent = land.up(laptop).path
    words = trust.own_fingerprint(land.bureau.reader())
    number = payloads.next_receipt_number(land.bureau.reader())
    land.bureau.close()
    made = stores.create(tmp_path / "new.fcstore", PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP)
    with made as bureau:
        recovery.recover(bureau, [sent], escrow, words)
        local.set_state(bureau, peers.RECEIPT_NUMBER, number + 60)
        land.bureau = bureau
        land.join(bureau, laptop, name="一号")
        assert land.send_up(laptop).error is None
        assert {site.name for site in records.everything(bureau.reader(), Site)} == {"甲", "丙"}
        assert records.get(bureau.reader(), Site, kept).town == "初家街道"


def test_what_only_the_lost_bureau_wrote_is_not_waited_for(land: County, tmp_path: Path) -> None:
    escrow = trust.new_escrow(land.bureau)
    laptop = land.laptop("一号")
    registered = add_site(land.bureau, "局里登记")
    land.send_down(laptop)
    sites.edit_site(laptop, registered, {"name": "电脑改名"})
    sent = land.up(laptop).path
    words = trust.own_fingerprint(land.bureau.reader())
    land.bureau.close()
    made = stores.create(tmp_path / "new.fcstore", PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP)
    with made as bureau:
        assert [one.outcome for one in recovery.recover(bureau, [sent], escrow, words)] == [Outcome.IMPORTED]
        assert records.get(bureau.reader(), Site, registered).name == "电脑改名"
        assert bureau.reader().value("SELECT count(*) FROM waiting") == 0


def test_a_bureau_that_took_nobodys_place_is_refused(land: County, tmp_path: Path) -> None:
    laptop = land.laptop("一号")
    made = stores.create(tmp_path / "new.fcstore", PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP)
    with made as bureau, pytest.raises(AlreadyEnrolled):
        land.bureau = bureau
        land.join(land.bureau, laptop, name=devices.own(laptop.reader()).name)


def test_numbers_of_the_lost_bureaus_blocks_are_not_used_any_more(land: County, tmp_path: Path) -> None:
    escrow = trust.new_escrow(land.bureau)
    laptop = land.laptop("一号")
    visit(laptop)
    sent = land.up(laptop).path
    words = trust.own_fingerprint(land.bureau.reader())
    made = stores.create(tmp_path / "new.fcstore", PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP)
    with made as bureau:
        recovery.recover(bureau, [sent], escrow, words)
        land.bureau = bureau
        land.join(land.bureau, laptop, name=devices.own(laptop.reader()).name)
        profile = records.everything(laptop.reader(), Profile)[0]
        mine = numbers.blocks(laptop.reader(), devices.own(laptop.reader()).id)
        year = mine[0].year or 0
        assert numbers.left(laptop.reader(), DocumentKind.INSPECTION_RECORD, year) == 50
        assert numbers.next_number(laptop.reader(), profile, DocumentKind.INSPECTION_RECORD, year).serial == 1


def test_the_escrow_key_is_read_from_a_file(tmp_path: Path) -> None:
    key = trust.make_escrow()
    path = tmp_path / "key.txt"
    path.write_text(f"# kept in the safe\n{key.identity}\n", "utf-8")
    assert recovery.read_escrow(path) == key.identity
    name, _, letters = key.identity.partition("-1")
    path.write_text(f"{name}-1 {letters[:8]} {letters[8:]}\n", "utf-8")
    assert recovery.read_escrow(path) == key.identity, "as it stands on the page, in groups"
    path.write_text("nothing", "utf-8")
    with pytest.raises(recovery.EscrowKeyWrong):
        recovery.read_escrow(path)


def test_numbers_of_a_bureau_begin_behind_those_that_were_given_out(land: County) -> None:
    bureau, year = land.bureau, 2026
    put(bureau, "void_number", "n", {"number": {"prefix": "莱", "code": "应急责改", "year": year, "serial": 61}})
    found = {one.code: (one.seen, one.first) for one in first_serials.proposed(bureau.reader(), year)}
    assert found["应急责改"] == (61, 101)
    assert found["应急检记"] == (0, 1)
    with pytest.raises(first_serials.StartTooLow):
        first_serials.confirm(bureau, [SeriesStart("应急责改", year, 61)])
    first_serials.confirm(bureau, [SeriesStart("应急责改", year, 62), SeriesStart("应急检记", year, 5)])
    first_serials.confirm(bureau, [SeriesStart("应急检记", year, 9)])
    kept = profile.current(bureau.reader()).first_serials or ()
    assert [(one.code, one.first) for one in kept] == [("应急责改", 62), ("应急检记", 9)]
    with pytest.raises(trust.BureauOnly):
        first_serials.confirm(land.laptop("一号"), [])
