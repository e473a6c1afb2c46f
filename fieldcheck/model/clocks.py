"""Clocks of the law, in calendar days: how long each runs, where that is written, and whether it was checked.

A period begins on the day after the one that it is counted from. Where its last day is a day off, a period in which
somebody may or must act ends on the next working day; one that limits what an authority may impose (a suspension) is
never made longer that way, and neither is a day that is counted backwards.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fieldcheck.model.errors import N_
from fieldcheck.model.planning import Holidays

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: not the weekends and `days_off`, but for `working_days`, which are worked all the same."""

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    @classmethod
    def of(cls, tables: Iterable[Holidays]) -> Calendar:
        """Return the calendar of these years together; a day that is in both lists is worked."""
        every = list(tables)
        return cls(
            frozenset(day for table in every for day in table.days_off or ()),
            frozenset(day for table in every for day in table.working_days or ()),
        )

    def is_day_off(self, day: date) -> bool:
        """Return whether nobody works on this day."""
        if day in self.working_days:
            return False
        return day in self.days_off or day.weekday() >= _SATURDAY

    def rolled(self, day: date) -> date:
        """Return the day itself, or the next working day where it is a day off."""
        while self.is_day_off(day) and day < date.max:
            day += _DAY
        return day

    def last_past(self, today: date) -> date:
        """Return the newest day that has passed, as a last day, by `today`: the last working day before it.

        A period that ends on that day or earlier is over; one that ends later, if only because it rolls, is not.
        """
        day = today
        while day > date.min:
            day -= _DAY
            if not self.is_day_off(day):
                break
        return day

    def is_past(self, last: date, today: date) -> bool:
        """Return whether a period with this last day, before it rolls, is over on `today`."""
        return today > self.rolled(last)


@dataclass(frozen=True, slots=True)
class Clock:
    """A period: `days` or `months` long, with the title of the law and the article that set it.

    `verified` says whether the source was seen. `rolls` is False for what may never last longer.
    """

    name: str
    source: str
    verified: bool
    days: int = 0
    months: int = 0
    rolls: bool = True

    def due(self, start: date, calendar: Calendar) -> date:
        """Return the last day of the period that is counted from `start`."""
        last = _later(_months_later(start, self.months), self.days)
        return calendar.rolled(last) if self.rolls else last


_FIFTEEN = "《安全生产违法行为行政处罚办法》"
"""15号令."""

EXTENSION_REQUEST = Clock(N_("Extension to be asked for"), f"{_FIFTEEN}第十六条", False, days=10, rolls=False)
EXTENSION_ANSWER = Clock(N_("Extension to be answered"), f"{_FIFTEEN}第十六条", False, days=5)
RECHECK = Clock(N_("Recheck"), f"{_FIFTEEN}第十六条", False, days=10)
SUSPENSION = Clock(N_("End of the suspension"), f"{_FIFTEEN}第十四条", True, months=6, rolls=False)


def latest_request(deadline: date) -> date:
    """Return the last day on which more time can be asked for in time: ten days before the deadline."""
    return _later(deadline, -EXTENSION_REQUEST.days)


def recheck_due(reported_on: date | None, deadline: date | None, calendar: Calendar) -> date | None:
    """Return the last day for the recheck: counted from when the unit said it is done, else from the deadline."""
    if reported_on is not None:
        return RECHECK.due(reported_on, calendar)
    return None if deadline is None else RECHECK.due(calendar.rolled(deadline), calendar)


def _later(day: date, days: int) -> date:
    """Return the day so many days later; the last or first day that there is where it would lie beyond."""
    reached = day.toordinal() + days
    return date.fromordinal(min(max(reached, 1), date.max.toordinal()))


def _months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
