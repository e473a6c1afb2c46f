"""The life of a hazard (隐患全流程), computed from what is known of it and never stored as its truth.

The newest by legal time decides what is shown, whatever arrived first; what breaks a guard is named beside it: a
closing without a recheck is shown as closed, and not valid. A hazard that was declared void is shown as void whatever
else stands: a withdrawal has no legal time, and is not undone by a step. Nothing here knows what day it is: what
follows from today (`Life.state_on`, `Life.is_overdue`) is asked for with a day and a calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fieldcheck.model import clocks, guards
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.dossier import MEASURES, Dossier, Facts, Key, Paper, Recorded, Stamp, day_of, key_of, when_of
from fieldcheck.model.errors import N_
from fieldcheck.model.guards import Broken
from fieldcheck.model.kinds import BY_RECORD
from fieldcheck.model.possible import Action, refusals
from fieldcheck.model.steps import (
    Annulment,
    CaseFiling,
    Closure,
    Delisting,
    Extension,
    ExtensionAnswer,
    Recheck,
    RecheckResult,
    Rectification,
    Step,
    Transfer,
)


class HazardState(StrEnum):
    """Where a hazard is, from 已登记 to 已销号; `STATES` has the words."""

    REGISTERED = "registered"
    ON_SPOT_FIXED = "on_spot_fixed"
    ORDERED = "ordered"
    RECTIFYING = "rectifying"
    RECHECK_DUE = "recheck_due"
    RECHECKED_PASS = "rechecked_pass"
    RECHECKED_FAIL = "rechecked_fail"
    REORDERED = "reordered"
    MEASURES = "measures"
    CASE_FILED = "case_filed"
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    VOID = "void"


STATES: Mapping[HazardState, str] = {
    HazardState.REGISTERED: N_("Registered"),
    HazardState.ON_SPOT_FIXED: N_("Put right on the spot"),
    HazardState.ORDERED: N_("Ordered"),
    HazardState.RECTIFYING: N_("Being put right"),
    HazardState.RECHECK_DUE: N_("Recheck due"),
    HazardState.RECHECKED_PASS: N_("Recheck passed"),
    HazardState.RECHECKED_FAIL: N_("Recheck failed"),
    HazardState.REORDERED: N_("Ordered again"),
    HazardState.MEASURES: N_("Measures on site"),
    HazardState.CASE_FILED: N_("Case opened"),
    HazardState.TRANSFERRED: N_("Transferred"),
    HazardState.CLOSED: N_("Closed"),
    HazardState.VOID: N_("Void"),
}
"""What each state is called."""

TOLD = frozenset({HazardState.ORDERED, HazardState.RECTIFYING, HazardState.REORDERED, HazardState.MEASURES})
"""The unit was told and has not answered: a recheck is due once the deadline has passed."""

TO_BE_RECHECKED = TOLD | {HazardState.RECHECK_DUE, HazardState.RECHECKED_FAIL}
"""Where a hazard is while a recheck can be next: told, said to be done, or not done the last time."""

UNDONE = TOLD | {HazardState.REGISTERED, HazardState.RECHECKED_FAIL, HazardState.CASE_FILED}
"""Nobody says that it was put right: overdue once the deadline has passed."""

ENDED = frozenset({HazardState.CLOSED, HazardState.VOID, HazardState.TRANSFERRED})
"""Nothing is left to do here, where nothing is broken."""

VERDICTS: Mapping[HazardState, str] = {
    HazardState.CLOSED: N_("Closed, not valid because {reason}."),
    HazardState.VOID: N_("Void, not valid because {reason}."),
}
NOT_VALID = N_("Not valid because {reason}.")


def state_on(state: HazardState, due: date | None, today: date, calendar: Calendar) -> HazardState:
    """Return where a hazard is on a day, by the state as recorded and the last day in force."""
    if state in TOLD and due is not None and calendar.is_past(due, today):
        return HazardState.RECHECK_DUE
    return state


def is_overdue(state: HazardState, due: date | None, today: date, calendar: Calendar) -> bool:
    """Return whether the last day in force has passed and nobody said that the hazard was put right."""
    return state in UNDONE and due is not None and calendar.is_past(due, today)


class Flag(StrEnum):
    """What else is true of a hazard beside its state."""

    EXTENSION_REQUESTED = "extension_requested"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    EXTENSION_LATE = "extension_late"
    LISTED = "listed"
    DELISTED = "delisted"
    STOPPED = "stopped"
    TRANSFERRED = "transferred"
    CASE_FILED = "case_filed"
    UNCOMMITTED = "uncommitted"


FLAGS: Mapping[Flag, str] = {
    Flag.EXTENSION_REQUESTED: N_("More time asked for"),
    Flag.EXTENSION_GRANTED: N_("More time granted"),
    Flag.EXTENSION_REFUSED: N_("More time refused"),
    Flag.EXTENSION_LATE: N_("Asked for too late"),
    Flag.LISTED: N_("Listed for supervision"),
    Flag.DELISTED: N_("Taken off the list"),
    Flag.STOPPED: N_("Work stopped"),
    Flag.TRANSFERRED: N_("Transferred"),
    Flag.CASE_FILED: N_("Case opened"),
    Flag.UNCOMMITTED: N_("Five commitments missing"),
}
"""What each flag is called."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a step or a document, when by its legal time (ISO, or empty), and who recorded it.

    `state` is what it led to, None where it changed no state. An annulled step does not count.
    """

    kind: str
    record: str
    when: str
    stamp: Stamp
    state: HazardState | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The life of a hazard as known here.

    Attributes:
        state: where it is by the newest that happened; see `state_on` for what follows from today.
        since: when that happened (ISO), or empty.
        history: everything that happened, oldest first, what was annulled too.
        due: the last day in force: of the newest document that sets one or of an extension granted later; not rolled.
        due_from: the document or answer that set it, empty where it is the hazard's own field.
        reported_on: the day on which the unit said that it is done, where nothing came after.
        requested_on: the day of the oldest request for more time that waits for an answer.
        stopped_on: the day of the decision that stopped work, where it stands.
        broken: what is not valid.
        contradictions: what does not fit together.
        facts: what all of it was computed from.
    """

    state: HazardState
    since: str
    history: tuple[Event, ...]
    flags: frozenset[Flag]
    due: date | None
    due_from: str
    reported_on: date | None
    requested_on: date | None
    stopped_on: date | None
    broken: tuple[Broken, ...]
    contradictions: tuple[Broken, ...]
    facts: Facts = field(repr=False, compare=False)

    @property
    def refusals(self) -> Mapping[Action, Broken]:
        """Return what cannot be done now, and why; every other `Action` can."""
        return refusals(self.facts, closed=self.state is HazardState.CLOSED, due=self.due is not None)

    @property
    def is_closed(self) -> bool:
        """Return whether it is closed, and nothing speaks against it."""
        return self.state is HazardState.CLOSED and not self.broken

    def state_on(self, today: date, calendar: Calendar) -> HazardState:
        """Return where it is on a day: a recheck is due once the deadline of what the unit was told has passed."""
        return state_on(self.state, self.due, today, calendar)

    def is_overdue(self, today: date, calendar: Calendar) -> bool:
        """Return whether the deadline has passed and nobody said that it was put right."""
        return is_overdue(self.state, self.due, today, calendar)

    def recheck_due(self, calendar: Calendar) -> date | None:
        """Return the last day for the recheck: ten days after the unit said it is done, or after the deadline."""
        waits = self.state is HazardState.RECHECK_DUE or self.state in TOLD
        return clocks.recheck_due(self.reported_on, self.due, calendar) if waits else None

    def answer_due(self, calendar: Calendar) -> date | None:
        """Return the last day to answer the request for more time that waits, if one does."""
        return None if self.requested_on is None else clocks.EXTENSION_ANSWER.due(self.requested_on, calendar)


