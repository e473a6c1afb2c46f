"""What does not hold in the life of a hazard: guards that steps break, and steps that contradict one another.

A union of what several devices wrote may hold any steps, so nothing is refused here: what breaks a guard is named.
安全生产法 65 (work that was stopped), 15号令 16 (extension, recheck), 16号令 (挂牌, 核销).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.dossier import LISTS, MEASURES, ORDERS, Facts, Paper, Rank, day_of, key_of
from fieldcheck.model.errors import N_
from fieldcheck.model.records import Inspection
from fieldcheck.model.steps import (
    Annulment,
    Closure,
    Delisting,
    Extension,
    ExtensionAnswer,
    Listing,
    Recheck,
    RecheckResult,
    Rectification,
)
from fieldcheck.model.values import VisitKind

OFFICERS = 2
"""How many officers a recheck takes (行政处罚法 42)."""

REASONS: Mapping[str, str] = {
    "closed_already": N_("it is closed"),
    "void_already": N_("it was declared void"),
    "transferred_already": N_("it was transferred to another authority"),
    "listed_already": N_("it is listed for supervision"),
    "asked_already": N_("a request for more time waits for its answer"),
    "not_major": N_("no officer confirmed it as major"),
    "not_due": N_("no deadline stands"),
    "no_measures": N_("it was found on a visit of a kind that takes no measures on site"),
    "void_reason": N_("no reason is given"),
    "void_ordered": N_("a document that was issued still names it; issue a correction without it first"),
    "commitments": N_("the five commitments (五落实) of a major hazard are not complete"),
    "recheck_unnamed": N_("no order, measures decision or problem list names it"),
    "recheck_officers": N_("the recheck was not made by two officers"),
    "recheck_time": N_("the recheck has no time"),
    "recheck_result": N_("the recheck says neither passed nor failed"),
    "not_rechecked": N_("no recheck found it put right"),
    "recheck_failed": N_("the newest recheck found it not put right"),
    "recheck_annulled": N_("the recheck that it rests on does not count"),
    "ordered_later": N_("a document that came after the recheck names it again"),
    "before_photo": N_("no photo shows it as it was found"),
    "after_photo": N_("no photo shows it put right"),
    "visit_officers": N_("the visit on which it was put right had not enough officers"),
    "approver": N_("nobody approved the closing"),
    "approval_day": N_("the closing has no date"),
    "closed_early": N_("it was closed before it was found put right"),
    "approval_number": N_("a major hazard needs the number of the approval (核销)"),
    "resumption": N_("work was stopped, and nothing says that it may go on (审查同意恢复)"),
    "still_listed": N_("it is still listed for supervision (挂牌督办)"),
    "not_listed": N_("no listing stands that it could be taken off"),
    "unasked": N_("no request for more time stands that it answers"),
    "granted_without_day": N_("more time was granted without a day"),
    "not_failed": N_("no recheck failed before the document that orders it again"),
    "annulment_reason": N_("an annulment without a reason does not count"),
    "rechecks_differ": N_("two rechecks of one day say different things"),
    "answers_differ": N_("one request for more time was answered in two ways"),
    "closed_twice": N_("it was closed twice in different ways"),
    "closed_and_void": N_("it is closed, and void as well"),
    "after_closing": N_("something happened to it after it was closed"),
}
"""What a guard says, as the end of a sentence: "Closed, not valid because …"."""

_PLACES = {code: place for place, code in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not hold: `code` is a key of REASONS, `record` the step or document it is about, if any."""

    code: str
    record: str = ""

    def message(self) -> str:
        """Return the English text, the key of the translation."""
        return REASONS[self.code]


def in_order(found: Iterable[Broken]) -> tuple[Broken, ...]:
    """Return each once, in the order of REASONS: the same whatever arrived first."""
    return tuple(sorted(set(found), key=lambda one: (_PLACES[one.code], one.record)))


def broken(facts: Facts) -> tuple[Broken, ...]:
    """Return what is not valid as it stands."""
    return in_order(found for guard in _GUARDS for found in guard(facts))


def contradictions(facts: Facts) -> tuple[Broken, ...]:
    """Return what does not fit together, though each for itself may be valid: a person annuls one of the two."""
    return in_order(found for check in _CONTRADICTIONS for found in check(facts))


