"""Statutory numbers as they stand in the store: used, void, granted; of one case; and those that stand twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from fieldcheck.model.document_kinds import DocumentNumber
from fieldcheck.store.queries import exchange
from fieldcheck.store.reader import Reader

Series = tuple[str, str, int]
"""Prefix, code and year."""

_OF_SERIES = (
    "json_extract(number, '$.prefix') = ? AND json_extract(number, '$.code') = ? AND json_extract(number, '$.year') = ?"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document with its number: `device` made it; `of` is the visit, `site` the name of the place."""

    document: str
    number: DocumentNumber
    kind: str
    device: str
    issued_on: str
    of: str
    site: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """A block of numbers: `device` may give them, `granter` wrote the block."""

    block: str
    device: str
    granter: str
    series: Series
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Voided:
    """A number that was spoiled on paper."""

    entity: str
    number: DocumentNumber
    reason: str
    device: str
    at: str


@dataclass(frozen=True, slots=True)
class Astray:
    """A document whose number lies in the block of another device than the one that made it."""

    numbered: Numbered
    owner: str


def _number(text: str) -> DocumentNumber:
    return DocumentNumber(**json.loads(text))


def serials(reader: Reader, series: Series) -> frozenset[int]:
    """Return the serials of a series that stand on a document or are void, deleted records included."""
    rows = reader.rows(
        f"SELECT json_extract(number, '$.serial') FROM document WHERE {_OF_SERIES} "
        f"UNION SELECT json_extract(number, '$.serial') FROM void_number WHERE {_OF_SERIES}",
        (*series, *series),
    )
    return frozenset(int(serial) for (serial,) in rows)


def reached(reader: Reader) -> dict[str, int]:
    """Return the highest serial that was used, void or granted, by series ("prefix code year"), deleted ones too."""
    parts = (
        "SELECT json_extract(number, '$.prefix'), json_extract(number, '$.code'), json_extract(number, '$.year'), "
        f"json_extract(number, '$.serial') FROM {kind} WHERE number IS NOT NULL"
        for kind in ("document", "void_number")
    )
    rows = reader.rows(f"{' UNION ALL '.join(parts)} UNION ALL SELECT prefix, code, year, last FROM number_block")
    found: dict[str, int] = {}
    for prefix, code, year, serial in rows:
        series = f"{prefix or ''} {code} {year}"
        found[series] = max(int(serial or 0), found.get(series, 0))
    return found


_NUMBERED = (
    "SELECT d.id, d.number, d.kind, v.id, d.issued_on, d.\"of\", coalesce(s.name, ''), d._deleted FROM document d "
    "LEFT JOIN device v ON v.number = d._device LEFT JOIN site s ON s.id = d.site"
)


def _numbered(reader: Reader, condition: str, parameters: tuple[str, ...] = ()) -> list[Numbered]:
    rows = reader.rows(f"{_NUMBERED} WHERE d.number IS NOT NULL AND {condition} ORDER BY d.id", parameters)
    return [
        Numbered(entity, _number(number), kind or "", device or "", issued or "", of or "", site, bool(deleted))
        for entity, number, kind, device, issued, of, site, deleted in rows
    ]


def numbered(reader: Reader) -> list[Numbered]:
    """Return every document that has a number, deleted ones too, oldest first."""
    return _numbered(reader, "1")


def voided(reader: Reader) -> list[Voided]:
    """Return the numbers that are void, oldest first; one whose record was deleted stays void."""
    rows = reader.rows(
        "SELECT n.id, n.number, coalesce(n.reason, ''), coalesce(v.id, ''), coalesce(n._at, '') FROM void_number n "
        "LEFT JOIN device v ON v.number = n._device WHERE n.number IS NOT NULL ORDER BY n.id"
    )
    return [Voided(entity, _number(number), reason, device, at) for entity, number, reason, device, at in rows]


