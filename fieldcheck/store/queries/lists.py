"""Lists for pages: the ids in order, then the rows of the part that is on the screen.

`text` filters by what a person sees in the row; every word of it must occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fieldcheck.model.lifecycle import HazardState
from fieldcheck.store import search, site_search
from fieldcheck.store.queries import hazard_filters
from fieldcheck.store.queries.hazard_filters import DUE, JOINED, STATE, Standing
from fieldcheck.store.queries.served import CONDITIONS, SERVICE, Serving
from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One visit in the list. Counts leave out withdrawn findings.

    `signed` counts the documents of which signing is recorded, `refused` those that the unit would not
    sign and that no correction replaced.
    """

    id: str
    site_id: str
    site_name: str
    visit_kind: str
    started_at: str
    ended_at: str
    town: str
    sector: str
    findings: int
    majors: int
    documents: int
    signed: int
    refused: int
    laptop: str = ""


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site in the list, with its last visit (ISO, or empty) and its findings."""

    id: str
    name: str
    kind: str
    credit_code: str
    town: str
    sector: str
    address: str
    last_visit: str
    inspections: int
    findings: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One hazard in the list. `ordered` is the number of the newest order that names it, as JSON, or empty.

    `deadline` is the last day in force; `state` is a `HazardState` as recorded, from which what follows from today is
    computed (`lifecycle.state_on`); `broken` says that something about it is not valid.
    """

    id: str
    inspection_id: str
    site_id: str
    site_name: str
    town: str
    sector: str
    description: str
    location: str
    level: str
    deadline: str
    form: str
    item: str
    started_at: str
    photos: int
    ordered: str
    state: str = HazardState.REGISTERED
    broken: bool = False
    laptop: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One issued document. `number` is JSON of its parts or empty; `signing` is signed, refused or empty.

    `service` is served, unserved, or empty where the document is not one that is served.
    """

    id: str
    inspection_id: str
    site_name: str
    kind: str
    number: str
    issued_on: str
    signing: str
    superseded: bool
    service: str = ""
    laptop: str = ""


UNCONFIRMED = "unconfirmed"
"""In a filter: no officer confirmed a level yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """What narrows the list of hazards; what is empty or None narrows nothing.

    `level` is "general" or "major" as an officer confirmed it, or `UNCONFIRMED`; `device` is the id of the laptop
    that recorded the hazard; `past` (ISO) is the newest last day that has passed (`Calendar.last_past`).
    """

    town: str = ""
    sector: str = ""
    level: str = ""
    state: HazardState | Standing | None = None
    device: str = ""
    past: str = ""


ANY = FindingFilter()


class Order(StrEnum):
    """Orders of the lists: newest or oldest first, by the name of the site, by deadline."""

    NEWEST = "newest"
    OLDEST = "oldest"
    SITE = "site"
    DEADLINE = "deadline"


_TOWN = "coalesce(nullif(i.town, ''), s.town)"
_LAPTOP = "coalesce(nullif(v.name, ''), substr(v.id, 1, 8), '')"
_FINDING_STANDS = "NOT f._deleted AND f.inspection IS NOT NULL AND f.withdrawn IS NULL"


def _filter(text: str, columns: Sequence[str]) -> tuple[str, list[str]]:
    """Return a condition under which each word of `text` occurs in one of the columns, and its parameters."""
    haystack = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    words = text.split()
    return "".join(f" AND instr(lower({haystack}), lower(?))" for _ in words), words


def _ids(reader: Reader, sql: str, words: Sequence[str]) -> list[str]:
    # One long text: for one row each, Python would work while the window waits. SQLite keeps the order of the inner
    # query for group_concat, and no identifier holds a control character.
    found = reader.value(f"SELECT group_concat(id, char(31)) FROM ({sql})", words)
    return str(found).split("\x1f") if found is not None else []


def _in_order(rows: list[tuple[Any, ...]], entities: Sequence[str]) -> list[tuple[Any, ...]]:
    position = {entity: index for index, entity in enumerate(entities)}
    return sorted(rows, key=lambda row: position[row[0]])


