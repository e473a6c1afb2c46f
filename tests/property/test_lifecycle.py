"""No union of steps reads as validly closed without what closing asks, and no order of arrival changes a life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from fieldcheck.model.clocks import Calendar
from fieldcheck.model.dossier import Dossier, Facts, Paper, Recorded, day_of
from fieldcheck.model.lifecycle import HazardState, Life, life
from fieldcheck.model.records import Finding, Inspection
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
from fieldcheck.model.values import Commitments, ConfirmedLevel, Moment

FIRST = date(2026, 7, 1)
DAYS = some.integers(0, 25).map(lambda number: FIRST + timedelta(days=number))
MAYBE = some.none() | DAYS
MOMENTS = some.none() | some.builds(
    lambda day, hour, zone: Moment(f"{day.isoformat()}T{hour:02}:00{zone}"),
    DAYS,
    some.sampled_from((9, 15)),
    some.sampled_from(("+08:00", "", "+06:00")),
)
TEXTS = some.sampled_from((None, "", "某"))
IDS = some.sampled_from("0123456789").map(lambda number: f"s{number}")
PEOPLE = some.none() | some.lists(some.sampled_from(("", "o1", "o2")), max_size=3).map(tuple)
SHAPES: dict[type, dict[str, some.SearchStrategy[Any]]] = {
    Rectification: {"on_spot": some.none() | some.booleans(), "done_at": MOMENTS},
    Extension: {"requested_on": MAYBE, "until": MAYBE},
    ExtensionAnswer: {
        "extension": IDS,
        "granted": some.none() | some.booleans(),
        "until": MAYBE,
        "answered_on": MAYBE,
    },
    Recheck: {"result": some.sampled_from((None, "pass", "pass", "fail", "x")), "at": MOMENTS, "officers": PEOPLE},
    Closure: {
        "recheck": some.none() | IDS,
        "approver": TEXTS,
        "approved_on": MAYBE,
        "approval_number": TEXTS,
        "resumption": TEXTS,
    },
    Listing: {"listed_on": MAYBE},
    Delisting: {"listing": IDS, "delisted_on": MAYBE},
    Transfer: {"transferred_on": MAYBE},
    CaseFiling: {"filed_on": MAYBE},
    Annulment: {"step": IDS, "kind": some.sampled_from(("recheck", "closure")), "reason": TEXTS},
}
STEPS = some.one_of(*(some.builds(kind, id=IDS, **shape) for kind, shape in SHAPES.items()))
KINDS = ("rectification-order", "measures-decision", "problem-list")
PAPERS = some.builds(
    Paper,
    id=IDS.map(lambda entity: f"d{entity}"),
    kind=some.sampled_from(KINDS),
    inspection=some.sampled_from(("v1", "v2")),
    issued_on=MAYBE,
    deadline=MAYBE,
    served=some.booleans(),
    stops_work=some.none() | some.booleans(),
)
FINDINGS = some.builds(
    Finding,
    id=some.sampled_from(("f", "g")),
    inspection=some.sampled_from(("v1", "v2")),
    deadline=MAYBE,
    confirmed_level=some.sampled_from((None, ConfirmedLevel("major", "o1", ""), ConfirmedLevel("general", "o1", ""))),
    commitments=some.sampled_from((None, Commitments("a", "b", "c", "d", "e"), Commitments("a", "b", "c", "d"))),
    withdrawn=some.sampled_from((None, None, None, "", "误")),
)
VISITS = some.builds(Inspection, id=some.just("v1"), officers=PEOPLE, fewer_officers_reason=TEXTS)
CALENDARS = some.builds(Calendar, some.frozensets(DAYS, max_size=9), some.frozensets(DAYS, max_size=9))


def check_closing(dossier: Dossier, found: Life) -> None:
    """Assert what closing asks, said anew and plainly: not by the guards that the program has."""
    if not found.is_closed:
        return
    facts = Facts(dossier)
    closed = facts.of(Closure)[-1]
    assert (closed.approver or "").strip() and closed.approved_on is not None
    assert dossier.after > 0
    assert not facts.is_withdrawn
    passed = [one for one in facts.of(Recheck) if (day_of(one) or date.max) <= closed.approved_on]
    fixed = [one for one in facts.of(Rectification) if one.on_spot and (day_of(one) or date.max) <= closed.approved_on]
    assert passed or (fixed and dossier.before > 0 and any(visit.officers for visit in dossier.visits))
    if passed:
        assert passed[-1].result == "pass"
        assert len(set(passed[-1].officers or ()) - {""}) >= 2
        assert any((paper.issued_on or date.max) <= (day_of(passed[-1]) or date.min) for paper in dossier.papers)
    if any(one.confirmed_level and one.confirmed_level.level == "major" for one in dossier.findings):
        assert (closed.approval_number or "").strip()
        assert any(one.commitments and one.commitments.emergency_plan for one in dossier.findings)
    if any(paper.kind == "measures-decision" and paper.stops_work is not False for paper in dossier.papers):
        assert (closed.resumption or "").strip()
    listed = {one.id for one in facts.of(Listing)}
    assert listed <= {one.listing for one in facts.of(Delisting)}


class Lives(RuleBasedStateMachine):
    """Steps, documents and photos come in any order, several at once as after a merge."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: dict[str, Step] = {}
        self.papers: dict[str, Paper] = {}
        self.findings: dict[str, Finding] = {}
        self.visits: tuple[Inspection, ...] = ()
        self.before = self.after = 0

    @rule(step=STEPS)
    def step(self, step: Step) -> None:
        # Written once: what came first under an id stays.
        self.steps.setdefault(step.id, step)

    @rule(steps=some.lists(STEPS, min_size=2, max_size=5))
    def merge(self, steps: list[Step]) -> None:
        for step in steps:
            self.steps.setdefault(step.id, step)

    @rule(paper=PAPERS)
    def paper(self, paper: Paper) -> None:
        self.papers.setdefault(paper.id, paper)

    @rule(entity=some.sampled_from([f"ds{number}" for number in range(10)]))
    def superseded(self, entity: str) -> None:
        self.papers.pop(entity, None)

    @rule(entity=some.sampled_from([f"ds{number}" for number in range(10)]), served=some.booleans())
    def served(self, entity: str, served: bool) -> None:
        """A service arrives, or is taken back: it moves an order that nothing followed, and nothing else."""
        if entity not in self.papers:
            return
        before = life(self.dossier())
        self.papers[entity] = replace(self.papers[entity], served=served)
        after = life(self.dossier())
        if after.state is not before.state:
            assert {before.state, after.state} == {HazardState.ORDERED, HazardState.RECTIFYING}
            assert after.state is (HazardState.RECTIFYING if served else HazardState.ORDERED)
        assert (after.due, after.broken, after.flags) == (before.due, before.broken, before.flags)

    @rule(finding=FINDINGS)
    def finding(self, finding: Finding) -> None:
        self.findings[finding.id] = finding

    @rule(visit=VISITS)
    def visit(self, visit: Inspection) -> None:
        self.visits = (visit,)

    @rule()
    def photographed(self) -> None:
        self.before, self.after = self.before + 1, self.after + 1

    @rule(passed=DAYS, closed=DAYS)
    def nearly(self, passed: date, closed: date) -> None:
        """Take what comes close to a closing that is valid, so that valid ones occur."""
        number = next(_NUMBERS)
        moment = Moment(f"{passed.isoformat()}T10:00+08:00")
        self.merge(
            [
                Recheck(id=f"n{number}", result="pass", at=moment, officers=("o1", "o2")),
                Closure(id=f"m{number}", approver="o", approved_on=closed, approval_number="1", resumption="准"),
            ]
        )

    def dossier(self) -> Dossier:
        return Dossier(
            findings=tuple(self.findings.values()),
            visits=self.visits,
            steps=tuple(Recorded(step) for step in self.steps.values()),
            papers=tuple(self.papers.values()),
            before=self.before,
            after=self.after,
        )

    @invariant()
    def closed_only_with_what_closing_asks(self) -> None:
        found = life(self.dossier())
        check_closing(self.dossier(), found)

    @invariant()
    def the_order_of_arrival_changes_nothing(self) -> None:
        known = self.dossier()
        turned = Dossier(
            findings=known.findings[::-1],
            visits=known.visits,
            steps=known.steps[::-1],
            papers=known.papers[::-1],
            before=known.before,
            after=known.after,
        )
        assert life(turned) == life(known)
        assert life(turned).refusals == life(known).refusals


