"""Tables of a store. Shared tables are folds of the journal: they can be dropped and folded again."""

from __future__ import annotations

from sqlite_utils import Database

from fieldcheck.model.codec import Column
from fieldcheck.model.kinds import KINDS, Kind
from fieldcheck.store.connection import Connection

FOLD_VERSION = 1
"""Raised when the shape of the folded tables changes; an older store is then folded again on opening."""

_COLUMN_TYPES = {Column.TEXT: str, Column.INTEGER: int, Column.BOOLEAN: int, Column.JSON: str}

_LISTED_BY = {
    "answer": ("of",),
    "finding": ("of", "site", "deadline"),
    "photo": ("of", "finding"),
    "document": ("of", "kind"),
    "signing": ("of",),
    "inspection": ("of", "started_at"),
    "site": ("name",),
}


def create(connection: Connection) -> None:
    """Create every table of a new store."""
    database = Database(connection)
    _create_journal(database)
    _create_local(database)
    create_folded(connection)


def _create_journal(database: Database) -> None:
    database.table("store").create({"key": str, "value": str}, pk="key", strict=True)
    database.table("device").create(
        {"number": int, "id": str, "role": str, "public_key": bytes, "private_key": bytes, "seq": int, "hash": bytes},
        pk="number",
        not_null={"id", "public_key", "seq", "hash"},
        strict=True,
    )
    database.table("device").create_index(["id"], unique=True)
    columns = {"device": int, "seq": int, "at": str, "author": str, "kind": str, "entity": str, "of": str}
    database.table("journal").create(
        {**columns, "body": bytes, "hash": bytes},
        pk=("device", "seq"),
        not_null={*columns, "body", "hash"},
        strict=True,
    )
    database.table("journal").create_index(["entity"])


def _create_local(database: Database) -> None:
    database.table("blob").create(
        {"number": int, "sha256": str, "size": int, "data": bytes},
        pk="number",
        not_null={"sha256", "size", "data"},
        strict=True,
    )
    database.table("blob").create_index(["sha256"], unique=True)
    database.table("derivative").create(
        {"parent": str, "name": str, "data": bytes}, pk=("parent", "name"), not_null={"data"}, strict=True
    )
    database.table("draft").create(
        {"entity": str, "field": str, "kind": str, "of": str, "value": str, "author": str, "at": str},
        pk=("entity", "field"),
        strict=True,
    )
    database.table("local").create({"key": str, "value": str}, pk="key", strict=True)


def create_folded(connection: Connection) -> None:
    """Create the folded tables and their indexes, empty."""
    database = Database(connection)
    for kind in KINDS.values():
        _create_kind(database, kind)
    database.table("not_understood").create(
        {"kind": str, "entity": str, "field": str}, pk=("entity", "field"), strict=True
    )


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
    for name in (*KINDS, "not_understood"):
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')
