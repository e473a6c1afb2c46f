"""What is to be done today: read in one go from indexes, never by looking at every record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fieldcheck.operations import numbers, outstanding, package_log, peers, planned_visits, trust
from fieldcheck.store import Reader, devices
from fieldcheck.store.queries import conflicts, exchange, left_numbers
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries.exchange import one_view
from fieldcheck.store.queries.left_numbers import LeftNumbers
from fieldcheck.store.queries.plans import PlannedFilter, PlannedRow, PlannedState

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
class Today:
    """What is to be done; `week` are the six days after today.

    Attributes:
        begun: planned visits that have begun and not ended.
        low: series of numbers that run out: this laptop's own, at a bureau those of its laptops.
        sending: None where no bureau is above.
        conflicts: fields to decide at a bureau; 0 elsewhere.
    """

    day: date
    overdue: Visits
    today: Visits
    week: Visits
    begun: Visits
    low: tuple[LeftNumbers, ...]
    sending: Sending | None
    missing: tuple[Missing, ...]
    conflicts: int

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to do."""
        waits = self.sending is not None and self.sending.changes
        visits = (self.overdue, self.today, self.week, self.begun)
        return not (any(one.count for one in visits) or self.low or waits or self.missing or self.conflicts)


def read(reader: Reader, day: date) -> Today:
    """Return what is to be done on `day`, as of one moment."""
    with one_view(reader):
        return _read(reader, day)


def _read(reader: Reader, day: date) -> Today:
    tomorrow, last = day + timedelta(days=1), day + timedelta(days=DAYS_AHEAD)
    takers = planned_visits.takers(reader)

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
        low=tuple(_low(reader, day)),
        sending=_sending(reader),
        missing=tuple(_missing(reader)),
        conflicts=conflicts.count(reader) if trust.is_bureau(reader) else 0,
    )


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
    found = [Missing(name, outstanding.missing(peers.peer(reader, device))) for device, name in senders.items()]
    return [one for one in found if one.numbers]
