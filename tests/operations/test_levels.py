"""Through two levels: receipts, gaps, kinds of tomorrow, writers who may not, a bureau that was restored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from fieldcheck.model.identifiers import new_id
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Finding, Site
from fieldcheck.operations import findings, imports, packages, revocations, sites, stores
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, Transaction, devices, snapshots
from fieldcheck.store.errors import RecordWithdrawn
from fieldcheck.store.queries import conflicts, exchange, records
from tests.bureau import add_site
from tests.county import County, city_of, county, given, record_digests, take, visited

TOMORROW = "kind_of_tomorrow"


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        made.found_city()
        yield made


def seq_of(store: Store) -> tuple[str, int]:
    own = devices.own(store.reader())
    return own.id, own.seq


def whole(*several: Store) -> bool:
    return not any(stores.verify_store(store).problems for store in several)


def test_receipts_come_down_level_by_level(land: County) -> None:
    laptop = land.laptop("一号")
    visited(laptop)
    land.send_up(laptop)
    land.send_up(land.bureau)
    sent = packages.outgoing(land.bureau)[0]
    assert sent.direction == "upward" and sent.unconfirmed >= seq_of(laptop)[1]
    land.send_down(land.bureau)
    assert packages.outgoing(land.bureau)[0].unconfirmed == 0
    assert packages.outgoing(laptop)[0].unconfirmed > 0
    land.send_down(laptop)
    assert packages.outgoing(laptop)[0].unconfirmed == 0


def test_a_gap_at_the_city_is_named_with_laptop_and_package(land: County) -> None:
    laptop = land.laptop("一号")
    site = visited(laptop)
    land.send_up(laptop)
    land.send_up(land.bureau)
    written = []
    for note in ("甲", "乙", "丙"):
        sites.edit_site(laptop, site, {"note": note})
        land.send_up(laptop)
        written.append(land.up(land.bureau).path)
    before = stores.digest_store(city_of(land))
    verdict = take(city_of(land), written[2])
    assert verdict.outcome is Outcome.WAITING and verdict.error is not None
    assert verdict.error.details["packages"] == "2–3"
    assert (verdict.error.details["device"], verdict.error.details["sender"]) == ("一号", "莱山区应急管理局")
    assert stores.digest_store(city_of(land)) == before
    assert take(city_of(land), written[0]).outcome is Outcome.IMPORTED
    later = take(city_of(land), written[2])
    assert later.error is not None and later.error.details["packages"] == "3"
    done = imports.import_packages(city_of(land), [written[2], written[0], written[1]])
    assert [one.outcome for one in done] == [Outcome.IMPORTED, Outcome.NOTHING_NEW, Outcome.IMPORTED]
    assert records.get(city_of(land).reader(), Site, site).note == "丙"


def write_tomorrow(store: Store, entity: str, of: str, values: dict[str, object]) -> None:
    """Let a newer program write a record of a kind that this one does not know."""

    def work(transaction: Transaction) -> str:
        with patch.dict(KINDS, {TOMORROW: KINDS["site"]}), patch.object(Transaction, "_fold", lambda *_: None):
            transaction.append(TOMORROW, entity, of, values)
        return entity

    store.write(work)


def set_tomorrow(store: Store, site: str, value: str) -> None:
    """Let a newer program set a field that this one does not know."""

    def work(transaction: Transaction) -> str:
        seen = conflicts.seen(transaction, "site", site).get("field_of_tomorrow")
        transaction.append("site", site, "", {"field_of_tomorrow": value}, seen)
        return site

    store.write(work)


def test_what_is_newer_passes_up_and_down_untouched(land: County) -> None:
    laptop = land.laptop("一号")
    site, thing = add_site(laptop), new_id()
    set_tomorrow(laptop, site, "一")
    write_tomorrow(laptop, thing, site, {"what": "潜孔", "how": ["a", {"b": 1}]})
    land.send_up(laptop)
    land.send_up(land.bureau)
    for store in (land.bureau, city_of(land)):
        assert given(store)[TOMORROW, thing] == given(laptop)[TOMORROW, thing]
        assert given(store)["site", site] == given(laptop)["site", site]
    set_tomorrow(city_of(land), site, "二")
    write_tomorrow(city_of(land), thing, site, {"where": "北坡"})
    land.send_down(land.bureau)
    land.send_down(laptop)
    for store in (land.bureau, laptop):
        assert given(store)[TOMORROW, thing] == given(city_of(land))[TOMORROW, thing]
        assert given(store)["site", site] == given(city_of(land))["site", site]
    shown = store_value(laptop, site)
    assert shown == ["二"]
    assert whole(laptop, land.bureau, city_of(land))


def store_value(store: Store, site: str) -> list[object]:
    from fieldcheck.store import fold

    folded = fold.load(store.reader().connection, KINDS["site"], site)
    assert folded is not None
    return [value.value for value in folded.state["field_of_tomorrow"]]


def test_a_change_that_may_not_is_listed_at_every_level(land: County) -> None:
    laptop = land.new_laptop("一号")

    def work(transaction: Transaction) -> str:
        transaction.append("decision", "d", "", {"entity": "e", "reason": "不该写"})
        return "d"

    laptop.write(work)
    land.join(land.bureau, laptop, name="一号")
    land.send_up(laptop)
    land.send_up(land.bureau)
    listed = {
        (row.device, row.seq, row.kind, row.entity, row.reason) for row in conflicts.refused(city_of(land).reader())
    }
    assert len(listed) == 1
    for store in (laptop, land.bureau):
        assert {
            (row.device, row.seq, row.kind, row.entity, row.reason) for row in conflicts.refused(store.reader())
        } == listed
    assert ("decision", "d") not in record_digests(city_of(land))
    assert whole(laptop, land.bureau, city_of(land))


def refused(store: Store) -> set[tuple[str, int]]:
    return {(row.device, row.seq) for row in conflicts.refused(store.reader())}


def test_a_revocation_reaches_the_city_and_means_the_same_there(land: County) -> None:
    laptop = land.laptop("一号")
    site = visited(laptop)
    land.send_up(laptop)
    land.send_up(land.bureau)
    lost_at = seq_of(laptop)[1]
    sites.edit_site(laptop, site, {"note": "拾到者所写"})
    land.send_up(laptop)
    land.send_up(land.bureau)
    revocations.revoke(land.bureau, "一号", "电脑被盗", lost_at)
    sites.edit_site(land.bureau, site, {"address": "新址"})
    land.send_up(land.bureau)
    for store in (land.bureau, city_of(land)):
        assert refused(store) == {(seq_of(laptop)[0], lost_at + 1)}
        assert records.get(store.reader(), Site, site).note is None
    assert given(city_of(land)) == given(land.bureau)
    assert whole(land.bureau, city_of(land))


def test_a_restored_bureau_is_sent_again_what_it_lost(land: County, tmp_path: Path) -> None:
    laptop = land.laptop("一号")
    site = visited(laptop)
    land.send_up(laptop)
    land.send_up(land.bureau)
    land.send_down(laptop)
    assert not stores.backup_store(land.bureau, tmp_path / "copy.fcstore").problems
    late = visited(laptop)
    sites.edit_site(laptop, site, {"note": "备份之后"})
    land.send_up(laptop)
    land.send_up(land.bureau)
    sites.edit_site(city_of(land), late, {"note": "市局"})
    land.send_down(land.bureau)
    land.send_down(laptop)
    assert packages.outgoing(laptop)[0].unconfirmed == 0
    before = given(city_of(land))
    land.bureau = land.restored(tmp_path / "copy.fcstore")
    # It is sent by the city what it has no journal of any more, and passes that on.
    land.send_down(land.bureau)
    assert records.get(land.bureau.reader(), Site, late).note == "市局"
    land.send_down(laptop)
    assert records.get(laptop.reader(), Site, site).note == "备份之后"
    assert packages.outgoing(laptop)[0].changes > 0
    land.send_up(laptop)
    # The city has it all already, and said so.
    with pytest.raises(packages.NothingToSend):
        land.up(land.bureau, again=True)
    land.send_down(land.bureau)
    land.send_down(laptop)
    assert given(city_of(land)) == before
    assert given(land.bureau) == before
    for store in (laptop, land.bureau, city_of(land)):
        assert not conflicts.conflicts(store.reader())
        assert not conflicts.waiting(store.reader())
    assert whole(laptop, land.bureau, city_of(land))


def test_a_laptop_whose_area_changes_keeps_the_old_readable_and_gets_the_new(land: County) -> None:
    near, far = add_site(land.bureau, "近", town="初家街道"), add_site(land.bureau, "远", town="解甲庄街道")
    visited(land.bureau, near)
    visited(land.bureau, far)
    laptop = land.laptop("一号", "初家街道")
    own = visited(laptop, near)
    land.send_up(laptop)
    land.join(land.bureau, laptop, "解甲庄街道")
    assert snapshots.is_withdrawn(laptop.reader(), "site", near)
    with pytest.raises(RecordWithdrawn):
        sites.edit_site(laptop, near, {"note": "已不归我"})
    assert records.get(laptop.reader(), Site, near).name == "近"
    assert {finding.site for finding in records.everything(laptop.reader(), Finding)} == {near, far}
    joined = next(f.id for f in records.everything(laptop.reader(), Finding) if f.site == far)
    findings.edit(laptop, joined, {"location": "新责任区"})
    land.send_up(laptop)
    assert records.get(land.bureau.reader(), Finding, joined).location == "新责任区"
    land.join(land.bureau, laptop, "初家街道", "解甲庄街道")
    assert not snapshots.is_withdrawn(laptop.reader(), "site", near)
    sites.edit_site(laptop, own, {"note": "又归我"})
    land.send_up(laptop)
    land.send_down(laptop)
    assert record_digests(laptop).items() <= record_digests(land.bureau).items()
    assert whole(laptop, land.bureau)


def test_bytes_of_two_levels_down_are_asked_for_again(land: County) -> None:
    laptop = land.laptop("一号")
    visited(laptop, picture=1)
    land.send_up(laptop)
    lost = land.up(land.bureau)
    lost.path.unlink()
    again = land.up(land.bureau, again=True)
    assert again.blobs == lost.blobs
    take(city_of(land), again.path)
    assert exchange.missing_blobs(city_of(land).reader()) == []
