"""A county's year, made through the operations alone, and a ledger of it kept apart: what the stores must say at last.

Laptops find, order, recheck; the bureau closes what they sent. The expectations are written down while the year is
made, from what was done and not from what a store says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.form import Basis
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.records import Document
from fieldcheck.model.steps import (
    Annulment,
    CaseFiling,
    Closure,
    Delisting,
    Extension,
    ExtensionAnswer,
    Listing,
    Recheck,
    Rectification,
    Step,
    Transfer,
)
from fieldcheck.model.values import Commitments, MeasureKind, Moment, OnSiteMeasure, Person, PhotoPurpose
from fieldcheck.operations import documents, findings, inspections, numbers, photos, profile, sites, steps
from fieldcheck.operations.numbers import Grant
from fieldcheck.operations.packages import NothingToSend
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import MANAGER
from tests.county import County
from tests.documents.ledgers import jpeg

YEAR = date.today().year
BASIS = Basis("中华人民共和国安全生产法", "第三十六条", "2021修正", verified=True, in_force_from="2021-09-01")


@dataclass(slots=True)
class Expected:
    """What must be known of one hazard: where it is, and what it was ordered, closed and due."""

    state: HazardState
    due: date | None = None
    closed_on: date | None = None
    major: bool = False


@dataclass(slots=True)
class Visit:
    """One visit under way: the laptop, its day, and the hazard that it found."""

    store: Store
    site: str
    day: date
    inspection: str
    finding: str = ""


@dataclass(slots=True)
class Year:
    """The county and what is expected of it.

    Attributes:
        hazards: what must be known of each hazard, by id.
        papers: how many documents of each kind were issued.
        to_close: what the bureau closes at the end of the month: the step, once its recheck has arrived.
    """

    land: County
    laptops: Sequence[Store]
    sites: Sequence[str]
    hazards: dict[str, Expected] = field(default_factory=dict)
    papers: Counter[DocumentKind] = field(default_factory=Counter)
    to_close: list[tuple[str, Closure]] = field(default_factory=list)
    visits: int = 0


def begin_year(land: County, site_count: int, laptop_count: int) -> Year:
    """Return a county with its register and laptops, each with numbers for a year."""
    made = [_new_site(land.bureau, number) for number in range(site_count)]
    laptops = [land.laptop(f"{number}号机") for number in range(1, laptop_count + 1)]
    for number in range(1, laptop_count + 1):
        for code in numbers.SERIES_CODES.values():
            numbers.grant(land.bureau, f"{number}号机", Grant(code, YEAR, 600))
    for laptop in laptops:
        land.send_down(laptop)
    return Year(land, laptops, made)


def _new_site(store: Store, number: int) -> str:
    colours = ("red", "orange", "yellow", "blue")
    values = {
        "name": f"海晏市第{number}机械厂",
        "town": ("初家街道", "永安街道", "滨河镇")[number % 3],
        "sector": "transport" if number % 6 == 5 else "industry_trade",
        "address": f"工业路{number}号",
        "risk_level": colours[number % 4],
    }
    return sites.create(store, values).main


def live(year: Year, visit_count: int) -> None:
    """Make the visits of the year, one scenario after the other; packages go both ways at the end of each month."""
    first = date(YEAR, 1, 1)
    month = 1
    for number in range(visit_count):
        day = first + timedelta(days=number * 330 // visit_count)
        if day.month != month:
            exchange(year, day)
            month = day.month
        scenario = SCENARIOS[number % len(SCENARIOS)]
        scenario(year, _place(year, number, scenario), year.laptops[number % len(year.laptops)], day)
        year.visits += 1
    exchange(year, date(YEAR, 12, 30))


def _place(year: Year, number: int, scenario: Scenario) -> str:
    outside = scenario is handed_on
    fitting = [site for index, site in enumerate(year.sites) if (index % 6 == 5) == outside]
    return fitting[number % len(fitting)]


def exchange(year: Year, day: date) -> None:
    """Let every laptop's package arrive, close what may be closed, and send what follows back."""
    for laptop in year.laptops:
        # A laptop that stood still for a month has nothing to send.
        with suppress(NothingToSend):
            assert year.land.send_up(laptop).error is None
    for finding, closure in year.to_close:
        steps.record(year.land.bureau, [closure])
        year.hazards[finding].state = HazardState.CLOSED
        year.hazards[finding].closed_on = closure.approved_on
    year.to_close.clear()
    for laptop in year.laptops:
        assert year.land.send_down(laptop).error is None


