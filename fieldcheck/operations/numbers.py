"""Statutory numbers (P7): a series is the bureau's; a laptop takes its own from the blocks that it was granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.canonical import Json
from fieldcheck.model.document import DocumentKind, DocumentNumber
from fieldcheck.model.errors import N_, DocumentError, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import NumberBlock, Profile
from fieldcheck.operations import marks, trust
from fieldcheck.operations.profile import PROFILE
from fieldcheck.store import Changes, Reader, Store, Transaction, devices, local
from fieldcheck.store.queries import details, records

SERIES_CODES = {
    DocumentKind.INSPECTION_RECORD: "应急检记",
    DocumentKind.RECTIFICATION_ORDER: "应急责改",
    DocumentKind.PROBLEM_LIST: "应急问题",
    DocumentKind.INSPECTION_SCHEME: "应急检查",
    DocumentKind.MEASURES_DECISION: "应急现决",
    DocumentKind.RECHECK_OPINION: "应急复查",
    DocumentKind.ASSIGNMENT_SLIP: "应急交办",
    DocumentKind.TRANSFER_LETTER: "应急移",
}
"""The 类 of the number, as on the forms in use; list and slip have none by law, and a series of their own here."""

MOST = 10_000
"""Numbers of one block: more than a laptop could use in a year."""

REACHED = "numbers_reached"
"""Local state: by series, the highest number that the store had given out before it was put back from a backup."""

CLOSED = "closed_blocks"
"""Local state: blocks of a bureau that is gone. The one that took its place does not know how far they reach."""

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


@dataclass(frozen=True, slots=True)
class Grant:
    """What a bureau wants to grant: `count` numbers of one series."""

    code: str
    year: int
    count: int


def check(wanted: Grant) -> None:
    """Raise SeriesUnknown or CountWrong where such a block cannot be."""
    if wanted.code not in SERIES_CODES.values():
        raise SeriesUnknown(code=wanted.code, known=", ".join(SERIES_CODES.values()))
    if not 1 <= wanted.count <= MOST:
        raise CountWrong(count=wanted.count, most=MOST)


def grant(store: Store, device: str, wanted: Grant, author: str = "") -> Changes:
    """Grant a block to an enrolled device (its name, or the beginning of its id); `main` is the block's id.

    The numbers follow all that were used or granted. Raises BureauOnly, DeviceUnknown, SeriesUnknown, CountWrong,
    RecordNotFound (no profile).
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
    """Do the work of `grant` inside a transaction that does more; return the block's id."""
    bureau = records.get(transaction, Profile, PROFILE)
    first = _first_free(transaction, bureau, wanted.code, wanted.year)
    entity = new_id()
    values = {
        "device": device,
        "prefix": bureau.region_prefix or "",
        "code": wanted.code,
        "year": wanted.year,
        "first": first,
        "last": first + wanted.count - 1,
    }
    transaction.append("number_block", entity, "", values)
    return entity


def _first_free(reader: Reader, bureau: Profile, code: str, year: int) -> int:
    """Return the first number behind all that were used on paper, on a document, or granted."""
    prefix = bureau.region_prefix or ""
    starts = [start.first for start in bureau.first_serials or () if (start.code, start.year) == (code, year)]
    granted = [(block.last or 0) + 1 for block in blocks(reader) if _series(block) == (prefix, code, year)]
    given = _reached(reader).get(f"{prefix} {code} {year}", 0)
    return max([details.next_serial(reader, prefix, code, year), given + 1, *starts, *granted])


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


def _series(block: NumberBlock) -> tuple[str, str, int]:
    return (block.prefix or "", block.code or "", block.year or 0)


def _own_blocks(reader: Reader, code: str, year: int) -> list[NumberBlock] | None:
    """Return the blocks that this store's numbers come from; None where it numbers by the bureau's own series."""
    own = devices.own(reader)
    closed = local.state(reader, CLOSED)
    left_out = closed if isinstance(closed, list) else []
    mine = [
        block
        for block in blocks(reader, own.id)
        if (block.code, block.year) == (code, year) and block.id not in left_out
    ]
    takes_blocks = trust.bureau_of(reader) is not None and not trust.is_bureau(reader)
    return mine if mine or takes_blocks else None


def close_blocks(transaction: Transaction) -> None:
    """Take no more numbers from the blocks that this store has by now."""
    mine: list[Json] = [block.id for block in blocks(transaction, devices.own(transaction).id)]
    local.set_state(transaction, CLOSED, mine)


def next_number(reader: Reader, bureau: Profile, kind: DocumentKind, year: int) -> DocumentNumber:
    """Return the number that the next document of this kind takes.

    Raises NumbersExhausted where the store takes its numbers from blocks and none is left.
    """
    code = SERIES_CODES[kind]
    mine = _own_blocks(reader, code, year)
    if mine is None:
        return DocumentNumber(bureau.region_prefix or "", code, year, _first_free(reader, bureau, code, year))
    for block in mine:
        serial = _next_in(reader, block)
        if serial <= (block.last or 0):
            return DocumentNumber(block.prefix or "", code, year, serial)
    raise NumbersExhausted(code=code, year=year)


def _next_in(reader: Reader, block: NumberBlock) -> int:
    first, last = block.first or 1, block.last or 0
    used = details.highest_serial(reader, *_series(block), first, last)
    return first if used is None else used + 1


@dataclass(frozen=True, slots=True)
class Series:
    """What a device was granted of one series, and how many of that are left as far as is known here."""

    code: str
    year: int
    granted: int
    left: int

    @property
    def low(self) -> bool:
        """Return whether it is time to ask for more."""
        return self.left < LOW


def series(reader: Reader, device: str) -> list[Series]:
    """Return what is left of each series of a device (its id) for this year and later ones, by code and year."""
    found: dict[tuple[str, int], Series] = {}
    for block in blocks(reader, device):
        code, year, last = block.code or "", block.year or 0, block.last or 0
        if year < date.today().year:
            continue
        before = found.get((code, year), Series(code, year, 0, 0))
        granted = before.granted + last - (block.first or 1) + 1
        found[code, year] = Series(code, year, granted, before.left + last - _next_in(reader, block) + 1)
    return list(found.values())


def left(reader: Reader, kind: DocumentKind, year: int) -> int | None:
    """Return how many numbers are left for documents of this kind; None where the store numbers by its own series.

    Below `LOW` the person is told to ask for more.
    """
    mine = _own_blocks(reader, SERIES_CODES[kind], year)
    if mine is None:
        return None
    return sum((block.last or 0) - _next_in(reader, block) + 1 for block in mine)
