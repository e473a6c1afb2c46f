"""What is to be done today: read in one go from indexes, never by looking at every record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fieldcheck.model import clocks
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.document_kinds import TO_BE_SERVED
from fieldcheck.operations import holidays, numbers, package_log, peers, trust
from fieldcheck.store import Reader, devices
from fieldcheck.store.queries import conflicts, exchange, left_numbers, served
from fieldcheck.store.queries import hazards_due as due
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries.hazards_due import DueRow, DueRows
from fieldcheck.store.queries.left_numbers import LeftNumbers
from fieldcheck.store.queries.plans import PlannedFilter, PlannedRow, PlannedState
from fieldcheck.store.queries.served import UnservedRows
from fieldcheck.store.reader import one_view

SHOWN = 6
"""Rows of each part that are read; the rest is counted."""

DAYS_AHEAD = 6
"""The week: today and as many days after it."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Planned visits that have not begun: how many, and the first of them."""

    count: int
    first: tuple[PlannedRow, ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """What the bureau above was not yet sent, and when it last said what it has (UTC), or None."""

    name: str
    changes: int
    receipt_at: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """Packages of a sender that have not come, and that ones that came wait for."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A hazard of which something is due by `day` (None: there is no day), and whether that day has passed."""

    hazard: DueRow
    day: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Hazards:
    """Hazards of which one thing is due: how many, and the first of them."""

    count: int
    first: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """What is to be done; `week` are the six days after today.

    Attributes:
        begun: planned visits that have begun and not ended.
        rechecks: of hazards that the unit says are put right, or whose deadline has passed.
        extensions: more time was asked for and is not answered; `closures` wait for an approval.
        uncommitted: major hazards without the five commitments.
        unserved: documents that told a unit of its hazards and were not served; no clock of the law runs for that.
        pages_missing: documents that were signed and whose paper was not scanned or photographed back in.
        low: series of numbers that run out: this laptop's own, at a bureau those of its laptops.
        sending: None where no bureau is above.
        conflicts: fields to decide at a bureau; 0 elsewhere.
        without_holidays: years whose days off a bureau should enter; none elsewhere.
    """

    day: date
    overdue: Visits
    today: Visits
    week: Visits
    begun: Visits
    rechecks: Hazards
    extensions: Hazards
    closures: Hazards
    uncommitted: Hazards
    unserved: UnservedRows
    pages_missing: int
    low: tuple[LeftNumbers, ...]
    sending: Sending | None
    missing: tuple[Missing, ...]
    conflicts: int
    without_holidays: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to do."""
        waits = self.sending is not None and self.sending.changes
        hazards = (self.rechecks, self.extensions, self.closures, self.uncommitted)
        parts = (self.overdue, self.today, self.week, self.begun, *hazards, self.unserved)
        others = (self.low, self.pages_missing, waits, self.missing, self.conflicts, self.without_holidays)
        return not (any(one.count for one in parts) or any(others))


def takers_of(reader: Reader) -> tuple[str, ...]:
    """Return the devices whose planned visits are this store's business: its own, all at a bureau (empty)."""
    if trust.is_bureau(reader):
        return ()
    return tuple(sorted({devices.own(reader).id, *devices.held(reader)}))


def read(reader: Reader, day: date) -> Today:
    """Return what is to be done on `day`, as of one moment."""
    with one_view(reader):
        return _read(reader, day)


def _read(reader: Reader, day: date) -> Today:
    tomorrow, last = day + timedelta(days=1), day + timedelta(days=DAYS_AHEAD)
    takers, calendar = takers_of(reader), holidays.calendar(reader)
    past = calendar.last_past(day)

    def visits(
        state: PlannedState = PlannedState.PLANNED, since: str = "", before: str = "", until: str = ""
    ) -> Visits:
        only = PlannedFilter(state=state, since=since, before=before, until=until, takers=takers)
        found = queries.planned_ids(reader, only=only)
        return Visits(len(found), tuple(queries.planned_rows(reader, found[:SHOWN])))

    return Today(
        day=day,
        overdue=visits(before=day.isoformat()),
        today=visits(since=day.isoformat(), until=day.isoformat()),
        week=visits(since=tomorrow.isoformat(), until=last.isoformat()),
        begun=visits(PlannedState.BEGUN),
        rechecks=_due(due.rechecks(reader, past, SHOWN), day, lambda row: _recheck_day(row, calendar)),
        extensions=_due(due.extensions(reader, SHOWN), day, lambda row: _answer_day(row, calendar)),
        closures=_due(due.closures(reader, SHOWN), day, lambda _row: None),
        uncommitted=_due(due.uncommitted(reader, SHOWN), day, lambda _row: None),
        unserved=served.unserved(reader, TO_BE_SERVED, SHOWN),
        pages_missing=served.pages_missing(reader),
        low=tuple(_low(reader, day)),
        sending=_sending(reader),
        missing=tuple(_missing(reader)),
        conflicts=conflicts.count(reader) if trust.is_bureau(reader) else 0,
        without_holidays=holidays.missing_years(reader, day) if trust.is_bureau(reader) else (),
    )


def _due(found: DueRows, today: date, day_of: Callable[[DueRow], date | None]) -> Hazards:
    days = [(row, day_of(row)) for row in found.first]
    return Hazards(found.count, tuple(Due(row, day, day is not None and day < today) for row, day in days))


def _recheck_day(row: DueRow, calendar: Calendar) -> date | None:
    return clocks.recheck_due(row.reported_on, row.due, calendar)


def _answer_day(row: DueRow, calendar: Calendar) -> date | None:
    return None if row.requested_on is None else clocks.EXTENSION_ANSWER.due(row.requested_on, calendar)


def _low(reader: Reader, day: date) -> Sequence[LeftNumbers]:
    own = "" if trust.is_bureau(reader) else devices.own(reader).id
    found = left_numbers.left_numbers(reader, day.year)
    return [one for one in found if one.left < numbers.LOW and own in ("", one.device)]


def _sending(reader: Reader) -> Sending | None:
    above = trust.bureau_of(reader)
    if above is None:
        return None
    known = peers.peer(reader, above.certificate.device)
    changes = sum(max(0, seq - known.sent.get(device, 0)) for device, seq in exchange.known_vector(reader).items())
    return Sending(above.certificate.name, changes, known.receipt_at)


def _missing(reader: Reader) -> Sequence[Missing]:
    senders = {entry.device: entry.name for entry in package_log.waiting(reader)}
    found = [Missing(name, peers.peer(reader, device).missing) for device, name in senders.items()]
    return [one for one in found if one.numbers]