def _marks(entities: Sequence[str]) -> str:
    return ", ".join("?" for _ in entities)


def inspection_ids(reader: Reader, text: str = "", order: Order = Order.NEWEST) -> list[str]:
    """Return the ids of the visits."""
    condition, words = _filter(text, ("s.name", "s.credit_code", "i.town", "i.campaign", "i.started_at"))
    ordering = {
        Order.OLDEST: "i.started_at, i.id",
        Order.SITE: "s.name, i.started_at DESC, i.id",
    }.get(order, "i.started_at DESC, i.id DESC")
    return _ids(
        reader,
        "SELECT i.id FROM inspection i LEFT JOIN site s ON s.id = i.site "
        f"WHERE NOT i._deleted AND i.site IS NOT NULL{condition} ORDER BY {ordering}",
        words,
    )


def inspection_rows(reader: Reader, entities: Sequence[str]) -> list[InspectionRow]:
    """Return the rows of these visits, in the order of `entities`."""
    rows = reader.rows(
        "SELECT i.id, coalesce(i.site, ''), coalesce(s.name, ''), coalesce(i.visit_kind, ''), "
        "coalesce(i.started_at, ''), coalesce(i.ended_at, ''), coalesce(i.town, ''), coalesce(i.sector, ''), "
        f'(SELECT count(*) FROM finding f WHERE f."of" = i.id AND {_FINDING_STANDS}), '
        f'(SELECT count(*) FROM finding f WHERE f."of" = i.id AND {_FINDING_STANDS} '
        "AND json_extract(f.confirmed_level, '$.level') = 'major'), "
        '(SELECT count(*) FROM document d WHERE d."of" = i.id AND NOT d._deleted), '
        '(SELECT count(DISTINCT g.document) FROM document d JOIN signing g ON g."of" = d.id AND NOT g._deleted '
        'WHERE d."of" = i.id AND NOT d._deleted), '
        '(SELECT count(*) FROM document d WHERE d."of" = i.id AND NOT d._deleted '
        "AND NOT EXISTS (SELECT 1 FROM document n WHERE n.supersedes = d.id AND NOT n._deleted) AND 'refused' = "
        '(SELECT g.result FROM signing g WHERE g."of" = d.id AND NOT g._deleted ORDER BY g.id DESC LIMIT 1)), '
        f"{_LAPTOP} "
        "FROM inspection i LEFT JOIN site s ON s.id = i.site LEFT JOIN device v ON v.number = i._device "
        f"WHERE i.id IN ({_marks(entities)})",
        entities,
    )
    return [InspectionRow(*row) for row in _in_order(rows, entities)]


MANY_SITES = 2_000
"""From here on it is faster to read all sites in their order, and leave out those in which the words do not occur."""


def site_ids(reader: Reader, text: str = "", order: Order = Order.SITE) -> list[str]:
    """Return the ids of the sites; `text` is looked for in names, code, address, and by sound (`store.site_search`)."""
    words = text.split()
    sql, parameters = site_search.matching(words)
    found = int(reader.value(f"SELECT count(*) FROM ({sql})", parameters)) if words else 0
    by = "INDEXED BY site_listed" if not words or found >= MANY_SITES else ""
    narrowed = f" AND s.rowid IN ({sql})" if words and found < _last_site(reader) else ""
    return _ids(
        reader,
        f"SELECT s.id FROM site s {by} WHERE NOT s._deleted AND s.name IS NOT NULL{narrowed} "
        f"ORDER BY {'s.id DESC' if order is Order.NEWEST else 's.name, s.id'}",
        parameters if narrowed else (),
    )


def _last_site(reader: Reader) -> int:
    """Return the last number of a site: a short word often occurs in all of them, and none has a higher one."""
    return int(reader.value("SELECT coalesce(max(rowid), 0) FROM site"))


