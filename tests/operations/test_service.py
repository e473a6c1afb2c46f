"""Service of documents: what each way of serving asks for, what it moves, how it is taken back, who sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from fieldcheck.model.document import DocumentKind, ServiceReceipt
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.papers import Service, ServiceMethod
from fieldcheck.model.records import Document
from fieldcheck.model.values import Moment, Person, PhotoPurpose, SigningResult
from fieldcheck.operations import documents, evidence, hazards, inspections, photos, service, today, today_wording
from fieldcheck.operations.document_details import DocumentNotAllowed
from fieldcheck.operations.evidence import State
from fieldcheck.operations.photos import NewPhoto
from fieldcheck.operations.receipts import NOTHING_SERVED
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.errors import NotAuthorised
from fieldcheck.store.queries import records
from tests.bureau import MANAGER, changed_since
from tests.county import County
from tests.operations.test_documents import ORDER, RECORD, issue, ready

RECEIPT = DocumentKind.SERVICE_RECEIPT
WITNESS = Person("陈明", "社区网格员")
PICTURE = NewPhoto("left.jpg", sample.draw(3, datetime(2026, 6, 1, 9, 30), 37.5, 121.4))


def how(store: Store, document: Document, **changes: Any) -> Service:
    """Return what is proposed, an hour after the visit."""
    changes = {"at": Moment("2026-06-01T12:30+08:00"), **changes}
    return replace(service.proposed(store.reader(), document.id), **changes)


def state(store: Store, document: Document) -> HazardState:
    return hazards.life_of(store.reader(), (document.findings or ("",))[0]).state


def waiting(store: Store) -> list[str]:
    """Return the visits whose documents Today says are not served."""
    lines = today_wording.lines(today.read(store.reader(), date(2026, 6, 2)))
    return [line.entity for line in lines if line.part == "Not served yet"]


def test_an_order_that_is_handed_over_is_being_put_right(store: Store) -> None:
    visit = ready(store, "MEC-10")
    order = issue(store, visit, ORDER)
    assert state(store, order) is HazardState.ORDERED
    assert waiting(store) == [visit]
    assert "not_served" in [link.code for link in evidence.walk(store.reader(), order.id).links]
    served = how(store, order)
    assert (served.method, served.place, served.recipient) == (ServiceMethod.DIRECT, "学院路9号", MANAGER)
    made = service.record(store, [order.id, order.id], served).main
    assert service.standing(store.reader(), order.id) == replace(served, id=made)
    assert len(records.everything(store.reader(), Service)) == 1, "named twice, served once"
    assert state(store, order) is HazardState.RECTIFYING
    assert waiting(store) == []
    with pytest.raises(service.AlreadyServed, match="应急责改〔2026〕1号"):
        service.record(store, [order.id], served)
    with pytest.raises(service.TakingBackUnexplained):
        service.take_back(store, made, reason=" ")
    service.take_back(store, made, reason="日期录入有误")
    assert service.standing(store.reader(), order.id) is None
    assert state(store, order) is HazardState.ORDERED


MISSING: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"method": "pigeon"}, service.MethodMissing),
    ({"method": None}, service.MethodMissing),
    ({"at": None}, service.TimeMissing),
    ({"at": Moment("上午")}, service.TimeMissing),
    ({"at": Moment("2026-06-01")}, service.TimeMissing),
    ({"at": Moment("20260601T1230+0800")}, service.TimeMissing),
    ({"at": Moment("2026-05-31T23:59+08:00")}, service.ServedBeforeIssue),
    ({"place": " "}, service.PlaceMissing),
    ({"officers": ()}, service.OfficersMissing),
    ({"officers": ("nobody", "else")}, service.OfficersMissing),
    ({"recipient": Person(" ")}, service.RecipientMissing),
    ({"method": "left"}, service.ReasonMissing),
    ({"method": "left", "reason": "拒绝签收"}, service.WitnessMissing),
    ({"method": "left", "reason": "拒绝签收", "witness": WITNESS}, service.PhotoMissing),
]


def test_each_part_that_is_missing_is_named_and_nothing_is_kept(store: Store) -> None:
    order = issue(store, ready(store, "MEC-10"), ORDER)
    for changes, error in MISSING:
        with pytest.raises(error):
            service.record(store, [order.id], how(store, order, **changes))
    with pytest.raises(service.WitnessMissing):
        service.record(store, [order.id], how(store, order, method="left", reason="拒绝"), photos.read([PICTURE]))
    assert records.everything(store.reader(), Service) == []
    assert service.photos_of(store.reader(), order, PhotoPurpose.SERVICE) == []


def test_what_is_not_for_the_unit_and_what_was_replaced_is_not_served(store: Store) -> None:
    visit, other = ready(store, "MEC-10"), ready(store, "MEC-12")
    record, order, elsewhere = issue(store, visit, RECORD), issue(store, visit, ORDER), issue(store, other, ORDER)
    refused: list[tuple[list[Document], type[Exception]]] = [
        ([record], service.NotToBeServed),
        ([order, record], service.NotToBeServed),
        ([order, elsewhere], service.OtherUnit),
    ]
    for documents_, error in refused:
        with pytest.raises(error):
            service.record(store, [one.id for one in documents_], how(store, order))
    correction = issue(store, visit, ORDER, correct=True)
    with pytest.raises(service.ServiceReplaced):
        service.record(store, [order.id], how(store, order))
    assert records.everything(store.reader(), Service) == []
    service.record(store, [correction.id], how(store, correction))
    assert state(store, correction) is HazardState.RECTIFYING


def test_a_refusal_leads_to_leaving_it_there(store: Store) -> None:
    order = issue(store, ready(store, "MEC-10"), ORDER)
    documents.record_signing(store, order.id, SigningResult.REFUSED, reason="负责人不在场", witness=WITNESS)
    assert state(store, order) is HazardState.ORDERED
    proposed = how(store, order)
    assert (proposed.method, proposed.reason, proposed.witness) == (ServiceMethod.LEFT, "负责人不在场", WITNESS)
    made = service.record(store, [order.id], proposed, photos.read([PICTURE])).main
    assert service.standing(store.reader(), order.id) == replace(proposed, id=made, recipient=None)
    [photo] = service.photos_of(store.reader(), order, PhotoPurpose.SERVICE)
    assert photos.original(store.reader(), photo) == PICTURE.data
    assert state(store, order) is HazardState.RECTIFYING


def test_a_receipt_lists_what_was_served_together_and_has_no_number(store: Store) -> None:
    visit = ready(store, "MEC-10")
    order = issue(store, visit, ORDER)
    with pytest.raises(DocumentNotAllowed) as caught:
        issue(store, visit, RECEIPT)
    assert caught.value.details["reason"] == NOTHING_SERVED
    made = service.record(store, [order.id], how(store, order)).main
    receipt = issue(store, visit, RECEIPT)
    assert (receipt.number, receipt.findings) == (None, ())
    assert documents.pdf(store.reader(), receipt.id).startswith(b"%PDF")
    details = documents.draft(store.reader(), visit, RECEIPT).details
    assert isinstance(details, ServiceReceipt)
    [served] = details.services
    assert (served.method, served.at, served.recipient.name) == ("direct", "2026-06-01T12:30+08:00", MANAGER.name)
    assert [paper.number for paper in served.papers] == ["（莱）应急责改〔2026〕1号"]
    assert {officer.certificate_number for officer in served.officers} == {"37061326001", "37061326002"}
    assert [link.code for link in evidence.walk(store.reader(), receipt.id).links if link.state is State.BROKEN] == []
    inspections.edit(store, visit, {"situation": "补充说明"})
    assert not changed_since(store, receipt), "it prints nothing of that"
    with pytest.raises(documents.AlreadyIssued, match="2026年6月1日的同名文书"):
        issue(store, visit, RECEIPT)
    service.take_back(store, made, reason="时间有误")
    assert changed_since(store, receipt), "what it confirms was taken back"
    with pytest.raises(DocumentNotAllowed):
        issue(store, visit, RECEIPT, correct=True)
    service.record(store, [order.id], how(store, order, place="门卫室"))
    corrected = issue(store, visit, RECEIPT, correct=True)
    assert corrected.supersedes == receipt.id
    assert not changed_since(store, corrected)
    issue(store, visit, ORDER, correct=True)
    assert not changed_since(store, corrected), "what was served once was served, whatever replaced it"


@pytest.fixture
def left(land: County) -> tuple[Store, Document]:
    """A laptop's order that was refused and left, with a scanned page."""
    laptop = land.laptop("一号")
    order = issue(laptop, ready(laptop, "MEC-10"), ORDER)
    documents.record_signing(laptop, order.id, SigningResult.REFUSED, reason="不在场", witness=WITNESS)
    service.record(laptop, [order.id], how(laptop, order), photos.read([PICTURE]))
    page = service.target(order, PhotoPurpose.SIGNED_PAGE)
    data = sample.draw(4, datetime(2026, 6, 1, 13, 0), 37.5, 121.4)
    photos.add(laptop, page, [NewPhoto("page.jpg", data, source=b"%PDF of a scanner")])
    return laptop, order