_NUMBERS = count()

TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@given(
    some.lists(STEPS, max_size=8, unique_by=lambda step: step.id),
    some.lists(PAPERS, max_size=3, unique_by=lambda paper: paper.id),
    some.lists(FINDINGS, max_size=2, unique_by=lambda finding: finding.id),
    CALENDARS,
    some.randoms(use_true_random=False),
)
def test_overdue_only_after_the_rolled_deadline(
    steps: list[Step], papers: list[Paper], findings: list[Finding], calendar: Calendar, chance: Any
) -> None:
    recorded = [Recorded(step) for step in steps]
    found = life(Dossier(steps=tuple(recorded), papers=tuple(papers), findings=tuple(findings)))
    for number in range(40):
        today = FIRST + timedelta(days=number - 5)
        if found.is_overdue(today, calendar):
            assert found.due is not None and today > calendar.rolled(found.due)
            assert found.state not in (HazardState.CLOSED, HazardState.VOID, HazardState.TRANSFERRED)
        if found.state_on(today, calendar) is not found.state:
            assert found.due is not None and today > calendar.rolled(found.due)
    for part in (recorded, papers, findings):
        chance.shuffle(part)
    assert life(Dossier(steps=tuple(recorded), papers=tuple(papers), findings=tuple(findings))) == found
