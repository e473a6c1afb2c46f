"""What became of the statutory numbers: used, void, left, and the gaps that somebody has to explain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldcheck.model.document import DocumentNumber
from fieldcheck.model.errors import N_, DocumentError, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Profile
from fieldcheck.operations import marks, numbers, profile
from fieldcheck.operations.numbers import SERIES_CODES, SeriesUnknown
from fieldcheck.store import Changes, Reader, Store, Transaction, devices
from fieldcheck.store.queries import numbers as standing
from fieldcheck.store.queries.numbers import Granted, Numbered, Series, Voided


class NumberUsed(DocumentError):
    """A number on a document, or one that is void already, is not declared void."""

    code = "NUMBER_USED"
    message = N_("The number {number} stands on a document, or is void already. It stays as it is.")


class NumberNotOwn(InputError):
    """A number that another device may give."""

    code = "NUMBER_NOT_OWN"
    message = N_("The number {number} is not one that this store may give. Declare it void where it was granted.")


class VoidReasonMissing(InputError):
    """A number is void for a reason."""

    code = "VOID_REASON_MISSING"
    message = N_("Say why the number {number} is void: whoever looks for it later reads that.")


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that no document carries though later ones of the block do; `before` and `after` stand next to them."""

    first: int
    last: int
    before: Numbered | None
    after: Numbered | None


@dataclass(frozen=True, slots=True)
class Part:
    """A block of one device, or what the bureau numbers itself (`block` empty, `left` None: its series has no end)."""

    block: str
    device: str
    first: int
    last: int | None
    used: tuple[Numbered, ...]
    void: tuple[Voided, ...]
    gaps: tuple[Gap, ...]
    left: int | None


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """One series of a year with its parts, in the order of their numbers."""

    series: Series
    parts: tuple[Part, ...]
    twice: tuple[DocumentNumber, ...]

    @property
    def used(self) -> int:
        """Return how many numbers stand on documents."""
        return sum(len(part.used) for part in self.parts)

    @property
    def void(self) -> int:
        """Return how many numbers are void."""
        return sum(len(part.void) for part in self.parts)

    @property
    def gaps(self) -> int:
        """Return how many numbers are missing between others."""
        return sum(gap.last - gap.first + 1 for part in self.parts for gap in part.gaps)

    @property
    def left(self) -> int:
        """Return how many numbers of the blocks are left."""
        return sum(part.left or 0 for part in self.parts)


def void(store: Store, code: str, year: int, serial: int, reason: str, author: str = "") -> Changes:
    """Declare a number void that was spoiled on paper; `main` is the record's id. It is written once.

    Raises SeriesUnknown, VoidReasonMissing, NumberNotOwn, NumberUsed.
    """
    entity = new_id()

    def work(transaction: Transaction) -> str:
        number = _to_void(transaction, code, year, serial)
        if not reason.strip():
            raise VoidReasonMissing(number=number)
        transaction.append("void_number", entity, "", {"number": number, "reason": reason.strip()})
        return entity

    changes = store.write(work, author)
    marks.write(store)
    return changes


def _to_void(reader: Reader, code: str, year: int, serial: int) -> DocumentNumber:
    if code not in SERIES_CODES.values():
        raise SeriesUnknown(code=code, known=", ".join(SERIES_CODES.values()))
    prefix = _own_prefix(reader, profile.current(reader), code, year, serial)
    if prefix is None:
        raise NumberNotOwn(number=DocumentNumber("", code, year, serial))
    number = DocumentNumber(prefix, code, year, serial)
    if serial in standing.serials(reader, (prefix, code, year)):
        raise NumberUsed(number=number)
    return number


def _own_prefix(reader: Reader, bureau: Profile, code: str, year: int, serial: int) -> str | None:
    """Return the prefix of a number that this store may give, or None."""
    rooms = numbers.own_rooms(reader, code, year)
    if rooms is None:
        allowed = numbers.own_series_allows(reader, bureau, code, year, serial)
        return bureau.region_prefix or "" if allowed else None
    return next((room.series[0] for room in rooms if room.first <= serial <= room.last), None)


