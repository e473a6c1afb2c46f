"""What is left of the blocks of numbers, of all devices in one reading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fieldcheck.store.queries.numbers import Series
from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class LeftNumbers:
    """What a device (its id and name) has left of one series, as far as its documents are here."""

    device: str
    name: str
    code: str
    year: int
    left: int


@dataclass(frozen=True, slots=True)
class _Block:
    device: str
    series: Series
    first: int
    last: int


def left_numbers(reader: Reader, since: int) -> list[LeftNumbers]:
    """Return what is left for the year `since` and later ones of every block that a device holds still, by device.

    A device that was revoked holds none. What is neither used, nor void, nor granted further is left.
    """
    blocks = _blocks(reader, since)
    taken = _taken(reader, since) if blocks else {}
    names = dict(reader.rows("SELECT id, name FROM device WHERE revoked_after IS NULL"))
    found: Counter[tuple[str, str, int, str]] = Counter()
    for block in blocks:
        if block.device in names:
            _prefix, code, year = block.series
            further = [one for one in blocks if _is_granted_further(one, block)]
            found[names[block.device], block.device, year, code] += _left(block, further, taken.get(block.series, ()))
    return [LeftNumbers(device, name, code, year, left) for (name, device, year, code), left in sorted(found.items())]


def _is_granted_further(inner: _Block, block: _Block) -> bool:
    return inner.series == block.series and inner.device != block.device and block.first <= inner.first <= block.last


def _left(block: _Block, further: Sequence[_Block], taken: Sequence[int]) -> int:
    """Return how many serials of a block are left; `taken` are those of its series, in order."""
    return _free(block, taken) - sum(_free(one, taken) for one in further)


def _free(block: _Block, taken: Sequence[int]) -> int:
    return block.last - block.first + 1 - (bisect_right(taken, block.last) - bisect_left(taken, block.first))


def _blocks(reader: Reader, since: int) -> list[_Block]:
    rows = reader.rows(
        "SELECT device, coalesce(prefix, ''), code, year, first, last FROM number_block WHERE NOT _deleted "
        "AND device IS NOT NULL AND code IS NOT NULL AND year >= ? AND first IS NOT NULL AND last IS NOT NULL",
        (since,),
    )
    return [_Block(device, (prefix, code, year), first, last) for device, prefix, code, year, first, last in rows]


def _taken(reader: Reader, since: int) -> dict[Series, list[int]]:
    """Return the serials of each series that are used or void, in order, each once."""
    parts = (
        "SELECT coalesce(json_extract(number, '$.prefix'), ''), json_extract(number, '$.code'), "
        f"json_extract(number, '$.year'), json_extract(number, '$.serial') FROM {kind} "
        "WHERE number IS NOT NULL AND json_extract(number, '$.year') >= ?"
        for kind in ("document", "void_number")
    )
    found: dict[Series, list[int]] = {}
    for prefix, code, year, serial in reader.rows(f"{' UNION '.join(parts)} ORDER BY 4", (since, since)):
        found.setdefault((prefix, code, year), []).append(serial)
    return found
