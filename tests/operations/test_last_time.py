"""What failed at a site before: the newest of each item, how often, and what became of it; on a laptop too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.steps import Rectification
from fieldcheck.model.values import Moment, Person
from fieldcheck.operations import documents, findings, last_time, planned_visits, plans, steps
from fieldcheck.operations.last_time import LastTime
from fieldcheck.store import Store
from tests.bureau import add_site, answer_rest, begin, fail, visit_of
from tests.county import county


def at(store: Store, site: str, started_at: str) -> str:
    return begin(store, site=site, values={"started_at": started_at, "ended_at": None})


def told(store: Store, visit: str) -> dict[str, LastTime]:
    return last_time.last_time(store.reader(), visit_of(store, visit), "machinery")


def test_the_newest_finding_of_each_item_is_told_with_what_became_of_it(store: Store) -> None:
    site = add_site(store)
    first, second, now = (at(store, site, f"2026-0{month}-01T09:00+08:00") for month in (3, 5, 8))
    fail(store, first, "MEC-10", "MEC-12")
    (again,) = fail(store, second, "MEC-10")
    findings.edit(store, again, {"deadline": date(2026, 6, 1)})
    answer_rest(store, second)
    documents.issue(store, second, DocumentKind.RECTIFICATION_ORDER, today=lambda: date(2026, 5, 2))
    found = told(store, now)
    assert set(found) == {"MEC-10", "MEC-12"}
    assert (found["MEC-10"].finding.id, found["MEC-10"].times, found["MEC-12"].times) == (again, 2, 1)
    assert (found["MEC-10"].state, found["MEC-10"].overdue) == (HazardState.RECHECK_DUE, True)
    assert (found["MEC-12"].state, found["MEC-12"].overdue) == (HazardState.REGISTERED, True)
    reported = Rectification(
        id=new_id(), finding=again, done_at=Moment("2026-05-20T12:00+08:00"), reported_by=Person("宋建国")
    )
    steps.record(store, [reported])
    assert (told(store, now)["MEC-10"].since[:10], told(store, now)["MEC-10"].overdue) == ("2026-05-20", False)
    assert told(store, first) == {}
    assert told(store, at(store, add_site(store, "别处"), "2026-08-01T09:00+08:00")) == {}


def test_a_laptop_is_told_of_a_site_outside_its_area(tmp_path: Path) -> None:
    with county(tmp_path) as land:
        laptop = land.laptop("一号机", "城港街道")
        site = add_site(land.bureau, "远处厂", town="永安街道")
        (known,) = fail(land.bureau, at(land.bureau, site, "2026-03-01T09:00+08:00"), "MEC-10")
        plan = plans.create(land.bureau, {"name": "专项", "forms": ("machinery",)}).main
        planned = planned_visits.create(land.bureau, site, {"plan": plan}).main
        planned_visits.assign(land.bureau, [planned], "一号机")
        land.send_down(laptop)
        visit = planned_visits.begin(laptop, planned).main
        assert told(laptop, visit)["MEC-10"].finding.id == known
