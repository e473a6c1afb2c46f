"""Clocks of the law, in calendar days: how long each runs, where that is written, and whether it was checked.

A period begins on the day after the one that it is counted from. Where its last day is a day off, a period in which
somebody may or must act ends on the next working day; one that limits what an authority may impose (a suspension, a
seizure) is never made longer that way, and neither is a day that is counted backwards.
15号令: 安全生产违法行为行政处罚办法; 16号令: 安全生产事故隐患排查治理暂行规定.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
_SIXTEEN = "《安全生产事故隐患排查治理暂行规定》"

EXTENSION_REQUEST = Clock(N_("Extension to be asked for"), f"{_FIFTEEN}第十六条", False, days=10, rolls=False)
EXTENSION_ANSWER = Clock(N_("Extension to be answered"), f"{_FIFTEEN}第十六条", False, days=5)
RECHECK = Clock(N_("Recheck"), f"{_FIFTEEN}第十六条", False, days=10)
RESUMPTION_REVIEW = Clock(N_("Review on site before work goes on"), f"{_SIXTEEN}第二十三条", False, days=10)
SUSPENSION = Clock(N_("End of the suspension"), f"{_FIFTEEN}第十四条", True, months=6, rolls=False)
SEIZURE = Clock(N_("Decision on what was seized"), f"{_FIFTEEN}第十五条", True, days=15, rolls=False)
RECONSIDERATION = Clock(N_("Reconsideration to be asked for"), "《中华人民共和国行政复议法》第二十条", True, days=60)
LAWSUIT = Clock(N_("Lawsuit to be filed"), "《中华人民共和国行政诉讼法》第四十六条", True, months=6)
LAWSUIT_AFTER_RECONSIDERATION = Clock(
    N_("Lawsuit to be filed after reconsideration"), "《中华人民共和国行政诉讼法》第四十五条", True, days=15
)
ON_SPOT_PENALTY = Clock(N_("On-the-spot penalty to be reported to the department"), "实务做法", True, days=5)
QUARTERLY_REPORT = Clock(N_("Quarterly report of the enterprise"), f"{_SIXTEEN}第十四条", False, days=15)
YEARLY_REPORT = Clock(N_("Yearly report of the enterprise"), f"{_SIXTEEN}第十四条", False, days=31)
POWER_CUT_HOURS = 24
"""How long before the power is cut the unit is told (安全生产法 70, verified), but in an emergency."""


def latest_request(deadline: date) -> date:
    """Return the last day on which more time can be asked for in time: ten days before the deadline."""
    return _later(deadline, -EXTENSION_REQUEST.days)


def quarterly_report_due(day: date, calendar: Calendar) -> date:
    """Return when the enterprise's report on the quarter of `day` is due: by the 15th of the month after it."""
    last_month = date(day.year, (day.month - 1) // 3 * 3 + 3, 1)
    return QUARTERLY_REPORT.due(_later(_months_later(last_month, 1), -1), calendar)


def yearly_report_due(year: int, calendar: Calendar) -> date:
    """Return when the enterprise's report on `year` is due: by 31 January of the next."""
    return YEARLY_REPORT.due(date(year, 12, 31), calendar)


def power_cut_from(told_at: datetime) -> datetime:
    """Return from when the power may be cut where the unit was told at `told_at`."""
    return told_at + timedelta(hours=POWER_CUT_HOURS)


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