Scenario = Callable[[Year, str, Store, date], None]


def _visit(store: Store, site: str, day: date, kind: str = "enforcement", **more: object) -> Visit:
    officers = tuple(officer.id for officer in profile.officers(store.reader()))
    values = {
        "visit_kind": kind,
        "place_inspected": "一车间",
        "started_at": f"{day}T09:00+08:00",
        "ended_at": f"{day}T11:00+08:00",
        "site_manager": MANAGER,
        "principal": Person("李文博", "总经理", "13900000011"),
        "officers": officers,
        "certificates_shown": True,
        "situation": "检查时正常生产。",
        **more,
    }
    return Visit(store, site, day, inspections.start(store, site, values, []).main)


def _find(year: Year, visit: Visit, state: HazardState, *, major: bool = False) -> Visit:
    due = visit.day + timedelta(days=15)
    values = {
        "description": "冲床光电保护装置失效",
        "location": "一车间4号冲床",
        "measure": "恢复光电保护装置，经验收后使用",
        "category": "设备设施",
        "basis": (BASIS,),
        "deadline": due,
        "responsible_person": Person("宋建国", "安全总监", "13900000021"),
    }
    visit.finding = findings.add(visit.store, visit.inspection, values).main
    _photo(visit, PhotoPurpose.EVIDENCE)
    findings.confirm_level(visit.store, visit.finding, "major" if major else "general", "")
    year.hazards[visit.finding] = Expected(state, due, major=major)
    return visit


def _photo(visit: Visit, purpose: PhotoPurpose) -> None:
    target = photos.Target(visit.inspection, visit.finding, purpose=purpose)
    photos.add(visit.store, target, [photos.NewPhoto("a.jpg", jpeg(64, 48))])


def _issue(year: Year, visit: Visit, *kinds: DocumentKind) -> None:
    for kind in kinds:
        documents.issue(visit.store, visit.inspection, kind, today=lambda: visit.day)
        year.papers[kind] += 1


def _step(visit: Visit, *made: Step) -> None:
    steps.record(visit.store, made)


def _officers(visit: Visit) -> tuple[str, ...]:
    return tuple(officer.id for officer in profile.officers(visit.store.reader()))


def _ordered(year: Year, site: str, store: Store, day: date, *, major: bool = False) -> Visit:
    visit = _find(year, _visit(store, site, day), HazardState.ORDERED, major=major)
    if major:
        promised = Commitments("李文博", "更换装置", "2.5", f"{day + timedelta(days=15)}", "停用并挂牌")
        findings.edit(store, visit.finding, {"commitments": promised})
    _issue(year, visit, DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER)
    return visit


def _rechecked(year: Year, visit: Visit, days: int, result: str) -> Visit:
    """Return the visit on which a hazard was looked at again, its opinion issued."""
    day = visit.day + timedelta(days=days)
    again = _visit(visit.store, visit.site, day, "recheck", recheck_of=visit.inspection, sector="industry_trade")
    at = Moment(f"{day}T10:00+08:00")
    seen = Recheck(
        id=new_id(), finding=visit.finding, inspection=again.inspection, result=result, at=at, officers=_officers(visit)
    )
    _step(visit, seen)
    _issue(year, again, DocumentKind.RECHECK_OPINION)
    return again


def _close_later(year: Year, visit: Visit, days: int, **more: str) -> None:
    closure = Closure(
        id=new_id(),
        finding=visit.finding,
        approver="李局长",
        approved_on=visit.day + timedelta(days=days),
        **more,
    )
    year.to_close.append((visit.finding, closure))


def clean(year: Year, site: str, store: Store, day: date) -> None:
    """A scheme, then a visit that found nothing."""
    visit = _visit(store, site, day)
    _issue(year, visit, DocumentKind.INSPECTION_SCHEME, DocumentKind.INSPECTION_RECORD)


