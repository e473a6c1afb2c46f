"""Hazards of which something is due: rechecks, answers to extensions, close-outs, five commitments of major ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.lifecycle import TO_BE_RECHECKED, TOLD, UNDONE, HazardState
from fieldcheck.store.queries import hazard_filters
from fieldcheck.store.queries.hazard_filters import TO_CLOSE, Standing
from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class DueRow:
    """One hazard; the days are those of `Life`, None where there is none."""

    id: str
    site_name: str
    description: str
    due: date | None
    reported_on: date | None
    requested_on: date | None


@dataclass(frozen=True, slots=True)
class DueRows:
    """How many hazards there are, and the first of them."""

    count: int
    first: tuple[DueRow, ...]


_FIELDS = (
    "f.id, coalesce(s.name, ''), coalesce(f.description, ''), h.due, h.reported_on, h.requested_on "
    "FROM {0} LEFT JOIN site s ON s.id = f.site"
)
_KNOWN = "hazard_state h JOIN finding f ON f.id = h.finding AND NOT f._deleted AND f.withdrawn IS NULL"
_MAJOR = (
    "finding f INDEXED BY finding_major LEFT JOIN hazard_state h ON h.finding = f.id "
    "JOIN inspection i ON i.id = f.inspection AND NOT i._deleted"
)


def rechecks(reader: Reader, past: date, most: int) -> DueRows:
    """Return the hazards that the unit says are put right, or whose last day has passed, the oldest first.

    `past` is the newest last day that has passed (`Calendar.last_past`).
    """
    told = _listed(TOLD)
    condition = f"h.state = '{HazardState.RECHECK_DUE}' OR (h.state IN ({told}) AND h.due <= ?)"
    return _rows(reader, _KNOWN, condition, "coalesce(h.reported_on, h.due), f.id", most, past.isoformat())


def to_recheck(reader: Reader, sites: Sequence[str], inspection: str) -> list[str]:
    """Return the hazards of these sites that the unit was told of, or says are put right, or that failed a recheck.

    Those of which a recheck on this visit was recorded are among them, those that were found on it are not.
    """
    marks = ", ".join("?" * len(sites))
    open_states = _listed(TO_BE_RECHECKED)
    rows = reader.rows(
        f"SELECT f.id FROM {_KNOWN} WHERE f.site IN ({marks}) AND f.inspection IS NOT ? "
        f"AND (h.state IN ({open_states}) "
        'OR EXISTS (SELECT 1 FROM recheck r WHERE r."of" = f.id AND r.inspection = ? AND NOT r._deleted)) '
        "ORDER BY f._seq",
        (*sites, inspection, inspection),
    )
    return [entity for (entity,) in rows]


def extensions(reader: Reader, most: int) -> DueRows:
    """Return the hazards of which more time was asked for and not answered, the oldest request first."""
    return _rows(reader, _KNOWN, "h.requested_on IS NOT NULL", "h.requested_on, f.id", most)


def closures(reader: Reader, most: int) -> DueRows:
    """Return the hazards that passed the recheck, or were put right on the spot, and are not closed."""
    return _rows(reader, _KNOWN, f"h.state IN ({_listed(TO_CLOSE)})", "h.since, f.id", most)


def uncommitted(reader: Reader, most: int) -> DueRows:
    """Return the major hazards that have not ended and of which one of the five commitments is missing."""
    wanted, _ = hazard_filters.clause(Standing.UNCOMMITTED, "")
    # The first condition is that of the index.
    condition = f"instr(f.confirmed_level, '\"major\"') AND NOT f._deleted AND f.withdrawn IS NULL AND {wanted}"
    return _rows(reader, _MAJOR, condition, "f.id", most)


def open_deadlines(reader: Reader) -> dict[date, int]:
    """Return by last day how many hazards have it of which nobody says yet that they are put right, oldest first."""
    rows = reader.rows(
        f"SELECT h.due, count(*) FROM {_KNOWN} WHERE h.state IN ({_listed(UNDONE)}) AND h.due IS NOT NULL "
        "GROUP BY h.due ORDER BY h.due"
    )
    return {date.fromisoformat(day): count for day, count in rows}


def _rows(reader: Reader, tables: str, condition: str, ordering: str, most: int, *parameters: str) -> DueRows:
    count = int(reader.value(f"SELECT count(*) FROM {tables} WHERE {condition}", parameters))
    if not count:
        return DueRows(0, ())
    sql = f"SELECT {_FIELDS.format(tables)} WHERE {condition} ORDER BY {ordering} LIMIT ?"
    return DueRows(count, tuple(_row(*row) for row in reader.rows(sql, (*parameters, most))))


def _row(entity: str, site: str, description: str, *days: str | None) -> DueRow:
    due, reported_on, requested_on = (None if day is None else date.fromisoformat(day) for day in days)
    return DueRow(entity, site, description, due, reported_on, requested_on)


def _listed(states: Iterable[HazardState]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))
