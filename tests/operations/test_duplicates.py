"""Probable duplicates: found by what is alike, joined by a person as a record of the pair, and taken back as easily."""

from __future__ import annotations

import pytest

from fieldcheck.model.identifiers import join_id
from fieldcheck.model.judgements import Join
from fieldcheck.model.records import Site
from fieldcheck.operations import duplicates, findings, inspections, stores, trust
from fieldcheck.operations.duplicates import Sign
from fieldcheck.operations.history import undo
from fieldcheck.operations.likeness import alike, plain_name, plain_text
from fieldcheck.store import Store
from fieldcheck.store.queries import joined_sites, records
from tests.bureau import add_site, begin, fail
from tests.county import County, record_digests


def pairs(store: Store, kind: str = "site") -> list[tuple[set[str], tuple[Sign, ...]]]:
    return [
        ({pair.entity, pair.other}, pair.signs) for pair in duplicates.probable(store.reader()) if pair.kind == kind
    ]


def bare(name: str, **values: object) -> dict[str, object]:
    return {"name": name, "address": "", **values}


def test_names_are_compared_without_what_only_says_company() -> None:
    assert plain_name("海晏市 金诚铸造有限公司") == plain_name("海晏市金诚铸造有限责任公司") == "海晏市金诚铸造"
    assert plain_name("公司") == "公司"
    assert plain_text("永安街道 环海路１０１号") == plain_text("永安街道环海路101号。")
    assert alike("海晏市金诚铸造", "海晏金诚铸造厂")
    assert not alike("海晏市金诚铸造", "第二热电厂")
    assert not alike("厂", "厂")


@pytest.mark.parametrize(
    ("one", "other", "signs"),
    [
        (
            bare("甲一厂", credit_code="91370613MA3C１"),
            bare("乙二厂", credit_code=" 91370613ma3c1"),
            (Sign.CREDIT_CODE,),
        ),
        (bare("金诚铸造有限公司"), bare("金诚铸造有限责任公司"), (Sign.NAME,)),
        (bare("金诚铸造厂", alias="老铸造厂"), bare("老铸造厂"), (Sign.ALIAS,)),
        (bare("海晏市金诚铸造厂", address="环海路1号"), bare("海晏金诚铸造厂", address="环海路 1 号"), (Sign.ADDRESS,)),
        (bare("金诚铸造厂", credit_code="91370613A1"), bare("金诚铸造厂", credit_code="91370613B2"), ()),
        (bare("海晏市金诚铸造厂", address="环海路1号"), bare("第二热电厂", address="环海路1号"), ()),
        (bare("东风水库", kind="flood_work", town="甲镇"), bare("东风水库", kind="flood_work", town="乙镇"), ()),
        (bare("东风水库", kind="flood_work", town="甲镇"), bare("东风水库", kind="flood_work", town=""), (Sign.NAME,)),
    ],
)
def test_what_may_be_one_site(
    land: County, one: dict[str, object], other: dict[str, object], signs: tuple[Sign, ...]
) -> None:
    both = {add_site(land.bureau, **one), add_site(land.bureau, **other)}  # type: ignore[arg-type]
    assert pairs(land.bureau) == ([(both, signs)] if signs else [])


def test_a_name_that_every_town_uses_is_no_sign(land: County) -> None:
    for _ in range(duplicates.LARGEST_GROUP + 1):
        add_site(land.bureau, "供销社", address="")
    assert pairs(land.bureau) == []


def test_visits_and_hazards_that_two_laptops_recorded_on_one_day(land: County) -> None:
    site = add_site(land.bureau)
    found = []
    for name in ("一号", "二号"):
        laptop = land.laptop(name)
        visit = begin(laptop, site=site)
        (hazard,) = fail(laptop, visit, "MEC-10")
        other = findings.add(laptop, visit, {"description": "配电箱 敞开。"}).main
        land.send_up(laptop)
        found.append((visit, hazard, other))
    apart = land.laptop("三号")
    begin(apart, site=site, values={"started_at": "2026-06-02T09:10+08:00"})
    begin(apart, "confined-spaces", site=site)
    land.send_up(apart)
    visits, hazards, others = (set(both) for both in zip(*found, strict=True))
    assert pairs(land.bureau, "inspection") == [(visits, (Sign.SAME_DAY,))]
    expected = [(hazards, (Sign.SAME_ITEM, Sign.SAME_WORDING)), (others, (Sign.SAME_WORDING,))]
    assert sorted(pairs(land.bureau, "finding"), key=str) == sorted(expected, key=str)


