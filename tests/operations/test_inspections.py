"""Visits: what is proposed, forms that are fixed, answers that open and withdraw findings, deletion."""

from __future__ import annotations

import re

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import answer_id, finding_id
from fieldcheck.model.records import Answer, Finding, Form, Inspection
from fieldcheck.model.values import Person
from fieldcheck.operations import documents, findings, forms, history, inspections
from fieldcheck.operations.edits import FieldUnknown, ValueNotUnderstood
from fieldcheck.store import Store
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.queries import records
from tests.bureau import add_site, answer_rest, begin, fail, visit_of


def answer_of(store: Store, inspection: str, item: str, form: str = "machinery") -> Answer:
    return records.get(store.reader(), Answer, answer_id(inspection, form, item))


def finding_of(store: Store, inspection: str, item: str, form: str = "machinery") -> Finding | None:
    return records.find(store.reader(), Finding, finding_id(answer_id(inspection, form, item)))


def test_a_visit_takes_from_the_site_what_is_left_open(store: Store) -> None:
    site = add_site(store, principal=Person("李文博", "总经理", "139"))
    visit = visit_of(store, inspections.start(store, site, {"town": "", "campaign": "百日攻坚"}, ["machinery"]).main)
    assert (visit.site, visit.town, visit.sector, visit.campaign) == (site, "初家街道", "industry_trade", "百日攻坚")
    assert visit.principal == Person("李文博", "总经理", "139")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d", visit.started_at or "")


def test_a_visit_needs_a_site_a_form_and_fields_that_exist(store: Store) -> None:
    site = add_site(store)
    with pytest.raises(RecordNotFound):
        inspections.start(store, "nowhere", {}, ["machinery"])
    with pytest.raises(forms.FormNotFound, match=r"no form cooking.*machinery"):
        inspections.start(store, site, {}, ["cooking"])
    with pytest.raises(FieldUnknown):
        inspections.start(store, site, {"weather": "fine"}, ["machinery"])
    with pytest.raises(ValueNotUnderstood):
        inspections.start(store, site, {"certificates_shown": "yes"}, ["machinery"])
    assert records.everything(store.reader(), Inspection) == []


def test_the_form_is_kept_once_with_its_bytes(store: Store) -> None:
    first, second = begin(store), begin(store)
    assert visit_of(store, first).forms == visit_of(store, second).forms
    kept = records.everything(store.reader(), Form)
    assert [form.form for form in kept] == ["machinery"]
    reference = (visit_of(store, first).forms or ())[0]
    assert reference.sha256 == kept[0].sha256
    assert forms.definition_of(store.reader(), reference) == forms.shipped()["machinery"]


def test_forms_are_added_once_and_leave_while_they_have_no_answer(store: Store) -> None:
    inspection = begin(store)
    inspections.add_form(store, inspection, "confined-spaces")
    with pytest.raises(inspections.FormAlreadyUsed):
        inspections.add_form(store, inspection, "confined-spaces")
    inspections.answer(store, inspection, "confined-spaces", "CSP-01", "pass")
    with pytest.raises(inspections.FormInUse):
        inspections.remove_form(store, inspection, "confined-spaces")
    inspections.answer(store, inspection, "confined-spaces", "CSP-01", None)
    inspections.remove_form(store, inspection, "confined-spaces")
    assert [reference.form for reference in visit_of(store, inspection).forms or ()] == ["machinery"]


def test_two_laptops_would_answer_into_the_same_record(store: Store) -> None:
    inspection = begin(store)
    changes = inspections.answer(store, inspection, "machinery", "MEC-01", "pass")
    assert changes.main == answer_id(inspection, "machinery", "MEC-01")
    again = inspections.answer(store, inspection, "machinery", "MEC-01", "not_applicable")
    assert again.main == changes.main
    assert answer_of(store, inspection, "MEC-01").value == "not_applicable"


def test_answers_to_what_is_not_there_are_named(store: Store) -> None:
    inspection = begin(store)
    with pytest.raises(findings.ItemNotFound, match="MEC-99"):
        inspections.answer(store, inspection, "machinery", "MEC-99", "pass")
    with pytest.raises(forms.FormNotFound):
        inspections.answer(store, inspection, "flood-works", "FLD-01", "pass")
    with pytest.raises(RecordNotFound):
        inspections.answer(store, "nowhere", "machinery", "MEC-01", "pass")


