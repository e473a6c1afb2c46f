"""Steps recorded through the operations: refused where a guard says no, all of one recheck or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.records import Finding
from fieldcheck.model.steps import (
    Annulment,
    CaseFiling,
    Closure,
    Delisting,
    Extension,
    ExtensionAnswer,
    Listing,
    Recheck,
    Rectification,
    Step,
    Transfer,
)
from fieldcheck.model.values import Commitments, Moment, SigningResult
from fieldcheck.operations import documents, findings, hazards, inspections, profile, steps
from fieldcheck.operations.edits import FieldNeeded
from fieldcheck.operations.hazards import NotPossible
from fieldcheck.operations.steps import StepIncomplete, StepUnknown
from fieldcheck.store import Store, Transaction
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.queries import records
from fieldcheck.translation import error_text, set_language
from tests.bureau import answer_rest, begin, fail

NOON = Moment("2026-07-01T12:00+08:00")
COMMITTED = Commitments("张三", "加装防护罩", "2", "2026-08-31", "现场处置方案")


@pytest.fixture
def ordered(store: Store) -> list[str]:
    """Two hazards of a visit whose order was issued on 1 June and signed."""
    visit = begin(store)
    found = fail(store, visit, "MEC-10", "MEC-12")
    answer_rest(store, visit)
    order = documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, today=lambda: date(2026, 6, 1)).main
    documents.record_signing(store, order, SigningResult.SIGNED)
    return found


def officers(store: Store) -> tuple[str, ...]:
    return tuple(officer.id for officer in profile.officers(store.reader()))


def photographed(store: Store, finding: str) -> None:
    values = {"finding": finding, "purpose": "after", "sha256": "0" * 64}

    def work(transaction: Transaction) -> str:
        transaction.append("photo", new_id(), "", values)
        return finding

    store.write(work)


def rechecked(store: Store, finding: str, result: str = "pass", **values: Any) -> Recheck:
    members = {"result": result, "at": NOON, "officers": officers(store), **values}
    return Recheck(id=new_id(), finding=finding, **members)


def closing(finding: str, **values: Any) -> Closure:
    members = {"approver": "局长", "approved_on": date(2026, 7, 2), **values}
    return Closure(id=new_id(), finding=finding, **members)


def state(store: Store, finding: str) -> HazardState:
    return hazards.life_of(store.reader(), finding).state


def test_from_order_to_closing(store: Store, ordered: list[str]) -> None:
    one, other = ordered
    assert state(store, one) is HazardState.RECTIFYING
    steps.record(store, [Rectification(id=new_id(), finding=one, done_at=NOON)])
    assert state(store, one) is HazardState.RECHECK_DUE
    changes = steps.record(store, [rechecked(store, one), rechecked(store, other, "fail")])
    assert {kind for kind, _ in changes.entities} == {"recheck"}
    assert [state(store, each) for each in ordered] == [HazardState.RECHECKED_PASS, HazardState.RECHECKED_FAIL]
    photographed(store, one)
    steps.record(store, [closing(one)])
    assert hazards.life_of(store.reader(), one).is_closed


def test_all_results_of_one_recheck_or_none(store: Store, ordered: list[str]) -> None:
    with pytest.raises(NotPossible):
        steps.record(store, [rechecked(store, ordered[0]), rechecked(store, ordered[1], officers=("nobody", "else"))])
    assert records.everything(store.reader(), Recheck) == []


def refused(store: Store, step: Step) -> str:
    with pytest.raises(NotPossible) as caught:
        steps.record(store, [step])
    return str(caught.value.details["reason"])


def test_what_guards_refuse(store: Store, ordered: list[str]) -> None:
    one = ordered[0]
    bare = findings.add(store, begin(store), {"description": "楼梯无扶手"}).main
    assert "no order" in refused(store, rechecked(store, bare))
    assert "two officers" in refused(store, rechecked(store, one, officers=officers(store)[:1]))
    assert "no order" in refused(store, rechecked(store, one, at=Moment("2026-05-01T12:00+08:00")))
    assert "no recheck" in refused(store, closing(one))
    steps.record(store, [rechecked(store, one)])
    assert "no photo" in refused(store, closing(one))
    photographed(store, one)
    assert "before it was found" in refused(store, closing(one, approved_on=date(2026, 6, 30)))
    assert "as major" in refused(
        store,
        Listing(
            id=new_id(), finding=one, level="county", supervisor="县安委会", number="1", listed_on=date(2026, 7, 1)
        ),
    )
    assert "no listing" in refused(
        store, Delisting(id=new_id(), finding=one, listing="l", delisted_on=date(2026, 7, 1))
    )
    steps.record(store, [closing(one)])
    assert "it is closed" in refused(store, rechecked(store, one))


def test_a_major_hazard(store: Store, ordered: list[str]) -> None:
    one = ordered[0]
    findings.confirm_level(store, one, "major", "o")
    photographed(store, one)
    steps.record(store, [rechecked(store, one)])
    assert "five commitments" in refused(store, Rectification(id=new_id(), finding=one, done_at=NOON))
    findings.edit(store, one, {"commitments": COMMITTED})
    listing = Listing(
        id=new_id(), finding=one, level="county", supervisor="县安委会", number="1", listed_on=date(2026, 7, 1)
    )
    steps.record(store, [listing])
    assert "still listed" in refused(store, closing(one, approval_number="2"))
    off = Delisting(id=new_id(), finding=one, listing=listing.id, delisted_on=date(2026, 7, 2))
    steps.record(store, [off])
    assert "approval" in refused(store, closing(one))
    steps.record(store, [closing(one, approval_number="核销2")])
    assert hazards.life_of(store.reader(), one).is_closed


def test_more_time(store: Store, ordered: list[str]) -> None:
    one = ordered[0]
    asked = Extension(
        id=new_id(), finding=one, requested_on=date(2026, 6, 3), until=date(2026, 9, 1), reason="设备未到货"
    )
    steps.record(store, [asked])
    again = Extension(id=new_id(), finding=one, requested_on=date(2026, 6, 4), until=date(2026, 9, 1), reason="又")
    assert "waits for its answer" in refused(store, again)
    answer = ExtensionAnswer(
        id=new_id(), finding=one, extension=asked.id, granted=True, answered_on=date(2026, 6, 5), until=None
    )
    with pytest.raises(StepIncomplete, match="until"):
        steps.record(store, [answer])
    granted = ExtensionAnswer(
        id=new_id(),
        finding=one,
        extension=asked.id,
        granted=True,
        answered_on=date(2026, 6, 5),
        until=date(2026, 9, 1),
    )
    steps.record(store, [granted])
    assert hazards.life_of(store.reader(), one).due == date(2026, 9, 1)
    assert "no request" in refused(store, granted)


def test_what_an_order_said_is_not_changed_by_what_the_hazard_says_later(store: Store, ordered: list[str]) -> None:
    due = hazards.life_of(store.reader(), ordered[0]).due
    findings.edit(store, ordered[0], {"deadline": date(2027, 1, 1)})
    assert hazards.life_of(store.reader(), ordered[0]).due == due is not None


def test_side_paths(store: Store, ordered: list[str]) -> None:
    case = CaseFiling(id=new_id(), finding=ordered[0], number="立〔2026〕3号", filed_on=date(2026, 7, 3))
    gone = Transfer(
        id=new_id(), finding=ordered[1], authority="住建局", transferred_on=date(2026, 7, 3), reason="职责范围"
    )
    steps.record(store, [case, gone])
    assert [state(store, each) for each in ordered] == [HazardState.CASE_FILED, HazardState.TRANSFERRED]


def test_annulment(store: Store, ordered: list[str]) -> None:
    one, other = ordered
    wrong = rechecked(store, one, "fail")
    steps.record(store, [wrong])

    def annul(finding: str, kind: str, step: str, reason: str = "录入有误") -> None:
        steps.record(store, [Annulment(id=new_id(), finding=finding, kind=kind, step=step, reason=reason)])

    for bad in ((other, "recheck", wrong.id), (one, "closure", wrong.id), (one, "recheck", "none")):
        with pytest.raises(StepUnknown):
            annul(*bad)
    with pytest.raises(StepIncomplete, match="reason"):
        annul(one, "recheck", wrong.id, " ")
    annul(one, "recheck", wrong.id)
    assert state(store, one) is HazardState.RECTIFYING
    (undone,) = (found for found in hazards.life_of(store.reader(), one).history if not found.counts)
    assert undone.record == wrong.id
    (annulment,) = records.everything(store.reader(), Annulment)
    with pytest.raises(StepUnknown):
        annul(one, "annulment", annulment.id)


def test_void_only_while_no_document_names_it(store: Store, ordered: list[str]) -> None:
    with pytest.raises(NotPossible, match="still names it"):
        findings.withdraw(store, ordered[0], "误判")
    bare = findings.add(store, begin(store), {"description": "楼梯无扶手"}).main
    with pytest.raises(FieldNeeded):
        findings.withdraw(store, bare, " ")
    findings.withdraw(store, bare, "误判")
    assert (state(store, bare), hazards.life_of(store.reader(), bare).broken) == (HazardState.VOID, ())


def test_an_answer_that_changes_after_the_order_is_void_and_not_valid(store: Store, ordered: list[str]) -> None:
    finding = next(found for found in _standing(store) if found.item == "MEC-10")
    inspections.answer(store, finding.inspection or "", "machinery", "MEC-10", "pass")
    life = hazards.life_of(store.reader(), finding.id)
    assert (life.state, [one.code for one in life.broken]) == (HazardState.VOID, ["void_ordered"])


def _standing(store: Store) -> list[Finding]:
    return records.everything(store.reader(), Finding)


@pytest.mark.parametrize(
    "step",
    [
        Rectification(id="x"),
        Recheck(id="x", result="pass", at=NOON, officers=()),
        Closure(id="x", approver=" ", approved_on=date(2026, 7, 1)),
        Transfer(id="x", authority="住建局", transferred_on=date(2026, 7, 1)),
    ],
)
def test_a_step_says_what_it_is_about(store: Store, ordered: list[str], step: Any) -> None:
    before = store.reader().value("SELECT count(*) FROM journal")
    with pytest.raises(StepIncomplete):
        steps.record(store, [replace(step, finding=ordered[0])])
    with pytest.raises(RecordNotFound):
        steps.record(store, [step])
    assert store.reader().value("SELECT count(*) FROM journal") == before


def test_refusals_speak_both_languages(store: Store, ordered: list[str]) -> None:
    with pytest.raises(FieldCheckError) as caught:
        steps.record(store, [closing(ordered[0])])
    set_language("zh_CN")
    try:
        assert "没有复查合格的记录" in error_text(caught.value)
    finally:
        set_language("en")
