"""What one site has behind it: its problems, papers, tenants. Sites that were found to be one are asked for at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Problem:
    """A hazard that stands, as it was found: `day` is that of its visit (ISO), `item` is empty where no item asked."""

    id: str
    inspection: str
    day: str
    form: str
    item: str
    description: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An issued document: its kind, its number (JSON, or empty) and its day."""

    id: str
    inspection: str
    kind: str
    number: str
    issued_on: str


def problems_of(reader: Reader, sites: Sequence[str]) -> list[Problem]:
    """Return every hazard of these sites that stands, newest first."""
    rows = reader.rows(
        "SELECT f.id, i.id, substr(coalesce(i.started_at, ''), 1, 10), coalesce(f.form, ''), coalesce(f.item, ''), "
        "coalesce(f.description, '') FROM finding f JOIN inspection i ON i.id = f.inspection "
        f"WHERE f.site IN ({_marks(sites)}) AND NOT f._deleted AND f.withdrawn IS NULL AND NOT i._deleted "
        "ORDER BY i.started_at DESC, f.id",
        list(sites),
    )
    return [Problem(*row) for row in rows]


def papers_of(reader: Reader, sites: Sequence[str]) -> list[Paper]:
    """Return every document that was issued to these sites, newest first."""
    rows = reader.rows(
        "SELECT d.id, coalesce(d.inspection, ''), d.kind, coalesce(d.number, ''), coalesce(d.issued_on, '') "
        'FROM document d JOIN inspection i ON i.id = d."of" '
        f'WHERE i."of" IN ({_marks(sites)}) AND NOT d._deleted AND d.kind IS NOT NULL '
        "ORDER BY d.issued_on DESC, d.id DESC",
        list(sites),
    )
    return [Paper(*row) for row in rows]


def tenants_of(reader: Reader, sites: Sequence[str]) -> list[tuple[str, str]]:
    """Return (id, name) of the sites that rent their premises from these, by name."""
    rows = reader.rows(
        f"SELECT id, name FROM site WHERE landlord IN ({_marks(sites)}) AND NOT _deleted AND name IS NOT NULL "
        "ORDER BY name, id",
        list(sites),
    )
    return [(entity, name) for entity, name in rows]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
