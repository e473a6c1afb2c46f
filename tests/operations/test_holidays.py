"""Days off: those that the program knows, those that a bureau enters, files that are read or explain themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fieldcheck.model.planning import Holidays
from fieldcheck.model.values import Role
from fieldcheck.operations import holidays, stores
from fieldcheck.operations.holidays import HolidaysWrong
from fieldcheck.operations.trust import BureauOnly
from fieldcheck.store import Store
from tests.bureau import BUREAU, OFFICERS, new_bureau
from tests.stores import CHEAP, PASSPHRASE

TOML = """[[years]]
year = 2027
source = "通知"
days_off = [2027-01-01]
working_days = [2026-12-27]
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with stores.create(tmp_path / "b.fcstore", PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP) as made:
        yield made


def test_the_year_that_is_known(store: Store) -> None:
    (year,) = holidays.everything(store.reader())
    assert year.source and "国务院办公厅" in year.source
    calendar = holidays.calendar(store.reader())
    assert calendar.rolled(date(2026, 10, 1)) == date(2026, 10, 8)
    assert not calendar.is_day_off(date(2026, 10, 10))
    # The days off of a year lie on weekdays or around them; who works instead works on a weekend.
    assert all(day.weekday() >= 5 for day in year.working_days or ())
    assert not set(year.days_off or ()) & set(year.working_days or ())


def test_a_bureau_enters_years(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "2027.toml"
    path.write_text(TOML, "utf-8")
    holidays.set_years(store, holidays.read(path))
    calendar = holidays.calendar(store.reader())
    assert calendar.is_day_off(date(2027, 1, 1)) and not calendar.is_day_off(date(2026, 12, 27))
    assert [table.year for table in holidays.everything(store.reader())] == [2026, 2027]
    own = Holidays(id="", year=2026, days_off=(date(2026, 7, 1),))
    holidays.set_years(store, [own])
    assert holidays.calendar(store.reader()).rolled(date(2026, 10, 1)) == date(2026, 10, 1)
    holidays.set_years(store, [Holidays(id="", year=2026)])
    assert holidays.calendar(store.reader()).rolled(date(2026, 7, 1)) == date(2026, 7, 1)


def test_lines_of_a_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("日期,类型\n2026-10-01,休\n2026-10-10, 班\n\n2027-01-01,off\n", "utf-8-sig")
    first, second = holidays.read(path)
    assert (first.year, first.days_off, first.working_days) == (2026, (date(2026, 10, 1),), (date(2026, 10, 10),))
    assert (second.year, second.days_off) == (2027, (date(2027, 1, 1),))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", "years = 3"),
        ("a.toml", "[[years]]\nyear = 2026\nfree = []"),
        ("a.toml", "[[years]]\nyear = 2026\ndays_off = [2031-01-01]"),
        ("a.toml", "[[years]"),
        ("a.csv", "2026-10-01,maybe"),
        ("a.csv", "2026-13-01,off"),
        ("a.csv", "2026-10-01"),
        ("a.csv", "x" * 1_000_001),
        ("missing.csv", ""),
    ],
)
def test_what_is_no_list_of_days_says_so(tmp_path: Path, name: str, text: str) -> None:
    if text:
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(HolidaysWrong) as caught:
        holidays.read(tmp_path / name)
    assert name in str(caught.value)


def test_only_a_bureau_enters_them(tmp_path: Path) -> None:
    with new_bureau(tmp_path / "a.fcstore") as store, pytest.raises(BureauOnly):
        holidays.set_years(store, [Holidays(id="", year=2026)])
