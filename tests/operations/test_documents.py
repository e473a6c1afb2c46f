"""Documents: what the law allows, numbers, freezing, correction, the paper at the gate."""

from __future__ import annotations

import json
from datetime import date

import pytest

from fieldcheck import documents as engine
from fieldcheck.model.document import DocumentContent, DocumentKind, DocumentNumber
from fieldcheck.model.records import Document, Profile
from fieldcheck.model.values import Person, SeriesStart, SigningResult
from fieldcheck.operations import documents, edits, findings, inspections, profile, sites
from fieldcheck.store import Store, blobs
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.queries import records
from tests.bureau import MANAGER, answer_rest, begin, changed_since, fail

RECORD, ORDER, LIST = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.PROBLEM_LIST


def day() -> date:
    return date(2026, 6, 1)


def ready(store: Store, *failing: str, form: str = "machinery", **values: object) -> str:
    site = values.pop("site", None)
    inspection = begin(store, form, site=str(site) if site else None, values=values)
    fail(store, inspection, *failing, form=form)
    answer_rest(store, inspection)
    return inspection


def issue(store: Store, inspection: str, kind: DocumentKind, *, correct: bool = False) -> Document:
    return records.get(
        store.reader(), Document, documents.issue(store, inspection, kind, correct=correct, today=day).main
    )


def test_an_order_names_the_findings_and_the_deadlines(store: Store) -> None:
    inspection = ready(store, "MEC-10", "MEC-12")
    content = documents.draft(store.reader(), inspection, ORDER)
    assert content.draft
    assert content.number is None
    assert [problem.number for problem in content.problems] == [1, 2]
    assert {officer.certificate_number for officer in content.officers} == {"37061326001", "37061326002"}
    assert (content.government, content.court, content.site_manager.name) == ("莱山区", "莱山区", MANAGER.name)
    assert sorted(number for pair in content.deadline_pairs() for number in pair.numbers) == [1, 2]
    assert all(basis.startswith("《") for problem in content.problems for basis in problem.basis)


def test_a_preview_is_a_pdf_and_takes_no_number(store: Store) -> None:
    inspection = ready(store, "MEC-10")
    for kind in (RECORD, ORDER):
        assert documents.preview(store.reader(), inspection, kind).startswith(b"%PDF")
    assert records.everything(store.reader(), Document) == []


def test_an_issued_document_is_frozen(store: Store) -> None:
    inspection = ready(store, "MEC-10")
    issued = issue(store, inspection, ORDER)
    before = documents.pdf(store.reader(), issued.id)
    (finding,) = issued.findings or ()
    findings.edit(store, finding, {"description": "改后的文字"})
    assert documents.pdf(store.reader(), issued.id) == before
    assert documents.issued(store.reader(), inspection, ORDER) == issued
    for field in ("sha256", "number", "issued_on", "findings"):
        with pytest.raises(edits.WrittenOnce):
            edits.edit(store, "document", issued.id, {field: None})
    with pytest.raises(documents.AlreadyIssued, match="应急责改〔2026〕1号"):
        issue(store, inspection, ORDER)


def test_a_visit_that_changed_after_the_issue_is_known(store: Store) -> None:
    inspection = ready(store, "MEC-10")
    first = issue(store, inspection, ORDER)
    assert not changed_since(store, first)
    profile.save(store, {"court": "烟台市"})
    assert not changed_since(store, first)
    (finding,) = first.findings or ()
    findings.edit(store, finding, {"description": "改后的文字"})
    assert changed_since(store, first)
    second = issue(store, inspection, ORDER, correct=True)
    assert not changed_since(store, second)
    assert changed_since(store, first)


def test_what_a_document_was_made_of_is_kept_beside_it(store: Store) -> None:
    issued = issue(store, ready(store, "MEC-10"), ORDER)
    content = json.loads(blobs.get(store.reader(), issued.content_sha256 or ""))
    assert content["document_id"] == issued.id
    assert content["number"]["serial"] == 1
    assert content["problems"][0]["number"] == 1