def test_a_failing_answer_opens_its_finding_with_the_forms_wording(store: Store) -> None:
    inspection = begin(store)
    changes = inspections.answer(store, inspection, "machinery", "MEC-10", "fail")
    assert changes.touches("answer")
    assert changes.touches("finding")
    finding = finding_of(store, inspection, "MEC-10")
    item = forms.shipped()["machinery"].item("MEC-10")
    assert finding is not None
    assert item.finding is not None
    assert (finding.description, finding.measure) == (item.finding.wording, item.finding.measure)
    assert finding.basis == item.basis
    assert finding.deadline is not None
    assert (finding.deadline - forms.visit_day(visit_of(store, inspection))).days == item.finding.days
    assert (finding.site, finding.sector, finding.item) == (
        visit_of(store, inspection).site,
        "industry_trade",
        "MEC-10",
    )
    assert finding.confirmed_level is None


def test_an_answer_that_no_longer_fails_withdraws_and_failing_again_restores(store: Store) -> None:
    inspection = begin(store)
    (entity,) = fail(store, inspection, "MEC-10")
    findings.edit(store, entity, {"description": "冲床旁无警示标志", "location": "一车间"})
    inspections.answer(store, inspection, "machinery", "MEC-10", "pass")
    assert findings.standing(store.reader(), inspection) == []
    inspections.answer(store, inspection, "machinery", "MEC-10", "fail")
    (finding,) = findings.standing(store.reader(), inspection)
    assert (finding.id, finding.description, finding.location) == (entity, "冲床旁无警示标志", "一车间")


def test_a_finding_that_the_officer_withdrew_stays_withdrawn(store: Store) -> None:
    inspection = begin(store)
    (entity,) = fail(store, inspection, "MEC-10")
    findings.withdraw(store, entity, "现场已整改")
    inspections.answer(store, inspection, "machinery", "MEC-10", "pass")
    inspections.answer(store, inspection, "machinery", "MEC-10", "fail")
    assert records.get(store.reader(), Finding, entity).withdrawn == "现场已整改"


def test_undoing_an_answer_takes_its_finding_along_and_redo_brings_both(store: Store) -> None:
    inspection = begin(store)
    changes = inspections.answer(store, inspection, "machinery", "MEC-10", "fail")
    undone = history.undo(store, changes)
    assert findings.standing(store.reader(), inspection) == []
    assert records.children(store.reader(), Answer, inspection) == []
    history.undo(store, undone)
    assert answer_of(store, inspection, "MEC-10").value == "fail"
    assert [finding.item for finding in findings.standing(store.reader(), inspection)] == ["MEC-10"]


def test_undo_gives_the_answer_before(store: Store) -> None:
    inspection = begin(store)
    inspections.answer(store, inspection, "machinery", "MEC-10", "fail")
    changes = inspections.answer(store, inspection, "machinery", "MEC-10", "pass")
    history.undo(store, changes)
    assert answer_of(store, inspection, "MEC-10").value == "fail"
    assert len(findings.standing(store.reader(), inspection)) == 1


def test_a_remark_stands_beside_the_answer(store: Store) -> None:
    inspection = begin(store)
    inspections.remark(store, inspection, "machinery", "MEC-01", "查阅责任制12份")
    inspections.answer(store, inspection, "machinery", "MEC-01", "pass")
    found = answer_of(store, inspection, "MEC-01")
    assert (found.value, found.remark) == ("pass", "查阅责任制12份")
    inspections.remark(store, inspection, "machinery", "MEC-01", "")
    assert answer_of(store, inspection, "MEC-01").remark is None


def test_a_deleted_visit_takes_all_along_and_undo_brings_all_back(store: Store) -> None:
    inspection = begin(store)
    fail(store, inspection, "MEC-10", "MEC-12")
    changes = inspections.delete(store, inspection, "误建")
    reader = store.reader()
    assert records.find(reader, Inspection, inspection) is None
    assert records.children(reader, Answer, inspection) == []
    assert records.children(reader, Finding, inspection) == []
    history.undo(store, changes)
    assert len(records.children(reader, Answer, inspection)) == 2
    assert len(findings.standing(reader, inspection)) == 2


def test_a_visit_with_issued_documents_is_not_deleted(store: Store) -> None:
    inspection = begin(store)
    answer_rest(store, inspection)
    documents.issue(store, inspection, DocumentKind.INSPECTION_RECORD)
    with pytest.raises(inspections.InspectionHasDocuments, match="1 issued"):
        inspections.delete(store, inspection, "误建")
