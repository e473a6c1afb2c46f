"""Days off, year by year, as the State Council announces them: the calendar that every clock runs on.

The years that the program knows lie in `resources/holidays`, with their source. What a bureau enters for a year takes
the place of that; in a year of which nothing is known only the weekends are days off.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec

from fieldcheck.model.clocks import Calendar
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import holidays_id
from fieldcheck.model.planning import Holidays
from fieldcheck.operations import edits, holiday_lists, trust
from fieldcheck.paths import data_directory
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction
from fieldcheck.store.queries import hazards_due, records

LARGEST_FILE = 1_000_000
"""Bytes; a year is a few hundred."""

AHEAD = timedelta(days=60)
"""The table of a year is announced about two months before it begins."""

OFF, WORKED = ("off", "休", "放假"), ("work", "班", "上班")
"""What the second column of a CSV file says."""


class HolidaysWrong(InputError):
    """Days off that cannot be those of a year."""

    code = "HOLIDAYS_WRONG"
    message = N_("{path} cannot be used: {reason}. Write one year in TOML, or lines of day and 休 or 班 in CSV.")


class _Year(msgspec.Struct, forbid_unknown_fields=True):
    year: int
    days_off: list[date] = []
    working_days: list[date] = []
    source: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    years: list[_Year]


def calendar(reader: Reader) -> Calendar:
    """Return the calendar of all years that are here."""
    return Calendar.of(everything(reader))


def everything(reader: Reader) -> list[Holidays]:
    """Return the tables of days off by year: those of this store, and of other years those that the program knows."""
    own = records.everything(reader, Holidays)
    years = {table.year for table in own}
    return sorted(
        [*own, *(table for table in _shipped() if table.year not in years)],
        key=lambda table: (table.year or 0, table.id),
    )


@cache
def _shipped() -> tuple[Holidays, ...]:
    folder = data_directory("resources") / "holidays"
    return tuple(table for path in sorted(folder.glob("*.json")) for table in _of(path, _json(path.read_bytes())))


def missing_years(reader: Reader, today: date) -> tuple[int, ...]:
    """Return the years without a table of this year and of the days ahead: deadlines there know only the weekends."""
    known = {table.year for table in everything(reader)}
    return tuple(sorted({today.year, (today + AHEAD).year} - known))


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that other days off move: how many open hazards have it, its last day before and after."""

    hazards: int
    before: date
    after: date


def moved(reader: Reader, before: Calendar, after: Calendar) -> list[Moved]:
    """Return the deadlines of open hazards that end on another day by the second calendar, the oldest first."""
    days = hazards_due.open_deadlines(reader).items()
    found = (Moved(count, before.rolled(day), after.rolled(day)) for day, count in days)
    return [one for one in found if one.before != one.after]


def set_years(store: Store, tables: Iterable[Holidays], author: str = "", seen: Seen | None = None) -> Changes:
    """Set the days off of these years, each whole; their ids follow from the years. `main` is that of the last.

    `seen` is what the page showed of others; None where it was looked up just now. Raises BureauOnly, NotAuthorised.
    """
    every = list(tables)
    trust.require_bureau(store.reader())

    def work(transaction: Transaction) -> str:
        entity = ""
        for table in every:
            assert table.year is not None, "a table names its year"
            entity = holidays_id(table.year)
            values = {
                "days_off": tuple(sorted(set(table.days_off or ()))),
                "working_days": tuple(sorted(set(table.working_days or ()))),
                "source": table.source or "",
            }
            if records.find(transaction, Holidays, entity) is None:
                transaction.append("holidays", entity, "", {"year": table.year, **values})
            else:
                edits.apply(transaction, "holidays", entity, values, seen)
        return entity

    return store.write(work, author)


def read(path: Path) -> list[Holidays]:
    """Return the years in a file: TOML with [[years]], CSV with a day and 休 or 班 in each line, or a notice (.txt).

    Raises HolidaysWrong or ListWrong, naming what is wrong.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise HolidaysWrong(path=path, reason=N_("it is too large"))
        text = data.decode("utf-8-sig")
        if path.suffix.lower() == ".txt":
            return [holiday_lists.pasted(text, date.today().year)]
        years = _toml(text) if path.suffix.lower() == ".toml" else _csv(path, text)
    except OSError as error:
        raise HolidaysWrong(path=path, reason=error.strerror) from error
    except (ValueError, msgspec.ValidationError) as error:
        raise HolidaysWrong(path=path, reason=str(error)) from error
    return _of(path, years)


def _of(path: Path, years: Iterable[_Year]) -> list[Holidays]:
    return [_checked(path, year) for year in years]


def _json(data: bytes) -> list[_Year]:
    return msgspec.json.decode(data, type=_File).years


def _toml(text: str) -> list[_Year]:
    # Imported where somebody's file is read: Today needs the days off in every start.
    import tomllib

    return msgspec.convert(tomllib.loads(text), _File).years


def _csv(path: Path, text: str) -> list[_Year]:
    years: dict[int, _Year] = {}
    for number, row in enumerate(csv.reader(text.splitlines()), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and not cells[0][:1].isdigit()):
            continue
        kind = cells[1].lower() if len(cells) > 1 else ""
        if kind not in OFF + WORKED:
            raise HolidaysWrong(path=path, reason=f"{number}: {','.join(cells)[:60]}")
        day = date.fromisoformat(cells[0])
        year = years.setdefault(day.year, _Year(day.year, [], []))
        (year.days_off if kind in OFF else year.working_days).append(day)
    return list(years.values())


def _checked(path: Path, year: _Year) -> Holidays:
    """Return a year as a record; the days around New Year may lie in the year beside it. Raises HolidaysWrong."""
    for day in (*year.days_off, *year.working_days):
        if abs(day.year - year.year) > 1:
            raise HolidaysWrong(path=path, reason=f"{year.year}: {day.isoformat()}")
    return Holidays(
        id=holidays_id(year.year),
        year=year.year,
        days_off=tuple(year.days_off),
        working_days=tuple(year.working_days),
        source=year.source,
    )
