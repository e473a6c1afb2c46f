"""What one recheck visit waits for, and what it says: of which day, once, all of it or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.records import Inspection
from fieldcheck.operations import documents, edits, hazards, inspections, recheck_visit
from fieldcheck.operations.recheck_visit import Said
from fieldcheck.operations.steps import StepIncomplete
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import answer_rest, begin, fail

ENDED = "2026-06-20T11:00+08:00"
TIMES: dict[str, object] = {"started_at": "2026-06-20T09:00+08:00", "ended_at": ENDED, "certificates_shown": True}


@pytest.fixture
def again(store: Store) -> str:
    """A recheck of the two hazards of an order of 1 June; a third one was found later and told to nobody."""
    visit = begin(store)
    fail(store, visit, "MEC-10", "MEC-12")
    answer_rest(store, visit)
    documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, today=lambda: date(2026, 6, 1))
    fail(store, visit, "MEC-11")
    made = inspections.start_recheck(store, visit).main
    inspections.edit(store, made, TIMES)
    return made


def test_what_is_written_later_was_seen_on_the_day_of_the_visit(store: Store, again: str) -> None:
    first, second = recheck_visit.read(store.reader(), again).hazards
    assert first.in_opinion and second.in_opinion and first.document is not None
    recheck_visit.keep(store, again, first.finding.id, Said("fail", "缺护罩"))
    assert recheck_visit.read(store.reader(), again).hazards[0].said == Said("fail", "缺护罩")
    with pytest.raises(StepIncomplete):
        recheck_visit.record(store, again, first.finding.id, Said("", "缺护罩"), "改正")
    for result in ("fail", "pass"):
        recheck_visit.record(store, again, first.finding.id, Said(result, "已装"), "改正")
    found = recheck_visit.read(store.reader(), again).hazards[0]
    assert found.recheck is not None and found.recheck.at == ENDED
    assert found.recheck.officers == records.get(store.reader(), Inspection, again).officers
    assert found.said == Said("pass", "已装")
    assert found.life.state is HazardState.RECHECKED_PASS and not found.life.contradictions
    assert [one.finding.id for one in recheck_visit.read(store.reader(), again).hazards] == [
        first.finding.id,
        second.finding.id,
    ], "it stays in the list of the visit that rechecked it"


def test_nothing_is_taken_back_without_a_reason(store: Store, again: str) -> None:
    finding = recheck_visit.read(store.reader(), again).hazards[0].finding.id
    recheck_visit.record(store, again, finding, Said("pass", ""), "改正")
    with pytest.raises(StepIncomplete):
        recheck_visit.take_back(store, again, finding, "", " ")
    assert hazards.life_of(store.reader(), finding).state is HazardState.RECHECKED_PASS
    recheck_visit.take_back(store, again, finding, "再看", "误记")
    found = recheck_visit.read(store.reader(), again).hazards[0]
    assert found.recheck is None and found.said == Said("", "再看")


def test_what_failed_and_was_ordered_again_is_rechecked_from_there(store: Store, again: str) -> None:
    finding = recheck_visit.read(store.reader(), again).hazards[0].finding
    recheck_visit.record(store, again, finding.id, Said("fail", "未装"), "改正")
    edits.edit(store, "finding", finding.id, {"deadline": date(2026, 7, 20)})
    documents.issue(store, again, DocumentKind.RECTIFICATION_ORDER, today=lambda: date(2026, 6, 20))
    life = hazards.life_of(store.reader(), finding.id)
    assert life.state is HazardState.REORDERED
    assert hazards.answered_by_recheck(finding, life) == again
    later = inspections.start_recheck(store, again).main
    waiting = recheck_visit.read(store.reader(), later)
    assert waiting.answers and [one.in_opinion for one in waiting.hazards] == [True, True]
    edits.edit(store, "inspection", later, {"recheck_of": None})
    alone = recheck_visit.read(store.reader(), later)
    assert not alone.answers and not any(one.in_opinion for one in alone.hazards)
