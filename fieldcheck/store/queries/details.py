"""What one page shows of one visit, and the history of one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldcheck.model.journal import Change
from fieldcheck.store import fold
from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One standing value of a field and where it comes from; the first of a field is the one that is shown."""

    field: str
    value: object
    device: str
    seq: int
    at: str
    author: str


def site_named(reader: Reader, name: str) -> str | None:
    """Return the id of the oldest site with exactly this name, or None."""
    found = reader.value("SELECT id FROM site WHERE name = ? AND NOT _deleted ORDER BY id LIMIT 1", (name,))
    return None if found is None else str(found)


def last_inspection_of(reader: Reader, sites: Sequence[str], before: str, form: str) -> str | None:
    """Return the newest visit to these sites that began before a time, used `form` and has answers here, or None."""
    found = reader.value(
        f'SELECT i.id FROM inspection i, json_each(i.forms) e WHERE i."of" IN ({", ".join("?" * len(sites))}) '
        "AND NOT i._deleted AND i.started_at < ? AND json_extract(e.value, '$.form') = ? "
        'AND EXISTS (SELECT 1 FROM answer a WHERE a."of" = i.id AND NOT a._deleted) '
        "ORDER BY i.started_at DESC LIMIT 1",
        (*sites, before, form),
    )
    return None if found is None else str(found)


def earlier_findings(reader: Reader, sites: Sequence[str], form: str, before: str) -> dict[str, list[tuple[str, str]]]:
    """Return the hazards that stand of each item of a form, from visits to these sites that began before a time.

    Each is (hazard, when its visit began), the newest first.
    """
    rows = reader.rows(
        "SELECT f.item, f.id, i.started_at FROM finding f JOIN inspection i ON i.id = f.inspection AND NOT i._deleted "
        f"WHERE f.site IN ({', '.join('?' * len(sites))}) AND f.form = ? AND f.item IS NOT NULL AND NOT f._deleted "
        "AND f.withdrawn IS NULL AND i.started_at < ? ORDER BY i.started_at DESC, f.id DESC",
        (*sites, form, before),
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for item, finding, started_at in rows:
        found.setdefault(item, []).append((finding, started_at))
    return found


def history(reader: Reader, entity: str) -> list[Change]:
    """Return every change of one record, oldest first by (at, device, seq)."""
    return sorted(fold.changes_of(reader.connection, entity), key=lambda change: (change.at, change.device, change.seq))


def standing_values(reader: Reader, kind: str, entity: str) -> list[ShownValue]:
    """Return the standing values of one record's fields, by field; a conflict has more than one of a field."""
    record = fold.Folding(reader.connection).of(kind, entity).entity
    state = record.state if record else {}
    return [
        ShownValue(name, value.value, value.device, value.seq, value.at, value.author)
        for name in sorted(state)
        for value in state[name]
    ]


def suggestions(reader: Reader, field: str) -> list[str]:
    """Return values used before in a visit's `campaign`, `town` or `place_inspected`, newest first, at most fifty."""
    columns = {"campaign", "town", "place_inspected"}
    if field not in columns:
        raise ValueError(field)
    rows = reader.rows(
        f"SELECT {field}, max(started_at) AS last FROM inspection WHERE NOT _deleted AND coalesce({field}, '') <> '' "
        f"GROUP BY {field} ORDER BY last DESC LIMIT 50"
    )
    return [row[0] for row in rows]


def rechecks_on(reader: Reader, inspection: str) -> list[str]:
    """Return the ids of the results of rechecks that were recorded on a visit, oldest first."""
    sql = "SELECT id FROM recheck WHERE inspection = ? AND NOT _deleted ORDER BY at, id"
    return [row[0] for row in reader.rows(sql, (inspection,))]


def rechecking(reader: Reader, inspection: str) -> list[str]:
    """Return the ids of the visits that recheck this one, or a recheck of it."""
    sql = (
        "WITH RECURSIVE later (id) AS (SELECT id FROM inspection WHERE recheck_of = ? AND NOT _deleted "
        "UNION SELECT i.id FROM inspection i JOIN later ON i.recheck_of = later.id WHERE NOT i._deleted) "
        "SELECT id FROM later"
    )
    return [row[0] for row in reader.rows(sql, (inspection,))]
