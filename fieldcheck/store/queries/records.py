"""Records by id, by what they belong to, and all of a kind. Deleted records and unfinished arrivals are left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, TypeVar

from fieldcheck.model.dossier import Stamp
from fieldcheck.model.kinds import BY_RECORD, KINDS, Kind
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.reader import Reader
from fieldcheck.store.rows import from_column

RecordType = TypeVar("RecordType")


@cache
def _select(kind: Kind) -> str:
    names = ", ".join(f'"{name}"' for name in kind.fields)
    return f'SELECT id, {names} FROM "{kind.name}" WHERE NOT _deleted AND "{kind.created_by}" IS NOT NULL'


def _record(kind: Kind, row: tuple[Any, ...]) -> Any:
    values = {
        name: None if raw is None else field.decode(from_column(field.column, raw))
        for (name, field), raw in zip(kind.fields.items(), row[1:], strict=True)
    }
    return kind.build(row[0], values)


def find(reader: Reader, record: type[RecordType], entity: str) -> RecordType | None:
    """Return the record, or None."""
    kind = BY_RECORD[record]
    row = reader.row(_select(kind) + " AND id = ?", (entity,))
    found: RecordType | None = None if row is None else _record(kind, row)
    return found


def get(reader: Reader, record: type[RecordType], entity: str) -> RecordType:
    """Return the record. Raises RecordNotFound."""
    found = find(reader, record, entity)
    if found is None:
        raise RecordNotFound(kind=BY_RECORD[record].name, entity=entity)
    return found


def children(reader: Reader, record: type[RecordType], of: str) -> list[RecordType]:
    """Return the records of a kind that belong to `of`, oldest first (derived ids are not ordered by time)."""
    kind = BY_RECORD[record]
    rows = reader.rows(_select(kind) + ' AND "of" = ? ORDER BY _device, _seq', (of,))
    return [_record(kind, row) for row in rows]


def stamped(reader: Reader, record: type[RecordType], parents: Sequence[str]) -> list[tuple[str, RecordType, Stamp]]:
    """Return the records of a kind that belong to one of `parents`, each with its parent and where it comes from."""
    kind = BY_RECORD[record]
    names = ", ".join(f'r."{name}"' for name in kind.fields)
    rows = reader.rows(
        f"SELECT r.\"of\", coalesce(r._author, ''), coalesce(d.id, ''), coalesce(r._at, ''), r.id, {names} "
        f'FROM "{kind.name}" r LEFT JOIN device d ON d.number = r._device '
        f'WHERE NOT r._deleted AND r."{kind.created_by}" IS NOT NULL '
        f'AND r."of" IN ({", ".join("?" * len(parents))}) ORDER BY r.id',
        parents,
    )
    return [(row[0], _record(kind, row[4:]), Stamp(*row[1:4])) for row in rows]


def child_ids(reader: Reader, kind: str, of: str) -> list[str]:
    """Return the ids of the records of a kind that belong to `of`."""
    rows = reader.rows(f'SELECT id FROM "{KINDS[kind].name}" WHERE NOT _deleted AND "of" = ? ORDER BY id', (of,))
    return [row[0] for row in rows]


def everything(reader: Reader, record: type[RecordType]) -> list[RecordType]:
    """Return all records of a kind, by id."""
    kind = BY_RECORD[record]
    return [_record(kind, row) for row in reader.rows(_select(kind) + " ORDER BY id")]


def made_by(reader: Reader, kind: str, devices: Collection[str]) -> frozenset[str]:
    """Return the ids of the records of a kind that these devices (ids) made."""
    marks = ", ".join("?" for _ in devices)
    rows = reader.rows(
        f'SELECT id FROM "{KINDS[kind].name}" WHERE _device IN (SELECT number FROM device WHERE id IN ({marks}))',
        tuple(devices),
    )
    return frozenset(row[0] for row in rows)


def belongs_to(reader: Reader, kind: str, entity: str) -> str:
    """Return the id of the record that this one belongs to, or an empty text."""
    return str(reader.value(f'SELECT "of" FROM "{KINDS[kind].name}" WHERE id = ?', (entity,)) or "")


def many(reader: Reader, record: type[RecordType], entities: list[str]) -> dict[str, RecordType]:
    """Return the records with these ids that are there, by id."""
    kind = BY_RECORD[record]
    found: dict[str, RecordType] = {}
    for start in range(0, len(entities), 500):
        part = entities[start : start + 500]
        marks = ", ".join("?" for _ in part)
        found |= {row[0]: _record(kind, row) for row in reader.rows(f"{_select(kind)} AND id IN ({marks})", part)}
    return found


def kind_of(reader: Reader, entity: str) -> str | None:
    """Return the kind of the record with this id, deleted ones too, or None."""
    found = reader.value("SELECT kind FROM journal WHERE entity = ? LIMIT 1", (entity,))
    return None if found is None else str(found)


def matching(reader: Reader, prefix: str) -> list[tuple[str, str]]:
    """Return (kind, id) of the records whose id begins with `prefix`, at most ten."""
    rows = reader.rows(
        "SELECT DISTINCT kind, entity FROM journal WHERE entity >= ? AND entity < ? LIMIT 10", (prefix, prefix + "~")
    )
    return [(kind, entity) for kind, entity in rows]


def counts(reader: Reader) -> dict[str, int]:
    """Return how many records of each known kind there are."""
    return {
        kind.name: int(
            reader.value(f'SELECT count(*) FROM "{kind.name}" WHERE NOT _deleted AND "{kind.created_by}" IS NOT NULL')
        )
        for kind in KINDS.values()
    }