def put_right_on_the_spot(year: Year, site: str, store: Store, day: date) -> None:
    """Found, put right before the officers, closed."""
    visit = _find(year, _visit(store, site, day), HazardState.ON_SPOT_FIXED)
    _photo(visit, PhotoPurpose.AFTER)
    _step(visit, Rectification(id=new_id(), finding=visit.finding, on_spot=True, done_at=Moment(f"{day}T10:30+08:00")))
    _issue(year, visit, DocumentKind.INSPECTION_RECORD)
    _close_later(year, visit, 1)


def put_right_in_time(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, reported, rechecked, closed."""
    visit = _ordered(year, site, store, day)
    done = Moment(f"{day + timedelta(days=8)}T16:00+08:00")
    _step(visit, Rectification(id=new_id(), finding=visit.finding, on_spot=False, done_at=done, description="已更换"))
    _photo(visit, PhotoPurpose.AFTER)
    _rechecked(year, visit, 10, "pass")
    year.hazards[visit.finding].state = HazardState.RECHECKED_PASS
    _close_later(year, visit, 12)


def failed_and_filed(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, failed at the recheck, a case opened."""
    visit = _ordered(year, site, store, day)
    _rechecked(year, visit, 16, "fail")
    filed = day + timedelta(days=18)
    _step(
        visit,
        CaseFiling(id=new_id(), finding=visit.finding, number="莱应急立〔1〕号", filed_on=filed, cause="逾期未改"),
    )
    year.hazards[visit.finding].state = HazardState.CASE_FILED


def failed(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, failed at the recheck; nothing followed."""
    visit = _ordered(year, site, store, day)
    _rechecked(year, visit, 16, "fail")
    year.hazards[visit.finding].state = HazardState.RECHECKED_FAIL


def ordered_again(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, failed at the recheck, ordered again with a new deadline."""
    visit = _ordered(year, site, store, day)
    again = _rechecked(year, visit, 16, "fail")
    due = day + timedelta(days=30)
    findings.edit(store, visit.finding, {"deadline": due})
    _issue(year, again, DocumentKind.RECTIFICATION_ORDER)
    year.hazards[visit.finding].state, year.hazards[visit.finding].due = HazardState.REORDERED, due


def found_alone(year: Year, site: str, store: Store, day: date) -> None:
    """Found and recorded; nothing was ordered yet."""
    _issue(year, _find(year, _visit(store, site, day), HazardState.REGISTERED), DocumentKind.INSPECTION_RECORD)


def reported(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, and the unit says that it is done."""
    visit = _ordered(year, site, store, day)
    done = Moment(f"{day + timedelta(days=8)}T16:00+08:00")
    _step(visit, Rectification(id=new_id(), finding=visit.finding, on_spot=False, done_at=done))
    year.hazards[visit.finding].state = HazardState.RECHECK_DUE


def passed(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered and rechecked; nobody closed it yet."""
    visit = _ordered(year, site, store, day)
    _rechecked(year, visit, 10, "pass")
    year.hazards[visit.finding].state = HazardState.RECHECKED_PASS


def put_right_and_left(year: Year, site: str, store: Store, day: date) -> None:
    """Put right on the spot; nobody closed it yet."""
    visit = _find(year, _visit(store, site, day), HazardState.ON_SPOT_FIXED)
    done = Moment(f"{day}T10:30+08:00")
    _step(visit, Rectification(id=new_id(), finding=visit.finding, on_spot=True, done_at=done))


def given_time(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, more time asked for and granted: the new day holds."""
    visit = _ordered(year, site, store, day)
    until = day + timedelta(days=40)
    asked = Extension(
        id=new_id(), finding=visit.finding, requested_on=day + timedelta(days=2), until=until, reason="配件未到"
    )
    _step(visit, asked)
    answered = day + timedelta(days=4)
    _step(
        visit,
        ExtensionAnswer(
            id=new_id(), finding=visit.finding, extension=asked.id, granted=True, until=until, answered_on=answered
        ),
    )
    year.hazards[visit.finding].due = until


def refused_time(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered, more time asked for and not granted: the day of the order holds."""
    visit = _ordered(year, site, store, day)
    until, answered = day + timedelta(days=40), day + timedelta(days=12)
    asked = Extension(
        id=new_id(), finding=visit.finding, requested_on=day + timedelta(days=9), until=until, reason="资金困难"
    )
    _step(visit, asked)
    _step(
        visit,
        ExtensionAnswer(id=new_id(), finding=visit.finding, extension=asked.id, granted=False, answered_on=answered),
    )


def major_to_its_end(year: Year, site: str, store: Store, day: date) -> None:
    """A major hazard: committed, ordered, listed, rechecked, taken off the list, closed with its number."""
    visit = _ordered(year, site, store, day, major=True)
    listed = Listing(
        id=new_id(),
        finding=visit.finding,
        level="county",
        supervisor="市安委会",
        number="莱安委挂〔1〕号",
        listed_on=day + timedelta(days=1),
    )
    _step(visit, listed)
    _photo(visit, PhotoPurpose.AFTER)
    _rechecked(year, visit, 10, "pass")
    off = day + timedelta(days=11)
    _step(
        visit,
        Delisting(id=new_id(), finding=visit.finding, listing=listed.id, delisted_on=off, number="莱安委销〔1〕号"),
    )
    year.hazards[visit.finding].state = HazardState.RECHECKED_PASS
    _close_later(year, visit, 12, approval_number="莱应急核〔1〕号")


def stopped(year: Year, site: str, store: Store, day: date) -> None:
    """A major hazard that cannot wait: work is stopped on the spot."""
    visit = _find(year, _visit(store, site, day), HazardState.MEASURES, major=True)
    until = day + timedelta(days=30)
    promised = Commitments("李文博", "更换装置", "2.5", f"{until}", "停用并挂牌")
    chosen = OnSiteMeasure(MeasureKind.SUSPEND, "一车间4号冲床", f"{until}")
    findings.edit(store, visit.finding, {"commitments": promised, "on_site_measure": chosen})
    _issue(year, visit, DocumentKind.INSPECTION_RECORD, DocumentKind.MEASURES_DECISION)
    year.hazards[visit.finding].due = until


def handed_on(year: Year, site: str, store: Store, day: date) -> None:
    """Outside the remit: a problem list and a slip, then the hazard goes to the authority that is competent."""
    visit = _find(year, _visit(store, site, day, "supervision"), HazardState.TRANSFERRED)
    _issue(year, visit, DocumentKind.INSPECTION_RECORD, DocumentKind.PROBLEM_LIST, DocumentKind.ASSIGNMENT_SLIP)
    moved = Transfer(
        id=new_id(), finding=visit.finding, authority="海晏市交通运输局", transferred_on=day, reason="不属本机关职责"
    )
    _step(visit, moved)
    _issue(year, visit, DocumentKind.TRANSFER_LETTER)


def void(year: Year, site: str, store: Store, day: date) -> None:
    """Recorded by mistake, and declared void with a reason."""
    visit = _find(year, _visit(store, site, day), HazardState.VOID)
    findings.withdraw(store, visit.finding, "同一隐患重复登记")
    _issue(year, visit, DocumentKind.INSPECTION_RECORD)


def taken_back(year: Year, site: str, store: Store, day: date) -> None:
    """Ordered; a failed recheck was recorded at the wrong hazard and is annulled."""
    visit = _ordered(year, site, store, day)
    at = Moment(f"{day + timedelta(days=3)}T10:00+08:00")
    wrong = Recheck(id=new_id(), finding=visit.finding, result="fail", at=at, officers=_officers(visit))
    _step(visit, wrong)
    _step(visit, Annulment(id=new_id(), finding=visit.finding, kind="recheck", step=wrong.id, reason="录入到别的隐患"))


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
    given_time,
    refused_time,
    major_to_its_end,
    stopped,
    handed_on,
    void,
    taken_back,
)


def issued(store: Store) -> list[Document]:
    """Return the documents of a store."""
    return records.everything(store.reader(), Document)