def test_the_bureau_sees_it_and_the_evidence_shows_it(land: County, left: tuple[Store, Document]) -> None:
    laptop, order = left
    assert land.send_up(laptop).error is None
    assert state(land.bureau, order) is HazardState.RECTIFYING
    for store in (laptop, land.bureau):
        links = [link.code for link in evidence.walk(store.reader(), order.id).links]
        assert links[-5:] == ["refused", "served_left", "service_photo", "signed_page", "scan"]
    found = service.standing(land.bureau.reader(), order.id)
    assert found is not None
    service.take_back(land.bureau, found.id, reason="不是留置送达")
    land.send_down(laptop)
    assert service.standing(laptop.reader(), order.id) is None, "a bureau corrects what its laptop recorded"


def test_of_two_records_bureau_and_laptop_show_the_same(land: County, left: tuple[Store, Document]) -> None:
    laptop, order = left
    land.send_up(laptop)
    found = service.standing(laptop.reader(), order.id)
    assert found is not None
    service.take_back(land.bureau, found.id, reason="不是留置送达")
    theirs = service.record(land.bureau, [order.id], how(land.bureau, order, method="direct", recipient=MANAGER)).main
    service.take_back(laptop, found.id, reason="不是留置送达")
    own = service.record(laptop, [order.id], how(laptop, order, method="direct", recipient=MANAGER)).main
    land.send_up(laptop)
    land.send_down(laptop)
    with pytest.raises(NotAuthorised):
        service.take_back(laptop, own, theirs, reason="重复")
    for store in (laptop, land.bureau):
        standing = service.standing(store.reader(), order.id)
        assert standing is not None and standing.id == own, "the newest, whichever laptop number it came under"
        assert len(records.children(store.reader(), Service, order.id)) == 2


def test_where_nothing_is_known_nothing_is_proposed(store: Store) -> None:
    visit = ready(store, "MEC-10")
    order = issue(store, visit, ORDER)
    inspections.edit(store, visit, {"site_manager": None, "officers": ()})
    proposed = service.proposed(store.reader(), order.id)
    assert (proposed.recipient, proposed.officers, proposed.reason) == (None, (), None)
