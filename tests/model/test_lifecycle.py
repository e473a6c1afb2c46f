"""The life of a hazard: states, deadlines, flags, guards, what can be done now."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fieldcheck.model.clocks import Calendar
from fieldcheck.model.dossier import Dossier, Recorded
from fieldcheck.model.lifecycle import FLAGS, STATES, Flag, HazardState, Life, life
from fieldcheck.model.possible import Action
from fieldcheck.model.records import Finding, Inspection
from fieldcheck.model.steps import (
    Annulment,
    CaseFiling,
    Delisting,
    Extension,
    ExtensionAnswer,
    Listing,
    Rectification,
    Transfer,
)
from tests.model.lives import COMMITTED, MAJOR, at, closure, day, dossier, finding, order, recheck, report

WEEKENDS = Calendar()


def codes(found: Life) -> set[str]:
    return {one.code for one in found.broken}


def contradicted(found: Life) -> set[str]:
    return {one.code for one in found.contradictions}


def major(*, committed: bool = True) -> tuple[Finding, ...]:
    return (finding(confirmed_level=MAJOR, commitments=COMMITTED if committed else None),)


def test_from_found_to_closed() -> None:
    told, served = order(), order(served=True)
    done, passed, closed = report("7-20"), recheck("7-22"), closure()
    for papers, steps, state in (
        ((), (), HazardState.REGISTERED),
        ((told,), (), HazardState.ORDERED),
        ((served,), (), HazardState.RECTIFYING),
        ((served,), (done,), HazardState.RECHECK_DUE),
        ((served,), (done, passed), HazardState.RECHECKED_PASS),
        ((served,), (done, passed, closed), HazardState.CLOSED),
    ):
        found = life(dossier(*steps, papers=papers))
        assert (found.state, codes(found), contradicted(found)) == (state, set(), set())
    assert found.is_closed and found.since == "2026-08-05"
    assert [event.record for event in found.history] == ["d1", "x1", "r1", "c1"]
    assert [event.state for event in found.history][-1] is HazardState.CLOSED


def test_put_right_on_the_spot() -> None:
    fixed = report("7-1", on_spot=True)
    assert life(dossier(fixed)).state is HazardState.ON_SPOT_FIXED
    assert life(dossier(fixed, closure("7-1"))).is_closed
    assert codes(life(dossier(fixed, closure("7-1"), before=0, after=0))) == {"before_photo", "after_photo"}
    alone = (Inspection(id="v1", visit_kind="enforcement", officers=("o1",), fewer_officers_reason="人手不足"),)
    assert codes(life(dossier(fixed, closure("7-1"), visits=alone))) == {"visit_officers"}
    helped = (Inspection(id="v1", visit_kind="assistance", officers=("o1",), fewer_officers_reason="人手不足"),)
    assert life(dossier(fixed, closure("7-1"), visits=helped)).is_closed
    assert codes(life(dossier(fixed, closure("6-30")))) == {"closed_early"}
    assert codes(life(dossier(fixed, closure("7-5"), papers=(order("7-2"),)))) == {"ordered_later"}


def test_failed_and_ordered_again() -> None:
    first, again = order(), order("7-22", "8-10", "d2", inspection="v2")
    failed = recheck("7-22", "fail")
    assert life(dossier(failed, papers=(first,))).state is HazardState.RECHECKED_FAIL
    found = life(dossier(failed, papers=(first, again)))
    assert (found.state, found.due, found.due_from) == (HazardState.REORDERED, day("8-10"), "d2")
    assert not found.broken and not found.contradictions
    passed = life(dossier(failed, recheck("8-9", entity="r2"), closure("8-10"), papers=(first, again)))
    assert passed.is_closed
    early = life(dossier(papers=(first, again)))
    assert contradicted(early) == {"not_failed"}
    stale = life(dossier(recheck("7-20"), closure("8-20"), papers=(first, again)))
    assert codes(stale) == {"ordered_later"}


def test_a_correction_stands_in_the_place_of_the_first_document() -> None:
    corrected = order("7-1", "7-31", "d2", inspection="v1")
    found = life(dossier(recheck("7-20", "fail"), papers=(corrected,)))
    assert found.state is HazardState.RECHECKED_FAIL


@pytest.mark.parametrize(
    ("step", "state", "flag"),
    [
        (CaseFiling(id="k", filed_on=day("8-2"), number="3"), HazardState.CASE_FILED, Flag.CASE_FILED),
        (Transfer(id="k", transferred_on=day("8-2"), authority="住建"), HazardState.TRANSFERRED, Flag.TRANSFERRED),
    ],
)
def test_side_paths(step: CaseFiling | Transfer, state: HazardState, flag: Flag) -> None:
    found = life(dossier(recheck("8-1", "fail"), step, papers=(order(),)))
    assert (found.state, found.flags) == (state, frozenset({flag}))
    assert life(dossier(recheck("8-3"), step, papers=(order(),))).state is HazardState.RECHECKED_PASS


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"approver": " "}, {"approver"}),
        ({"approved_on": None}, {"approval_day"}),
        ({"approved_on": day("7-21")}, {"closed_early"}),
        ({"recheck": "another"}, {"recheck_annulled"}),
        ({}, set()),
    ],
)
def test_a_closing_needs(changed: dict[str, Any], broken: set[str]) -> None:
    found = life(dossier(recheck("7-22"), closure(**changed), papers=(order(),)))
    assert codes(found) == broken
    assert found.is_closed is not bool(broken)


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"officers": ("o1", "o1", "")}, "recheck_officers"),
        ({"officers": None}, "recheck_officers"),
        ({"result": None}, "recheck_result"),
        ({"at": None}, "recheck_time"),
        ({"at": at("6-30")}, "recheck_unnamed"),
        ({"result": "fail"}, "recheck_failed"),
    ],
)
def test_a_closing_needs_a_recheck_that_counts(changed: dict[str, Any], broken: str) -> None:
    found = life(dossier(recheck("7-22", **changed), closure(), papers=(order(),)))
    assert broken in codes(found)
    assert not found.is_closed


def test_a_closing_needs_a_photo_and_a_document() -> None:
    assert codes(life(dossier(recheck("7-22"), closure(), papers=(order(),), after=0))) == {"after_photo"}
    assert codes(life(dossier(recheck("7-22"), closure()))) == {"recheck_unnamed"}
    assert codes(life(dossier(closure()))) == {"not_rechecked"}


def test_a_major_hazard_needs_more() -> None:
    passed, closed = recheck("7-22"), closure(approval_number="核销1")
    bare = dossier(passed, closure(), papers=(order(),), findings=major(committed=False))
    assert codes(life(bare)) == {"commitments", "approval_number"}
    assert life(bare).flags == {Flag.UNCOMMITTED}
    assert life(dossier(passed, closed, papers=(order(),), findings=major())).is_closed
    listing = Listing(id="l", listed_on=day("7-5"), level="county")
    listed = dossier(passed, closed, listing, papers=(order(),), findings=major())
    assert codes(life(listed)) == {"still_listed"} and Flag.LISTED in life(listed).flags
    off = Delisting(id="e", listing="l", delisted_on=day("8-1"))
    found = life(dossier(passed, closed, listing, off, papers=(order(),), findings=major()))
    assert found.is_closed and Flag.DELISTED in found.flags
    assert codes(life(dossier(off))) == {"not_listed"}
    assert codes(life(dossier(listing))) == {"not_major"}


def test_work_that_was_stopped_goes_on_only_after_a_look() -> None:
    stop = order(entity="m1", kind="measures-decision")
    found = life(dossier(recheck("7-22"), closure(), papers=(stop,)))
    assert codes(found) == {"resumption"} and Flag.STOPPED in found.flags and found.stopped_on == day("7-1")
    assert life(dossier(papers=(stop,))).state is HazardState.MEASURES
    resumed = life(dossier(recheck("7-22"), closure(resumption="审查同意恢复"), papers=(stop,)))
    assert resumed.is_closed and resumed.stopped_on is None
    harmless = order(entity="m1", kind="measures-decision", stops_work=False)
    assert life(dossier(recheck("7-22"), closure(), papers=(harmless,))).is_closed


def test_overdue_begins_after_the_rolled_deadline() -> None:
    found = life(dossier(papers=(order(deadline="8-1"),)))  # a Saturday
    for text, overdue, state in (
        ("8-1", False, HazardState.ORDERED),
        ("8-3", False, HazardState.ORDERED),
        ("8-4", True, HazardState.RECHECK_DUE),
    ):
        assert found.is_overdue(day(text), WEEKENDS) is overdue
        assert found.state_on(day(text), WEEKENDS) is state
    assert found.recheck_due(WEEKENDS) == day("8-13")
    reported = life(dossier(report("7-20"), papers=(order(deadline="8-1"),)))
    assert not reported.is_overdue(day("9-1"), WEEKENDS)
    assert (reported.reported_on, reported.recheck_due(WEEKENDS)) == (day("7-20"), day("7-30"))
    registered = life(dossier())
    assert registered.is_overdue(day("8-1"), WEEKENDS) and registered.recheck_due(WEEKENDS) is None
    assert registered.state_on(day("8-1"), WEEKENDS) is HazardState.REGISTERED
    assert not life(dossier(findings=(finding(),))).is_overdue(date(2030, 1, 1), WEEKENDS)


def asked(text: str, entity: str = "e1") -> Extension:
    return Extension(id=entity, requested_on=day(text), until=day("8-31"))


def answered(text: str, *, granted: bool, entity: str = "a1", of: str = "e1") -> ExtensionAnswer:
    until = day("8-31") if granted else None
    return ExtensionAnswer(id=entity, extension=of, granted=granted, until=until, answered_on=day(text))


def test_more_time() -> None:
    papers = (order(served=True),)
    waiting = life(dossier(asked("7-20"), papers=papers))
    assert waiting.flags == {Flag.EXTENSION_REQUESTED}
    assert (waiting.requested_on, waiting.answer_due(WEEKENDS)) == (day("7-20"), day("7-27"))
    assert waiting.due == day("7-31")
    granted = life(dossier(asked("7-20"), answered("7-24", granted=True), papers=papers))
    assert (granted.flags, granted.due, granted.due_from) == (frozenset({Flag.EXTENSION_GRANTED}), day("8-31"), "a1")
    refused = life(dossier(asked("7-20"), answered("7-24", granted=False), papers=papers))
    assert (refused.flags, refused.due) == (frozenset({Flag.EXTENSION_REFUSED}), day("7-31"))
    late = life(dossier(asked("7-22"), papers=papers))
    assert late.flags == {Flag.EXTENSION_REQUESTED, Flag.EXTENSION_LATE} and not late.broken
    unasked = life(dossier(answered("7-24", granted=True), papers=papers))
    assert (codes(unasked), unasked.due, unasked.flags) == ({"unasked"}, day("7-31"), frozenset())
    again = order("8-2", "8-15", "d2", inspection="v2")
    reordered = life(
        dossier(asked("7-20"), answered("7-24", granted=True), recheck("8-1", "fail"), papers=(*papers, again))
    )
    assert reordered.due == day("8-15")


def test_answers_that_differ() -> None:
    steps = (asked("7-20"), answered("7-24", granted=True), answered("7-24", granted=False, entity="a0"))
    found = life(dossier(*steps, papers=(order(),)))
    assert (found.due, contradicted(found)) == (day("7-31"), {"answers_differ"})


def test_void() -> None:
    withdrawn = (finding(withdrawn="录入有误"),)
    assert (life(dossier(findings=withdrawn)).state, life(dossier(findings=withdrawn)).broken) == (
        HazardState.VOID,
        (),
    )
    assert codes(life(dossier(findings=withdrawn, papers=(order(),)))) == {"void_ordered"}
    assert codes(life(dossier(findings=(finding(withdrawn=" "),)))) == {"void_reason"}
    both = life(dossier(recheck("7-22"), closure(), papers=(order(),), findings=withdrawn))
    assert (both.state, contradicted(both)) == (HazardState.VOID, {"closed_and_void"})


def test_two_that_are_one_have_one_life() -> None:
    twin = Finding(id="g", inspection="v2", confirmed_level=MAJOR, deadline=day("7-15"), withdrawn="重复登记")
    one = life(dossier(findings=(finding(), twin), papers=(order(), order("7-3", "7-20", "d2", inspection="v2"))))
    assert (one.state, one.due, one.contradictions) == (HazardState.ORDERED, day("7-20"), ())
    assert codes(one) == {"commitments"}
    assert life(dossier(findings=(finding(deadline=day("7-31")), twin))).due == day("7-15")


def test_an_annulled_step_does_not_count() -> None:
    papers = (order(),)
    wrong = recheck("7-22", "fail")
    undo = Annulment(id="n", kind="recheck", step="r1", reason="录入有误")
    found = life(dossier(wrong, undo, papers=papers))
    assert (found.state, found.broken) == (HazardState.ORDERED, ())
    assert [(event.kind, event.counts) for event in found.history if event.record != "d1"] == [
        ("annulment", True),
        ("recheck", False),
    ]
    silent = Annulment(id="n", kind="recheck", step="r1", reason="")
    kept = life(dossier(wrong, silent, papers=papers))
    assert (kept.state, codes(kept)) == (HazardState.RECHECKED_FAIL, {"annulment_reason"})
    circle = (
        Annulment(id="n", kind="annulment", step="m", reason="错"),
        Annulment(id="m", kind="annulment", step="n", reason="错"),
    )
    assert life(dossier(wrong, *circle, papers=papers)).state is HazardState.RECHECKED_FAIL


def test_what_contradicts_is_named_and_the_newest_is_shown() -> None:
    papers = (order(),)
    both = life(dossier(recheck("7-22"), recheck("7-22", "fail", "r0"), closure(), papers=papers))
    assert contradicted(both) == {"rechecks_differ"}
    assert (both.state, codes(both)) == (HazardState.CLOSED, {"recheck_failed"})
    later = life(dossier(recheck("7-22"), recheck("8-9", "fail", "r2"), closure(), papers=papers))
    assert (later.state, contradicted(later)) == (HazardState.RECHECKED_FAIL, {"after_closing"})
    twice = life(dossier(recheck("7-22"), closure(), closure("8-6", "c2", approver="o8"), papers=papers))
    assert (twice.is_closed, contradicted(twice)) == (True, {"closed_twice"})


def test_the_same_minute_in_another_zone_is_the_same_minute() -> None:
    fail = recheck("7-22", "fail", "r0", at="2026-07-22T08:00+06:00")
    found = life(dossier(recheck("7-22", clock="10:00"), fail, papers=(order(),)))
    assert found.state is HazardState.RECHECKED_FAIL
    earlier = recheck("7-22", "fail", "r9", at="2026-07-22T09:59")
    assert life(dossier(recheck("7-22"), earlier, papers=(order(),))).state is HazardState.RECHECKED_PASS


def test_nothing_arrived_yet_but_a_step() -> None:
    found = life(Dossier(steps=(Recorded(Rectification(id="x")),)))
    assert (found.state, found.since) == (HazardState.RECHECK_DUE, "")


def test_what_can_be_done() -> None:
    fresh = life(dossier())
    possible = set(Action) - fresh.refusals.keys()
    assert possible == {
        Action.FIX_ON_SPOT,
        Action.REPORT,
        Action.REQUEST_EXTENSION,
        Action.TRANSFER,
        Action.FILE_CASE,
        Action.MEASURE,
        Action.DECLARE_VOID,
    }
    assert fresh.refusals[Action.RECHECK].code == "recheck_unnamed"
    ordered = life(dossier(papers=(order(),)))
    assert Action.RECHECK not in ordered.refusals
    assert ordered.refusals[Action.DECLARE_VOID].code == "void_ordered"
    assert ordered.refusals[Action.CLOSE].code == "not_rechecked"
    passed = life(dossier(recheck("7-22"), papers=(order(),)))
    assert Action.CLOSE not in passed.refusals
    assert passed.refusals[Action.ORDER_AGAIN].code == "not_failed"
    failed = life(dossier(recheck("7-22", "fail"), papers=(order(),)))
    assert Action.ORDER_AGAIN not in failed.refusals
    closed = life(dossier(recheck("7-22"), closure(), papers=(order(),)))
    assert {one.code for one in closed.refusals.values()} == {"closed_already", "not_listed"}
    uncommitted = life(dossier(findings=major(committed=False)))
    assert uncommitted.refusals[Action.REPORT].code == "commitments"
    assert Action.LIST not in uncommitted.refusals and Action.COMMIT not in uncommitted.refusals
    listed = life(dossier(Listing(id="l", listed_on=day("7-5")), findings=major()))
    assert listed.refusals[Action.LIST].code == "listed_already" and Action.DELIST not in listed.refusals
    asking = life(dossier(asked("7-20"), papers=(order(),)))
    assert asking.refusals[Action.REQUEST_EXTENSION].code == "asked_already"
    assert Action.ANSWER_EXTENSION not in asking.refusals
    assert life(dossier(findings=(finding(),))).refusals[Action.REQUEST_EXTENSION].code == "not_due"
    patrol = (Inspection(id="v1", visit_kind="flood_patrol"),)
    assert life(dossier(visits=patrol)).refusals[Action.MEASURE].code == "no_measures"
    gone = life(dossier(Transfer(id="t", transferred_on=day("7-5"))))
    assert gone.refusals[Action.TRANSFER].code == "transferred_already"


def test_everything_has_a_name() -> None:
    assert STATES.keys() == set(HazardState)
    assert FLAGS.keys() == set(Flag)
