"""A county's year, made through the operations alone, and a ledger of it kept apart: what the stores must say at last.

Laptops find, order, recheck; the bureau closes what they sent. The expectations are written down while the year is
made, from what was done and not from what a store says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.steps import (
    Annulment,
    CaseFiling,
    Delisting,
    Extension,
    ExtensionAnswer,
    Listing,
    Recheck,
    Rectification,
    Transfer,
)
from fieldcheck.model.values import Commitments, MeasureKind, Moment, OnSiteMeasure, PhotoPurpose
from fieldcheck.operations import findings
from fieldcheck.store import Store
from tests.year import world
from tests.year.world import YEAR, Year

Scenario = Callable[[Year, str, Store, date], None]


def live(year: Year, visit_count: int) -> None:
    """Make the visits of the year, one scenario after the other; packages go both ways at the end of each month."""
    first = date(YEAR, 1, 1)
    month = 1
    for number in range(visit_count):
        day = first + timedelta(days=number * 330 // visit_count)
        if day.month != month:
            world.exchange(year, day)
            month = day.month
        scenario = SCENARIOS[number % len(SCENARIOS)]
        scenario(year, _place(year, number, scenario), year.laptops[number % len(year.laptops)], day)
        year.visits += 1
    world.exchange(year, date(YEAR, 12, 30))


def _place(year: Year, number: int, scenario: Scenario) -> str:
    outside = scenario is handed_on
    fitting = [site for index, site in enumerate(year.sites) if (index % 6 == 5) == outside]
    return fitting[number % len(fitting)]


def clean(year: Year, site: str, store: Store, day: date) -> None:
    """A scheme, then a visit that found nothing."""
    visit = world.visited(store, site, day)
    world.issue(year, visit, DocumentKind.INSPECTION_SCHEME, DocumentKind.INSPECTION_RECORD)


def put_right_on_the_spot(year: Year, site: str, store: Store, day: date) -> None:
    """Found, put right before the officers, closed."""
    visit = world.find(year, world.visited(store, site, day), HazardState.ON_SPOT_FIXED)
    world.photo(visit, PhotoPurpose.AFTER)
    world.step(
        visit, Rectification(id=new_id(), finding=visit.finding, on_spot=True, done_at=Moment(f"{day}T10:30+08:00"))
    )
    world.issue(year, visit, DocumentKind.INSPECTION_RECORD)
    world.close_later(year, visit, 1)


def put_right_in_time(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, reported, rechecked, closed."""
    visit = world.ordered(year, site, store, day)
    done = Moment(f"{day + timedelta(days=8)}T16:00+08:00")
    world.step(
        visit, Rectification(id=new_id(), finding=visit.finding, on_spot=False, done_at=done, description="已更换")
    )
    world.photo(visit, PhotoPurpose.AFTER)
    world.rechecked(year, visit, 10, "pass")
    year.hazards[visit.finding].state = HazardState.RECHECKED_PASS
    world.close_later(year, visit, 12)


