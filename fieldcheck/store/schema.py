"""Tables of a store. Shared tables are folds of the journal: they can be dropped and folded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldcheck.model.codec import Column
from fieldcheck.model.kinds import KINDS, STEPS, Kind
from fieldcheck.store import hazards, search, site_search
from fieldcheck.store.connection import Connection

if TYPE_CHECKING:
    from sqlite_utils import Database

FOLD_VERSION = 17
"""Raised when the shape of the folded tables changes; an older store is then folded again on opening."""

_COLUMN_TYPES = {Column.TEXT: str, Column.INTEGER: int, Column.BOOLEAN: int, Column.JSON: str}

_NOTES = ("not_understood", "conflict", "waiting", "refused")
"""What the fold has to say about records and changes: folded tables too."""

_LISTED_BY = {
    "answer": ("of",),
    "finding": ("of", "site"),
    "photo": ("of", "finding"),
    "document": ("of", "kind"),
    "signing": ("of",),
    "inspection": ("of", "recheck_of"),
    "decision": ("of",),
    "join": ("of", "other"),
    "planned_visit": ("of", "plan", "day", "device"),
    "service": ("of",),
    "interview": ("of",),
    "sampling": ("of",),
    **dict.fromkeys(STEPS, ("of",)),
    "recheck": ("of", "inspection"),
}


def create(connection: Connection) -> None:
    """Create every table of a new store."""
    # Imported where a table is made: opening a store needs none of it, and it is a third of the start.
    from sqlite_utils import Database

    database = Database(connection)
    database.table("store").create({"key": str, "value": str}, pk="key", strict=True)
    _create_device(database)
    _create_journal(database)
    _create_snapshot(database)
    _create_local(database)
    create_folded(connection)


def _create_device(database: Database) -> None:
    """Own and foreign devices; one that is known by name only, from a snapshot, has no key and no chain.

    `seq` and `hash` are the end of what is here of its chain, the head columns the last end that it signed.
    """
    names = {"number": int, "id": str, "name": str, "role": str}
    keys = {"public_key": bytes, "private_key": bytes, "recipient": str, "identity": str, "certificate": bytes}
    ends = {"seq": int, "hash": bytes, "head_seq": int, "head_hash": bytes, "head_signature": bytes}
    database.table("device").create(
        {**names, **keys, **ends, "revoked_after": int},
        pk="number",
        not_null={"id", "name", "seq", "hash"},
        defaults={"name": "", "seq": 0},
        strict=True,
    )
    database.table("device").create_index(["id"], unique=True)


def _create_journal(database: Database) -> None:
    """Create the table of changes; where `body_sha256` is set, the body is withheld and other columns are empty."""
    columns = {"device": int, "seq": int, "at": str, "author": str, "kind": str, "entity": str, "of": str}
    made = database.create_table_sql(
        "journal",
        {**columns, "body": bytes, "hash": bytes, "body_sha256": bytes},
        pk=("device", "seq"),
        not_null={*columns, "body", "hash"},
        strict=True,
    )
    # The primary key is the table itself: one page less to write with every change. sqlite-utils has no word for it.
    database.conn.execute(f"{made.strip().removesuffix(';')}, WITHOUT ROWID")
    database.table("journal").create_index(["entity"])
    # A partial index, which sqlite-utils does not make: without a withheld body it is empty and costs nothing.
    database.conn.execute("CREATE INDEX journal_withheld ON journal (device, seq) WHERE body_sha256 IS NOT NULL")


def _create_snapshot(database: Database) -> None:
    """Create what a laptop was sent: the newest line of each record, the vectors behind the lines, what went away."""
    database.table("snapshot").create(
        {"entity": str, "kind": str, "number": int, "line": bytes},
        pk=("entity", "kind"),
        not_null={"number", "line"},
        strict=True,
    )
    database.table("snapshot_vector").create(
        {"number": int, "vector": str}, pk="number", not_null={"vector"}, strict=True
    )
    database.table("withdrawn").create(
        {"entity": str, "kind": str, "number": int, "deleted": int},
        pk=("entity", "kind"),
        not_null={"number", "deleted"},
        strict=True,
    )


def _create_local(database: Database) -> None:
    database.table("blob").create(
        {"number": int, "sha256": str, "size": int, "data": bytes},
        pk="number",
        not_null={"sha256", "size", "data"},
        strict=True,
    )
    database.table("blob").create_index(["sha256"], unique=True)
    # Bytes that were given up here because the bureau keeps them; `wanted` is 1 once they were asked for again.
    database.table("freed").create(
        {"sha256": str, "size": int, "wanted": int}, pk="sha256", not_null={"size", "wanted"}, strict=True
    )
    database.table("derivative").create(
        {"parent": str, "name": str, "data": bytes}, pk=("parent", "name"), not_null={"data"}, strict=True
    )
    database.table("draft").create(
        {"entity": str, "field": str, "kind": str, "of": str, "value": str, "author": str, "at": str, "seen": str},
        pk=("entity", "field"),
        strict=True,
    )
    database.table("local").create({"key": str, "value": str}, pk="key", strict=True)


def create_folded(connection: Connection) -> None:
    """Create the folded tables and their indexes, empty."""
    from sqlite_utils import Database

    database = Database(connection)
    for kind in KINDS.values():
        _create_kind(database, kind)
    # The list of visits is read from its index alone, and in its order: the rows, far more pages, stay where they are.
    connection.execute(
        "CREATE INDEX inspection_listed ON inspection (started_at, id) WHERE NOT _deleted AND site IS NOT NULL"
    )
    # The list of sites is read from this index too, and so are the many that a short word occurs in.
    connection.execute("CREATE INDEX site_listed ON site (name, id) WHERE NOT _deleted AND name IS NOT NULL")
    connection.execute("CREATE INDEX inspection_planned ON inspection (planned_visit) WHERE planned_visit IS NOT NULL")
    connection.execute("CREATE INDEX site_tenants ON site (landlord) WHERE landlord IS NOT NULL")
    noted: dict[str, type] = {"entity": str, "kind": str}
    for name in ("not_understood", "conflict"):
        database.table(name).create({**noted, "field": str}, pk=("entity", "kind", "field"), strict=True)
    database.table("waiting").create(
        {**noted, "device": str, "seq": int}, pk=("entity", "kind", "device", "seq"), strict=True
    )
    database.table("waiting").create_index(["device", "seq"])
    database.table("refused").create(
        {"device": int, "seq": int, "reason": str}, pk=("device", "seq"), not_null={"reason"}, strict=True
    )
    search.create(connection)
    site_search.INDEX.create(connection)
    hazards.create(connection)


def _create_kind(database: Database, kind: Kind) -> None:
    columns: dict[str, type] = {"id": str, "of": str}
    columns |= {name: _COLUMN_TYPES[field.column] for name, field in kind.fields.items()}
    columns |= {"_device": int, "_seq": int, "_at": str, "_author": str, "_more": str, "_deleted": int}
    table = database.table(kind.name)
    table.create(columns, pk="id", strict=True)
    for column in _LISTED_BY.get(kind.name, ()):
        table.create_index([column])


def drop_folded(connection: Connection) -> None:
    """Drop the folded tables, known ones and those of another version's shape."""
    for name in (*KINDS, *_NOTES):
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')
    search.drop(connection)
    site_search.INDEX.drop(connection)
    hazards.drop(connection)
