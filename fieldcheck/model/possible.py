"""What can be done with a hazard now, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from fieldcheck.model import guards
from fieldcheck.model.dossier import Facts
from fieldcheck.model.guards import Broken
from fieldcheck.model.steps import Recheck, RecheckResult, Transfer
from fieldcheck.model.values import Role, VisitKind


class Action(StrEnum):
    """What a person can do with a hazard."""

    FIX_ON_SPOT = "fix_on_spot"
    REPORT = "report"
    REQUEST_EXTENSION = "request_extension"
    ANSWER_EXTENSION = "answer_extension"
    RECHECK = "recheck"
    ORDER_AGAIN = "order_again"
    CLOSE = "close"
    LIST = "list"
    DELIST = "delist"
    TRANSFER = "transfer"
    FILE_CASE = "file_case"
    MEASURE = "measure"
    COMMIT = "commit"
    DECLARE_VOID = "declare_void"


OF_ENTERPRISE = frozenset({Action.REPORT, Action.REQUEST_EXTENSION, Action.COMMIT})
"""What a unit itself does about a hazard; everything else is the bureau's."""


MEASURING = frozenset({VisitKind.ENFORCEMENT.value, VisitKind.RECHECK.value})
"""The kinds of visits on whose hazards a measure on site can be taken."""


def of_role(role: str | None) -> frozenset[Action]:
    """Return what a device of this role does with hazards."""
    return OF_ENTERPRISE if role == Role.ENTERPRISE else frozenset(Action)


def refusals(facts: Facts, *, closed: bool, due: bool) -> Mapping[Action, Broken]:
    """Return why actions are not possible; every other one is. `due` says whether a deadline stands."""
    found: dict[Action, Broken] = {}
    for action in Action:
        reason = next(_reasons(action, facts, closed=closed, due=due), None)
        if reason is not None:
            found[action] = Broken(reason)
    return found


def _reasons(action: Action, facts: Facts, *, closed: bool, due: bool) -> Iterator[str]:
    """Yield why an action is not possible, what weighs most first."""
    if facts.is_withdrawn:
        yield "void_already"
    if closed and action is not Action.DELIST:
        yield "closed_already"
    if action is Action.REQUEST_EXTENSION and not due:
        yield "not_due"
    yield from _CHECKS[action](facts)


def _moving(facts: Facts) -> Iterator[str]:
    if facts.is_major and not facts.committed:
        yield "commitments"


def _asking(facts: Facts) -> Iterator[str]:
    if guards.unanswered(facts):
        yield "asked_already"


def _answering(facts: Facts) -> Iterator[str]:
    if not guards.unanswered(facts):
        yield "unasked"


def _rechecking(facts: Facts) -> Iterator[str]:
    if not facts.papers:
        yield "recheck_unnamed"


def _ordering_again(facts: Facts) -> Iterator[str]:
    rechecks = facts.of(Recheck)
    if not rechecks or rechecks[-1].result != RecheckResult.FAIL:
        yield "not_failed"


def _closing(facts: Facts) -> Iterator[str]:
    yield from guards.not_put_right(facts)
    yield from _moving(facts)
    if guards.standing_listings(facts):
        yield "still_listed"


def _listing(facts: Facts) -> Iterator[str]:
    yield from _committing(facts)
    if guards.standing_listings(facts):
        yield "listed_already"


def _delisting(facts: Facts) -> Iterator[str]:
    if not guards.standing_listings(facts):
        yield "not_listed"


def _transferring(facts: Facts) -> Iterator[str]:
    if facts.of(Transfer):
        yield "transferred_already"


def _committing(facts: Facts) -> Iterator[str]:
    if not facts.is_major:
        yield "not_major"


def _measuring(facts: Facts) -> Iterator[str]:
    if not any(visit.visit_kind in MEASURING for visit in facts.dossier.visits):
        yield "no_measures"


def _declaring_void(facts: Facts) -> Iterator[str]:
    if facts.papers:
        yield "void_ordered"


def _always(facts: Facts) -> Iterator[str]:
    yield from ()


_CHECKS: Mapping[Action, Callable[[Facts], Iterator[str]]] = {
    Action.FIX_ON_SPOT: _moving,
    Action.REPORT: _moving,
    Action.REQUEST_EXTENSION: _asking,
    Action.ANSWER_EXTENSION: _answering,
    Action.RECHECK: _rechecking,
    Action.ORDER_AGAIN: _ordering_again,
    Action.CLOSE: _closing,
    Action.LIST: _listing,
    Action.DELIST: _delisting,
    Action.TRANSFER: _transferring,
    Action.FILE_CASE: _always,
    Action.MEASURE: _measuring,
    Action.COMMIT: _committing,
    Action.DECLARE_VOID: _declaring_void,
}
