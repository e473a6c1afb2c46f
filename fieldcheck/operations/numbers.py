"""Statutory numbers (P7): a series is the bureau's; a laptop takes its own from the blocks that it was granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.canonical import Json
from fieldcheck.model.document_kinds import WITHOUT_NUMBER, DocumentKind, DocumentNumber
from fieldcheck.model.errors import N_, DocumentError, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import NumberBlock, Profile
from fieldcheck.operations import marks, profile, trust
from fieldcheck.operations.profile import PROFILE
from fieldcheck.store import Changes, Reader, Store, Transaction, devices, local
from fieldcheck.store.queries import numbers as standing
from fieldcheck.store.queries import records
from fieldcheck.store.queries.numbers import Series

SERIES_CODES = {
    DocumentKind.INSPECTION_RECORD: "应急检记",
    DocumentKind.RECTIFICATION_ORDER: "应急责改",
    DocumentKind.PROBLEM_LIST: "应急问题",
    DocumentKind.INSPECTION_SCHEME: "应急检查",
    DocumentKind.MEASURES_DECISION: "应急现决",
    DocumentKind.RECHECK_OPINION: "应急复查",
    DocumentKind.ASSIGNMENT_SLIP: "应急交办",
    DocumentKind.TRANSFER_LETTER: "应急移",
    DocumentKind.SAMPLING_VOUCHER: "应急抽",
}
"""The 类 of the number, as on the forms in use; list and slip have none by law, and a series of their own here.

Kinds that bear no number (`WITHOUT_NUMBER`) have no series.
"""

ALL = ""
"""In place of a series: all of them, with the same numbers, for a bureau whose cases keep their serial."""

MOST = 10_000
"""Numbers of one block: more than a laptop could use in a year."""

REACHED = "numbers_reached"
"""Local state: by series, the highest number that the store had given out before it was put back from a backup."""

CLOSED = "closed_blocks"
"""Local state: blocks of a bureau that is gone. The one that took its place does not know how far they reach."""

STANDARD_COUNT = 50
"""Numbers of each series that a laptop gets where nothing else is said."""

LOW = 10
"""Below so many numbers left it is time to ask for more."""


class NumbersExhausted(DocumentError):
    """No number is left in the blocks of this laptop, or it never had one."""

    code = "NUMBERS_EXHAUSTED"
    message = N_(
        "This laptop has no number of {code} for {year} left. Ask the bureau for another block and import its package."
    )


class SeriesUnknown(InputError):
    """No document of this version carries such a number."""

    code = "SERIES_UNKNOWN"
    message = N_("There is no series {code}. Known are: {known}.")


class CountWrong(InputError):
    """A block of no numbers, or of more than a year could use."""

    code = "NUMBER_COUNT"
    message = N_("A block holds from 1 to {most} numbers, not {count}.")


class BlockTooSmall(InputError):
    """A bureau below a city divides what it was granted, and no more."""

    code = "BLOCK_TOO_SMALL"
    message = N_(
        "The blocks of {code} for {year} that this bureau was granted itself have no {count} numbers in a row left. "
        "Grant fewer, or ask the bureau above for another block."
    )


@dataclass(frozen=True, slots=True)
class Room:
    """Numbers that this store may give: `first` to `last` of a series, those left out that it granted further."""

    series: Series
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Grant:
    """What a bureau wants to grant: `count` numbers of one series, or of `ALL`."""

    code: str
    year: int
    count: int


def standard_grants(reader: Reader, year: int) -> list[Grant]:
    """Return the blocks that a laptop gets where nothing else is said: some of every series.

    They are equal ones where a case keeps its serial.
    """
    if profile.current(reader).case_serials:
        return [Grant(ALL, year, STANDARD_COUNT)]
    return [Grant(code, year, STANDARD_COUNT) for code in SERIES_CODES.values()]


def check(wanted: Grant) -> None:
    """Raise SeriesUnknown or CountWrong where such a block cannot be."""
    if wanted.code not in (ALL, *SERIES_CODES.values()):
        raise SeriesUnknown(code=wanted.code, known=", ".join(SERIES_CODES.values()))
    if not 1 <= wanted.count <= MOST:
        raise CountWrong(count=wanted.count, most=MOST)


def grant(store: Store, device: str, wanted: Grant, author: str = "") -> Changes:
    """Grant a block to an enrolled device (its name, or the beginning of its id); `main` is the block's id.

    The numbers follow all that were used or granted; a bureau that was granted blocks itself divides these.
    Raises BureauOnly, DeviceUnknown, SeriesUnknown, CountWrong, BlockTooSmall, RecordNotFound (no profile).
    """
    reader = store.reader()
    trust.require_bureau(reader)
    target = trust.resolve(reader, device).id
    check(wanted)
    changes = store.write(lambda transaction: append(transaction, target, wanted), author)
    marks.write(store)
    return changes


def grant_all(store: Store, device: str, wanted: Sequence[Grant], author: str = "") -> Changes:
    """Do the same for several series in one change. Raises the same; then nothing is granted."""
    trust.require_bureau(store.reader())
    target = trust.resolve(store.reader(), device).id
    for one in wanted:
        check(one)

    def work(transaction: Transaction) -> str:
        for one in wanted:
            append(transaction, target, one)
        return target

    changes = store.write(work, author)
    marks.write(store)
    return changes


def append(transaction: Transaction, device: str, wanted: Grant) -> str:
    """Do the work of `grant` inside a transaction that does more; return the block's id, the last of `ALL`."""
    bureau = records.get(transaction, Profile, PROFILE)
    codes = tuple(SERIES_CODES.values()) if wanted.code == ALL else (wanted.code,)
    entity = ""
    for prefix, code, first in _placed(transaction, bureau, codes, wanted):
        entity = new_id()
        values = {
            "device": device,
            "prefix": prefix,
            "code": code,
            "year": wanted.year,
            "first": first,
            "last": first + wanted.count - 1,
        }
        transaction.append("number_block", entity, "", values)
    return entity