def test_visits_to_two_sites_that_are_one_are_compared(land: County) -> None:
    both = [add_site(land.bureau, "甲厂", address=""), add_site(land.bureau, "老厂", address="")]
    for name, site in zip(("一号", "二号"), both, strict=True):
        laptop = land.laptop(name)
        begin(laptop, site=site)
        land.send_up(laptop)
    assert pairs(land.bureau, "inspection") == []
    duplicates.judge(land.bureau, "site", both[0], both[1], "现场核实")
    assert len(pairs(land.bureau, "inspection")) == 1
    rows = joined_sites.joined_site_rows(land.bureau.reader(), both)
    assert [(row.id, row.inspections) for row in rows] == [(both[0], 2), (both[1], 2)]


def test_a_judged_pair_is_not_proposed_and_taken_back_it_is(land: County) -> None:
    one, other = (add_site(land.bureau, "金诚铸造厂", address="") for _ in range(2))
    done = duplicates.judge(land.bureau, "site", other, one, " 两个厂区 ", same=False, author="clerk")
    assert done.main == join_id("site", one, other) == join_id("site", other, one)
    assert pairs(land.bureau) == []
    assert duplicates.one_with(land.bureau.reader(), "site", one) == []
    (judged,) = duplicates.judged(land.bureau.reader())
    assert (judged.join.reason, judged.join.same, judged.author) == ("两个厂区", False, "clerk")
    duplicates.judge(land.bureau, "site", one, other, "同一营业执照")
    assert duplicates.one_with(land.bureau.reader(), "site", other) == [one]
    back = duplicates.take_back(land.bureau, "site", other, one, "看错了")
    assert pairs(land.bureau) == [({one, other}, (Sign.NAME,))]
    assert duplicates.one_with(land.bureau.reader(), "site", one) == []
    undo(land.bureau, back)
    assert duplicates.one_with(land.bureau.reader(), "site", one) == [other]
    duplicates.take_back(land.bureau, "site", one, other, "再看")
    duplicates.judge(land.bureau, "site", one, other, "确认同一")
    assert duplicates.one_with(land.bureau.reader(), "site", one) == [other]
    assert not stores.verify_store(land.bureau).problems


def test_pairs_join_through_a_third(land: County) -> None:
    one, two, three = (add_site(land.bureau, name, address="") for name in ("甲", "乙", "丙"))
    duplicates.judge(land.bureau, "site", one, two, "同一")
    duplicates.judge(land.bureau, "site", three, two, "同一")
    assert set(duplicates.one_with(land.bureau.reader(), "site", one)) == {two, three}
    duplicates.judge(land.bureau, "site", one, two, "不是同一", same=False)
    assert duplicates.one_with(land.bureau.reader(), "site", one) == []


def test_what_was_judged_travels_down_and_no_laptop_judges(land: County) -> None:
    laptop = land.laptop("一号")
    one, other = (add_site(land.bureau, "金诚铸造厂", address="") for _ in range(2))
    duplicates.judge(land.bureau, "site", one, other, "同一营业执照")
    land.send_down(laptop)
    assert duplicates.one_with(laptop.reader(), "site", one) == [other]
    assert record_digests(laptop).items() <= record_digests(land.bureau).items()
    with pytest.raises(trust.BureauOnly):
        duplicates.judge(laptop, "site", one, other, "不是", same=False)
    with pytest.raises(trust.BureauOnly):
        duplicates.take_back(laptop, "site", one, other, "不是")
    duplicates.take_back(land.bureau, "site", one, other, "看错了")
    land.send_down(laptop)
    assert duplicates.one_with(laptop.reader(), "site", one) == []
    assert records.everything(laptop.reader(), Join) == []
    assert len(records.everything(laptop.reader(), Site)) == 2


def test_what_is_no_pair_is_refused(land: County) -> None:
    one, other = (add_site(land.bureau, "金诚铸造厂", address="") for _ in range(2))
    visit = inspections.start(land.bureau, one, {}, ["machinery"]).main
    for kind, first, second in (("site", one, one), ("site", one, visit), ("officer", one, other), ("site", one, "x")):
        with pytest.raises(duplicates.NoPair):
            duplicates.judge(land.bureau, kind, first, second, "同一")
    with pytest.raises(duplicates.PairReasonMissing):
        duplicates.judge(land.bureau, "site", one, other, " ")
    with pytest.raises(duplicates.PairUnknown):
        duplicates.take_back(land.bureau, "site", one, other, "无")
    duplicates.judge(land.bureau, "site", one, other, "同一")
    with pytest.raises(duplicates.PairReasonMissing):
        duplicates.take_back(land.bureau, "site", one, other, "")
