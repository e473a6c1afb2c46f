"""What failed at a site before, item by item: the newest finding of each, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.records import Finding, Inspection
from fieldcheck.operations import hazards, holidays
from fieldcheck.store import Reader
from fieldcheck.store.queries import details, duplicates, records


@dataclass(frozen=True, slots=True)
class LastTime:
    """The newest finding of an item at a site.

    Attributes:
        found_at: when the visit on which it was found began (ISO).
        times: on how many visits before this one the item failed.
        state: where it is on the day of this visit, and `since` when (ISO, or empty).
        overdue: its deadline has passed and nobody said that it was put right.
    """

    finding: Finding
    found_at: str
    times: int
    state: HazardState
    since: str
    overdue: bool


def last_time(reader: Reader, visit: Inspection, form: str) -> dict[str, LastTime]:
    """Return what failed at this visit's site on visits that began before it, by item of the form."""
    if not visit.site or not visit.started_at:
        return {}
    sites = duplicates.together(reader, "site", visit.site)
    earlier = details.earlier_findings(reader, sites, form, visit.started_at)
    newest = {item: found[0] for item, found in earlier.items()}
    known = records.many(reader, Finding, [finding for finding, _started in newest.values()])
    day = date.fromisoformat(visit.started_at[:10])
    return {
        item: _told(reader, known[finding], started_at, len(earlier[item]), day)
        for item, (finding, started_at) in newest.items()
        if finding in known
    }


def _told(reader: Reader, finding: Finding, found_at: str, times: int, day: date) -> LastTime:
    life, calendar = hazards.life_of(reader, finding.id), holidays.calendar(reader)
    state = life.state_on(day, calendar)
    return LastTime(finding, found_at, times, state, life.since, life.is_overdue(day, calendar))
