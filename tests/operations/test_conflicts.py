"""Conflicts are shown with base, ours, theirs; the bureau decides with a reason; the decision travels back."""

from __future__ import annotations

import pytest

from fieldcheck.model.judgements import Decision
from fieldcheck.model.records import Finding, Inspection, Site
from fieldcheck.operations import conflicts, findings, inspections, sites, stores, trust
from fieldcheck.operations.conflicts import Conflict
from fieldcheck.operations.edits import ValueNotUnderstood
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import add_site, begin, fail
from tests.county import County, record_digests


@pytest.fixture
def disputed(land: County) -> tuple[County, str, list[Store]]:
    """Two laptops that set the address of one site, both having seen the bureau's."""
    site = add_site(land.bureau, address="老街1号")
    laptops = [land.laptop("一号"), land.laptop("二号")]
    for laptop, address in zip(laptops, ("新街1号", "新街2号"), strict=True):
        sites.edit_site(laptop, site, {"address": address}, f"officer of {address}")
        land.send_up(laptop)
    return land, site, laptops


def only(land: County) -> Conflict:
    (found,) = conflicts.conflicts(land.bureau.reader())
    return found


def address(store: Store, site: str) -> str | None:
    return records.get(store.reader(), Site, site).address


def test_a_conflict_has_base_and_both_values(disputed: tuple[County, str, list[Store]]) -> None:
    land, site, _ = disputed
    found = only(land)
    assert (found.kind, found.entity, found.field, found.base) == ("site", site, "address", "老街1号")
    assert [(value.value, value.device_name) for value in found.values] == [("新街2号", "二号"), ("新街1号", "一号")]
    assert conflicts.conflicts_of(land.bureau.reader(), "site", site) == [found]
    assert conflicts.count(land.bureau.reader()) == 1
    assert conflicts.named(land.bureau.reader(), site[:20]) == found


def test_a_decision_settles_it_everywhere_and_stays_readable(disputed: tuple[County, str, list[Store]]) -> None:
    land, site, laptops = disputed
    conflicts.decide(land.bureau, only(land), "新街1号", "门牌照片为证", "clerk")
    assert conflicts.count(land.bureau.reader()) == 0
    for laptop in laptops:
        land.send_down(laptop)
        assert address(laptop, site) == "新街1号"
        assert conflicts.count(laptop.reader()) == 0
        (decided,) = conflicts.decisions_about(laptop.reader(), site)
        decision = decided.decision
        assert decided.author == "clerk"
        assert decision.reason == "门牌照片为证"
        assert [one.value for one in decision.among or ()] == ['"新街2号"', '"新街1号"']
        assert record_digests(laptop).items() <= record_digests(land.bureau).items()
        assert not stores.verify_store(laptop).problems
    assert not stores.verify_store(land.bureau).problems


def test_an_edit_that_saw_the_other_value_is_no_conflict(land: County) -> None:
    site = add_site(land.bureau, address="老街1号")
    laptop = land.laptop("一号")
    sites.edit_site(laptop, site, {"address": "新街1号"})
    land.send_up(laptop)
    assert conflicts.count(land.bureau.reader()) == 0
    assert address(land.bureau, site) == "新街1号"


def test_an_edit_takes_what_the_page_showed_not_what_came_meanwhile(land: County) -> None:
    site = add_site(land.bureau, address="老街1号")
    laptop = land.laptop("一号")
    from fieldcheck.store.queries import conflicts as queries

    shown = queries.seen(land.bureau.reader(), "site", site)
    sites.edit_site(laptop, site, {"address": "新街1号"})
    land.send_up(laptop)
    sites.edit_site(land.bureau, site, {"address": "新街2号"}, seen=shown.get("address", {}))
    assert {value.value for value in only(land).values} == {"新街1号", "新街2号"}


def test_a_value_that_came_between_looking_and_deciding_is_not_lost(disputed: tuple[County, str, list[Store]]) -> None:
    land, site, laptops = disputed
    looked_at = only(land)
    sites.edit_site(laptops[0], site, {"address": "新街3号"})
    land.send_up(laptops[0])
    with pytest.raises(conflicts.ConflictChanged):
        conflicts.decide(land.bureau, looked_at, "新街1号", "照片")
    conflicts.decide(land.bureau, only(land), "新街3号", "照片")
    with pytest.raises(conflicts.ConflictUnknown):
        conflicts.decide(land.bureau, looked_at, "新街1号", "照片")


def test_a_decision_needs_the_bureau_a_reason_and_a_value_of_the_field(
    disputed: tuple[County, str, list[Store]],
) -> None:
    land, _, laptops = disputed
    found = only(land)
    with pytest.raises(conflicts.ReasonMissing):
        conflicts.decide(land.bureau, found, "新街1号", " ")
    with pytest.raises(ValueNotUnderstood):
        conflicts.decide(land.bureau, found, 7, "照片")
    with pytest.raises(trust.BureauOnly):
        conflicts.decide(laptops[0], found, "新街1号", "照片")
    with pytest.raises(conflicts.ConflictUnknown):
        conflicts.named(land.bureau.reader(), "nothing")
    assert records.everything(land.bureau.reader(), Decision) == []


def test_an_answer_that_is_decided_opens_and_withdraws_its_hazard(land: County) -> None:
    one, two = land.laptop("一号"), land.laptop("二号")
    visit = begin(one, site=add_site(one))
    (finding,) = fail(one, visit, "MEC-10")
    land.send_up(one)
    land.send_down(two)
    inspections.answer(one, visit, "machinery", "MEC-10", "not_examined")
    inspections.answer(two, visit, "machinery", "MEC-10", "pass")
    land.send_up(one)
    land.send_up(two)
    found = only(land)
    assert (found.kind, found.field) == ("answer", "value")
    assert records.get(land.bureau.reader(), Finding, finding).withdrawn is not None
    conflicts.decide(land.bureau, found, "fail", "复核照片")
    assert records.get(land.bureau.reader(), Finding, finding).withdrawn is None
    assert conflicts.count(land.bureau.reader()) == 0


def test_a_deletion_that_did_not_know_of_an_edit_is_decided(land: County) -> None:
    one, two = land.laptop("一号"), land.laptop("二号")
    visit = begin(one, site=add_site(one))
    (finding,) = fail(one, visit, "MEC-10")
    land.send_up(one)
    land.send_down(two)
    inspections.delete(one, visit, "重复录入")
    findings.edit(two, finding, {"measure": "立即停用"})
    land.send_up(one)
    land.send_up(two)
    found = only(land)
    assert (found.kind, found.entity, found.field) == ("finding", finding, "deleted")
    assert [(value.value, value.device_name) for value in found.values] == [(None, "二号"), ("重复录入", "一号")]
    conflicts.decide(land.bureau, found, None, "现场确有隐患")
    # The hazard is kept, and with it the visit that it was found on.
    assert records.find(land.bureau.reader(), Inspection, visit) is not None
    assert records.get(land.bureau.reader(), Finding, finding).measure == "立即停用"
    assert conflicts.count(land.bureau.reader()) == 0
    assert not stores.verify_store(land.bureau).problems
    land.send_down(one)
    assert records.find(one.reader(), Finding, finding) is not None
    assert records.find(one.reader(), Inspection, visit) is not None