def test_numbers_run_by_kind_and_year(store: Store) -> None:
    first, second = ready(store, "MEC-10"), ready(store, "MEC-12")
    assert str(issue(store, first, RECORD).number) == "（莱）应急检记〔2026〕1号"
    assert str(issue(store, first, ORDER).number) == "（莱）应急责改〔2026〕1号"
    assert str(issue(store, second, ORDER).number) == "（莱）应急责改〔2026〕2号"
    later = documents.issue(store, second, RECORD, today=lambda: date(2027, 1, 4)).main
    assert records.get(store.reader(), Document, later).number == DocumentNumber("莱", "应急检记", 2027, 1)


def test_numbers_begin_where_the_paper_ended(store: Store) -> None:
    profile.save(store, {"first_serials": (SeriesStart("应急责改", 2026, 38),)})
    first, second = ready(store, "MEC-10"), ready(store, "MEC-12")
    numbers = [issue(store, inspection, ORDER).number for inspection in (first, second)]
    assert [number.serial for number in numbers if number] == [38, 39]


def test_a_correction_is_a_new_document_that_names_the_old(store: Store) -> None:
    inspection = ready(store, "MEC-10")
    old = issue(store, inspection, ORDER)
    new = issue(store, inspection, ORDER, correct=True)
    assert new.supersedes == old.id
    assert (old.number, new.number) == (
        DocumentNumber("莱", "应急责改", 2026, 1),
        DocumentNumber("莱", "应急责改", 2026, 2),
    )
    assert documents.issued(store.reader(), inspection, ORDER) == new
    content = json.loads(blobs.get(store.reader(), new.content_sha256 or ""))
    assert content["supersedes"] == str(old.number)


def test_a_number_that_another_write_took_meanwhile_is_not_used_twice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ready(store, "MEC-10"), ready(store, "MEC-12")
    render, rivals = engine.render, [second]

    def render_slowly(content: DocumentContent) -> bytes:
        made = render(content)
        if rivals:
            issue(store, rivals.pop(), ORDER)
        return made

    monkeypatch.setattr(engine, "render", render_slowly)
    numbers = {
        str(issue(store, first, ORDER).number),
        *(str(document.number) for document in records.everything(store.reader(), Document)),
    }
    assert len(numbers) == len(records.everything(store.reader(), Document)) == 2


@pytest.mark.parametrize(
    ("form", "item", "site", "authority"),
    [
        ("flood-works", "FLD-18", {"name": "青石岭水库", "kind": "flood_work", "sector": "water"}, "水行政主管部门"),
        (
            "hazardous-goods-transport",
            "HGT-09",
            {"name": "通达危货运输有限公司停车场", "sector": "transport"},
            "交通运输主管部门",
        ),
    ],
)
def test_outside_the_remit_an_order_is_refused_and_the_slip_names_the_authority(
    store: Store, form: str, item: str, site: dict[str, object], authority: str
) -> None:
    inspection = ready(store, item, form=form, site=sites.create(store, site).main)
    for call in (documents.preview, documents.check_allowed, lambda *_: issue(store, inspection, ORDER)):
        with pytest.raises(documents.OrderRefused, match=authority) as caught:
            call(store.reader(), inspection, ORDER)
        assert "remit" in str(caught.value)
    content = documents.draft(store.reader(), inspection, LIST)
    assert [problem.authority for problem in content.problems] == [authority]
    assert issue(store, inspection, LIST).kind == LIST


@pytest.mark.parametrize("kind", ["supervision", "assistance", "self_check", "flood_patrol"])
def test_only_an_enforcement_visit_can_order(store: Store, kind: str) -> None:
    inspection = ready(store, "MEC-10", visit_kind=kind)
    with pytest.raises(documents.OrderRefused, match="only an enforcement visit"):
        issue(store, inspection, ORDER)
    with pytest.raises(documents.OrderRefused):
        issue(store, ready(store, visit_kind=kind), ORDER)
    assert issue(store, inspection, LIST).findings


def test_the_recheck_of_an_enforcement_visit_can_order_and_of_another_cannot(store: Store) -> None:
    enforcement = ready(store, "MEC-10")
    assisted = ready(store, "MEC-10", visit_kind="assistance")
    again = ready(store, "MEC-12", visit_kind="recheck", recheck_of=enforcement)
    assert issue(store, again, ORDER).number
    with pytest.raises(documents.OrderRefused):
        issue(store, ready(store, "MEC-12", visit_kind="recheck", recheck_of=assisted), ORDER)


