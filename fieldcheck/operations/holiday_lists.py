"""Days off as people paste them: the notice of the State Council word for word, or a list with a day in each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import holidays_id
from fieldcheck.model.planning import Holidays

LONGEST = 31
"""Days from the first to the last of one holiday; more is a slip of the pen."""

_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_TITLE = re.compile(r"[^\s，。；]*关于\d{4}年[^\s，。；]*通知")
_YEAR = re.compile(r"(\d{4})\s*年")
_ISSUED = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_DAYS = re.compile(
    r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
    r"(?:\s*(?:至|到|~|～|—|–)\s*(?:(\d{4})\s*[年./-]\s*)?(?:(\d{1,2})\s*[月./-]\s*)?(\d{1,2})\s*日?)?"
)
# 调休 alone says nothing: 调休上班 is worked, 放假调休 is off.
_KIND = re.compile(r"放假|补休|休息|(?<!调)休|\boff\b|上班|补班|班|\bwork", re.IGNORECASE)
_WORKED = ("上班", "补班", "班", "work")


class ListWrong(InputError):
    """A list of days off with a line that says no days, or not what they are."""

    code = "HOLIDAYS_LIST"
    message = N_("This cannot be read: “{line}”. Write a day with 休 or 班 in each line, or paste the notice as it is.")


def pasted(text: str, year: int) -> Holidays:
    """Return the year that a text names, or else `year`, with the days off and the weekends worked that it says.

    Raises ListWrong, naming the line, where days are named without what they are, or none at all.
    """
    plain = _ASIDE.sub("", text)
    title = _TITLE.search(plain)
    stated = _YEAR.search(title[0]) if title else None
    year = int(stated[1]) if stated else year
    worked: dict[date, bool] = {}
    for sentence in re.split(r"[。；;\n]", plain):
        worked |= _read(sentence, year)
    if not worked:
        raise ListWrong(line=_short(text))
    return Holidays(
        id=holidays_id(year),
        year=year,
        days_off=tuple(sorted(day for day in worked if not worked[day])),
        working_days=tuple(sorted(day for day in worked if worked[day])),
        source=title[0] if title else "",
    )


def _read(sentence: str, year: int) -> dict[date, bool]:
    """Return by day whether it is worked. Raises ListWrong."""
    rest = _TITLE.sub("", sentence).strip()
    # The day on which the notice was issued stands alone.
    if _ISSUED.fullmatch(rest):
        return {}
    worked = {}
    for days in _DAYS.finditer(rest):
        kind = _KIND.search(rest, days.end())
        if kind is None:
            raise ListWrong(line=_short(sentence))
        for day in _span(days, year, sentence):
            worked[day] = kind[0].lower() in _WORKED
    return worked


def _span(days: re.Match[str], year: int, sentence: str) -> Iterator[date]:
    """Yield the days from the first to the last that one expression names. Raises ListWrong."""
    first_year, month, day, last_year, last_month, last_day = (int(part) if part else 0 for part in days.groups())
    try:
        first = date(first_year or year, month, day)
        last = date(last_year or first.year, last_month or month, last_day) if last_day else first
    except ValueError:
        raise ListWrong(line=_short(sentence)) from None
    if not (0 <= (last - first).days < LONGEST) or abs(first.year - year) > 1 or abs(last.year - year) > 1:
        raise ListWrong(line=_short(sentence))
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _short(text: str) -> str:
    return text.strip()[:60]
