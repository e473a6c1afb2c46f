"""Plans, planned visits, the frequency cap, draws: before the visit."""

from __future__ import annotations

from datetime import date

import pytest

from fieldcheck.model.draws import METHOD
from fieldcheck.model.planning import Draw, PlannedVisit
from fieldcheck.model.records import Inspection
from fieldcheck.operations import draws, planned_visits, plans, profile
from fieldcheck.operations.edits import WrittenOnce, edit
from fieldcheck.operations.planned_visits import CancelReasonMissing, PlannedVisitBegun, PlannedVisitCancelled
from fieldcheck.operations.trust import BureauOnly
from fieldcheck.store import Store, Transaction, devices
from fieldcheck.store.errors import RecordWithdrawn
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries import records
from fieldcheck.store.queries.plans import PlannedState
from tests.bureau import add_site, begin
from tests.county import County

CAMPAIGN = {
    "name": "有限空间百日攻坚",
    "kind": "campaign",
    "first_day": date(2026, 6, 1),
    "last_day": date(2026, 8, 31),
    "approver": "张局长",
    "approved_on": date(2026, 5, 20),
    "most_visits": 2,
    "forms": ("machinery",),
}


def officers(store: Store) -> tuple[str, ...]:
    return tuple(one.id for one in profile.officers(store.reader()))


def planned(store: Store, plan: str, site: str, **values: object) -> str:
    members = {"plan": plan, "day": date(2026, 6, 9), "officers": officers(store), **values}
    return planned_visits.create(store, site, members).main


def state(store: Store, entity: str) -> PlannedState:
    return queries.planned_rows(store.reader(), [entity])[0].state


def told(store: Store, entity: str) -> list[str]:
    found = records.get(store.reader(), PlannedVisit, entity)
    return [doubt.code for doubt in planned_visits.doubts(store.reader(), found)]


def test_a_plan_is_checked_and_nothing_of_a_wrong_one_is_kept(store: Store) -> None:
    for values, error in (
        ({"name": " "}, plans.PlanNameMissing),
        ({"name": "甲", "kind": "weekly"}, plans.PlanKindUnknown),
        ({"name": "甲", "kind": "individual"}, plans.PlanSourceMissing),
        ({**CAMPAIGN, "last_day": date(2026, 5, 1)}, plans.PlanDaysTurned),
    ):
        with pytest.raises(error):
            plans.create(store, values)
    assert plans.every(store.reader()) == []
    made = plans.create(store, CAMPAIGN).main
    with pytest.raises(plans.PlanDaysTurned):
        plans.edit(store, made, {"last_day": date(2026, 5, 1)})
    plans.edit(store, made, {"last_day": date(2026, 9, 30)})
    assert [plan.last_day for plan in plans.every(store.reader())] == [date(2026, 9, 30)]


def test_a_visit_that_begins_takes_along_what_was_planned(store: Store) -> None:
    plan, site = plans.create(store, CAMPAIGN).main, add_site(store)
    entity = planned(store, plan, site)
    assert state(store, entity) is PlannedState.PLANNED
    visit = records.get(store.reader(), Inspection, planned_visits.begin(store, entity).main)
    assert (visit.planned_visit, visit.site, visit.campaign) == (entity, site, CAMPAIGN["name"])
    assert (visit.officers, [form.form for form in visit.forms or ()]) == (officers(store), ["machinery"])
    assert state(store, entity) is PlannedState.BEGUN
    edit(store, "inspection", visit.id, {"ended_at": "2026-06-09T11:00+08:00"})
    assert state(store, entity) is PlannedState.DONE
    (row,) = queries.plan_rows(store.reader(), [plan])
    assert (row.visits, row.done, row.left) == (1, 1, 0)
    with pytest.raises(PlannedVisitBegun):
        planned_visits.begin(store, entity)
    with pytest.raises(PlannedVisitBegun):
        planned_visits.cancel(store, entity, "停产")


def test_a_visit_is_cancelled_with_a_reason_and_planned_again(store: Store) -> None:
    plan = plans.create(store, CAMPAIGN).main
    entity = planned(store, plan, add_site(store))
    with pytest.raises(CancelReasonMissing):
        planned_visits.cancel(store, entity, " ")
    planned_visits.cancel(store, entity, "企业停产")
    assert state(store, entity) is PlannedState.CANCELLED
    assert queries.plan_rows(store.reader(), [plan])[0].visits == 0
    with pytest.raises(PlannedVisitCancelled):
        planned_visits.begin(store, entity)
    planned_visits.plan_again(store, entity)
    assert state(store, entity) is PlannedState.PLANNED


def test_the_cap_counts_visits_of_published_plans_and_is_said_with_its_source(store: Store) -> None:
    site, plan = add_site(store), plans.create(store, CAMPAIGN).main
    case = plans.create(store, {"name": "举报核查", "kind": "individual", "source": "举报"}).main
    for task in (plan, case):
        visit = planned_visits.begin(store, planned(store, task, site)).main
        edit(store, "inspection", visit, {"started_at": "2026-06-09T09:00+08:00"})
    begin(store, site=site)
    found = plans.frequency(store.reader(), site, 2026)
    assert (found.counted, found.exempt, found.without_plan, found.planned) == (1, 1, 1, 0)
    second = planned(store, plan, site, without_notice="突击检查")
    assert told(store, second) == []
    third = planned(store, plan, site, without_notice="突击检查")
    assert told(store, third) == ["cap"]
    text = planned_visits.doubts(store.reader(), planned_visits.get(store.reader(), third))[0]
    assert text.details["source"] == "国办发〔2024〕54号"
    planned_visits.edit(store, third, {"beyond_cap": "上级督办"})
    assert told(store, third) == []
    assert told(store, planned(store, case, site, without_notice="突击检查")) == ["approval"]