def _placed(reader: Reader, bureau: Profile, codes: Sequence[str], wanted: Grant) -> list[tuple[str, str, int]]:
    """Return prefix, code and first number of the blocks: several series get the same numbers."""
    first = 1
    while True:
        found = [(code, *_place(reader, bureau, code, wanted, first)) for code in codes]
        highest = max(start for _, _, start in found)
        if all(start == highest for _, _, start in found):
            return [(prefix, code, start) for code, prefix, start in found]
        first = highest


def _place(reader: Reader, bureau: Profile, code: str, wanted: Grant, least: int) -> tuple[str, int]:
    """Return prefix and first number of a block of `wanted.count` that begins at `least` or later."""
    rooms = own_rooms(reader, code, wanted.year)
    if rooms is None:
        return bureau.region_prefix or "", max(least, _first_free(reader, bureau, code, wanted.year))
    for room in rooms:
        first = max(least, room.first, _highest(reader, room) + 1)
        if first + wanted.count - 1 <= room.last:
            return room.series[0], first
    raise BlockTooSmall(code=code, year=wanted.year, count=wanted.count)


def _first_free(reader: Reader, bureau: Profile, code: str, year: int) -> int:
    """Return the first number behind all that were used on paper, on a document, or granted."""
    prefix = bureau.region_prefix or ""
    starts = [start.first for start in bureau.first_serials or () if (start.code, start.year) == (code, year)]
    granted = [(block.last or 0) + 1 for block in blocks(reader) if _series(block) == (prefix, code, year)]
    given = _reached(reader).get(f"{prefix} {code} {year}", 0)
    used = standing.serials(reader, (prefix, code, year))
    return max([max(used, default=0) + 1, given + 1, *starts, *granted])


def _reached(reader: Reader) -> dict[str, int]:
    kept = local.state(reader, REACHED)
    return {series: int(str(serial)) for series, serial in kept.items()} if isinstance(kept, dict) else {}


def keep_reached(transaction: Transaction, given: Mapping[str, int]) -> None:
    """Remember numbers that were given out, as a mark outside the store names them: they are not given again."""
    here = _reached(transaction)
    highest = {series: max(serial, here.get(series, 0)) for series, serial in given.items()}
    local.set_state(transaction, REACHED, {**here, **highest})


def blocks(reader: Reader, device: str | None = None) -> list[NumberBlock]:
    """Return the blocks that are known, or those of one device (its id), in the order of their numbers."""
    found = [block for block in records.everything(reader, NumberBlock) if device in (None, block.device)]
    return sorted(found, key=lambda block: (*_series(block), block.first or 0))


def _series(block: NumberBlock) -> Series:
    return (block.prefix or "", block.code or "", block.year or 0)


def _own_blocks(reader: Reader, own: Sequence[NumberBlock], code: str, year: int) -> list[NumberBlock] | None:
    """Return which of its `own` blocks this store's numbers come from; None where it numbers by the bureau's series."""
    closed = local.state(reader, CLOSED)
    left_out = closed if isinstance(closed, list) else []
    mine = [block for block in own if (block.code, block.year) == (code, year) and block.id not in left_out]
    takes_blocks = trust.bureau_of(reader) is not None and not trust.is_bureau(reader)
    return mine if mine or takes_blocks else None


