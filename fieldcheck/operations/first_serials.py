"""Where a bureau that begins anew begins its numbers: behind all that its lost store may have given out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.values import Role, SeriesStart
from fieldcheck.operations import profile, trust
from fieldcheck.operations.numbers import SERIES_CODES, STANDARD_COUNT
from fieldcheck.store import Changes, Reader, Store
from fieldcheck.store.queries import numbers as standing


class StartTooLow(InputError):
    """A series would begin at a number that was given out."""

    code = "FIRST_SERIAL"
    message = N_("{code} of {year} cannot begin at {first}: number {seen} was given out already.")


@dataclass(frozen=True, slots=True)
class ProposedStart:
    """One series: the highest number that is known to be used, void or granted, and where it may safely begin."""

    code: str
    year: int
    seen: int
    first: int


def proposed(reader: Reader, year: int | None = None, laptops: int = 0) -> list[ProposedStart]:
    """Return where each series of a year (this one) may begin.

    Blocks lay in the lost store alone: each of its laptops may hold one more of the usual size, of which no package
    shows anything. So a beginning lies behind the block of the highest number that was seen, and one block for each
    laptop: those that are known here, or `laptops` where a person knows of more.
    """
    wanted = year or date.today().year
    seen = _seen(reader, wanted)
    room = max(laptops, laptops_of_the_lost(reader)) * STANDARD_COUNT
    return [ProposedStart(code, wanted, seen[code], _behind(seen[code]) + room + 1) for code in SERIES_CODES.values()]


def _behind(serial: int) -> int:
    """Return the last number of the usual block that holds a number."""
    return -(-serial // STANDARD_COUNT) * STANDARD_COUNT


def _seen(reader: Reader, year: int) -> Mapping[str, int]:
    found = dict.fromkeys(SERIES_CODES.values(), 0)
    for series, serial in standing.reached(reader).items():
        _prefix, code, of = series.rsplit(" ", 2)
        if of == str(year) and code in found:
            found[code] = max(found[code], serial)
    return found


def laptops_of_the_lost(reader: Reader) -> int:
    """Return how many laptops of a bureau whose place this one took are known here."""
    lost = {one.device for one in trust.succeeded(reader)}
    return sum(one.issuer in lost and one.role == Role.INSPECTOR for one in trust.known(reader).values())


def confirm(store: Store, starts: Sequence[SeriesStart], author: str = "") -> Changes:
    """Let these series begin there; those of other series and years stay. Raises BureauOnly, StartTooLow."""
    reader = store.reader()
    trust.require_bureau(reader)
    for one in starts:
        seen = _seen(reader, one.year).get(one.code, 0)
        if one.first <= seen:
            raise StartTooLow(code=one.code, year=one.year, first=one.first, seen=seen)
    begun = {(one.code, one.year): one for one in (*(profile.current(reader).first_serials or ()), *starts)}
    return profile.save(store, {"first_serials": tuple(begun.values())}, author)