def life(dossier: Dossier) -> Life:
    """Return the life of a hazard; the same for the same dossier, in whatever order its parts come."""
    facts = Facts(dossier)
    history = _history(facts)
    state, since = _reached(facts, history)
    due, due_from = _due(facts)
    flags = _flags(facts)
    unanswered = guards.unanswered(facts)
    stopping = guards.stopping(facts)
    return Life(
        state=state,
        since=since,
        history=history,
        flags=flags,
        due=due,
        due_from=due_from,
        reported_on=_reported_on(facts) if state is HazardState.RECHECK_DUE else None,
        requested_on=unanswered[0].requested_on if unanswered else None,
        stopped_on=stopping[0].issued_on if stopping and Flag.STOPPED in flags else None,
        broken=guards.broken(facts),
        contradictions=guards.contradictions(facts),
        facts=facts,
    )


def _history(facts: Facts) -> tuple[Event, ...]:
    """Return what happened, oldest first, each with the state it led to; what was annulled led to none."""
    recorded = {one.step.id: one for one in facts.dossier.steps}
    everything: list[tuple[Key, Paper | Recorded]] = [*facts.papers]
    everything += [(_key(one), one) for one in recorded.values()]
    events: list[Event] = []
    failed = False
    for _, one in sorted(everything, key=lambda pair: pair[0]):
        if isinstance(one, Paper):
            events.append(_told(one, failed))
            continue
        event = _stepped(one, counts=one.step.id not in facts.annulled)
        events.append(event)
        if event.state is not None:
            failed = event.state is HazardState.RECHECKED_FAIL
    return tuple(events)