def test_a_mixed_visit_splits_into_order_and_slip(store: Store) -> None:
    inspection = begin(store, "machinery", "hazardous-goods-transport")
    fail(store, inspection, "MEC-10")
    fail(store, inspection, "HGT-09", form="hazardous-goods-transport")
    answer_rest(store, inspection)
    order = documents.draft(store.reader(), inspection, ORDER)
    slip = documents.draft(store.reader(), inspection, LIST)
    record = documents.draft(store.reader(), inspection, RECORD)
    assert (len(order.problems), len(slip.problems), len(record.problems)) == (1, 1, 2)
    assert slip.problems[0].authority == "交通运输主管部门"


def test_without_a_finding_there_is_nothing_to_order(store: Store) -> None:
    inspection = ready(store)
    for kind in (ORDER, LIST):
        with pytest.raises(documents.NothingToOrder):
            issue(store, inspection, kind)
    assert issue(store, inspection, RECORD).findings == ()


def test_a_visit_with_gaps_issues_nothing_and_says_what_is_missing(store: Store) -> None:
    inspection = ready(store, "MEC-10", officers=())
    with pytest.raises(documents.VisitIncomplete, match="Two officers"):
        issue(store, inspection, ORDER)
    assert records.everything(store.reader(), Document) == []
    assert documents.preview(store.reader(), inspection, ORDER).startswith(b"%PDF")


def test_the_record_counts_what_was_checked(store: Store) -> None:
    inspection = ready(store, "MEC-10", situation="企业正常生产。")
    situation = documents.draft(store.reader(), inspection, RECORD).situation
    assert situation.startswith("企业正常生产。\n")
    assert "不符合1项" in situation


def test_signing_is_recorded_beside_the_document(store: Store) -> None:
    document = issue(store, ready(store, "MEC-10"), ORDER).id
    changes = documents.record_signing(store, document, SigningResult.SIGNED, signer=MANAGER)
    (signing,) = documents.signings(store.reader(), document)
    assert (signing.id, signing.result, signing.signer) == (changes.main, "signed", MANAGER)
    with pytest.raises(edits.WrittenOnce):
        edits.edit(store, "signing", signing.id, {"result": "refused"})


def test_an_officer_may_say_when_it_was_signed(store: Store) -> None:
    document = issue(store, ready(store, "MEC-10"), ORDER).id
    moment = "2026-06-01T11:30+08:00"
    documents.record_signing(store, document, SigningResult.SIGNED, signer=MANAGER, at=moment)
    (signing,) = documents.signings(store.reader(), document)
    assert signing.at == moment


@pytest.mark.parametrize(
    ("reason", "witness"), [("", Person("丁一")), ("需请示", None), (" ", Person("丁一")), ("x", Person(" "))]
)
def test_a_refusal_needs_reason_and_witness(store: Store, reason: str, witness: Person | None) -> None:
    document = issue(store, ready(store, "MEC-10"), ORDER).id
    with pytest.raises(documents.RefusalIncomplete):
        documents.record_signing(store, document, SigningResult.REFUSED, reason=reason, witness=witness)
    documents.record_signing(store, document, SigningResult.REFUSED, reason="需请示", witness=Person("丁一"))
    (signing,) = documents.signings(store.reader(), document)
    assert (signing.reason, signing.witness) == ("需请示", Person("丁一"))


def test_what_is_not_there_cannot_be_signed(store: Store) -> None:
    with pytest.raises(RecordNotFound):
        documents.record_signing(store, "nowhere", SigningResult.SIGNED, signer=MANAGER)
    with pytest.raises(RecordNotFound):
        documents.pdf(store.reader(), "nowhere")


def test_a_profile_without_remit_orders_nothing(store: Store) -> None:
    profile.save(store, {"sectors": ()})
    assert records.get(store.reader(), Profile, profile.PROFILE).sectors == ()
    with pytest.raises(documents.OrderRefused):
        issue(store, ready(store, "MEC-10"), ORDER)


def test_the_visits_form_stays_as_it_was_used(store: Store) -> None:
    inspection = ready(store, "MEC-10")
    inspections.add_form(store, inspection, "confined-spaces")
    assert documents.draft(store.reader(), inspection, RECORD).situation.count("检查") >= 2
