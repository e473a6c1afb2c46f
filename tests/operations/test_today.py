"""What is to be done today: visits, sending, numbers, conflicts, each with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.steps import Extension, Rectification
from fieldcheck.model.values import Commitments, Moment, Person
from fieldcheck.operations import documents, findings, numbers, planned_visits, steps, today, today_wording
from fieldcheck.operations.sites import edit_site
from fieldcheck.store import Store
from tests.bureau import add_site, answer_rest, begin, fail
from tests.county import County

DAY = date(2026, 6, 10)
NOON = Moment("2026-06-05T12:00+08:00")
COMMITTED = Commitments("张三", "加装防护罩", "2", "2026-06-30", "现场处置方案")


def plan(store: Store, site: str, days: int) -> str:
    return planned_visits.create(store, site, {"day": DAY + timedelta(days=days), "visit_kind": "assistance"}).main


def test_visits_are_told_apart_by_their_day(store: Store) -> None:
    assert today.read(store.reader(), DAY).is_empty
    site = add_site(store)
    entities = {days: plan(store, site, days) for days in (-3, 0, 2, 6, 7)}
    planned_visits.cancel(store, plan(store, site, 0), "停产")
    found = today.read(store.reader(), DAY)
    assert [row.id for row in found.overdue.first] == [entities[-3]]
    assert [row.id for row in found.today.first] == [entities[0]]
    assert [row.id for row in found.week.first] == [entities[2], entities[6]]
    visit = planned_visits.begin(store, entities[0]).main
    found = today.read(store.reader(), DAY)
    assert (found.today.count, [row.visit for row in found.begun.first]) == (0, [visit])
    lines = today_wording.lines(found)
    assert [(line.page, line.entity) for line in lines[:2]] == [("planned", entities[-3]), ("visit", visit)]


def test_more_than_fit_are_counted(store: Store) -> None:
    site = add_site(store)
    for _number in range(today.SHOWN + 3):
        plan(store, site, 0)
    found = today.read(store.reader(), DAY)
    assert (found.today.count, len(found.today.first)) == (today.SHOWN + 3, today.SHOWN)
    assert today_wording.lines(found)[-1].section == "today"


def test_a_laptop_sees_its_own_visits_and_what_it_has_to_send(land: County) -> None:
    one, two = land.laptop("一号机"), land.laptop("二号机")
    site = add_site(land.bureau)
    mine, free = plan(land.bureau, site, 0), plan(land.bureau, site, 1)
    planned_visits.assign(land.bureau, [mine], "一号机")
    numbers.grant(land.bureau, "一号机", numbers.Grant("应急责改", date.today().year + 1, 3))
    for laptop in (one, two):
        land.send_down(laptop)
    assert [row.id for row in today.read(one.reader(), DAY).today.first] == [mine]
    assert today.read(two.reader(), DAY).today.count == 0
    assert [row.id for row in today.read(two.reader(), DAY).week.first] == [free]
    assert [(left.code, left.left) for left in today.read(one.reader(), date.today()).low] == [("应急责改", 3)]
    assert [left.name for left in today.read(land.bureau.reader(), date.today()).low] == ["一号机"]
    edit_site(one, site, {"note": "门卫在东侧"})
    sending = today.read(one.reader(), DAY).sending
    assert sending is not None and sending.changes >= 1
    land.send_up(one)
    sending = today.read(one.reader(), DAY).sending
    assert sending is not None and sending.changes == 0


def test_hazards_are_told_by_what_is_due(store: Store) -> None:
    visit = begin(store)
    late, asked, fixed, major = fail(store, visit, "MEC-10", "MEC-11", "MEC-12", "MEC-13")[:4]
    findings.confirm_level(store, major, "major", "")
    found = today.read(store.reader(), DAY)
    assert [one.hazard.id for one in found.uncommitted.first] == [major]
    for finding in (late, asked, fixed):
        findings.edit(store, finding, {"deadline": date(2026, 7, 1)})
    answer_rest(store, visit)
    findings.edit(store, major, {"commitments": COMMITTED, "deadline": date(2026, 7, 1)})
    documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, today=lambda: date(2026, 6, 1))
    person = Person("宋建国")
    steps.record(store, [Rectification(id=new_id(), finding=fixed, done_at=NOON, reported_by=person)])
    asking = Extension(
        id=new_id(),
        finding=asked,
        requested_on=date(2026, 6, 8),
        until=date(2026, 8, 1),
        reason="设备未到货",
        requested_by=person,
    )
    steps.record(store, [asking])
    found = today.read(store.reader(), DAY)
    assert [(one.hazard.id, one.day, one.late) for one in found.rechecks.first] == [(fixed, date(2026, 6, 15), False)]
    assert [(one.hazard.id, one.day, one.late) for one in found.extensions.first] == [(asked, date(2026, 6, 15), False)]
    assert (found.uncommitted.count, found.closures.count) == (0, 0)
    found = today.read(store.reader(), date(2026, 7, 20))
    ids = {one.hazard.id for one in found.rechecks.first}
    assert {late, asked, fixed, major} <= ids
    assert all(one.late for one in found.rechecks.first)
    *due, unserved = today_wording.lines(found)
    for line in due:
        assert (line.page, line.chip) == ("hazard", "Overdue")
    assert (unserved.page, unserved.section) == ("visit", "documents"), "the order that was not served"
    many = replace(found, rechecks=replace(found.rechecks, count=99), closures=replace(found.closures, count=2))
    more = [line for line in today_wording.lines(many) if line.page == "hazards"]
    assert [(line.text, line.section) for line in more] == [
        ("95 more hazards", "recheck_due"),
        ("2 more hazards", "to_close"),
    ]


def test_a_recheck_is_due_once_the_deadline_has_passed_days_off_counted(store: Store) -> None:
    visit = begin(store)
    (finding,) = fail(store, visit, "MEC-10")
    saturday = date(2026, 6, 13)
    findings.edit(store, finding, {"deadline": saturday})
    answer_rest(store, visit)
    documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, today=lambda: date(2026, 6, 1))
    due = [today.read(store.reader(), saturday + timedelta(days)).rechecks.count for days in range(5)]
    assert due == [0, 0, 0, 1, 1], "it ends on Monday"


def test_a_bureau_is_told_of_packages_and_conflicts(land: County) -> None:
    one = land.laptop("一号机")
    site = add_site(land.bureau)
    land.send_down(one)
    edit_site(one, site, {"note": "甲"})
    edit_site(land.bureau, site, {"note": "乙"})
    land.send_up(one)
    assert today.read(land.bureau.reader(), DAY).conflicts == 1
    assert today.read(one.reader(), DAY).conflicts == 0
    pages = [line.page for line in today_wording.lines(today.read(land.bureau.reader(), DAY))]
    assert pages == ["conflicts"]
