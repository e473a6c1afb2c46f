"""Interviews and samplings: where they may be, what they lack, how they are issued, frozen and corrected."""

from __future__ import annotations

import pytest

from fieldcheck.model.document import DocumentKind, Interviewed, Sampled
from fieldcheck.model.papers import Exchanged, Interview, SampledItem, Sampling
from fieldcheck.model.records import Document, Inspection
from fieldcheck.model.values import Person
from fieldcheck.operations import (
    case_paper_details,
    case_papers,
    documents,
    drafts,
    edits,
    evidence,
    history,
    inspections,
    interviews,
    sampling,
)
from fieldcheck.operations.document_details import DocumentNotAllowed
from fieldcheck.store import Store, Transaction
from fieldcheck.store.queries import carried, records
from tests.bureau import AUTHOR, begin, changed_since, fail
from tests.operations.test_documents import day

RECORD_OF, VOUCHER = DocumentKind.INTERVIEW_RECORD, DocumentKind.SAMPLING_VOUCHER
WHO = Person("宋建国", "安全总监", "13900000021")
SAID = (Exchanged("公司知道这件事吗？", "今天检查时才知道。"),)
BEGAN = "2026-06-01T10:00+08:00"


def interview_of(store: Store, visit: str, **values: object) -> str:
    """Return an interview that lacks nothing."""
    members = {"person": WHO, "began_at": BEGAN, "told_at": BEGAN, "exchanged": SAID, **values}
    return interviews.begin(store, visit, members, AUTHOR).main


def issue(store: Store, visit: str, kind: DocumentKind, about: str) -> Document:
    made = documents.issue(store, visit, kind, AUTHOR, today=day, about=about)
    return records.get(store.reader(), Document, made.main)


def refusal(store: Store, visit: str, kind: DocumentKind, about: str) -> object:
    with pytest.raises(DocumentNotAllowed) as caught:
        documents.draft(store.reader(), visit, kind, about=about)
    return caught.value.details["reason"]


@pytest.fixture
def visit(store: Store) -> str:
    return begin(store, "machinery")


def test_an_interview_takes_from_visit_and_site_and_counts_the_person_in_the_case(store: Store, visit: str) -> None:
    first = records.get(store.reader(), Interview, interview_of(store, visit))
    known = records.get(store.reader(), Inspection, visit)
    assert (first.place, first.officers, first.ordinal) == (known.place_inspected, known.officers, 1)
    again = begin(store, "machinery", site=known.site, values={"visit_kind": "recheck", "recheck_of": visit})
    second = interviews.begin(store, again, {}).main
    assert records.get(store.reader(), Interview, second).ordinal == 1
    interviews.edit(store, second, {"person": WHO})
    assert records.get(store.reader(), Interview, second).ordinal == 2
    interviews.edit(store, second, {"ordinal": 5})
    interviews.edit(store, second, {"person": Person("曲万里")})
    assert records.get(store.reader(), Interview, second).ordinal == 5, "what an officer typed stays"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"visit_kind": "supervision"}, case_paper_details.ENFORCEMENT_ONLY),
        ({"sector": "transport"}, case_paper_details.OUTSIDE_REMIT),
        ({"started_at": None}, case_paper_details.NOT_BEGUN),
    ],
)
def test_only_an_enforcement_visit_of_the_remit_that_has_begun_has_them(
    store: Store, visit: str, values: dict[str, object], reason: str
) -> None:
    inspections.edit(store, visit, values)
    for operation in (interviews.begin, sampling.begin):
        with pytest.raises(case_papers.PaperNotAllowed) as caught:
            operation(store, visit, {})
        assert caught.value.details["reason"] == reason
    assert not records.children(store.reader(), Interview, visit)


def test_what_an_interview_and_a_sampling_lack_is_said_one_by_one(store: Store, visit: str) -> None:
    entity = interview_of(store, visit, officers=())
    wanted = records.get(store.reader(), Inspection, visit).officers or ()
    steps = (
        ({"officers": wanted[:1]}, case_paper_details.TWO_OFFICERS),
        ({"officers": wanted[:1] * 2}, case_paper_details.TWO_OFFICERS),
        ({"officers": wanted, "began_at": None}, case_paper_details.TIME_MISSING),
        ({"began_at": BEGAN, "ended_at": "2026-06-01T09:59+08:00"}, case_paper_details.ENDED_TOO_EARLY),
        ({"ended_at": BEGAN, "person": Person(" ")}, case_paper_details.PERSON_MISSING),
        ({"person": None}, case_paper_details.PERSON_MISSING),
        ({"person": WHO, "told_at": None}, case_paper_details.NOT_TOLD),
        ({"told_at": BEGAN, "exchanged": None}, case_paper_details.QUESTION_MISSING),
    )
    for values, reason in steps:
        interviews.edit(store, entity, values)
        assert refusal(store, visit, RECORD_OF, entity) == reason
    taken = sampling.begin(store, visit, {}).main
    assert refusal(store, visit, VOUCHER, taken) == case_paper_details.NOTHING_TAKEN
    edits.edit(store, "sampling", taken, {"items": (SampledItem(" ", "18L/桶"),)})
    assert refusal(store, visit, VOUCHER, taken) == case_paper_details.NOTHING_TAKEN
    edits.edit(store, "sampling", taken, {"at": None, "items": (SampledItem("切削液"),)})
    assert refusal(store, visit, VOUCHER, taken) == case_paper_details.TIME_MISSING
    assert refusal(store, visit, VOUCHER, "") == case_paper_details.PAPER_MISSING


