"""The later documents for the pictures: scheme, decision on measures, recheck opinion, slip, letter, receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from docs.sample_visits import DAY, MANAGER, visit_to, visit_with
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Document, Finding, Inspection
from fieldcheck.model.steps import Recheck, RecheckResult, Rectification, Step, Transfer
from fieldcheck.model.values import MeasureKind, Moment, OnSiteMeasure, Person
from fieldcheck.operations import documents, findings, inspections, photos, service, steps
from fieldcheck.operations.photos import NewPhoto
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.queries import records

RECHECKED = date(2026, 8, 24)
PRESS = "一车间1号冲床"
UNTIL = "2026-08-31"
REPORTED, SEEN = Moment("2026-08-20T09:00+08:00"), Moment("2026-08-24T10:00+08:00")
SERVED, WITNESS = Moment("2026-08-03T11:50+08:00"), Person("陈明", "社区网格员")
AUTHORITY, CAUSE = "海晏市交通运输局", "未按规定进行动态监控"


def issued(store: Store, visit: str, kind: DocumentKind, day: date = DAY) -> bytes:
    """Issue a document of a visit and return it."""
    author = officers_of(store, visit)[0]
    return documents.pdf(store.reader(), documents.issue(store, visit, kind, author, today=lambda: day).main)


def officers_of(store: Store, visit: str) -> tuple[str, ...]:
    """Return the officers of a visit."""
    return records.get(store.reader(), Inspection, visit).officers or ()


def day_of(store: Store, visit: str) -> date:
    """Return the day of a visit."""
    began = records.get(store.reader(), Inspection, visit).started_at
    assert began is not None
    return date.fromisoformat(began[:10])


def scheme(store: Store, site: str) -> bytes:
    """Return the scheme of an enforcement visit."""
    return issued(store, visit_with(store, site, 0), DocumentKind.INSPECTION_SCHEME)


def decision(store: Store, site: str) -> bytes:
    """Return a decision that stops a press and has a general hazard removed at once."""
    visit = visit_with(store, site, 2)
    author = officers_of(store, visit)[0]
    first, second = findings.standing(store.reader(), visit)
    findings.confirm_level(store, first.id, "major", author)
    for finding, measure in (
        (first, OnSiteMeasure(MeasureKind.SUSPEND, PRESS, UNTIL)),
        (second, OnSiteMeasure(MeasureKind.REMOVE)),
    ):
        findings.edit(store, finding.id, {"on_site_measure": measure}, author)
    issued(store, visit, DocumentKind.INSPECTION_RECORD)
    return issued(store, visit, DocumentKind.MEASURES_DECISION)


def opinion(store: Store, site: str) -> bytes:
    """Return the opinion on an order of four items, of which the third was not put right and the last not seen."""
    visit = visit_with(store, site, 4)
    issued(store, visit, DocumentKind.RECTIFICATION_ORDER)
    again = recheck_of(store, visit)
    results = (RecheckResult.PASS, RecheckResult.PASS, RecheckResult.FAIL)
    for finding, result in zip(findings.standing(store.reader(), visit), results, strict=False):
        seen = Recheck(
            id=new_id(),
            finding=finding.id,
            inspection=again,
            result=result,
            at=SEEN,
            officers=officers_of(store, visit),
        )
        keep(store, visit, [reported(finding), seen])
    return issued(store, again, DocumentKind.RECHECK_OPINION, RECHECKED)


def recheck_of(store: Store, visit: str) -> str:
    """Begin the visit on which an earlier one is rechecked."""
    earlier = records.get(store.reader(), Inspection, visit)
    values: Mapping[str, object] = {
        "visit_kind": "recheck",
        "recheck_of": visit,
        "started_at": SEEN,
        "place_inspected": earlier.place_inspected,
        "site_manager": MANAGER,
        "officers": earlier.officers,
        "certificates_shown": True,
    }
    return inspections.start(store, earlier.site or "", values, [], officers_of(store, visit)[0]).main


def reported(finding: Finding) -> Rectification:
    """Return the unit's report that a hazard was put right."""
    return Rectification(
        id=new_id(), finding=finding.id, on_spot=False, done_at=REPORTED, description="已完成整改", reported_by=MANAGER
    )


def keep(store: Store, visit: str, made: list[Step]) -> None:
    """Record steps one after the other, as on different days."""
    for step in made:
        steps.record(store, [step], officers_of(store, visit)[0])


def slip(store: Store, site: str) -> bytes:
    """Return the slip on the newest visit to a site outside the bureau's remit."""
    visit = visit_to(store, site)
    return issued(store, visit, DocumentKind.ASSIGNMENT_SLIP, day_of(store, visit))


def letter(store: Store, site: str) -> bytes:
    """Return the letter with which the hazards of the newest visit to a site are transferred."""
    visit = visit_to(store, site)
    day = day_of(store, visit)
    for finding in findings.standing(store.reader(), visit):
        going = Transfer(id=new_id(), finding=finding.id, authority=AUTHORITY, transferred_on=day, reason=CAUSE)
        keep(store, visit, [going])
    return issued(store, visit, DocumentKind.TRANSFER_LETTER, day)


def receipt(store: Store, site: str) -> bytes:
    """Return the receipt of an order that was left, since nobody would receive it."""
    visit = visit_with(store, site, 1)
    author = officers_of(store, visit)[0]
    issued(store, visit, DocumentKind.RECTIFICATION_ORDER)
    [order] = records.children(store.reader(), Document, visit)
    how = replace(
        service.proposed(store.reader(), order.id),
        method="left",
        at=SERVED,
        reason="现场负责人拒绝签收",
        witness=WITNESS,
    )
    picture = NewPhoto("left.jpg", sample.draw(5, datetime(2026, 8, 3, 11, 50), 37.5, 121.4))
    service.record(store, [order.id], how, photos.read([picture]), author)
    return issued(store, visit, DocumentKind.SERVICE_RECEIPT)


PAPERS: Mapping[str, Callable[[Store, str], bytes]] = {
    "scheme": scheme,
    "decision": decision,
    "opinion": opinion,
    "receipt": receipt,
}
"""Documents about a factory in the bureau's remit, by the name of their picture."""

OUTSIDE: Mapping[str, Callable[[Store, str], bytes]] = {"slip": slip, "letter": letter}
"""Documents about hazards that are another authority's."""