def _void(facts: Facts) -> Iterator[Broken]:
    if not facts.is_withdrawn:
        return
    if not any((finding.withdrawn or "").strip() for finding in facts.dossier.findings):
        yield Broken("void_reason")
    for _, paper in facts.papers:
        yield Broken("void_ordered", paper.id)


def _commitments(facts: Facts) -> Iterator[Broken]:
    """Name a major hazard that left the register without the five commitments."""
    moved = facts.papers or any(isinstance(step, (Rectification, Recheck, Closure)) for step in facts.steps)
    if moved and facts.is_major and not facts.committed:
        yield Broken("commitments")


def _rechecks(facts: Facts) -> Iterator[Broken]:
    for recheck in facts.of(Recheck):
        yield from (Broken(code, recheck.id) for code in _wrong_in(facts, recheck))


def _wrong_in(facts: Facts, recheck: Recheck) -> Iterator[str]:
    if day_of(recheck) is None:
        yield "recheck_time"
    if recheck.result not in set(RecheckResult):
        yield "recheck_result"
    if len(set(recheck.officers or ()) - {""}) < OFFICERS:
        yield "recheck_officers"
    if not facts.named_by(day_of(recheck)):
        yield "recheck_unnamed"


def _closures(facts: Facts) -> Iterator[Broken]:
    for closure in facts.of(Closure):
        yield from (Broken(code, closure.id) for code in _wrong_closing(facts, closure))


def _wrong_closing(facts: Facts, closure: Closure) -> Iterator[str]:
    yield from _not_approved(facts, closure)
    yield from not_put_right(facts, closure)
    if stopping(facts) and not (closure.resumption or "").strip():
        yield "resumption"
    if standing_listings(facts):
        yield "still_listed"


def _not_approved(facts: Facts, closure: Closure) -> Iterator[str]:
    if not (closure.approver or "").strip():
        yield "approver"
    if closure.approved_on is None:
        yield "approval_day"
    if facts.is_major and not (closure.approval_number or "").strip():
        yield "approval_number"


def not_put_right(facts: Facts, closure: Closure | None = None) -> Iterator[str]:
    """Yield why a hazard does not count as put right: up to its closing, or by now where there is none yet."""
    day = closure.approved_on if closure is not None else date.max
    rechecks = [one for one in facts.of(Recheck) if day is None or (day_of(one) or date.min) <= day]
    if rechecks or (closure is not None and closure.recheck):
        yield from _not_passed(facts, rechecks, closure)
    else:
        yield from _not_fixed_on_spot(facts, day)
    if not facts.dossier.after:
        yield "after_photo"


def _not_passed(facts: Facts, rechecks: Sequence[Recheck], closure: Closure | None) -> Iterator[str]:
    if closure is not None and closure.recheck and closure.recheck not in {one.id for one in rechecks}:
        yield "recheck_annulled"
    if not rechecks:
        return
    newest = rechecks[-1]
    if newest.result != RecheckResult.PASS:
        yield "recheck_failed"
    yield from _wrong_in(facts, newest)
    if any(key > key_of(newest) for key, _ in facts.papers):
        yield "ordered_later"


def _not_fixed_on_spot(facts: Facts, day: date | None) -> Iterator[str]:
    fixes = [one for one in facts.of(Rectification) if one.on_spot and day_of(one) is not None]
    if not fixes:
        yield "closed_early" if facts.of(Recheck) else "not_rechecked"
        return
    if day is not None and (day_of(fixes[0]) or date.max) > day:
        yield "closed_early"
    if any(
        paper.issued_on is not None and paper.issued_on > (day_of(fixes[-1]) or date.min) for _, paper in facts.papers
    ):
        yield "ordered_later"
    if not facts.dossier.before:
        yield "before_photo"
    if not any(_has_officers(visit) for visit in facts.dossier.visits):
        yield "visit_officers"


def _has_officers(visit: Inspection) -> bool:
    """Return whether a visit had two officers, or one with a reason where the kind of visit allows it."""
    count = len(set(visit.officers or ()) - {""})
    excused = bool((visit.fewer_officers_reason or "").strip()) and visit.visit_kind != VisitKind.ENFORCEMENT
    return count >= OFFICERS or (count > 0 and excused)


