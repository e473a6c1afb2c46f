"""The county of a year: its stores, what is expected of each hazard, and the acts that its scenarios are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.form import Basis
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.papers import Exchanged, SampledItem
from fieldcheck.model.records import Document
from fieldcheck.model.steps import (
    Closure,
    Recheck,
    Step,
)
from fieldcheck.model.values import Commitments, Moment, Person, PhotoPurpose
from fieldcheck.operations import (
    documents,
    findings,
    inspections,
    interviews,
    numbers,
    photos,
    profile,
    sampling,
    service,
    sites,
    steps,
)
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


def visited(store: Store, site: str, day: date, kind: str = "enforcement", **more: object) -> Visit:
    """Begin a visit in which everything is named that a document needs."""
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


def find(year: Year, visit: Visit, state: HazardState, *, major: bool = False) -> Visit:
    """Find a hazard with its photo, and expect it in a state."""
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
    photo(visit, PhotoPurpose.EVIDENCE)
    findings.confirm_level(visit.store, visit.finding, "major" if major else "general", "")
    year.hazards[visit.finding] = Expected(state, due, major=major)
    return visit


def photo(visit: Visit, purpose: PhotoPurpose) -> None:
    """Take a photo of the hazard."""
    target = photos.Target(visit.inspection, visit.finding, purpose=purpose)
    photos.add(visit.store, target, [photos.NewPhoto("a.jpg", jpeg(64, 48))])


def issue(year: Year, visit: Visit, *kinds: DocumentKind) -> None:
    """Issue documents on the day of the visit, and count them."""
    for kind in kinds:
        documents.issue(visit.store, visit.inspection, kind, today=lambda: visit.day)
        year.papers[kind] += 1


def step(visit: Visit, *made: Step) -> None:
    """Record steps on the laptop."""
    steps.record(visit.store, made)


def officers(visit: Visit) -> tuple[str, ...]:
    """Return both officers."""
    return tuple(officer.id for officer in profile.officers(visit.store.reader()))


def ordered(year: Year, site: str, store: Store, day: date, *, major: bool = False) -> Visit:
    """Return a visit whose hazard was ordered, and the order served; a major one with its five commitments."""
    return served(year, told(year, site, store, day, major=major))


def told(year: Year, site: str, store: Store, day: date, *, major: bool = False) -> Visit:
    """Return a visit whose hazard was ordered; the order waits for its service."""
    visit = find(year, visited(store, site, day), HazardState.ORDERED, major=major)
    if major:
        promised = Commitments("李文博", "更换装置", "2.5", f"{day + timedelta(days=15)}", "停用并挂牌")
        findings.edit(store, visit.finding, {"commitments": promised})
    issue(year, visit, DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER)
    return visit


def served(year: Year, visit: Visit, kind: DocumentKind = DocumentKind.RECTIFICATION_ORDER) -> Visit:
    """Hand a document over on the spot; a hazard that was ordered is being put right from then on."""
    reader = visit.store.reader()
    document = documents.issued(reader, visit.inspection, kind)
    assert document is not None
    how = replace(service.proposed(reader, document.id), at=Moment(f"{visit.day}T11:20+08:00"))
    service.record(visit.store, [document.id], how)
    if year.hazards[visit.finding].state is HazardState.ORDERED:
        year.hazards[visit.finding].state = HazardState.RECTIFYING
    return visit


def asked(year: Year, visit: Visit) -> Visit:
    """Ask the manager on site, and take a sample; both papers are issued."""
    began = Moment(f"{visit.day}T09:40+08:00")
    said = (Exchanged("光电保护装置什么时候失效的？", "上周就坏了，一直没有修。"),)
    values = {"person": MANAGER, "began_at": began, "told_at": began, "exchanged": said}
    taken = (SampledItem("光电保护装置控制器", "1台", "1"),)
    of_kinds = {
        DocumentKind.INTERVIEW_RECORD: interviews.begin(visit.store, visit.inspection, values).main,
        DocumentKind.SAMPLING_VOUCHER: sampling.begin(
            visit.store, visit.inspection, {"at": began, "items": taken}
        ).main,
    }
    for kind, about in of_kinds.items():
        documents.issue(visit.store, visit.inspection, kind, today=lambda: visit.day, about=about)
        year.papers[kind] += 1
    return visit


def rechecked(year: Year, visit: Visit, days: int, result: str) -> Visit:
    """Return the visit on which a hazard was looked at again, its opinion issued."""
    day = visit.day + timedelta(days=days)
    again = visited(visit.store, visit.site, day, "recheck", recheck_of=visit.inspection, sector="industry_trade")
    at = Moment(f"{day}T10:00+08:00")
    seen = Recheck(
        id=new_id(), finding=visit.finding, inspection=again.inspection, result=result, at=at, officers=officers(visit)
    )
    step(visit, seen)
    issue(year, again, DocumentKind.RECHECK_OPINION)
    return again


def close_later(year: Year, visit: Visit, days: int, **more: str) -> None:
    """Let the bureau close the hazard once its recheck has arrived."""
    closure = Closure(
        id=new_id(),
        finding=visit.finding,
        approver="李局长",
        approved_on=visit.day + timedelta(days=days),
        **more,
    )
    year.to_close.append((visit.finding, closure))


def issued(store: Store) -> list[Document]:
    """Return the documents of a store."""
    return records.everything(store.reader(), Document)
