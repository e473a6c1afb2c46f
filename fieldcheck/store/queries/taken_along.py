"""What is planned and travels to a laptop: its own visits wherever they lie, those of its area, and their plans."""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.store.queries.belonging import in_area
from fieldcheck.store.reader import Reader

SITES_PLANNED_FOR = (
    "SELECT site FROM planned_visit WHERE device = ? AND NOT _deleted AND site IS NOT NULL "
    "AND coalesce(cancelled, '') = ''"
)
"""SQL of the sites of the visits that are planned for a device (one parameter)."""


def taken_along(reader: Reader, towns: Sequence[str], sectors: Sequence[str], device: str) -> set[tuple[str, str]]:
    """Return the planned visits of an area and of a device, the visits that began from them, and the plans.

    A visit that began from a planned one goes along, so that nobody goes twice; so does the one that a recheck is of.
    Plans are those of these visits and those of the area. Lists of draws stay at the bureau: they name every site.
    """
    inside = f"{in_area('s.town', towns)} AND {in_area('s.sector', sectors)}"
    planned = (
        "SELECT p.id FROM planned_visit p LEFT JOIN site s ON s.id = p.site WHERE NOT p._deleted "
        f"AND p.site IS NOT NULL AND ((NOT s._deleted AND {inside}) OR p.device = ?)"
    )
    parameters = [*towns, *sectors, device]
    found: set[tuple[str, str]] = set()
    for kind, sql in (
        ("planned_visit", planned),
        ("inspection", f"SELECT id FROM inspection WHERE planned_visit IN ({planned}) AND NOT _deleted"),
        ("inspection", f"SELECT recheck_of FROM planned_visit WHERE id IN ({planned}) AND recheck_of IS NOT NULL"),
        ("plan", f"SELECT plan FROM planned_visit WHERE id IN ({planned}) AND plan IS NOT NULL"),
    ):
        found.update((kind, entity) for (entity,) in reader.rows(sql, parameters))
    return found | {("plan", plan) for plan in _plans_of_area(reader, towns, sectors)}


def _plans_of_area(reader: Reader, towns: Sequence[str], sectors: Sequence[str]) -> list[str]:
    """Return the plans that name one of these towns and sectors, or none at all."""
    conditions = [_overlaps("towns", towns), _overlaps("sectors", sectors)]
    rows = reader.rows(
        f"SELECT id FROM plan WHERE NOT _deleted AND name IS NOT NULL AND {' AND '.join(conditions)}",
        (*towns, *sectors),
    )
    return [plan for (plan,) in rows]


def _overlaps(column: str, wanted: Sequence[str]) -> str:
    if not wanted:
        return "1"
    marks = ", ".join("?" * len(wanted))
    named = f"SELECT 1 FROM json_each({column}) e WHERE e.value IN ({marks})"
    return f"({column} IS NULL OR {column} = '[]' OR EXISTS ({named}))"