def own_rooms(reader: Reader, code: str, year: int) -> list[Room] | None:
    """Return the numbers of its blocks that this store may give; None where it numbers by the bureau's own series."""
    every, device = blocks(reader), devices.own(reader).id
    mine = _own_blocks(reader, [block for block in every if block.device == device], code, year)
    if mine is None:
        return None
    others = [block for block in every if block.device != device]
    return [room for block in mine for room in _undivided(block, others)]


def _undivided(block: NumberBlock, others: Sequence[NumberBlock]) -> list[Room]:
    """Return the parts of a block that were not granted further."""
    series, start, last = _series(block), block.first or 1, block.last or 0
    inside = [(b.first or 1, b.last or 0) for b in others if _series(b) == series and start <= (b.first or 1) <= last]
    rooms = []
    for first, end in sorted(inside):
        rooms.append(Room(series, start, first - 1))
        start = end + 1
    return [room for room in (*rooms, Room(series, start, last)) if room.first <= room.last]


def own_series_allows(reader: Reader, bureau: Profile, code: str, year: int, serial: int) -> bool:
    """Return whether a bureau that numbers by its own series may give this number: it is nobody's, and never was."""
    prefix = bureau.region_prefix or ""
    held = any(_series(b) == (prefix, code, year) and (b.first or 1) <= serial <= (b.last or 0) for b in blocks(reader))
    starts = [start.first for start in bureau.first_serials or () if (start.code, start.year) == (code, year)]
    given = _reached(reader).get(f"{prefix} {code} {year}", 0)
    return not held and serial > given and serial >= max(starts, default=1)


def close_blocks(transaction: Transaction) -> None:
    """Take no more numbers from the blocks that this store has by now."""
    mine: list[Json] = [block.id for block in blocks(transaction, devices.own(transaction).id)]
    local.set_state(transaction, CLOSED, mine)


def next_number(reader: Reader, bureau: Profile, kind: DocumentKind, year: int) -> DocumentNumber:
    """Return the number that the next document of this kind takes.

    Raises NumbersExhausted where the store takes its numbers from blocks and none is left.
    """
    code = SERIES_CODES[kind]
    rooms = own_rooms(reader, code, year)
    if rooms is None:
        return DocumentNumber(bureau.region_prefix or "", code, year, _first_free(reader, bureau, code, year))
    for room in rooms:
        highest = _highest(reader, room)
        if highest < room.last:
            return DocumentNumber(room.series[0], code, year, highest + 1)
    for room in rooms:
        # Cases that keep their serial leave numbers out: these are given once nothing else is left.
        for serial in _unused(reader, room):
            return DocumentNumber(room.series[0], code, year, serial)
    raise NumbersExhausted(code=code, year=year)


def _highest(reader: Reader, room: Room) -> int:
    """Return the highest serial of a room that is used or void; the one before its first where none is."""
    used = standing.serials(reader, room.series)
    return max((serial for serial in used if room.first <= serial <= room.last), default=room.first - 1)


def _unused(reader: Reader, room: Room) -> list[int]:
    used = standing.serials(reader, room.series)
    return [serial for serial in range(room.first, room.last + 1) if serial not in used]


@dataclass(frozen=True, slots=True)
class SeriesLeft:
    """What a device was granted of one series, and how many of that are left as far as is known here."""

    code: str
    year: int
    granted: int
    left: int

    @property
    def low(self) -> bool:
        """Return whether it is time to ask for more."""
        return self.left < LOW


def series(reader: Reader, device: str) -> list[SeriesLeft]:
    """Return what is left of each series of a device (its id) for this year and later ones, by code and year."""
    found: dict[tuple[str, int], SeriesLeft] = {}
    for block in blocks(reader, device):
        code, year, last = block.code or "", block.year or 0, block.last or 0
        if year < date.today().year:
            continue
        before = found.get((code, year), SeriesLeft(code, year, 0, 0))
        granted = before.granted + last - (block.first or 1) + 1
        others = [one for one in blocks(reader) if one.device != device]
        unused = sum(len(_unused(reader, room)) for room in _undivided(block, others))
        found[code, year] = SeriesLeft(code, year, granted, before.left + unused)
    return list(found.values())


def left(reader: Reader, kind: DocumentKind, year: int) -> int | None:
    """Return how many numbers are left for documents of this kind; None where nothing can run out.

    That is where the store numbers by its own series, and for kinds without a number. Below `LOW` the person is told
    to ask for more.
    """
    if kind in WITHOUT_NUMBER:
        return None
    rooms = own_rooms(reader, SERIES_CODES[kind], year)
    return None if rooms is None else sum(len(_unused(reader, room)) for room in rooms)
