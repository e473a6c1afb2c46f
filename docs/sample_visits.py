"""Visits for the pictures, beside those of the sample: made by the operations that a person's clicks call."""

from __future__ import annotations

from datetime import date, datetime

from fieldcheck.forms.filled import FilledForm
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Answer, Inspection, Site
from fieldcheck.model.values import Person
from fieldcheck.operations import demo, documents, findings, forms, inspections, photos, profile, sites
from fieldcheck.operations.review import review
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.queries import lists, records

DAY = date(2026, 8, 3)
MANAGER = Person("宋建国", "安全总监", "13900000021")
FORM = "machinery"
PHOTO_EVERY = 9
"""One finding in so many gets a photo: the appendix stays one page."""


def visit_to(store: Store, name: str) -> str:
    """Return the newest visit to a site."""
    reader = store.reader()
    visits = [records.get(reader, Inspection, entity) for entity in lists.inspection_ids(reader)]
    return next(visit.id for visit in visits if records.get(reader, Site, visit.site or "").name == name)


def document_of(store: Store, name: str, kind: DocumentKind) -> bytes:
    """Return the document of this kind of the newest visit to a site."""
    document = documents.issued(store.reader(), visit_to(store, name), kind)
    assert document is not None
    return documents.pdf(store.reader(), document.id)


def finish_visit(store: Store, visit: str) -> None:
    """Answer what is open, in order, and confirm what is proposed: the visit can have its documents."""
    reader = store.reader()
    author = profile.officers(reader)[0].id
    for definition in forms.definitions_of(reader, records.get(reader, Inspection, visit)):
        answered = {answer.item for answer in records.children(reader, Answer, visit) if answer.form == definition.id}
        for item in (*definition.facts, *definition.items()):
            value = demo.ordinary(definition, item, failing=False)
            if item.id not in answered and value is not None:
                inspections.answer(store, visit, definition.id, item.id, value, author)
    for proposal in review(reader, visit).proposals:
        for finding in proposal.findings:
            findings.confirm_level(store, finding, "major", author)


def order_with(store: Store, site_name: str, count: int) -> bytes:
    """Return an order that names `count` items of the checklist for machinery."""
    visit = visit_with(store, site_name, count)
    author = profile.officers(store.reader())[0].id
    issued = documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, author, today=lambda: DAY)
    return documents.pdf(store.reader(), issued.main)


def visit_with(store: Store, site_name: str, count: int) -> str:
    """Return an enforcement visit at which `count` items of the checklist for machinery failed."""
    reader = store.reader()
    site = sites.by_name(reader, site_name)
    assert site is not None
    officers = tuple(officer.id for officer in profile.officers(reader)[:2])
    values: dict[str, object] = {
        "visit_kind": "enforcement",
        "started_at": f"{DAY}T09:10+08:00",
        "ended_at": f"{DAY}T11:35+08:00",
        "place_inspected": "一车间、二车间、涂装车间、配电室",
        "site_manager": MANAGER,
        "officers": officers,
        "certificates_shown": True,
    }
    visit = inspections.start(store, site.id, values, [FORM], officers[0]).main
    fail_items(store, visit, count, officers[0])
    describe(store, visit, officers[0])
    finish_visit(store, visit)
    return visit


def fail_items(store: Store, visit: str, count: int, author: str) -> None:
    """Let the first `count` checks fail that are shown."""
    definition = forms.shipped()[FORM]
    filled = FilledForm(definition, {}, {}, DAY)
    for item in (*definition.facts, *definition.items()):
        failing = bool(item.finding) and len(findings.standing(store.reader(), visit)) < count
        value = demo.ordinary(definition, item, failing=failing)
        if value is not None and filled.shown(item.id):
            filled.set(item.id, value)
            inspections.answer(store, visit, FORM, item.id, value, author)


def describe(store: Store, visit: str, author: str) -> None:
    """Give each finding a place and a person, and some of them a photo."""
    for number, finding in enumerate(findings.standing(store.reader(), visit), start=1):
        place = f"一车间{number}号工位"
        findings.edit(store, finding.id, {"location": place, "responsible_person": MANAGER}, author)
        if number % PHOTO_EVERY == 1:
            moment = datetime(DAY.year, DAY.month, DAY.day, 9, 20 + number)
            picture = sample.draw(number, moment, 37.18, 119.94, scene="workshop")
            target = photos.Target(visit, finding.id, finding.form, finding.item)
            photos.add(store, target, [photos.NewPhoto(f"IMG_{number:04}.jpg", picture)], author)
