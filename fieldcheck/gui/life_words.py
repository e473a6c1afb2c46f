"""The life of a hazard in words: what happened, what can be done, how long is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from fieldcheck.gui import step_words, texts
from fieldcheck.gui.record_words import kind_title
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.ledger import masked_phone
from fieldcheck.model.lifecycle import FLAGS, STATES, Flag, HazardState, Life
from fieldcheck.model.possible import Action
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
from fieldcheck.model.values import Person
from fieldcheck.operations import hazard_wording
from fieldcheck.translation import N_, _, ngettext

ACTIONS: Mapping[Action, str] = {
    Action.FIX_ON_SPOT: N_("Put right on the spot"),
    Action.REPORT: N_("Reported as put right"),
    Action.RECHECK: N_("Recheck"),
    Action.CLOSE: N_("Close out"),
    Action.REQUEST_EXTENSION: N_("Record a request for more time"),
    Action.ANSWER_EXTENSION: N_("Answer the request for more time"),
    Action.MEASURE: N_("Measure on site"),
    Action.COMMIT: N_("Five commitments"),
    Action.LIST: N_("List for supervision"),
    Action.DELIST: N_("Take off the list"),
    Action.TRANSFER: N_("Transfer"),
    Action.FILE_CASE: N_("Open a case"),
    Action.DECLARE_VOID: N_("Declare void"),
}
"""What a person can do with a hazard on its page, in the order of its life."""

TONES: Mapping[HazardState, str] = {
    HazardState.REGISTERED: "neutral",
    HazardState.ON_SPOT_FIXED: "success",
    HazardState.ORDERED: "info",
    HazardState.RECTIFYING: "info",
    HazardState.RECHECK_DUE: "accent",
    HazardState.RECHECKED_PASS: "success",
    HazardState.RECHECKED_FAIL: "danger",
    HazardState.REORDERED: "info",
    HazardState.MEASURES: "warning",
    HazardState.CASE_FILED: "warning",
    HazardState.TRANSFERRED: "neutral",
    HazardState.CLOSED: "success",
    HazardState.VOID: "neutral",
}


def chips(life: Life, today: date, calendar: Calendar) -> Iterator[tuple[str, str]]:
    """Yield (word, tone) of where a hazard is, of what is overdue or not valid, and of its flags."""
    state = life.state_on(today, calendar)
    yield _(STATES[state]), TONES.get(state, "neutral")
    if life.is_overdue(today, calendar):
        yield _("Overdue"), "danger"
    if life.broken:
        yield _("Not valid"), "danger"
    # What the state says already is not said twice.
    said = {HazardState.TRANSFERRED: Flag.TRANSFERRED, HazardState.CASE_FILED: Flag.CASE_FILED}.get(state)
    for flag in sorted(life.flags - {said}):
        yield _(FLAGS[flag]), "warning" if flag in (Flag.LISTED, Flag.STOPPED, Flag.UNCOMMITTED) else "neutral"


def due_text(due: date | None, today: date, *, running: bool) -> str:
    """Return a last day and, while it runs, how many days are left or have passed."""
    if due is None:
        return ""
    day = texts.day(due)
    if not running:
        return day
    left = (due - today).days
    if left < 0:
        over = ngettext("{count} day over", "{count} days over", -left).format(count=-left)
        return f"{day} · {over}"
    rest = ngettext("{count} day left", "{count} days left", left).format(count=left) if left else _("today")
    return f"{day} · {rest}"


def clocks(life: Life, calendar: Calendar) -> Iterator[tuple[str, str]]:
    """Yield (title, text) of each clock that runs: its last day, and below it the article that sets it."""
    for clock, day in hazard_wording.running(life, calendar):
        yield _(clock.name), f"{texts.day(day)}\n{hazard_wording.source_text(clock)}"


def details(step: Step, officers: Mapping[str, str], *, phones: bool) -> str:
    """Return what a step says beside its kind and time, in one or two lines; `officers` are names by id."""
    parts = (part for part in _parts(step, officers, phones=phones) if part)
    return " · ".join(parts)


def _parts(step: Step, officers: Mapping[str, str], *, phones: bool) -> tuple[str | None, ...]:
    named = "、".join(filter(None, (officers.get(entity, "") for entity in getattr(step, "officers", None) or ())))
    match step:
        case Rectification():
            where = _("on the spot") if step.on_spot else _("reported by the unit")
            return where, step.description, person_text(step.reported_by, phones=phones)
        case Extension():
            until = _("until {day}").format(day=texts.day(step.until))
            return until, step.reason, person_text(step.requested_by, phones=phones)
        case ExtensionAnswer():
            granted = _("granted until {day}").format(day=texts.day(step.until)) if step.granted else _("not granted")
            return granted, step.reason, named
        case Recheck():
            return step_words.result(step.result or ""), step.comment, named
        case Closure():
            return _("approved by {name}").format(name=step.approver or "—"), step.approval_number, step.resumption
        case Listing():
            until = _("until {day}").format(day=texts.day(step.until)) if step.until else ""
            return step.supervisor, step.number, until, step.published
        case Delisting():
            return step.number, step.approver
        case Transfer():
            return step.authority, step.reason
        case CaseFiling():
            return step.number, step.cause
        case Annulment():
            return kind_title(step.kind or ""), step.reason


def person_text(person: Person | None, *, phones: bool) -> str:
    """Return name, post and phone of a person; the number masked unless `phones` are asked for."""
    if person is None:
        return ""
    phone = person.phone if phones else masked_phone(person.phone)
    return " ".join(part for part in (person.name, person.post, phone) if part)