def site_rows(reader: Reader, entities: Sequence[str]) -> list[SiteRow]:
    """Return the rows of these sites, in the order of `entities`."""
    rows = reader.rows(
        "SELECT s.id, coalesce(s.name, ''), coalesce(s.kind, ''), coalesce(s.credit_code, ''), coalesce(s.town, ''), "
        "coalesce(s.sector, ''), coalesce(s.address, ''), "
        "coalesce((SELECT max(i.started_at) FROM inspection i WHERE i.\"of\" = s.id AND NOT i._deleted), ''), "
        '(SELECT count(*) FROM inspection i WHERE i."of" = s.id AND NOT i._deleted), '
        f"(SELECT count(*) FROM finding f WHERE f.site = s.id AND {_FINDING_STANDS}) "
        f"FROM site s WHERE s.id IN ({_marks(entities)})",
        entities,
    )
    return [SiteRow(*row) for row in _in_order(rows, entities)]


def finding_ids(reader: Reader, text: str = "", order: Order = Order.NEWEST, only: FindingFilter = ANY) -> list[str]:
    """Return the ids of the hazards that stand; `text` is looked for in the hazard and its site (`store.search`)."""
    clauses, parameters = _finding_filter(only)
    tables, begin = "finding f", ""
    if text.split():
        # The words come first: few findings are left when the rest is looked at.
        sql, words = search.matching(text.split())
        begin, tables = f"WITH found AS MATERIALIZED ({sql}) ", "found CROSS JOIN finding f ON f.rowid = found.number"
        parameters = [*words, *parameters]
    ordering = {
        Order.DEADLINE: f"{DUE} IS NULL, {DUE}, f.id",
        Order.SITE: f"s.name, {DUE}, f.id",
        Order.OLDEST: "i.started_at, i.id, f._seq",
    }.get(order, "i.started_at DESC, i.id DESC, f.form, f.item, f._seq")
    narrowed = "".join(f" AND {clause}" for clause in clauses)
    joined = JOINED if only.state is not None or order in (Order.DEADLINE, Order.SITE) else ""
    return _ids(
        reader,
        f"{begin}SELECT f.id FROM {tables} JOIN inspection i ON i.id = f.inspection AND NOT i._deleted "
        f"LEFT JOIN site s ON s.id = f.site{joined} WHERE {hazard_filters.stands(only.state)}{narrowed} "
        f"ORDER BY {ordering}",
        parameters,
    )


def _finding_filter(only: FindingFilter) -> tuple[list[str], list[str]]:
    """Return the conditions of a filter over finding f, inspection i, site s and state h, and their parameters."""
    clauses: list[str] = []
    parameters: list[str] = []
    for value, clause in (
        (only.town, f"{_TOWN} = ?"),
        (only.sector, "coalesce(f.sector, i.sector) = ?"),
        (only.level, f"coalesce(json_extract(f.confirmed_level, '$.level'), '{UNCONFIRMED}') = ?"),
        (only.device, "f._device = (SELECT number FROM device WHERE id = ?)"),
    ):
        if value:
            clauses.append(clause)
            parameters.append(value)
    if only.state is not None:
        clause, given = hazard_filters.clause(only.state, only.past)
        clauses.append(clause)
        parameters += given
    return clauses, parameters


def finding_rows(reader: Reader, entities: Sequence[str]) -> list[FindingRow]:
    """Return the rows of these hazards, in the order of `entities`."""
    rows = reader.rows(
        "SELECT f.id, coalesce(f.inspection, ''), coalesce(f.site, ''), coalesce(s.name, ''), "
        f"coalesce({_TOWN}, ''), "
        "coalesce(f.sector, ''), coalesce(f.description, ''), coalesce(f.location, ''), "
        f"coalesce(json_extract(f.confirmed_level, '$.level'), ''), coalesce({DUE}, ''), coalesce(f.form, ''), "
        "coalesce(f.item, ''), coalesce(i.started_at, ''), "
        "(SELECT count(*) FROM photo p WHERE p.finding = f.id AND NOT p._deleted), "
        # From the hazard to its few documents: SQLite itself would begin with all orders there are.
        "coalesce((SELECT d.number FROM hazard_paper p CROSS JOIN document d ON d.id = p.document "
        "WHERE p.finding = f.id AND NOT d._deleted AND d.kind = 'rectification-order' "
        "ORDER BY d.id DESC LIMIT 1), ''), "
        f"{STATE}, coalesce(h.broken, '') <> '', {_LAPTOP} FROM finding f{JOINED} "
        "LEFT JOIN inspection i ON i.id = f.inspection LEFT JOIN site s ON s.id = f.site "
        "LEFT JOIN device v ON v.number = f._device "
        f"WHERE f.id IN ({_marks(entities)})",
        entities,
    )
    return [FindingRow(*(*row[:-2], bool(row[-2]), row[-1])) for row in _in_order(rows, entities)]