def report(reader: Reader) -> list[SeriesReport]:
    """Return what became of the numbers of each series that is known here, newest year first.

    What somebody has to look at comes before the rest, and what was used before what was not.
    """
    used, void_ones, blocks = standing.numbered(reader), standing.voided(reader), standing.granted(reader)
    doubled = standing.twice(reader)
    known = {_series_of(number) for number in (*(one.number for one in used), *(one.number for one in void_ones))}
    known |= {block.series for block in blocks}
    found = [_report(reader, series, used, void_ones, blocks, doubled) for series in known]
    return sorted(found, key=_order)


def _order(found: SeriesReport) -> tuple[int, bool, bool, bool, Series]:
    return (-found.series[2], not found.twice, not found.gaps, not (found.used or found.void), found.series)


def _series_of(number: DocumentNumber) -> Series:
    return (number.prefix, number.code, number.year)


def _serial(one: Numbered) -> int:
    return one.number.serial


def _report(
    reader: Reader,
    series: Series,
    used: Sequence[Numbered],
    void_ones: Sequence[Voided],
    blocks: Sequence[Granted],
    doubled: Sequence[DocumentNumber],
) -> SeriesReport:
    mine = sorted((one for one in used if _series_of(one.number) == series), key=_serial)
    spoiled = [one for one in void_ones if _series_of(one.number) == series]
    of_series = [block for block in blocks if block.series == series]
    parts = [_block_part(block, of_series, mine, spoiled) for block in of_series]
    rest = _rest(reader, series, of_series, mine, spoiled)
    twice = tuple(number for number in doubled if _series_of(number) == series)
    return SeriesReport(series, (*parts, *((rest,) if rest is not None else ())), twice)


def _block_part(
    block: Granted, blocks: Sequence[Granted], used: Sequence[Numbered], void_ones: Sequence[Voided]
) -> Part:
    """Return what became of a block, what it holds of further blocks left out."""
    inner = [b for b in blocks if b.block != block.block and block.first <= b.first and b.last <= block.last]
    own = [serial for serial in range(block.first, block.last + 1) if not _within(serial, inner)]
    documents, spoiled = _among(set(own), used, void_ones)
    taken = _serials(documents, spoiled)
    gaps = _gaps(own, taken, documents)
    left = sum(serial not in taken for serial in own)
    return Part(block.block, block.device, block.first, block.last, documents, spoiled, gaps, left)


def _rest(
    reader: Reader, series: Series, blocks: Sequence[Granted], used: Sequence[Numbered], void_ones: Sequence[Voided]
) -> Part | None:
    """Return the numbers that lie in no block: those that the bureau gives itself; None where there are none."""
    outside = {serial for serial in _serials(used, void_ones) if not _within(serial, blocks)}
    if not outside:
        return None
    bureau = profile.current(reader)
    starts = [start.first for start in bureau.first_serials or () if (start.code, start.year) == series[1:]]
    first = min([*outside, max(starts, default=1)])
    documents, spoiled = _among(outside, used, void_ones)
    own = [serial for serial in range(first, max(outside) + 1) if not _within(serial, blocks)]
    gaps = _gaps(own, outside, documents)
    return Part("", devices.own(reader).id, first, None, documents, spoiled, gaps, None)


def _serials(used: Sequence[Numbered], void_ones: Sequence[Voided]) -> set[int]:
    return {one.number.serial for one in used} | {one.number.serial for one in void_ones}


def _within(serial: int, blocks: Iterable[Granted]) -> bool:
    return any(block.first <= serial <= block.last for block in blocks)


def _among(
    serials: set[int], used: Sequence[Numbered], void_ones: Sequence[Voided]
) -> tuple[tuple[Numbered, ...], tuple[Voided, ...]]:
    documents = tuple(one for one in used if one.number.serial in serials)
    return documents, tuple(one for one in void_ones if one.number.serial in serials)


def _gaps(own: Sequence[int], taken: set[int], documents: Sequence[Numbered]) -> tuple[Gap, ...]:
    """Return the runs of serials of `own` that are not taken and lie below the highest that is."""
    by_serial = {one.number.serial: one for one in documents}
    found: list[Gap] = []
    missing: list[int] = []
    before = 0
    for serial in own:
        if serial not in taken:
            missing.append(serial)
            continue
        if missing:
            found.append(Gap(missing[0], missing[-1], by_serial.get(before), by_serial.get(serial)))
        before, missing = serial, []
    return tuple(found)
