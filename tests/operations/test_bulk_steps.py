"""One step for many hazards: what is foretold, a verdict each, short transactions, and stopping between them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.possible import Action
from fieldcheck.model.records import Finding
from fieldcheck.model.steps import CaseFiling, Closure, Extension, ExtensionAnswer, Recheck
from fieldcheck.model.values import Commitments, Moment, SigningResult
from fieldcheck.operations import bulk_steps, documents, findings, hazards, profile, steps
from fieldcheck.operations.edits import FieldNeeded
from fieldcheck.operations.steps import StepIncomplete
from fieldcheck.store import Store, Transaction
from fieldcheck.store.queries import records
from fieldcheck.translation import error_text
from tests.bureau import answer_rest, begin, fail

CLOSING = {"approver": "局长", "approved_on": date(2026, 7, 2)}


@pytest.fixture
def mixed(store: Store) -> list[str]:
    """Hazards of one order: passed with a photo, passed without, major and passed, not rechecked; one without order."""
    visit = begin(store)
    named = fail(store, visit, "MEC-10", "MEC-12", "MEC-13", "MEC-14")[:4]
    answer_rest(store, visit)
    findings.confirm_level(store, named[2], "major", "o")
    promised = Commitments("张三", "加装防护罩", "2", "2026-08-31", "现场处置方案")
    findings.edit(store, named[2], {"commitments": promised})
    order = documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, today=lambda: date(2026, 6, 1)).main
    documents.record_signing(store, order, SigningResult.SIGNED)
    officers = tuple(officer.id for officer in profile.officers(store.reader()))
    moment = Moment("2026-07-01T12:00+08:00")
    passed: list[Any] = [
        Recheck(id=new_id(), finding=one, result="pass", at=moment, officers=officers) for one in named[:3]
    ]
    steps.record(store, passed)
    bare = findings.add(store, visit, {"description": "楼梯无扶手"}).main

    def photographed(transaction: Transaction) -> str:
        for one in (named[0], named[2]):
            transaction.append("photo", new_id(), "", {"finding": one, "purpose": "after", "sha256": "0" * 64})
        return ""

    store.write(photographed)
    return [*named, bare]


def told(outcome: bulk_steps.Outcome) -> list[str]:
    """Return the reason of each that was refused."""
    return [error_text(verdict.error) for verdict in outcome.refused if verdict.error is not None]


def test_what_is_foretold_is_what_happens(store: Store, mixed: list[str]) -> None:
    seen: list[tuple[int, int]] = []
    found = bulk_steps.preview(store.reader(), [*mixed, mixed[0], "gone"], lambda *step: seen.append(step))
    assert found is not None and seen == [(0, 6)]
    assert (found.looked_at, found.majors, found.halted) == (5, 1, 0)
    closing = found.choices[Action.CLOSE]
    assert closing.can == (mixed[0], mixed[2])
    assert dict(closing.reasons) == {"no photo shows it put right": 1, "no recheck found it put right": 2}
    assert found.choices[Action.DECLARE_VOID].can == (mixed[4],)
    assert sum(found.choices[Action.ANSWER_EXTENSION].reasons.values()) == 5
    assert [list(visits.values()) for visits in found.to_recheck.values()] == [[1]]
    outcome = bulk_steps.record(store, "closure", [*mixed, mixed[0], "gone"], {**CLOSING, "approval_number": "核销2"})
    assert (outcome.recorded, len(outcome.verdicts)) == (2, 6)
    assert {kind for kind, _ in outcome.changes.entities} == {"closure"}
    assert [bool(verdict.step) for verdict in outcome.verdicts] == [True, False, True, False, False, False]
    assert "no photo" in told(outcome)[0] and "no recheck" in told(outcome)[1]
    for one in (mixed[0], mixed[2]):
        assert hazards.life_of(store.reader(), one).is_closed
    assert all(closure.recheck for closure in records.everything(store.reader(), Closure))


def test_a_major_one_without_its_number_holds_up_no_other(store: Store, mixed: list[str]) -> None:
    outcome = bulk_steps.record(store, "closure", [mixed[2], mixed[0]], CLOSING)
    assert outcome.recorded == 1 and "approval" in told(outcome)[0]
    void = bulk_steps.record(store, bulk_steps.VOID, mixed, {"reason": "误判"})
    assert (void.recorded, "still names it" in told(void)[1]) == (1, True)
    assert "it is closed" in told(void)[0]
    assert records.get(store.reader(), Finding, mixed[4]).withdrawn == "误判"


def test_what_every_step_lacks_is_said_before_the_first(store: Store, mixed: list[str]) -> None:
    with pytest.raises(StepIncomplete):
        bulk_steps.record(store, "closure", mixed, {"approver": "局长"})
    with pytest.raises(FieldNeeded):
        bulk_steps.record(store, bulk_steps.VOID, mixed, {"reason": " "})
    assert records.everything(store.reader(), Closure) == []


def test_requests_are_answered_each_its_own(store: Store, mixed: list[str]) -> None:
    asked = [
        Extension(id=new_id(), finding=one, requested_on=date(2026, 6, 2), until=date(2026, 9, 1), reason="设备未到货")
        for one in mixed[1:3]
    ]
    steps.record(store, asked)
    values = {"granted": False, "answered_on": date(2026, 6, 4)}
    outcome = bulk_steps.record(store, "extension_answer", mixed[:3], values)
    assert outcome.recorded == 2 and "unasked" not in told(outcome)[0] and "request" in told(outcome)[0]
    answers = records.everything(store.reader(), ExtensionAnswer)
    assert {(one.finding, one.extension) for one in answers} == {(one.finding, one.id) for one in asked}


def test_stopping_leaves_whole_steps(store: Store, mixed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_steps, "WRITE_SECONDS", 0.0)
    told_at: list[int] = []
    values = {"number": "立2026-1", "filed_on": date(2026, 7, 3)}
    outcome = bulk_steps.record(
        store, "case_filing", mixed, values, "o", lambda done, _: told_at.append(done), lambda: len(told_at) > 1
    )
    assert told_at == [0, 1, 2] and len(outcome.verdicts) == outcome.recorded == 2
    assert len(records.everything(store.reader(), CaseFiling)) == 2
    assert hazards.life_of(store.reader(), mixed[0]).state is HazardState.CASE_FILED
    assert bulk_steps.preview(store.reader(), mixed, stopped=lambda: True) is None