def document_ids(reader: Reader, text: str = "", kind: str = "", serving: str = "") -> list[str]:
    """Return the ids of the issued documents, newest first; `serving` is a `Serving` or empty."""
    condition, words = _filter(text, ("s.name", "d.number", "d.issued_on"))
    narrowed = " AND d.kind = ?" if kind else ""
    narrowed += f" AND {CONDITIONS[Serving(serving)]}" if serving else ""
    return _ids(
        reader,
        "SELECT d.id FROM document d LEFT JOIN site s ON s.id = d.site "
        f"WHERE NOT d._deleted AND d.kind IS NOT NULL{condition}{narrowed} ORDER BY d.issued_on DESC, d.id DESC",
        [*words, *([kind] if kind else [])],
    )


def document_rows(reader: Reader, entities: Sequence[str]) -> list[DocumentRow]:
    """Return the rows of these documents, in the order of `entities`."""
    rows = reader.rows(
        "SELECT d.id, coalesce(d.inspection, ''), coalesce(s.name, ''), coalesce(d.kind, ''), coalesce(d.number, ''), "
        "coalesce(d.issued_on, ''), "
        'coalesce((SELECT g.result FROM signing g WHERE g."of" = d.id AND NOT g._deleted ORDER BY g.id DESC LIMIT 1), '
        "''), EXISTS (SELECT 1 FROM document n WHERE n.supersedes = d.id AND NOT n._deleted), "
        f"{SERVICE}, {_LAPTOP} "
        "FROM document d LEFT JOIN site s ON s.id = d.site LEFT JOIN device v ON v.number = d._device "
        f"WHERE d.id IN ({_marks(entities)})",
        entities,
    )
    return [DocumentRow(*(*row[:7], bool(row[7]), *row[8:])) for row in _in_order(rows, entities)]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of the list of hazards can be set to; laptops are (device id, name)."""

    towns: tuple[str, ...]
    sectors: tuple[str, ...]
    laptops: tuple[tuple[str, str], ...]


def choices(reader: Reader) -> Choices:
    """Return the towns and sectors of the visits and sites that are here, and the laptops that recorded a visit."""
    towns = reader.rows(
        "SELECT town FROM inspection WHERE NOT _deleted AND town <> '' "
        "UNION SELECT town FROM site WHERE NOT _deleted AND town <> '' ORDER BY town"
    )
    sectors = reader.rows(
        "SELECT sector FROM inspection WHERE NOT _deleted AND sector <> '' "
        "UNION SELECT sector FROM site WHERE NOT _deleted AND sector <> '' "
        "UNION SELECT sector FROM finding WHERE NOT _deleted AND sector <> '' ORDER BY sector"
    )
    return Choices(tuple(row[0] for row in towns), tuple(row[0] for row in sectors), laptops(reader))


def laptops(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Return (device id, name) of the devices that recorded a visit that is listed here, in the order of names."""
    rows = reader.rows(
        f"SELECT v.id, {_LAPTOP} AS name FROM device v WHERE v.number IN "
        "(SELECT DISTINCT _device FROM inspection WHERE NOT _deleted AND site IS NOT NULL) ORDER BY name, v.id"
    )
    return tuple((device, name) for device, name in rows)