def _key(one: Recorded) -> Key:
    """Return where a step stands in the history; an annulment, which has no time of its own, when it was recorded."""
    key = key_of(one.step)
    return (one.stamp.at[:10], key[1], one.stamp.at, *key[3:]) if isinstance(one.step, Annulment) else key


def _told(paper: Paper, failed: bool) -> Event:
    state = HazardState.RECTIFYING if paper.served else HazardState.ORDERED
    if paper.kind in MEASURES:
        state = HazardState.MEASURES
    elif failed:
        state = HazardState.REORDERED
    return Event(paper.kind, paper.id, paper.issued_on.isoformat() if paper.issued_on else "", paper.stamp, state)


def _stepped(one: Recorded, *, counts: bool) -> Event:
    kind = BY_RECORD[type(one.step)].name
    return Event(
        kind, one.step.id, when_of(one.step) or one.stamp.at, one.stamp, _led_to(one.step) if counts else None, counts
    )


def _led_to(step: Step) -> HazardState | None:
    if isinstance(step, Rectification):
        return HazardState.ON_SPOT_FIXED if step.on_spot else HazardState.RECHECK_DUE
    if isinstance(step, Recheck):
        return HazardState.RECHECKED_PASS if step.result == RecheckResult.PASS else HazardState.RECHECKED_FAIL
    plain: Mapping[type, HazardState] = {
        CaseFiling: HazardState.CASE_FILED,
        Transfer: HazardState.TRANSFERRED,
        Closure: HazardState.CLOSED,
    }
    return plain.get(type(step))


def _reached(facts: Facts, history: tuple[Event, ...]) -> tuple[HazardState, str]:
    if facts.is_withdrawn:
        return HazardState.VOID, ""
    for event in reversed(history):
        if event.state is not None:
            return event.state, event.when
    return HazardState.REGISTERED, ""


def _reported_on(facts: Facts) -> date | None:
    reported = [step for step in facts.of(Rectification) if not step.on_spot]
    return day_of(reported[-1]) if reported else None


def _due(facts: Facts) -> tuple[date | None, str]:
    """Return the last day in force and what set it: the newest of the documents and of what was granted."""
    asked = {extension.id for extension in facts.of(Extension)}
    set_by = [(key, paper.deadline, paper.id) for key, paper in facts.papers if paper.deadline is not None]
    set_by += [
        (key_of(answer), answer.until, answer.id)
        for extension in asked
        for answer in guards.answers_of(facts, extension)[-1:]
        if answer.granted and answer.until is not None
    ]
    if not set_by:
        return facts.deadline, ""
    _, due, record = max(set_by, key=lambda one: one[0])
    return due, record


def _flags(facts: Facts) -> frozenset[Flag]:
    found = {flag for flag, holds in _plain_flags(facts) if holds}
    return frozenset(found | _extension_flags(facts))


def _plain_flags(facts: Facts) -> tuple[tuple[Flag, bool], ...]:
    listed = bool(guards.standing_listings(facts))
    resumed = any((closure.resumption or "").strip() for closure in facts.of(Closure))
    return (
        (Flag.LISTED, listed),
        (Flag.DELISTED, not listed and bool(facts.of(Delisting))),
        (Flag.STOPPED, bool(guards.stopping(facts)) and not resumed),
        (Flag.TRANSFERRED, bool(facts.of(Transfer))),
        (Flag.CASE_FILED, bool(facts.of(CaseFiling))),
        (Flag.UNCOMMITTED, facts.is_major and not facts.committed),
    )


def _extension_flags(facts: Facts) -> set[Flag]:
    flags: set[Flag] = set()
    if guards.unanswered(facts):
        flags.add(Flag.EXTENSION_REQUESTED)
    asked = {extension.id for extension in facts.of(Extension)}
    answers = [answer for answer in facts.of(ExtensionAnswer) if answer.extension in asked]
    if answers:
        flags.add(Flag.EXTENSION_GRANTED if answers[-1].granted else Flag.EXTENSION_REFUSED)
    if any(_is_late(facts, extension) for extension in facts.of(Extension)):
        flags.add(Flag.EXTENSION_LATE)
    return flags


def _is_late(facts: Facts, extension: Extension) -> bool:
    """Return whether more time was asked for later than ten days before the deadline that was in force."""
    key = key_of(extension)
    deadlines = [paper.deadline for told, paper in facts.papers if told < key and paper.deadline is not None]
    deadline = deadlines[-1] if deadlines else facts.deadline
    if deadline is None or extension.requested_on is None:
        return False
    return extension.requested_on > clocks.latest_request(deadline)
