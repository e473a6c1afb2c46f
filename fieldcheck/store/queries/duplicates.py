"""Records that may be one: what there is to compare, and which were found to be one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site as it is compared; what is not known is empty."""

    id: str
    name: str
    alias: str
    credit_code: str
    address: str
    town: str
    kind: str


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit as it is compared: `day` is an ISO date, `forms` are their ids, `device` a number that stands for one."""

    id: str
    site: str
    day: str
    visit_kind: str
    forms: frozenset[str]
    device: int


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A hazard as it is compared; what is not known is empty."""

    id: str
    inspection: str
    form: str
    item: str
    location: str
    description: str
    device: int


def sites(reader: Reader) -> list[SiteFacts]:
    """Return all sites, by id."""
    rows = reader.rows(
        "SELECT id, name, coalesce(alias, ''), coalesce(credit_code, ''), coalesce(address, ''), coalesce(town, ''), "
        "coalesce(kind, '') FROM site WHERE NOT _deleted AND name IS NOT NULL ORDER BY id"
    )
    return [SiteFacts(*row) for row in rows]


_JOINED = "SELECT {0} FROM \"join\" WHERE NOT _deleted AND kind = 'site' AND same"


def visits_of_several(reader: Reader) -> list[VisitFacts]:
    """Return the visits to sites that more than one device visited, or that were found to be one with another."""
    several = (
        "SELECT site FROM inspection WHERE NOT _deleted AND site IS NOT NULL "
        "GROUP BY site HAVING min(_device) <> max(_device)"
    )
    rows = reader.rows(
        "SELECT id, site, substr(started_at, 1, 10), coalesce(visit_kind, ''), coalesce(forms, '[]'), _device "
        "FROM inspection WHERE NOT _deleted AND started_at IS NOT NULL AND site IN "
        f"({several} UNION {_JOINED.format('entity')} UNION {_JOINED.format('other')}) ORDER BY id"
    )
    return [
        VisitFacts(entity, site, day, kind, frozenset(one["form"] for one in json.loads(forms)), device)
        for entity, site, day, kind, forms, device in rows
    ]


def findings_of(reader: Reader, visits: Sequence[str]) -> list[FindingFacts]:
    """Return the hazards of these visits that stand, by id."""
    found: list[FindingFacts] = []
    for start in range(0, len(visits), 500):
        part = visits[start : start + 500]
        rows = reader.rows(
            "SELECT id, inspection, coalesce(form, ''), coalesce(item, ''), coalesce(location, ''), "
            "coalesce(description, ''), _device FROM finding WHERE NOT _deleted AND withdrawn IS NULL "
            f'AND inspection IS NOT NULL AND "of" IN ({", ".join("?" * len(part))}) ORDER BY id',
            part,
        )
        found += [FindingFacts(*row) for row in rows]
    return found


def together(reader: Reader, kind: str, entity: str) -> list[str]:
    """Return the records that were found to be one with this one, itself first; through others too."""
    rows = reader.rows(
        "WITH RECURSIVE one(id) AS (VALUES (?) UNION "
        'SELECT CASE WHEN j.entity = one.id THEN j.other ELSE j.entity END FROM one JOIN "join" j '
        "ON j.entity = one.id OR j.other = one.id WHERE NOT j._deleted AND j.kind = ? AND j.same) SELECT id FROM one",
        (entity, kind),
    )
    return [entity, *sorted(found for (found,) in rows if found != entity)]


def any_joined_sites(reader: Reader) -> bool:
    """Return whether any two sites were found to be one."""
    return bool(reader.value(f"SELECT EXISTS ({_JOINED.format('1')})"))


def hazards_of(reader: Reader, sites_of_one: Sequence[str], most: int) -> list[tuple[str, str]]:
    """Return (id, description) of the newest hazards of these sites that stand."""
    marks = ", ".join("?" * len(sites_of_one))
    rows = reader.rows(
        "SELECT f.id, coalesce(f.description, '') FROM finding f JOIN inspection i ON i.id = f.inspection "
        f"WHERE f.site IN ({marks}) AND NOT f._deleted AND f.withdrawn IS NULL AND NOT i._deleted "
        "ORDER BY i.started_at DESC, f._seq LIMIT ?",
        [*sites_of_one, most],
    )
    return [(entity, description) for entity, description in rows]