def test_what_is_not_settled_before_a_visit_is_said(store: Store) -> None:
    plan, site = plans.create(store, CAMPAIGN).main, add_site(store)
    late = planned(store, plan, site, day=date(2026, 9, 9), officers=officers(store)[:1])
    assert told(store, late) == ["window", "notice", "officers"]
    assert told(store, planned(store, "", site, noticed_at="2026-06-01T09:00+08:00")) == ["plan"]
    assert told(store, planned(store, "", site, visit_kind="assistance", officers=())) == []


def test_a_draw_is_recorded_whole_and_drawn_again(store: Store) -> None:
    red = [add_site(store, f"红{number}", risk_level="red") for number in range(4)]
    blue = [add_site(store, f"蓝{number}", risk_level="blue") for number in range(6)]
    add_site(store, "关", risk_level="red", status="closed")
    plan = plans.create(store, CAMPAIGN).main
    wanted = draws.Wanted(
        plan=plan, shares={"red": 50, "blue": 10}, officers=officers(store), seed="7 3 1", witnesses=("李纪检",)
    )
    entity = draws.draw(store, wanted).main
    found = records.get(store.reader(), Draw, entity)
    assert [(group.name, set(group.sites), group.wanted) for group in found.groups or ()] == [
        ("red", set(red), 2),
        ("blue", set(blue), 1),
    ]
    assert (found.method, found.seed, found.witnesses) == (METHOD, "7 3 1", ("李纪检",))
    assert draws.verify(store.reader(), entity).result == found.result
    rows = queries.planned_rows(store.reader(), queries.planned_ids(store.reader()))
    assert {row.site_id for row in rows} == {one.site for one in found.result or ()}
    assert all(row.drawn and row.plan_id == plan and len(row.officers) == 2 for row in rows)
    with pytest.raises(WrittenOnce):
        edit(store, "draw", entity, {"seed": "another"})


def test_a_draw_that_was_bent_is_found(store: Store) -> None:
    sites = tuple(add_site(store, f"厂{number}") for number in range(5))
    plan = plans.create(store, CAMPAIGN).main
    honest = records.get(
        store.reader(),
        Draw,
        draws.draw(store, draws.Wanted(plan=plan, count=2, officers=officers(store), seed="1")).main,
    )
    result = honest.result or ()
    other = next(site for site in sites if site not in {one.site for one in result})
    bent = [{"site": other, "officers": list(result[0].officers)}, *result[1:]]
    values = {name: getattr(honest, name) for name in ("drawn_at", "seed", "method", "groups", "officers", "excused")}

    def work(transaction: Transaction) -> str:
        transaction.append("draw", "bent", "", {**values, "result": bent})
        return "bent"

    store.write(work)
    with pytest.raises(draws.DrawDiffers):
        draws.verify(store.reader(), "bent")


def test_a_laptop_takes_its_week_along_also_outside_its_area(land: County) -> None:
    one, two = land.laptop("一号机", "城港街道"), land.laptop("二号机", "永安街道")
    bureau = land.bureau
    far, near = add_site(bureau, "远处厂", town="永安街道"), add_site(bureau, "近处厂", town="城港街道")
    plan = plans.create(bureau, CAMPAIGN).main
    elsewhere = plans.create(bureau, {"name": "永安专项", "kind": "campaign", "towns": ("永安街道",)}).main
    entity = planned(bureau, plan, far)
    here = planned(bureau, plan, near)
    planned_visits.assign(bureau, [entity], "一号机")
    land.send_down(one)
    land.send_down(two)
    known = records.get(one.reader(), PlannedVisit, entity)
    assert (known.site, known.device) == (far, devices.own(one.reader()).id)
    assert set(queries.plan_ids(one.reader())) == {plan}
    assert set(queries.plan_ids(two.reader())) == {plan, elsewhere}
    assert set(queries.planned_ids(one.reader())) == {entity, here}
    assert queries.planned_ids(two.reader()) == [entity]
    visit = planned_visits.begin(one, entity).main
    land.send_up(one)
    land.send_down(two)
    assert state(two, entity) is PlannedState.BEGUN
    assert records.get(two.reader(), Inspection, visit).planned_visit == entity
    with pytest.raises(BureauOnly):
        planned_visits.assign(one, [entity], "二号机")
    with pytest.raises(BureauOnly):
        draws.draw(one, draws.Wanted(plan=plan, count=1, officers=officers(one)))


def test_a_visit_that_goes_to_another_laptop_leaves_the_first(land: County) -> None:
    one, two = land.laptop("一号机", "城港街道"), land.laptop("二号机", "城港街道")
    site = add_site(land.bureau, "远处厂", town="永安街道")
    entity = planned(land.bureau, plans.create(land.bureau, CAMPAIGN).main, site)
    planned_visits.assign(land.bureau, [entity], "一号机")
    land.send_down(one)
    planned_visits.assign(land.bureau, [entity], "二号机")
    for laptop in (one, two):
        land.send_down(laptop)
    assert queries.planned_ids(two.reader()) == [entity]
    assert queries.planned_ids(one.reader()) == []
    with pytest.raises(RecordWithdrawn):
        planned_visits.edit(one, entity, {"content": "消防"})
