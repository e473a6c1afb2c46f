"""Clocks: periods in calendar days, their last days rolled over days off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fieldcheck.model import clocks
from fieldcheck.model.clocks import Calendar, Clock
from fieldcheck.model.planning import Holidays

WEEKENDS = Calendar()
NATIONAL = Calendar.of(
    [
        Holidays(
            id="h",
            year=2026,
            days_off=tuple(date(2026, 10, day) for day in range(1, 8)),
            working_days=(date(2026, 9, 27), date(2026, 10, 10)),
        )
    ]
)

DAYS = some.dates(date(2020, 1, 1), date(2030, 12, 31))
NEAR = some.frozensets(some.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=40)
CALENDARS = some.builds(Calendar, NEAR, NEAR)


@given(CALENDARS, some.dates(date(2025, 12, 20), date(2026, 3, 10)))
def test_rolling_is_never_earlier_and_ends_on_a_working_day(calendar: Calendar, day: date) -> None:
    rolled = calendar.rolled(day)
    assert rolled >= day
    assert not calendar.is_day_off(rolled)
    assert calendar.rolled(rolled) == rolled
    assert all(calendar.is_day_off(day + timedelta(days=n)) for n in range((rolled - day).days))


@given(CALENDARS, DAYS, DAYS)
def test_a_period_is_over_when_its_last_day_lies_before_the_last_working_day_past(
    calendar: Calendar, last: date, today: date
) -> None:
    assert calendar.is_past(last, today) == (last <= calendar.last_past(today))


@given(CALENDARS, DAYS, DAYS)
def test_rolling_keeps_the_order_of_days(calendar: Calendar, one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert calendar.rolled(first) <= calendar.rolled(last)


def test_a_calendar_ends_where_the_days_end() -> None:
    assert WEEKENDS.rolled(date.max) == date.max
    assert WEEKENDS.last_past(date.min) == date.min
    assert clocks.RECHECK.due(date.max, WEEKENDS) == date.max
    assert clocks.SUSPENSION.due(date(9999, 9, 1), WEEKENDS) == date.max
    assert clocks.latest_request(date.min) == date.min


def test_days_of_one_year_and_the_weekends_that_are_worked() -> None:
    assert NATIONAL.rolled(date(2026, 10, 1)) == date(2026, 10, 8)
    assert not NATIONAL.is_day_off(date(2026, 9, 27))
    assert NATIONAL.rolled(date(2026, 9, 26)) == date(2026, 9, 27)
    assert Calendar(frozenset({date(2026, 9, 27)}), frozenset({date(2026, 9, 27)})).rolled(date(2026, 9, 27)) == date(
        2026, 9, 27
    )


@pytest.mark.parametrize(
    ("clock", "start", "due"),
    [
        (clocks.EXTENSION_ANSWER, date(2026, 9, 28), date(2026, 10, 8)),
        (clocks.RECHECK, date(2026, 9, 21), date(2026, 10, 8)),
        (clocks.RECHECK, date(2026, 9, 18), date(2026, 9, 28)),
        (clocks.SUSPENSION, date(2026, 8, 31), date(2027, 2, 28)),
    ],
)
def test_periods(clock: Clock, start: date, due: date) -> None:
    assert clock.due(start, NATIONAL) == due


def test_more_time_is_asked_for_ten_days_before() -> None:
    assert clocks.latest_request(date(2026, 10, 20)) == date(2026, 10, 10)


def test_what_was_not_seen_in_a_source_is_not_called_verified() -> None:
    unseen = {clocks.EXTENSION_REQUEST, clocks.EXTENSION_ANSWER, clocks.RECHECK}
    every = [value for value in vars(clocks).values() if isinstance(value, Clock)]
    assert {clock for clock in every if not clock.verified} == unseen
    assert all(clock.source for clock in every)
