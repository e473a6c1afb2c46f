from __future__ import annotations

import pytest

from fieldcheck.gui.pages.visit.gaps import checklist_route, checklist_target, gap_detail, gap_route, gap_text
from fieldcheck.gui.pages.visit.overview import DocumentState
from fieldcheck.gui.session import Route
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.papers import Exchanged, Interview
from fieldcheck.model.values import Person, SigningResult
from fieldcheck.operations import case_papers, documents, findings, inspections, interviews
from fieldcheck.operations.documents import NothingToOrder, OrderRefused
from fieldcheck.operations.review import Weight
from fieldcheck.store import Store
from tests.gui.visit.support import FORM, read

INTERVIEW = DocumentKind.INTERVIEW_RECORD
RECORD, ORDER, LIST = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.PROBLEM_LIST


def test_a_gap_of_the_visit_leads_to_its_field(store: Store, visit: str) -> None:
    inspections.edit(store, visit, {"place_inspected": None})
    found = read(store, visit)
    gap = next(gap for gap in found.review.gaps if gap.code == "place_inspected")
    assert gap_route(visit, gap) == Route("visit", visit, "facts", "place_inspected")
    assert gap_text(found, gap) == "Say which place was inspected."
    assert gap_detail(found, gap) == ""


def test_a_gap_of_a_finding_leads_to_its_item(store: Store, visit: str) -> None:
    inspections.answer(store, visit, FORM, "CSP-11", "fail")
    finding = findings.standing(store.reader(), visit)[0]
    findings.edit(store, finding.id, {"deadline": None})
    found = read(store, visit)
    gap = next(gap for gap in found.review.gaps if gap.code == "deadline")
    assert gap_route(visit, gap) == Route("visit", visit, "checklist", f"{FORM}/CSP-11")
    assert checklist_target(gap_route(visit, gap)) == (FORM, "CSP-11")
    assert gap_detail(found, gap)


def test_a_finding_without_an_item_is_named_by_its_own_id(store: Store, visit: str) -> None:
    finding = findings.add(store, visit, {"description": "配电箱门敞开"}).main
    gap = next(gap for gap in read(store, visit).review.gaps if gap.finding == finding)
    assert checklist_target(gap_route(visit, gap)) == ("", finding)
    assert checklist_route(visit, "", "", finding).part == "checklist"


def test_the_form_of_a_gap_is_named_in_the_language_of_the_window(store: Store, visit: str) -> None:
    found = read(store, visit)
    gap = next(gap for gap in found.review.gaps if gap.form)
    assert found.forms[0].title.en is not None
    assert found.forms[0].title.en in gap_text(found, gap)


def test_blocking_gaps_and_advice_are_apart(store: Store, visit: str) -> None:
    found = read(store, visit)
    assert found.blocking
    assert all(gap.weight is Weight.BLOCKS for gap in found.blocking)
    assert all(gap.weight is Weight.ADVISES for gap in found.advising)
    assert len(found.blocking) + len(found.advising) == len(found.review.gaps)


def test_states_of_the_documents_of_a_whole_visit(store: Store, whole_visit: str) -> None:
    found = read(store, whole_visit)
    offered = {slot.kind: slot.state for slot in found.slots if slot.offered}
    drafts = dict.fromkeys((RECORD, ORDER, DocumentKind.INSPECTION_SCHEME), DocumentState.DRAFT)
    assert offered == {**drafts, LIST: DocumentState.EMPTY}
    assert isinstance(found.slot(LIST).refusal, NothingToOrder)
    assert found.slot(ORDER).problems == 1
    number = found.slot(ORDER).next_number
    assert number is not None and number.serial == 1


def test_an_order_on_a_flood_work_is_refused_and_the_list_is_not(store: Store, flood_visit: str) -> None:
    found = read(store, flood_visit)
    assert found.slot(ORDER).state is DocumentState.NOT_ALLOWED
    assert isinstance(found.slot(ORDER).refusal, OrderRefused)
    assert found.slot(LIST).state is DocumentState.DRAFT
    assert found.slot(LIST).problems == 1


def test_the_newest_record_about_signing_counts(store: Store, whole_visit: str) -> None:
    document = documents.issue(store, whole_visit, ORDER).main
    assert read(store, whole_visit).slot(ORDER).state is DocumentState.ISSUED
    documents.record_signing(store, document, SigningResult.SIGNED)
    assert read(store, whole_visit).slot(ORDER).state is DocumentState.SIGNED


def test_a_correction_stands_and_the_old_one_is_listed(store: Store, whole_visit: str) -> None:
    old = documents.issue(store, whole_visit, ORDER).main
    new = documents.issue(store, whole_visit, ORDER, correct=True).main
    slot = read(store, whole_visit).slot(ORDER)
    assert slot.issued is not None
    assert slot.issued.document.id == new
    assert [(one.document.id, one.state) for one in slot.earlier] == [(old, DocumentState.SUPERSEDED)]
    assert slot.next_number is not None and slot.next_number.serial == 3


def test_every_interview_is_a_document_of_its_own_until_its_correction_takes_its_place(
    store: Store, whole_visit: str
) -> None:
    at = "2026-06-01T10:00+08:00"
    values = {"person": Person("宋建国"), "began_at": at, "told_at": at, "exchanged": (Exchanged("姓名？", "宋建国"),)}
    first = interviews.begin(store, whole_visit, values).main
    second = interviews.begin(store, whole_visit, {}).main
    found = read(store, whole_visit)
    assert [(s.about, s.title, s.state) for s in found.slots if s.kind is INTERVIEW] == [
        (first, "宋建国", DocumentState.DRAFT),
        (second, "", DocumentState.DRAFT),
    ]
    assert found.slot(INTERVIEW, second).refusal is not None
    paper = documents.issue(store, whole_visit, INTERVIEW, about=first).main
    corrected = case_papers.correct(store, Interview, first).main
    slot = read(store, whole_visit).slot(INTERVIEW, corrected)
    assert (slot.issued, [one.document.id for one in slot.earlier]) == (None, [paper])
    documents.issue(store, whole_visit, INTERVIEW, about=corrected)
    slot = read(store, whole_visit).slot(INTERVIEW, corrected)
    assert slot.issued is not None and slot.earlier[0].state is DocumentState.SUPERSEDED


def test_an_unknown_kind_of_document_is_a_key_error(store: Store, visit: str) -> None:
    with pytest.raises(KeyError):
        read(store, visit).slot("letter")  # type: ignore[arg-type]
