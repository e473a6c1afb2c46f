"""A reading that was being typed when the program stopped, and photos taken before an item failed."""

from __future__ import annotations

from datetime import datetime

from fieldcheck.model.identifiers import answer_id, finding_id
from fieldcheck.model.records import Finding, Photo
from fieldcheck.operations import drafts, inspections, photos
from fieldcheck.photos import sample
from fieldcheck.store import Store, local
from fieldcheck.store.queries import records
from tests.bureau import begin

FORM = "confined-spaces"


def test_a_recovered_reading_outside_its_limits_opens_its_finding(store: Store) -> None:
    inspection = begin(store, FORM)
    entity = answer_id(inspection, FORM, "CSP-16-oxygen")
    drafts.keep(store, "answer", entity, inspection, "value", "17.5")
    assert drafts.recover(store) == 1
    assert records.get(store.reader(), Finding, finding_id(entity)).withdrawn is None
    assert local.drafts(store.reader()) == []


def test_photos_taken_before_an_item_failed_show_its_finding(store: Store) -> None:
    inspection = begin(store, FORM)
    picture = photos.NewPhoto("a.jpg", sample.draw(1, datetime(2026, 8, 3, 9, 30), 37.18, 119.94))
    photos.add(store, photos.Target(inspection, form=FORM, item="CSP-03"), [picture])
    photos.add(store, photos.Target(inspection, form=FORM, item="CSP-05"), [picture])
    inspections.answer(store, inspection, FORM, "CSP-03", "fail")
    shown = {photo.item: photo.finding for photo in records.children(store.reader(), Photo, inspection)}
    assert shown == {"CSP-03": finding_id(answer_id(inspection, FORM, "CSP-03")), "CSP-05": None}