def granted(reader: Reader) -> list[Granted]:
    """Return the blocks, in the order of their numbers."""
    rows = reader.rows(
        "SELECT b.id, b.device, coalesce(v.id, ''), coalesce(b.prefix, ''), b.code, b.year, b.first, b.last "
        "FROM number_block b LEFT JOIN device v ON v.number = b._device WHERE NOT b._deleted AND b.device IS NOT NULL "
        "AND b.code IS NOT NULL AND b.year IS NOT NULL AND b.first IS NOT NULL AND b.last IS NOT NULL"
    )
    found = [Granted(row[0], row[1], row[2], (row[3], row[4], row[5]), row[6], row[7]) for row in rows]
    return sorted(found, key=lambda block: (block.series, block.first, -block.last, block.block))


def of_case(reader: Reader, visit: str) -> list[Numbered]:
    """Return the documents with a number of a visit and of its rechecks, at any remove, oldest first."""
    condition = (
        'd."of" IN (WITH RECURSIVE visit (id) AS (VALUES (?) UNION '
        "SELECT i.id FROM inspection i JOIN visit v ON i.recheck_of = v.id) SELECT id FROM visit)"
    )
    return _numbered(reader, condition, (visit,))


def twice(reader: Reader) -> list[DocumentNumber]:
    """Return the numbers that stand on more than one document that does not name the other."""
    rows = reader.rows(
        "SELECT number FROM document WHERE number IS NOT NULL AND NOT _deleted AND supersedes IS NULL "
        "GROUP BY number HAVING count(*) > 1 ORDER BY number"
    )
    return [_number(number) for (number,) in rows]


def void_and_used(reader: Reader) -> list[DocumentNumber]:
    """Return the numbers that are void and stand on a document."""
    rows = reader.rows(
        "SELECT DISTINCT n.number FROM void_number n JOIN document d ON d.number = n.number "
        "WHERE NOT n._deleted AND NOT d._deleted ORDER BY n.number"
    )
    return [_number(number) for (number,) in rows]


class _Places:
    """Whose place devices took: what was granted to one before counts for the one that writes now."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._own = {device for (device,) in reader.rows("SELECT id FROM device WHERE identity IS NOT NULL")}
        self._before: dict[str, frozenset[str]] = {}

    def same(self, device: str, former: str) -> bool:
        """Return whether `device` is `former`, or took its place."""
        if device == former or {device, former} <= self._own:
            return True
        if device not in self._before:
            self._before[device] = frozenset(exchange.replaced_by(self._reader, device))
        return former in self._before[device]


def overlapping(reader: Reader) -> Iterator[tuple[Granted, Granted]]:
    """Yield blocks that hold the same numbers; one that its owner divided among others holds theirs rightly.

    Two blocks of one device give no number twice: it takes the next after the highest that is used. A bureau that
    began anew grants such blocks, since it does not know how far the lost one had counted.
    """
    places = _Places(reader)
    open_ones: list[Granted] = []
    for block in granted(reader):
        open_ones = [one for one in open_ones if one.series == block.series and one.last >= block.first]
        for outer in open_ones:
            inside = block.last <= outer.last
            divided = inside and places.same(block.granter, outer.device)
            if not divided and not places.same(block.device, outer.device):
                yield outer, block
        open_ones.append(block)


def astray(reader: Reader) -> Iterator[Astray]:
    """Yield the documents that carry a number out of the block of another device."""
    places = _Places(reader)
    blocks = granted(reader)
    for one in _numbered(reader, "NOT d._deleted") if blocks else ():
        series = (one.number.prefix, one.number.code, one.number.year)
        holding = [b for b in blocks if b.series == series and b.first <= one.number.serial <= b.last]
        if holding and not any(places.same(one.device, block.device) for block in innermost(holding)):
            yield Astray(one, holding[-1].device)


def innermost(holding: list[Granted]) -> list[Granted]:
    """Return, of blocks that hold one number, those that nobody divided further."""
    smallest = min(block.last - block.first for block in holding)
    return [block for block in holding if block.last - block.first == smallest]
