"""Plans and planned visits as pages and Today show them: how far a plan is, which visits are due, how often a unit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from fieldcheck.model.planning import PlanKind
from fieldcheck.model.site_codes import SiteStatus
from fieldcheck.model.values import VisitKind
from fieldcheck.store.queries.belonging import in_area
from fieldcheck.store.reader import Reader

_GONE = (SiteStatus.CLOSED, SiteStatus.DEREGISTERED, SiteStatus.DISUSED, SiteStatus.DISMANTLED)
"""Sites that nobody visits any more."""


class PlannedState(StrEnum):
    """How far a planned visit is: computed from the visit that names it, never stored."""

    PLANNED = "planned"
    BEGUN = "begun"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan: `visits` counts its planned visits without cancelled ones, `done` those that have begun or ended."""

    id: str
    name: str
    kind: str
    first_day: str
    last_day: str
    approval_number: str
    visits: int
    done: int

    @property
    def left(self) -> int:
        """Return how many of its visits have not begun."""
        return self.visits - self.done


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One planned visit; `visit` is the one that began from it, `laptop` the name of the one that takes it along."""

    id: str
    site_id: str
    site_name: str
    town: str
    day: str
    visit_kind: str
    officers: tuple[str, ...]
    device: str
    laptop: str
    plan_id: str
    plan_name: str
    drawn: bool
    visit: str
    state: PlannedState


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFilter:
    """What narrows the planned visits; what is empty narrows nothing.

    `since`, `before` and `until` are ISO days, the day itself not in the second. `device` is a laptop's id; `takers`
    are all whose visits count, visits that nobody takes included.
    """

    site: str = ""
    plan: str = ""
    device: str = ""
    officer: str = ""
    state: PlannedState | None = None
    since: str = ""
    before: str = ""
    until: str = ""
    takers: tuple[str, ...] = ()


EVERY_VISIT = PlannedFilter()

_VISIT = (
    "(SELECT i.id FROM inspection i WHERE i.planned_visit = p.id AND i.planned_visit IS NOT NULL AND NOT i._deleted "
    "ORDER BY i.id LIMIT 1)"
)
_STATE = (
    f"CASE WHEN {_VISIT} IS NOT NULL THEN CASE WHEN (SELECT i.ended_at FROM inspection i WHERE i.id = {_VISIT}) "
    "IS NULL THEN 'begun' ELSE 'done' END WHEN coalesce(p.cancelled, '') <> '' THEN 'cancelled' ELSE 'planned' END"
)
# A visit that was given to another laptop is no longer sent, and no longer planned here.
_STANDS = (
    "NOT p._deleted AND p.site IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.entity = p.id AND w.kind = 'planned_visit' AND w.number > "
    "coalesce((SELECT s.number FROM snapshot s WHERE s.entity = w.entity AND s.kind = w.kind), 0))"
)


def plan_ids(reader: Reader, text: str = "") -> list[str]:
    """Return the ids of the plans in whose name or number every word of `text` occurs, those that end last first."""
    words = text.split()
    narrowed = " AND instr(lower(coalesce(name, '') || ' ' || coalesce(approval_number, '')), lower(?))" * len(words)
    rows = reader.rows(
        f"SELECT id FROM plan WHERE NOT _deleted AND name IS NOT NULL{narrowed} "
        "ORDER BY last_day IS NOT NULL, last_day DESC, id DESC",
        words,
    )
    return [entity for (entity,) in rows]


def plan_rows(reader: Reader, entities: Sequence[str]) -> list[PlanRow]:
    """Return the rows of these plans, in the order of `entities`."""
    marks = ", ".join("?" * len(entities))
    of_plan = f"FROM planned_visit p WHERE p.plan = plan.id AND {_STANDS}"
    rows = reader.rows(
        "SELECT id, coalesce(name, ''), coalesce(kind, ''), coalesce(first_day, ''), coalesce(last_day, ''), "
        f"coalesce(approval_number, ''), (SELECT count(*) {of_plan} AND ({_VISIT} IS NOT NULL "
        f"OR coalesce(p.cancelled, '') = '')), (SELECT count(*) {of_plan} AND {_VISIT} IS NOT NULL) "
        f"FROM plan WHERE id IN ({marks})",
        entities,
    )
    found = {row[0]: PlanRow(*row) for row in rows}
    return [found[entity] for entity in entities if entity in found]


def draw_ids(reader: Reader, plan: str = "") -> list[str]:
    """Return the ids of the draws of a plan, of every plan where none is named."""
    rows = reader.rows("SELECT id FROM draw WHERE NOT _deleted AND ? IN ('', plan) ORDER BY id", (plan,))
    return [entity for (entity,) in rows]


def planned_ids(reader: Reader, text: str = "", only: PlannedFilter = EVERY_VISIT) -> list[str]:
    """Return the ids of the planned visits, by day, those without a day last; words as in `lists`."""
    clauses, parameters = _clauses(only)
    words = text.split()
    named = "coalesce(s.name, '') || ' ' || coalesce(s.town, '') || ' ' || coalesce(n.name, '')"
    clauses += [f"instr(lower({named}), lower(?))"] * len(words)
    rows = reader.rows(
        "SELECT p.id FROM planned_visit p LEFT JOIN site s ON s.id = p.site LEFT JOIN plan n ON n.id = p.plan "
        f"WHERE {' AND '.join([_STANDS, *clauses])} ORDER BY p.day IS NULL, p.day, s.name, p.id",
        [*parameters, *words],
    )
    return [entity for (entity,) in rows]


def _clauses(only: PlannedFilter) -> tuple[list[str], list[str]]:
    found: list[tuple[str, tuple[str, ...]]] = [
        ("p.site = ?", (only.site,)),
        ("p.plan = ?", (only.plan,)),
        ("p.device = ?", (only.device,)),
        ("EXISTS (SELECT 1 FROM json_each(p.officers) e WHERE e.value = ?)", (only.officer,)),
        (f"{_STATE} = ?", (only.state or "",)),
        ("p.day >= ?", (only.since,)),
        ("p.day < ?", (only.before,)),
        ("p.day <= ?", (only.until,)),
        (f"(p.device IS NULL OR p.device IN ({', '.join('?' * len(only.takers))}))", only.takers),
    ]
    kept = [(clause, values) for clause, values in found if any(values)]
    return [clause for clause, _ in kept], [str(value) for _, values in kept for value in values]


def planned_rows(reader: Reader, entities: Sequence[str]) -> list[PlannedRow]:
    """Return the rows of these planned visits, in the order of `entities`."""
    rows = reader.rows(
        "SELECT p.id, coalesce(p.site, ''), coalesce(s.name, ''), coalesce(s.town, ''), coalesce(p.day, ''), "
        "coalesce(p.visit_kind, ''), coalesce(p.officers, '[]'), coalesce(p.device, ''), "
        "coalesce(nullif(d.name, ''), substr(p.device, 1, 8), ''), coalesce(p.plan, ''), coalesce(n.name, ''), "
        f"p.draw IS NOT NULL, coalesce({_VISIT}, ''), {_STATE} "
        "FROM planned_visit p LEFT JOIN site s ON s.id = p.site LEFT JOIN plan n ON n.id = p.plan "
        f"LEFT JOIN device d ON d.id = p.device WHERE p.id IN ({', '.join('?' * len(entities))})",
        entities,
    )
    found = {row[0]: _planned(row) for row in rows}
    return [found[entity] for entity in entities if entity in found]


def _planned(row: tuple[Any, ...]) -> PlannedRow:
    values = list(row)
    values[6], values[11], values[13] = tuple(json.loads(row[6])), bool(row[11]), PlannedState(row[13])
    return PlannedRow(*values)


def visits_from(reader: Reader, planned: str) -> list[str]:
    """Return the visits that began from a planned one, the first first: two laptops may both have begun it."""
    rows = reader.rows("SELECT id FROM inspection WHERE planned_visit = ? AND NOT _deleted ORDER BY id", (planned,))
    return [entity for (entity,) in rows]


@dataclass(frozen=True, slots=True)
class EnforcementVisit:
    """An enforcement visit to a unit, and the kind of the plan that it began under, empty where it names none."""

    id: str
    started_at: str
    plan_kind: str


def enforcement_visits(reader: Reader, sites: Sequence[str], year: int) -> list[EnforcementVisit]:
    """Return the enforcement visits to these sites that began in a year, oldest first."""
    rows = reader.rows(
        "SELECT i.id, i.started_at, coalesce(n.kind, '') FROM inspection i "
        "LEFT JOIN planned_visit p ON p.id = i.planned_visit LEFT JOIN plan n ON n.id = p.plan "
        f'WHERE i."of" IN ({", ".join("?" * len(sites))}) AND NOT i._deleted AND i.visit_kind = ? '
        "AND i.started_at >= ? AND i.started_at < ? ORDER BY i.started_at, i.id",
        (*sites, VisitKind.ENFORCEMENT, f"{year:04}", f"{year + 1:04}"),
    )
    return [EnforcementVisit(*row) for row in rows]


def still_planned(reader: Reader, sites: Sequence[str], year: int, without: str = "") -> int:
    """Return how many enforcement visits of plans (individual cases left out) wait for these sites in a year."""
    first, last = date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    found = reader.value(
        f"SELECT count(*) FROM planned_visit p JOIN plan n ON n.id = p.plan WHERE {_STANDS} "
        f'AND p."of" IN ({", ".join("?" * len(sites))}) AND p.id <> ? AND p.visit_kind = ? AND n.kind <> ? '
        f"AND (p.day IS NULL OR p.day BETWEEN ? AND ?) AND {_STATE} = ?",
        (*sites, without, VisitKind.ENFORCEMENT, PlanKind.INDIVIDUAL, first, last, PlannedState.PLANNED),
    )
    return int(found)


def pool(reader: Reader, towns: Sequence[str], sectors: Sequence[str], kind: str) -> dict[str, list[str]]:
    """Return what is drawn from: the sites of a kind in these towns and sectors (empty: all), by risk colour and id.

    A site whose town or sector is not known lies in all of them; closed ones are left out.
    """
    rows = reader.rows(
        "SELECT coalesce(risk_level, ''), id FROM site WHERE NOT _deleted AND name IS NOT NULL "
        f"AND coalesce(kind, 'enterprise') = ? AND coalesce(status, '') NOT IN ({', '.join('?' * len(_GONE))}) "
        f"AND {in_area('town', towns)} AND {in_area('sector', sectors)} ORDER BY id",
        (kind, *_GONE, *towns, *sectors),
    )
    found: dict[str, list[str]] = {}
    for risk, site in rows:
        found.setdefault(risk, []).append(site)
    return found