def test_each_is_a_document_of_its_own_that_is_frozen_and_corrected_by_another(store: Store, visit: str) -> None:
    first, second = interview_of(store, visit), interview_of(store, visit, person=Person("曲万里"))
    typed = interviews.edit(store, first, {"recorder": "孙𬍛"})
    paper = issue(store, visit, RECORD_OF, first)
    assert refusal(store, visit, VOUCHER, first) == case_paper_details.PAPER_MISSING
    assert (paper.number, paper.about) == (None, first)
    assert documents.issued(store.reader(), visit, RECORD_OF, second) is None
    with pytest.raises(edits.PaperIssued):
        history.undo(store, typed)
    drafts.keep(store, "interview", first, visit, "home", "城港街道", AUTHOR)
    assert drafts.recover(store) == 0, "what was printed stays, and what was typed is kept as a draft"
    with pytest.raises(edits.PaperIssued):
        interviews.edit(store, first, {"home": "城港街道"})
    with pytest.raises(edits.PaperIssued):
        case_papers.remove(store, Interview, first, "录错")
    with pytest.raises(documents.AlreadyIssued):
        issue(store, visit, RECORD_OF, first)
    with pytest.raises(case_papers.NotIssued):
        case_papers.correct(store, Interview, second)
    corrected = case_papers.correct(store, Interview, first, AUTHOR).main
    with pytest.raises(case_papers.AlreadyCorrected):
        case_papers.correct(store, Interview, first)
    interviews.edit(store, corrected, {"home": "城港街道"})
    assert [one.id for one in case_papers.standing(store.reader(), Interview, visit)] == [second, corrected]
    later = issue(store, visit, RECORD_OF, corrected)
    assert later.supersedes == paper.id
    kept = documents.draft(store.reader(), visit, RECORD_OF, about=second)
    assert isinstance(kept.details, Interviewed)
    assert kept.details.person.name == "曲万里"
    case_papers.remove(store, Interview, second, "未进行")
    assert [one.id for one in case_papers.standing(store.reader(), Interview, visit)] == [corrected]


def test_a_voucher_has_a_number_and_its_chain_names_what_changed_in_the_record(store: Store, visit: str) -> None:
    taken = sampling.begin(store, visit, {"items": (SampledItem("切削液", "18L/桶", "500mL"),)}, AUTHOR).main
    fail(store, visit, "MEC-10")
    assert ("sampling", taken) in carried.area(store.reader(), (), ()), "what shows a hazard goes to the laptops"
    content = documents.draft(store.reader(), visit, VOUCHER, about=taken)
    assert content.details == Sampled((SampledItem("切削液", "18L/桶", "500mL"),))
    voucher = issue(store, visit, VOUCHER, taken)
    assert str(voucher.number) == "（莱）应急抽〔2026〕1号"
    asked = interview_of(store, visit, identity_number="370613198003150017")
    paper = issue(store, visit, RECORD_OF, asked)
    inspections.edit(store, visit, {"ended_at": "2026-06-01T12:00+08:00", "situation": "正常生产。"})
    for document in (voucher, paper):
        assert not changed_since(store, document)
        walked = evidence.walk(store.reader(), document.id)
        assert not walked.broken
        assert "paper" in {link.code for link in walked.links}

    def elsewhere(transaction: Transaction) -> str:
        transaction.append("interview", asked, visit, {"identity_number": "370613198003150025"})
        return asked

    store.write(elsewhere)
    assert changed_since(store, paper)
    told = [link.details for link in evidence.walk(store.reader(), paper.id).links if link.code.startswith("changed")]
    assert ("370*************17", "370*************25") in [(one["before"], one["after"]) for one in told]


def test_a_visit_that_is_deleted_takes_its_drafts_along(store: Store, visit: str) -> None:
    interview_of(store, visit)
    taken = sampling.begin(store, visit, {}).main
    inspections.delete(store, visit, "录错")
    assert records.find(store.reader(), Sampling, taken) is None
    assert not records.children(store.reader(), Interview, visit)