def stopping(facts: Facts) -> list[Paper]:
    """Return the measures decisions that stop work; one that does not say whether it does counts as if it did."""
    return [paper for _, paper in facts.papers if paper.kind in MEASURES and paper.stops_work is not False]


def standing_listings(facts: Facts) -> list[Listing]:
    """Return the listings from which the hazard was not taken off, oldest first."""
    off = {one.listing for one in facts.of(Delisting) if one.delisted_on is not None}
    return [listing for listing in facts.of(Listing) if listing.id not in off]


def _listings(facts: Facts) -> Iterator[Broken]:
    known = {listing.id for listing in facts.of(Listing)}
    if not facts.is_major:
        yield from (Broken("not_major", listing.id) for listing in facts.of(Listing))
    yield from (Broken("not_listed", one.id) for one in facts.of(Delisting) if one.listing not in known)


def answers_of(facts: Facts, extension: str) -> list[ExtensionAnswer]:
    """Return what was answered to a request for more time, oldest first."""
    return [answer for answer in facts.of(ExtensionAnswer) if answer.extension == extension]


def unanswered(facts: Facts) -> list[Extension]:
    """Return the requests for more time that wait for an answer, oldest first."""
    return [extension for extension in facts.of(Extension) if not answers_of(facts, extension.id)]


def _answers(facts: Facts) -> Iterator[Broken]:
    asked = {extension.id for extension in facts.of(Extension)}
    for answer in facts.of(ExtensionAnswer):
        if answer.extension not in asked:
            yield Broken("unasked", answer.id)
        if answer.granted and answer.until is None:
            yield Broken("granted_without_day", answer.id)


def _annulments(facts: Facts) -> Iterator[Broken]:
    for annulment in facts.of(Annulment):
        if not (annulment.reason or "").strip():
            yield Broken("annulment_reason", annulment.id)


_GUARDS: Sequence[Callable[[Facts], Iterator[Broken]]] = (
    _void,
    _commitments,
    _rechecks,
    _closures,
    _listings,
    _answers,
    _annulments,
)


def _rechecks_differ(facts: Facts) -> Iterator[Broken]:
    results: dict[date | None, set[str | None]] = {}
    for recheck in facts.of(Recheck):
        results.setdefault(day_of(recheck), set()).add(recheck.result)
    if any(len(found) > 1 for found in results.values()):
        yield Broken("rechecks_differ")


def _answers_differ(facts: Facts) -> Iterator[Broken]:
    for extension in facts.of(Extension):
        if len({(answer.granted, answer.until) for answer in answers_of(facts, extension.id)}) > 1:
            yield Broken("answers_differ", extension.id)


def _closed_and_more(facts: Facts) -> Iterator[Broken]:
    closures = facts.of(Closure)
    if len({(one.approver, one.approved_on, one.approval_number) for one in closures}) > 1:
        yield Broken("closed_twice")
    if closures and facts.is_withdrawn:
        yield Broken("closed_and_void")
    if closures and any(key > key_of(closures[-1]) for key in _happenings(facts)):
        yield Broken("after_closing")


def _happenings(facts: Facts) -> Iterator[tuple[str, Rank, str, int, str]]:
    """Yield when it was told, put right and rechecked."""
    yield from (key for key, _ in facts.papers)
    yield from (key_of(step) for step in facts.steps if isinstance(step, (Rectification, Recheck)))


def ordered_again(facts: Facts) -> list[Paper]:
    """Return the orders and lists after the first, of another visit, oldest first."""
    orders = [paper for _, paper in facts.papers if paper.kind in ORDERS | LISTS]
    return [paper for paper in orders[1:] if paper.inspection != orders[0].inspection]


def _not_failed(facts: Facts) -> Iterator[Broken]:
    """Name an order of a later visit before which no recheck failed; each of two joined records has its own order."""
    own = {finding.inspection for finding in facts.dossier.findings}
    for key, paper in facts.papers:
        if paper in ordered_again(facts) and paper.inspection not in own:
            failed = (one for one in facts.of(Recheck) if one.result == RecheckResult.FAIL and key_of(one) < key)
            if not any(failed):
                yield Broken("not_failed", paper.id)


_CONTRADICTIONS: Sequence[Callable[[Facts], Iterator[Broken]]] = (
    _rechecks_differ,
    _answers_differ,
    _closed_and_more,
    _not_failed,
)
