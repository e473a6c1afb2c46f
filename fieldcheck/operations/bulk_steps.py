"""One step for many hazards: what can be done with how many of them, then a verdict for each.

Every hazard is judged for itself, so one that a guard refuses holds up no other. They are written in short
transactions: answers that are given meanwhile go between two of them, and stopping leaves whole steps only.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fieldcheck.model import guards
from fieldcheck.model.dossier import Facts
from fieldcheck.model.errors import AuthorityError, FieldCheckError, InputError, NotFoundError, StoreError
from fieldcheck.model.guards import Broken
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.lifecycle import Flag, life
from fieldcheck.model.possible import Action
from fieldcheck.model.records import Finding
from fieldcheck.model.steps import Recheck, RecheckResult, Step
from fieldcheck.operations import edits, findings, hazards, steps
from fieldcheck.operations.hazards import NotPossible
from fieldcheck.store import Changes, Reader, Store, Transaction, dossiers
from fieldcheck.store.queries import records

VOID = "void"
"""What is said of declaring void, which is no record of its own, in place of the kind of a step."""
WRITE_SECONDS = 0.05
"""How long one transaction records steps; its end, in which states are computed again, takes half as long."""
LOOKED_AT = 50
"""Hazards that are looked at between two looks at whether it shall stop."""

KINDS_OF_MANY: Mapping[Action, str] = {
    Action.REPORT: "rectification",
    Action.ANSWER_EXTENSION: "extension_answer",
    Action.CLOSE: "closure",
    Action.TRANSFER: "transfer",
    Action.FILE_CASE: "case_filing",
    Action.DECLARE_VOID: VOID,
}
"""What is done with many hazards in one go, as one paper of the bureau says it of all of them."""

Progress = Callable[[int, int], None]
"""Called with how many hazards of how many are done."""
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done: with which hazards it can, and why not with the others (English reason: how many)."""

    can: tuple[str, ...]
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be done with the hazards that were chosen.

    Attributes:
        looked_at: how many were looked at; those that are one count once, those that are gone do not.
        majors: those that an officer confirmed as major and that are not closed: closing them needs an approval number.
        halted: those of visits where work was stopped: closing them needs the consent to go on.
        to_recheck: of each site, how many wait for a recheck, by the visit that it would answer.
    """

    looked_at: int
    choices: Mapping[Action, Choice]
    majors: int
    halted: int
    to_recheck: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one hazard: `step` is the id of what was recorded, or `error` says why nothing was."""

    finding: str
    step: str = ""
    error: FieldCheckError | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict for each hazard that had its turn; fewer than were asked for where it was stopped."""

    verdicts: tuple[Verdict, ...]
    changes: Changes

    @property
    def recorded(self) -> int:
        """Return for how many hazards the step was recorded."""
        return sum(verdict.error is None for verdict in self.verdicts)

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """Return the verdicts of those for which nothing was recorded."""
        return tuple(verdict for verdict in self.verdicts if verdict.error is not None)


def preview(
    reader: Reader,
    chosen: Sequence[str],
    progress: Progress = lambda done, total: None,
    stopped: Stopped = lambda: False,
) -> Preview | None:
    """Return what can be done with these hazards, None where it was stopped. Nothing changes."""
    can: dict[Action, list[str]] = {action: [] for action in KINDS_OF_MANY}
    reasons: dict[Action, dict[str, int]] = {action: defaultdict(int) for action in KINDS_OF_MANY}
    to_recheck: dict[str, dict[str, int]] = {}
    looked_at = majors = halted = 0
    groups, wanted = dossiers.groups(reader, chosen), frozenset(chosen)
    for start in range(0, len(groups), LOOKED_AT):
        if stopped():
            return None
        progress(start, len(groups))
        for dossier in dossiers.load(reader, groups[start : start + LOOKED_AT]):
            if not dossier.findings:
                continue
            lived = life(dossier)
            first = next((one for one in dossier.findings if one.id in wanted), dossier.findings[0])
            looked_at += 1
            majors += lived.facts.is_major and Action.CLOSE not in lived.refusals
            halted += Flag.STOPPED in lived.flags and Action.CLOSE not in lived.refusals
            answered = hazards.answered_by_recheck(first, lived)
            if answered:
                to_recheck.setdefault(first.site or "", defaultdict(int))[answered] += 1
            _count(lived.refusals, first.id, can, reasons)
    choices = {action: Choice(tuple(can[action]), dict(reasons[action])) for action in KINDS_OF_MANY}
    return Preview(looked_at, choices, majors, halted, to_recheck)


def _count(
    refusals: Mapping[Action, Broken],
    finding: str,
    can: Mapping[Action, list[str]],
    reasons: Mapping[Action, dict[str, int]],
) -> None:
    for action in KINDS_OF_MANY:
        refused = refusals.get(action)
        if refused is None:
            can[action].append(finding)
        else:
            reasons[action][refused.message()] += 1


def record(
    store: Store,
    kind: str,
    chosen: Sequence[str],
    values: Mapping[str, object],
    author: str = "",
    progress: Progress = lambda done, total: None,
    stopped: Stopped = lambda: False,
) -> Outcome:
    """Record a step of this kind with the same values for each hazard that it can be recorded for.

    `kind` is a kind of step, or VOID with a `reason`. The recheck that a closing rests on, the request that is
    answered and the listing that ends are each hazard's own, unless `values` name one.
    Where the store fails half way (a full disk), the verdicts of the rest say so.
    Raises StepIncomplete and FieldNeeded where the values lack what every step of the kind needs, and what the store
    raises before anything is written.
    """
    _check_complete(kind, values)
    verdicts: list[Verdict] = []
    changed: set[tuple[str, str]] = set()
    wanted = list(dict.fromkeys(chosen))
    while len(verdicts) < len(wanted) and not stopped():
        progress(len(verdicts), len(wanted))
        slice_of: list[Verdict] = []

        def work(transaction: Transaction, start: int = len(verdicts), judged: list[Verdict] = slice_of) -> str:
            end = time.monotonic() + WRITE_SECONDS
            for finding in wanted[start:]:
                judged.append(_judge(transaction, kind, finding, values))
                if time.monotonic() > end:
                    break
            return ""

        try:
            changed |= store.write(work, author).entities
        except StoreError as error:
            if not changed:
                raise
            slice_of = [Verdict(finding, error=error) for finding in wanted[len(verdicts) :]]
        verdicts += slice_of
    progress(len(verdicts), len(wanted))
    return Outcome(tuple(verdicts), Changes("", frozenset(changed), ()))


def _check_complete(kind: str, values: Mapping[str, object]) -> None:
    if kind == VOID:
        if not str(values.get("reason") or "").strip():
            raise edits.FieldNeeded(kind="finding", field="withdrawn")
        return
    own = dict.fromkeys(_OWN.get(kind, {}), "")
    steps.check_complete(KINDS[kind].build("", {**own, **values}), given_later=frozenset(own))


def _judge(transaction: Transaction, kind: str, finding: str, values: Mapping[str, object]) -> Verdict:
    """Record the step of one hazard, or say why it cannot be."""
    try:
        return Verdict(finding, _append(transaction, kind, finding, values))
    except (AuthorityError, InputError, NotFoundError) as error:
        return Verdict(finding, error=error)


def _append(transaction: Transaction, kind: str, finding: str, values: Mapping[str, object]) -> str:
    records.get(transaction, Finding, finding)
    if kind == VOID:
        return findings.append_void(transaction, finding, str(values["reason"]))
    lived = hazards.life_of(transaction, finding)
    own = {name: found(lived.facts) for name, found in _OWN.get(kind, {}).items()}
    step: Step = KINDS[kind].build(new_id(), {"finding": finding, **own, **values})
    refused = lived.refusals.get(steps.action_of(step)) if kind != "annulment" else None
    if refused is not None:
        raise NotPossible(reason=refused.message())
    return steps.append(transaction, step)


def _passed(facts: Facts) -> str | None:
    passed = [step.id for step in facts.of(Recheck) if step.result == RecheckResult.PASS]
    return passed[-1] if passed else None


def _asked(facts: Facts) -> str | None:
    return next((step.id for step in guards.unanswered(facts)), None)


def _listed(facts: Facts) -> str | None:
    return next((step.id for step in guards.standing_listings(facts)), None)


_OWN: Mapping[str, Mapping[str, Callable[[Facts], str | None]]] = {
    "closure": {"recheck": _passed},
    "extension_answer": {"extension": _asked},
    "delisting": {"listing": _listed},
}
"""What of a step is each hazard's own, and no person is asked for."""
