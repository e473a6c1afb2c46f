"""The review: what is missing and whether it stops the documents, what is proposed as major, which documents fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.values import Role
from fieldcheck.operations import documents, findings, inspections, stores
from fieldcheck.operations.review import MESSAGES, Weight, review
from fieldcheck.store import Store
from tests.bureau import add_site, answer_rest, begin, fail
from tests.stores import CHEAP, PASSPHRASE

RECORD, ORDER, LIST = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.PROBLEM_LIST


def codes(store: Store, inspection: str, weight: Weight | None = None) -> set[str]:
    gaps = review(store.reader(), inspection).gaps
    return {gap.code for gap in gaps if weight is None or gap.weight is weight}


def test_a_complete_visit_is_ready(store: Store) -> None:
    inspection = begin(store)
    answer_rest(store, inspection)
    found = review(store.reader(), inspection)
    assert found.ready
    assert found.gaps == ()
    assert found.counts["machinery"].total == found.counts["machinery"].passed > 20


def test_each_field_that_is_missing_is_named(store: Store) -> None:
    site = add_site(store, sector="")
    inspection = inspections.start(store, site, {}, []).main
    assert codes(store, inspection, Weight.BLOCKS) == {
        "visit_kind", "sector", "place_inspected", "officers", "no_form",
    }  # fmt: skip
    assert codes(store, inspection, Weight.ADVISES) == {"ended_at", "principal", "site_manager"}
    inspections.edit(store, inspection, {"visit_kind": "recheck"})
    assert "recheck_of" in codes(store, inspection, Weight.BLOCKS)


def test_a_laptop_that_waits_for_its_bureau_records_and_issues_nothing(tmp_path: Path) -> None:
    with stores.create_to_join(tmp_path / "a.fcstore", PASSPHRASE, Role.INSPECTOR, "三号", cost=CHEAP) as store:
        inspection = begin(store, values={"officers": ()})
        fail(store, inspection, "MEC-10")
        answer_rest(store, inspection)
        (gap,) = (gap for gap in review(store.reader(), inspection).gaps if gap.page == "exchange")
        assert (gap.code, gap.weight) == ("bureau_answer", Weight.BLOCKS)
        assert documents.preview(store.reader(), inspection, RECORD).startswith(b"%PDF")
        with pytest.raises(documents.VisitIncomplete) as refused:
            documents.issue(store, inspection, RECORD)
        assert "answer" in str(refused.value)


def test_an_enforcement_visit_needs_certificates_shown(store: Store) -> None:
    shown = begin(store, values={"certificates_shown": False})
    assert "certificates_shown" in codes(store, shown, Weight.BLOCKS)
    helped = begin(store, values={"certificates_shown": False, "visit_kind": "assistance"})
    assert "certificates_shown" not in codes(store, helped)


def test_fewer_officers_need_a_reason_and_never_on_enforcement(store: Store) -> None:
    reason = {"officers": (), "fewer_officers_reason": "专家单独帮扶"}
    assert "officers" not in codes(store, begin(store, values={**reason, "visit_kind": "assistance"}))
    assert "officers" in codes(store, begin(store, values=reason), Weight.BLOCKS)


def test_a_finding_is_looked_at_too(store: Store) -> None:
    inspection = begin(store)
    (entity,) = fail(store, inspection, "MEC-10")
    assert {"location", "responsible_person"} <= codes(store, inspection, Weight.ADVISES)
    findings.edit(store, entity, {"deadline": None, "description": None, "measure": None})
    assert {"deadline", "description"} <= codes(store, inspection, Weight.BLOCKS)
    assert "measure" in codes(store, inspection, Weight.ADVISES)
    from datetime import date

    findings.edit(store, entity, {"deadline": date(2026, 5, 31)})
    assert "deadline_past" in codes(store, inspection, Weight.BLOCKS)


def test_a_basis_that_is_not_checked_advises_once_for_each_finding(store: Store) -> None:
    inspection = begin(store)
    fail(store, inspection, "MEC-05", "MEC-11")
    unchecked = [gap for gap in review(store.reader(), inspection).gaps if gap.code == "basis_unverified"]
    assert [(gap.item, gap.weight) for gap in unchecked] == [("MEC-11", Weight.ADVISES)]


def test_a_withdrawn_finding_is_no_gap(store: Store) -> None:
    inspection = begin(store)
    (entity,) = fail(store, inspection, "MEC-10")
    findings.withdraw(store, entity, "误判")
    found = review(store.reader(), inspection)
    assert found.findings == ()
    assert not any(gap.finding for gap in found.gaps)


def test_unanswered_items_advise_by_form(store: Store) -> None:
    inspection = begin(store)
    gap = next(gap for gap in review(store.reader(), inspection).gaps if gap.code == "unanswered")
    assert (gap.page, gap.form, gap.item) == ("checklist", "machinery", "MEC-01")
    assert isinstance(gap.details["count"], int)


def test_what_is_proposed_as_major_must_be_confirmed(store: Store) -> None:
    inspection = begin(store)
    fail(store, inspection, "MEC-05")
    found = review(store.reader(), inspection)
    (proposal,) = found.proposals
    assert proposal.proposal.items == ("MEC-05",)
    assert not proposal.confirmed
    assert "level" in codes(store, inspection, Weight.BLOCKS)
    for finding in proposal.findings:
        findings.confirm_level(store, finding, "general", "officer")
    assert "level" not in codes(store, inspection)
    assert review(store.reader(), inspection).proposals[0].confirmed


@pytest.mark.parametrize(
    ("kind", "failing", "wanted"),
    [
        ("enforcement", (), {RECORD}),
        ("enforcement", ("MEC-10",), {RECORD, ORDER}),
        ("assistance", (), {RECORD, LIST}),
        ("assistance", ("MEC-10",), {RECORD, LIST}),
    ],
)
def test_the_documents_that_fit(store: Store, kind: str, failing: tuple[str, ...], wanted: set[DocumentKind]) -> None:
    inspection = begin(store, values={"visit_kind": kind})
    fail(store, inspection, *failing)
    assert set(review(store.reader(), inspection).kinds) == wanted


def test_every_gap_has_its_text(store: Store) -> None:
    inspection = begin(store, values={"officers": ()})
    fail(store, inspection, "MEC-05", "MEC-10")
    for gap in review(store.reader(), inspection).gaps:
        assert gap.code in MESSAGES
        assert "{" not in gap.message().format(**gap.details)
