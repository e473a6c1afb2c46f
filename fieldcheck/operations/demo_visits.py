"""The visits of the sample, recorded by the operations that a person's clicks call."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from fieldcheck.forms.filled import FilledForm
from fieldcheck.model.form import FormDefinition, Item, ItemType, Level
from fieldcheck.model.values import Person, SigningResult
from fieldcheck.operations import documents, findings, forms, inspections, photos, profile
from fieldcheck.operations.demo_data import Failure, Visit
from fieldcheck.operations.review import review
from fieldcheck.photos import sample
from fieldcheck.store import Store

FLOOD_SEASON = range(6, 10)
"""The months of the flood season where the sample plays."""


def record(store: Store, site: str, visit: Visit, seed: int) -> None:
    """Record a visit to `site` as an inspector would; `seed` makes its pictures its own."""
    author = profile.officers(store.reader())[0].id
    started = _began(visit)
    officers = tuple(officer.id for officer in profile.officers(store.reader())[:2])
    values = {
        "visit_kind": visit.kind,
        "campaign": visit.campaign,
        "place_inspected": visit.place,
        "situation": visit.situation,
        "started_at": started.isoformat(timespec="minutes"),
        "site_manager": visit.manager,
        "officers": officers,
        "certificates_shown": True,
    }
    inspection = inspections.start(store, site, values, visit.forms, author).main
    for form in visit.forms:
        _answer_form(store, inspection, form, visit, author)
    _word_findings(store, inspection, visit, author, started, seed)
    ended = started + timedelta(hours=2, minutes=25)
    if visit.documents:
        _confirm_levels(store, inspection, author)
        inspections.edit(store, inspection, {"ended_at": ended.isoformat(timespec="minutes")}, author)
    for kind in visit.documents:
        document = documents.issue(store, inspection, kind, author, today=started.date).main
        _sign(store, document, visit, ended, author)


def _began(visit: Visit) -> datetime:
    """Return when a visit began: in the morning of its day, or not long ago where it is still going on."""
    now = datetime.now().astimezone()
    if not visit.documents:
        return (now - timedelta(minutes=55)).replace(second=0, microsecond=0)
    return (now - timedelta(days=visit.days_ago)).replace(hour=9, minute=10, second=0, microsecond=0)


def _answer_form(store: Store, inspection: str, form: str, visit: Visit, author: str) -> None:
    definition = forms.shipped()[form]
    stop_after = len(definition.items()) if visit.documents else len(definition.items()) * 2 // 3
    filled = FilledForm(definition, {}, {}, datetime.now().date())
    given = {"flood_season": "yes" if datetime.now().month in FLOOD_SEASON else "no", **visit.facts, **visit.answers}
    for item in (*definition.facts, *definition.items()[:stop_after]):
        answer = given.get(item.id) or ordinary(definition, item, failing=item.id in visit.failing)
        if answer is not None and filled.shown(item.id):
            filled.set(item.id, answer)
            inspections.answer(store, inspection, form, item.id, answer, author)


def ordinary(definition: FormDefinition, item: Item, *, failing: bool) -> str | tuple[str, ...] | None:
    """Return an answer that a careful inspector might give to an item: in order, or failing."""
    if item.type is ItemType.CHECK:
        return "fail" if failing else "pass"
    if item.type is ItemType.MEASURE:
        return _reading(item, failing)
    if item.type is ItemType.SELECT_ONE and item.choices:
        return item.choices[0].name
    if item.type is ItemType.SELECT_MULTIPLE and item.choices:
        return (item.choices[0].name,)
    if item.type is ItemType.INTEGER:
        return "2"
    return None


def _reading(item: Item, failing: bool) -> str | None:
    limits = item.limits
    if limits is None:
        return None
    if limits.maximum is not None:
        return str(limits.maximum * 2) if failing else str(_inside(limits.minimum, limits.maximum))
    if limits.minimum is not None:
        return str(limits.minimum / 2) if failing else str(limits.minimum + 1)
    return None


def _inside(minimum: object, maximum: object) -> object:
    assert isinstance(maximum, Decimal)
    low = minimum if isinstance(minimum, Decimal) else Decimal(0)
    return (low + maximum) / 2


def _word_findings(store: Store, inspection: str, visit: Visit, author: str, started: datetime, seed: int) -> None:
    for index, finding in enumerate(findings.standing(store.reader(), inspection)):
        found = visit.failing[finding.item or ""]
        worded = {"description": found.description} if found.description else {}
        values = {**worded, "location": found.place, "responsible_person": visit.manager}
        findings.edit(store, finding.id, values, author)
        taken = started + timedelta(minutes=12 * (index + 1))
        pictures = [_picture(visit, found, taken, seed + index * 3, number) for number in range(found.photos)]
        target = photos.Target(inspection, finding.id, finding.form, finding.item)
        photos.add(store, target, pictures, author)
        for photo in photos.of_finding(store.reader(), finding):
            photos.set_caption(store, photo.id, found.place, author)


def _picture(visit: Visit, found: Failure, taken: datetime, seed: int, number: int) -> photos.NewPhoto:
    moment = taken + timedelta(seconds=20 * number)
    latitude, longitude = visit.at
    data = sample.draw(
        seed + number, moment.replace(tzinfo=None), latitude + seed % 7 / 20000, longitude, scene=found.scene
    )
    return photos.NewPhoto(f"IMG_{moment:%Y%m%d_%H%M%S}.jpg", data)


def _confirm_levels(store: Store, inspection: str, author: str) -> None:
    for proposal in review(store.reader(), inspection).proposals:
        for entity in proposal.findings:
            findings.confirm_level(store, entity, Level.MAJOR, author)


def _sign(store: Store, document: str, visit: Visit, at: datetime, author: str) -> None:
    moment = at.isoformat(timespec="minutes")
    if visit.refused:
        documents.record_signing(
            store,
            document,
            SigningResult.REFUSED,
            reason="负责人称需请示后再签",
            witness=Person("丁一", "永安街道安监办工作人员", "13900000031"),
            at=moment,
            author=author,
        )
    else:
        documents.record_signing(store, document, SigningResult.SIGNED, signer=visit.manager, at=moment, author=author)
