"""Scheme, decision on measures, recheck opinion: what the order of the law allows, and what they are made of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fieldcheck.documents.files import WordingWrong
from fieldcheck.model.document import Decided, DocumentKind, Measures, Rechecked, RecheckOpinion, Scheme
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.planning import Plan, PlannedVisit
from fieldcheck.model.records import Document, Inspection
from fieldcheck.model.values import MeasureKind, OnSiteMeasure, Person
from fieldcheck.operations import documents, edits, findings, inspections, kept_content, wordings
from fieldcheck.operations.document_details import (
    DEADLINE_PAST,
    MAJOR_ONLY,
    MEASURE_MISSING,
    NO_RECHECK_VISIT,
    NOTHING_ORDERED,
    NOTHING_RECHECKED,
    RECORD_MISSING,
    SCHEME_ENFORCEMENT,
    TOO_LONG,
    DocumentNotAllowed,
)
from fieldcheck.operations.documents import OrderRefused
from fieldcheck.paths import data_directory
from fieldcheck.store import Store, Transaction
from fieldcheck.store.queries import records
from tests.bureau import changed_since
from tests.documents import reading
from tests.operations.test_documents import LIST, ORDER, RECORD, day, issue, ready

SCHEME, DECISION, OPINION = (
    DocumentKind.INSPECTION_SCHEME,
    DocumentKind.MEASURES_DECISION,
    DocumentKind.RECHECK_OPINION,
)


def refused(store: Store, inspection: str, kind: DocumentKind) -> str:
    """Return why a document is not allowed."""
    with pytest.raises(DocumentNotAllowed) as caught:
        documents.issue(store, inspection, kind, today=day)
    return str(caught.value.details["reason"])


def measure(store: Store, finding: str, kind: MeasureKind, until: str = "") -> None:
    """Choose a measure on site."""
    edits.edit(store, "finding", finding, {"on_site_measure": OnSiteMeasure(kind, "一车间4号冲床", until)})


def test_a_decision_on_measures_rests_on_the_record_and_stops_work_for_major_hazards_alone(store: Store) -> None:
    visit = ready(store, "MEC-10", "MEC-12")
    first, second = findings.standing(store.reader(), visit)
    assert refused(store, visit, DECISION) == MEASURE_MISSING
    measure(store, first.id, MeasureKind.SUSPEND, "2026-07-01")
    assert refused(store, visit, DECISION) == RECORD_MISSING
    record = issue(store, visit, RECORD)
    assert refused(store, visit, DECISION) == MAJOR_ONLY
    findings.confirm_level(store, first.id, "major", "")
    measure(store, first.id, MeasureKind.SUSPEND, "2026-12-02")
    assert refused(store, visit, DECISION) == TOO_LONG
    measure(store, first.id, MeasureKind.SUSPEND, "2026-12-01")
    decision = issue(store, visit, DECISION)
    assert decision.findings == (first.id,)
    assert decision.stops_work
    assert [(one.finding, one.deadline) for one in decision.deadlines or ()] == [(first.id, date(2026, 12, 1))]
    assert str(decision.number).startswith("（莱）应急现决〔2026〕")
    draft = documents.draft(store.reader(), visit, DECISION)
    stopped = Decided(MeasureKind.SUSPEND, "一车间4号冲床", (1,), date(2026, 12, 1))
    assert draft.details == Measures(str(record.number), (stopped,))
    measure(store, second.id, MeasureKind.REMOVE)
    assert changed_since(store, decision)


def test_no_decision_where_the_bureau_may_not_order(store: Store) -> None:
    visit = ready(store, "MEC-10", visit_kind="supervision")
    (finding,) = findings.standing(store.reader(), visit)
    measure(store, finding.id, MeasureKind.REMOVE)
    issue(store, visit, RECORD)
    assert refused(store, visit, DECISION) == MEASURE_MISSING
    assert refused(store, visit, SCHEME) == SCHEME_ENFORCEMENT
    with pytest.raises(OrderRefused):
        issue(store, visit, ORDER)


def recheck_of(store: Store, visit: str) -> str:
    """Begin the recheck of a visit with all that a document needs."""
    earlier = records.get(store.reader(), Inspection, visit)
    values = {
        "visit_kind": "recheck",
        "recheck_of": visit,
        "sector": earlier.sector,
        "officers": earlier.officers,
        "certificates_shown": True,
        "place_inspected": "一车间",
        "site_manager": Person("宋建国", "安全总监"),
    }
    return inspections.start(store, earlier.site or "", values, []).main


def see(store: Store, finding: str, inspection: str, result: str) -> str:
    """Record what was seen at a recheck, as a step writes it."""
    entity = new_id()
    values = {"finding": finding, "inspection": inspection, "result": result, "at": "2026-06-20T10:00+08:00"}

    def work(transaction: Transaction) -> str:
        transaction.append("recheck", entity, finding, values)
        return entity

    store.write(work, "")
    return entity


def test_an_opinion_answers_the_order_item_by_item(store: Store) -> None:
    visit = ready(store, "MEC-10", "MEC-12", "MEC-13")
    named = [finding.id for finding in findings.standing(store.reader(), visit)]
    again = recheck_of(store, visit)
    assert refused(store, visit, OPINION) == NO_RECHECK_VISIT
    assert refused(store, again, OPINION) == NOTHING_ORDERED
    order = issue(store, visit, ORDER)
    assert refused(store, again, OPINION) == NOTHING_RECHECKED
    see(store, named[0], again, "pass")
    see(store, named[2], again, "fail")
    opinion = issue(store, again, OPINION)
    assert set(opinion.findings or ()) == {named[0], named[2]}
    draft = documents.draft(store.reader(), again, OPINION)
    assert draft.details == RecheckOpinion(
        (Rechecked("rectification-order", str(order.number), order.issued_on, (1,), (3,), (2,)),)
    )
    assert [problem.number for problem in draft.problems] == [3]


def test_an_annulled_result_is_in_no_opinion(store: Store) -> None:
    visit = ready(store, "MEC-10")
    (finding,) = findings.standing(store.reader(), visit)
    issue(store, visit, ORDER)
    again = recheck_of(store, visit)
    step = see(store, finding.id, again, "pass")
    values = {"finding": finding.id, "kind": "recheck", "step": step, "reason": "记错"}

    def annul(transaction: Transaction) -> str:
        entity = new_id()
        transaction.append("annulment", entity, finding.id, values)
        return entity

    store.write(annul, "")
    assert refused(store, again, OPINION) == NOTHING_RECHECKED


def test_the_recheck_of_a_recheck_still_answers_the_first_order(store: Store) -> None:
    visit = ready(store, "MEC-10")
    (finding,) = findings.standing(store.reader(), visit)
    issue(store, visit, ORDER)
    once = recheck_of(store, visit)
    twice = recheck_of(store, once)
    see(store, finding.id, twice, "pass")
    details = documents.draft(store.reader(), twice, OPINION).details
    assert isinstance(details, RecheckOpinion)
    assert [paper.passed for paper in details.papers] == [(1,)]


def test_a_scheme_comes_before_the_visit_and_says_what_was_planned(store: Store) -> None:
    visit = ready(store)
    found = records.get(store.reader(), Inspection, visit)
    plan, planned = new_id(), new_id()

    def work(transaction: Transaction) -> str:
        transaction.append("plan", plan, "", {"name": "百日攻坚", "approval_number": "莱应急检批〔2026〕8号"})
        values = {"site": found.site, "plan": plan, "content": "冲压设备\n特种设备", "organisations": ["市场监管局"]}
        transaction.append("planned_visit", planned, found.site or "", values)
        transaction.append("inspection", visit, found.site or "", {"planned_visit": planned, "place_inspected": None})
        return visit

    store.write(work, "")
    assert records.get(store.reader(), PlannedVisit, planned).plan == records.get(store.reader(), Plan, plan).id
    details = documents.draft(store.reader(), visit, SCHEME).details
    assert isinstance(details, Scheme)
    assert (details.subjects, details.approval, details.remark) == (
        ("冲压设备", "特种设备"),
        "莱应急检批〔2026〕8号",
        "市场监管局",
    )
    # A scheme needs no place inspected: nobody went yet.
    assert issue(store, visit, SCHEME).findings == ()
    with pytest.raises(documents.VisitIncomplete):
        issue(store, visit, RECORD)


def shipped(kind: DocumentKind) -> str:
    """Return the shipped wording as text."""
    (path,) = (data_directory("resources") / "documents" / kind.value).glob("*.toml")
    return path.read_text(encoding="utf-8")


def test_a_document_prints_with_the_wording_in_force_on_its_day(store: Store) -> None:
    visit = ready(store, "MEC-10")
    text = shipped(ORDER).replace("经查，", "经现场检查，").replace("2024-01-01", "2026-06-01", 1)
    wordings.put(store, ORDER, text)
    assert documents.draft(store.reader(), visit, ORDER).wording == text
    assert not wordings.text_of(store.reader(), ORDER, date(2026, 5, 31))
    order = issue(store, visit, ORDER)
    assert isinstance(records.get(store.reader(), Document, order.id).sha256, str)
    wordings.put(store, ORDER, text.replace("2026-06-01", "2026-06-02", 1))
    assert wordings.text_of(store.reader(), ORDER, day()) == text
    assert not changed_since(store, order)
    assert not wordings.every(store.reader(), LIST)


def test_later_documents_name_an_earlier_one_as_the_bureau_called_it(store: Store) -> None:
    visit = ready(store, "MEC-10")
    (finding,) = (finding.id for finding in findings.standing(store.reader(), visit))
    wordings.put(store, ORDER, shipped(ORDER).replace('title = "责令限期整改指令书"', 'title = "限期整改指令书"'))
    issue(store, visit, ORDER)
    wordings.put_back(store, ORDER, day() + timedelta(days=1))
    again = recheck_of(store, visit)
    see(store, finding, again, "pass")
    said = reading.letters(documents.preview(store.reader(), again, OPINION))
    assert "作出了限期整改指令书的决定" in said
    opinion = records.get(store.reader(), Document, issue(store, again, OPINION).id)
    made = kept_content.remade(store.reader(), opinion)
    assert made is not None and [one.title for one in made.titles] == ["限期整改指令书"]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("60日", "合理期限", "60日"),
        ("{court}", "人民法院", "{court}"),
        ("证号：", "", "certificate"),
        ("title = ", "heading = ", "heading"),
    ],
)
def test_a_wording_without_what_the_law_requires_is_refused(store: Store, old: str, new: str, named: str) -> None:
    with pytest.raises(WordingWrong) as caught:
        wordings.put(store, ORDER, shipped(ORDER).replace(old, new))
    assert named in str(caught.value.details["reason"])
    assert not wordings.every(store.reader(), ORDER)


def test_what_failed_the_recheck_is_ordered_again_with_a_new_deadline(store: Store) -> None:
    visit = ready(store, "MEC-10", "MEC-12")
    failing, passing = (finding.id for finding in findings.standing(store.reader(), visit))
    issue(store, visit, ORDER)
    again = recheck_of(store, visit)
    with pytest.raises(documents.NothingToOrder):
        issue(store, again, ORDER)
    see(store, failing, again, "fail")
    see(store, passing, again, "pass")
    findings.edit(store, failing, {"deadline": date(2026, 5, 31)})
    assert refused(store, again, ORDER) == DEADLINE_PAST
    findings.edit(store, failing, {"deadline": date(2026, 7, 15)})
    order = issue(store, again, ORDER)
    assert order.findings == (failing,)
    assert [(one.finding, one.deadline) for one in order.deadlines or ()] == [(failing, date(2026, 7, 15))]