def failed_and_filed(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, the manager asked and a sample taken; failed at the recheck, a case opened."""
    visit = world.asked(year, world.ordered(year, site, store, day))
    world.rechecked(year, visit, 16, "fail")
    filed = day + timedelta(days=18)
    world.step(
        visit,
        CaseFiling(id=new_id(), finding=visit.finding, number="莱应急立〔1〕号", filed_on=filed, cause="逾期未改"),
    )
    year.hazards[visit.finding].state = HazardState.CASE_FILED


def failed(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, failed at the recheck; nothing followed."""
    visit = world.ordered(year, site, store, day)
    world.rechecked(year, visit, 16, "fail")
    year.hazards[visit.finding].state = HazardState.RECHECKED_FAIL


def ordered_again(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, failed at the recheck, ordered again with a new deadline."""
    visit = world.ordered(year, site, store, day)
    again = world.rechecked(year, visit, 16, "fail")
    due = day + timedelta(days=30)
    findings.edit(store, visit.finding, {"deadline": due})
    world.issue(year, again, DocumentKind.RECTIFICATION_ORDER)
    year.hazards[visit.finding].state, year.hazards[visit.finding].due = HazardState.REORDERED, due


def found_alone(year: Year, site: str, store: Store, day: date) -> None:
    """Found and recorded; nothing was ordered yet."""
    world.issue(
        year, world.find(year, world.visited(store, site, day), HazardState.REGISTERED), DocumentKind.INSPECTION_RECORD
    )


def reported(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, and the unit says that it is done."""
    visit = world.ordered(year, site, store, day)
    done = Moment(f"{day + timedelta(days=8)}T16:00+08:00")
    world.step(visit, Rectification(id=new_id(), finding=visit.finding, on_spot=False, done_at=done))
    year.hazards[visit.finding].state = HazardState.RECHECK_DUE


def passed(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered and rechecked; nobody closed it yet."""
    visit = world.ordered(year, site, store, day)
    world.rechecked(year, visit, 10, "pass")
    year.hazards[visit.finding].state = HazardState.RECHECKED_PASS


def put_right_and_left(year: Year, site: str, store: Store, day: date) -> None:
    """Put right on the spot; nobody closed it yet."""
    visit = world.find(year, world.visited(store, site, day), HazardState.ON_SPOT_FIXED)
    done = Moment(f"{day}T10:30+08:00")
    world.step(visit, Rectification(id=new_id(), finding=visit.finding, on_spot=True, done_at=done))


def ordered_alone(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered; the order was not served yet."""
    world.told(year, site, store, day)


def given_time(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, more time asked for and granted: the new day holds."""
    visit = world.ordered(year, site, store, day)
    until = day + timedelta(days=40)
    asked = Extension(
        id=new_id(), finding=visit.finding, requested_on=day + timedelta(days=2), until=until, reason="配件未到"
    )
    world.step(visit, asked)
    answered = day + timedelta(days=4)
    world.step(
        visit,
        ExtensionAnswer(
            id=new_id(), finding=visit.finding, extension=asked.id, granted=True, until=until, answered_on=answered
        ),
    )
    year.hazards[visit.finding].due = until


def refused_time(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, more time asked for and not granted: the day of the order holds."""
    visit = world.ordered(year, site, store, day)
    until, answered = day + timedelta(days=40), day + timedelta(days=12)
    asked = Extension(
        id=new_id(), finding=visit.finding, requested_on=day + timedelta(days=9), until=until, reason="资金困难"
    )
    world.step(visit, asked)
    world.step(
        visit,
        ExtensionAnswer(id=new_id(), finding=visit.finding, extension=asked.id, granted=False, answered_on=answered),
    )


def major_to_its_end(year: Year, site: str, store: Store, day: date) -> None:
    """A major hazard: committed, ordered, listed, rechecked, taken off the list, closed with its number."""
    visit = world.ordered(year, site, store, day, major=True)
    listed = Listing(
        id=new_id(),
        finding=visit.finding,
        level="county",
        supervisor="市安委会",
        number="莱安委挂〔1〕号",
        listed_on=day + timedelta(days=1),
    )
    world.step(visit, listed)
    world.photo(visit, PhotoPurpose.AFTER)
    world.rechecked(year, visit, 10, "pass")
    off = day + timedelta(days=11)
    world.step(
        visit,
        Delisting(id=new_id(), finding=visit.finding, listing=listed.id, delisted_on=off, number="莱安委销〔1〕号"),
    )
    year.hazards[visit.finding].state = HazardState.RECHECKED_PASS
    world.close_later(year, visit, 12, approval_number="莱应急核〔1〕号")


def stopped(year: Year, site: str, store: Store, day: date) -> None:
    """A major hazard that cannot wait: work is stopped on the spot."""
    visit = world.find(year, world.visited(store, site, day), HazardState.MEASURES, major=True)
    until = day + timedelta(days=30)
    promised = Commitments("李文博", "更换装置", "2.5", f"{until}", "停用并挂牌")
    chosen = OnSiteMeasure(MeasureKind.SUSPEND, "一车间4号冲床", f"{until}")
    findings.edit(store, visit.finding, {"commitments": promised, "on_site_measure": chosen})
    world.issue(year, visit, DocumentKind.INSPECTION_RECORD, DocumentKind.MEASURES_DECISION)
    year.hazards[visit.finding].due = until
    world.served(year, visit, DocumentKind.MEASURES_DECISION)
    world.issue(year, visit, DocumentKind.SERVICE_RECEIPT)


def handed_on(year: Year, site: str, store: Store, day: date) -> None:
    """Outside the remit: a problem list and a slip, then the hazard goes to the authority that is competent."""
    visit = world.find(year, world.visited(store, site, day, "supervision"), HazardState.TRANSFERRED)
    world.issue(year, visit, DocumentKind.INSPECTION_RECORD, DocumentKind.PROBLEM_LIST, DocumentKind.ASSIGNMENT_SLIP)
    moved = Transfer(
        id=new_id(), finding=visit.finding, authority="海晏市交通运输局", transferred_on=day, reason="不属本机关职责"
    )
    world.step(visit, moved)
    world.issue(year, visit, DocumentKind.TRANSFER_LETTER)


def void(year: Year, site: str, store: Store, day: date) -> None:
    """Recorded by mistake, and declared void with a reason."""
    visit = world.find(year, world.visited(store, site, day), HazardState.VOID)
    findings.withdraw(store, visit.finding, "同一隐患重复登记")
    world.issue(year, visit, DocumentKind.INSPECTION_RECORD)


def taken_back(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered; a failed recheck was recorded at the wrong hazard and is annulled."""
    visit = world.ordered(year, site, store, day)
    at = Moment(f"{day + timedelta(days=3)}T10:00+08:00")
    wrong = Recheck(id=new_id(), finding=visit.finding, result="fail", at=at, officers=world.officers(visit))
    world.step(visit, wrong)
    world.step(
        visit, Annulment(id=new_id(), finding=visit.finding, kind="recheck", step=wrong.id, reason="录入到别的隐患")
    )


SCENARIOS: Sequence[Scenario] = (
    clean,
    put_right_on_the_spot,
    put_right_in_time,
    failed_and_filed,
    failed,
    ordered_again,
    found_alone,
    reported,
    passed,
    put_right_and_left,
    ordered_alone,
    given_time,
    refused_time,
    major_to_its_end,
    stopped,
    handed_on,
    void,
    taken_back,
)
