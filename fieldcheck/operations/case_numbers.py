"""A case keeps its serial across its documents, where the bureau wants that (profile field `case_serials`).

Only on the device that opened the case, in the case's year, and for the first document of a kind: then the number lies
in the blocks of this device and nobody else can give it. Where it cannot be kept the next free one is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldcheck.model.document import WITHOUT_NUMBER, DocumentKind, DocumentNumber
from fieldcheck.model.records import Inspection, Profile
from fieldcheck.operations import numbers
from fieldcheck.operations.numbers import SERIES_CODES
from fieldcheck.store import Reader, devices
from fieldcheck.store.queries import numbers as standing
from fieldcheck.store.queries import records

_STEPS = 16
"""A recheck of a recheck …; what goes round in a circle opens no case."""


@dataclass(frozen=True, slots=True)
class NextNumber:
    """The number that a document takes, None for a kind that has none.

    `missed` is the case's serial where it should carry that and cannot.
    """

    number: DocumentNumber | None
    missed: int | None = None


def next_for(reader: Reader, bureau: Profile, kind: DocumentKind, year: int, visit: str) -> NextNumber:
    """Return the number that the next document of this kind about a visit takes. Raises NumbersExhausted."""
    if kind in WITHOUT_NUMBER:
        return NextNumber(None)
    serial = case_serial(reader, kind, year, visit) if bureau.case_serials else None
    if serial is None:
        return NextNumber(numbers.next_number(reader, bureau, kind, year))
    kept = _kept(reader, bureau, SERIES_CODES[kind], year, serial)
    if kept is not None:
        return NextNumber(kept)
    return NextNumber(numbers.next_number(reader, bureau, kind, year), missed=serial)


def case_serial(reader: Reader, kind: DocumentKind, year: int, visit: str) -> int | None:
    """Return the serial that the first document of this kind in the case of a visit should take; None where it is free.

    It is free where the case has no document yet, has one of this kind, or was opened elsewhere or in another year.
    """
    made = standing.of_case(reader, opening(reader, visit))
    first = made[0] if made else None
    if first is None or first.number.year != year or any(one.kind == kind for one in made):
        return None
    return first.number.serial if first.device == devices.own(reader).id else None


def opening(reader: Reader, visit: str) -> str:
    """Return the visit with which the case began: the one that was rechecked, at any remove."""
    for _ in range(_STEPS):
        found = records.find(reader, Inspection, visit)
        if found is None or not found.recheck_of:
            break
        visit = found.recheck_of
    return visit


def _kept(reader: Reader, bureau: Profile, code: str, year: int, serial: int) -> DocumentNumber | None:
    """Return the number with the case's serial where this store may give it and nobody used it."""
    rooms = numbers.own_rooms(reader, code, year)
    if rooms is None:
        prefix = bureau.region_prefix or ""
        allowed = numbers.own_series_allows(reader, bureau, code, year, serial)
    else:
        holding = [room for room in rooms if room.first <= serial <= room.last]
        prefix, allowed = (holding[0].series[0], True) if holding else ("", False)
    if not allowed or serial in standing.serials(reader, (prefix, code, year)):
        return None
    return DocumentNumber(prefix, code, year, serial)
