"""All that is known of one hazard, and the order in which it happened: what its life is computed from.

Two records that a person found to be one hazard (a join) have one dossier: the steps, papers and photos of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum
from functools import cached_property
from typing import Any, TypeVar

from fieldcheck.model.form import Level
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
    RecheckResult,
    Rectification,
    Step,
    Transfer,
)

ORDERS = frozenset({"rectification-order"})
MEASURES = frozenset({"measures-decision"})
LISTS = frozenset({"problem-list", "assignment-slip"})
PAPERS = ORDERS | MEASURES | LISTS
"""Kinds of documents by which a unit is told what to put right; the others only say what was seen."""

_BEIJING = timezone(timedelta(hours=8))
StepType = TypeVar("StepType", bound=Step)


class Rank(IntEnum):
    """In which order things happen that happened on one day."""

    PAPER = 0
    MEASURES = 1
    RECTIFIED = 2
    EXTENSION = 3
    ANSWER = 4
    RECHECK = 5
    LATER_PAPER = 6
    LISTING = 7
    DELISTING = 8
    CASE = 9
    TRANSFER = 10
    CLOSURE = 11
    ANNULMENT = 12


RANKS: Mapping[type, tuple[Rank, str]] = {
    Rectification: (Rank.RECTIFIED, "done_at"),
    Extension: (Rank.EXTENSION, "requested_on"),
    ExtensionAnswer: (Rank.ANSWER, "answered_on"),
    Recheck: (Rank.RECHECK, "at"),
    Listing: (Rank.LISTING, "listed_on"),
    Delisting: (Rank.DELISTING, "delisted_on"),
    CaseFiling: (Rank.CASE, "filed_on"),
    Transfer: (Rank.TRANSFER, "transferred_on"),
    Closure: (Rank.CLOSURE, "approved_on"),
}
"""Each kind of step but the annulment, which has no time of its own: its rank, and the field that holds its time."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who recorded something (officer id, or empty), on which device, and when (UTC, as the clock read)."""

    author: str = ""
    device: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A step and where it comes from."""

    step: Step
    stamp: Stamp = Stamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An issued document in force that tells the unit to put the hazard right.

    `issued_on` is the day of the first document where this one is a correction: it stands in its place. `deadline` is
    that of this hazard as it was printed. `stops_work` is None where the document does not say.
    """

    id: str
    kind: str
    inspection: str = ""
    issued_on: date | None = None
    deadline: date | None = None
    served: bool = False
    stops_work: bool | None = None
    stamp: Stamp = Stamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One hazard with all that belongs to it; `findings` are more than one where records were joined.

    Everything may arrive in any order: the findings, too, may not be here yet. `visits` are those of the findings;
    `before` and `after` count the photos.
    """

    findings: tuple[Finding, ...] = ()
    visits: tuple[Inspection, ...] = ()
    steps: tuple[Recorded, ...] = ()
    papers: tuple[Paper, ...] = ()
    before: int = 0
    after: int = 0


Key = tuple[str, Rank, str, int, str]
"""Where something stands in time: day, rank, minute (UTC), the worse of two at once, id. The same on every device."""


def day_of(step: Step) -> date | None:
    """Return the day on which a step took effect, local, or None where it does not say."""
    if isinstance(step, Annulment):
        return None
    written: Any = getattr(step, RANKS[type(step)][1])
    if isinstance(written, str):
        return date.fromisoformat(written[:10])
    return written if isinstance(written, date) else None


def when_of(step: Step) -> str:
    """Return the legal time of a step as ISO text: a moment, a day, or empty."""
    if isinstance(step, Annulment):
        return ""
    written: Any = getattr(step, RANKS[type(step)][1])
    return "" if written is None else str(written)


def key_of(step: Step) -> Key:
    """Return where a step stands in time; what has no time is the oldest."""
    if isinstance(step, Annulment):
        return ("", Rank.ANNULMENT, "", 0, step.id)
    day = day_of(step)
    return (day.isoformat() if day else "", RANKS[type(step)][0], _minute(when_of(step)), _worse(step), step.id)


def _minute(when: str) -> str:
    if "T" not in when:
        return ""
    moment = datetime.fromisoformat(when)
    return (moment if moment.tzinfo else moment.replace(tzinfo=_BEIJING)).astimezone(UTC).isoformat()


def _worse(step: Step) -> int:
    """Return 1 for what weighs more than the same step with another outcome at the same time."""
    if isinstance(step, Recheck):
        return int(step.result != RecheckResult.PASS)
    return int(isinstance(step, ExtensionAnswer) and not step.granted)


class Facts:
    """A dossier in the order of time, without what was annulled.

    Attributes:
        dossier: what it was made of.
        annulled: the ids of the steps that no longer count.
        steps: the steps that count, oldest first.
        papers: the documents in force, oldest first, each with where it stands in time.
    """

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.annulled = _annulled(dossier.steps)
        counting = (one.step for one in dossier.steps if one.step.id not in self.annulled)
        self.steps: list[Step] = sorted(counting, key=key_of)
        self._by_kind: dict[type, list[Any]] = {}
        for step in self.steps:
            self._by_kind.setdefault(type(step), []).append(step)
        self.papers = _in_order(dossier.papers, self.of(Recheck))

    def of(self, kind: type[StepType]) -> list[StepType]:
        """Return the steps of one kind that count, oldest first."""
        return self._by_kind.get(kind, [])

    @cached_property
    def is_major(self) -> bool:
        """Return whether an officer confirmed it as major, in any of its records."""
        levels = (finding.confirmed_level for finding in self.dossier.findings)
        return any(level is not None and level.level == Level.MAJOR for level in levels)

    @cached_property
    def committed(self) -> bool:
        """Return whether the five commitments are complete in one of its records."""
        return any(_is_complete(finding) for finding in self.dossier.findings)

    @cached_property
    def is_withdrawn(self) -> bool:
        """Return whether every one of its records was withdrawn."""
        found = self.dossier.findings
        return bool(found) and all(finding.withdrawn is not None for finding in found)

    @cached_property
    def deadline(self) -> date | None:
        """Return the earliest deadline that stands in its records themselves."""
        return min((one.deadline for one in self.dossier.findings if one.deadline is not None), default=None)

    def named_by(self, day: date | None) -> bool:
        """Return whether a document that stands had told the unit of it by this day."""
        return day is not None and any(one.issued_on is not None and one.issued_on <= day for _, one in self.papers)


def _annulled(steps: Iterable[Recorded]) -> frozenset[str]:
    """Return what annulments with a reason name; an annulment itself cannot be annulled."""
    annulments = [one.step for one in steps if isinstance(one.step, Annulment)]
    named = {step.step for step in annulments if step.step and (step.reason or "").strip()}
    return frozenset(named - {step.id for step in annulments})


def _is_complete(finding: Finding) -> bool:
    given = finding.commitments
    if given is None:
        return False
    parts = (given.responsible, given.measure, given.funds, given.until, given.emergency_plan)
    return all(part.strip() for part in parts)


def _in_order(papers: Iterable[Paper], rechecks: list[Recheck]) -> list[tuple[Key, Paper]]:
    """Return the documents, oldest first; one of another visit than the first comes after the rechecks of its day."""

    def plain(paper: Paper) -> Key:
        rank = Rank.MEASURES if paper.kind in MEASURES else Rank.PAPER
        return (paper.issued_on.isoformat() if paper.issued_on else "", rank, "", 0, paper.id)

    ordered = sorted(((plain(paper), paper) for paper in papers), key=lambda one: one[0])
    first_visit = ordered[0][1].inspection if ordered else ""
    days = {day_of(recheck) for recheck in rechecks}
    later = [
        ((key[0], Rank.LATER_PAPER, key[2], key[1], key[4]), paper)
        if paper.inspection != first_visit and paper.issued_on in days
        else (key, paper)
        for key, paper in ordered
    ]
    return sorted(later, key=lambda one: one[0])
