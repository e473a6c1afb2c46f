"""A search index beside a folded table, filled behind: nothing that is written waits for it.

What is new is known by its rowid, which SQLite gives in rising order and which a backup keeps; a trigger notes what
changed in its place. The index is a folded table: it is dropped and filled again with the rest. What is not indexed
as it stands is read letter by letter by whoever searches (`LATER`, `CHANGED`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fieldcheck.store.connection import Connection
from fieldcheck.store.reader import Reader

_SEGMENTS = 500
_MERGED_PAGES = 120
"""Pages of the index that are merged after each part: with fewer it falls behind, with more an answer waits."""

Rows = Sequence[tuple[int]]


@dataclass(frozen=True)
class Index:
    """The index `<table>_index` over the `fields` of a table; `columns` and `tokenize` are FTS5's.

    `put` indexes the records with these rowids as they stand now.
    """

    table: str
    fields: tuple[str, ...]
    columns: str
    tokenize: str
    put: Callable[[Connection, Rows], None]

    def later(self, alias: str) -> str:
        """Return the condition that a row is not indexed yet."""
        return f"{alias}.rowid > (SELECT upto FROM {self.table}_indexed)"

    def create(self, connection: Connection) -> None:
        """Create the index, empty, beside its table."""
        table = self.table
        for sql in (
            f"CREATE VIRTUAL TABLE {table}_index USING fts5"
            f"({self.columns}, tokenize = \"{self.tokenize}\", content = '', contentless_delete = 1)",
            # Merging happens a little at a time in `catch_up`, never of its own accord in the middle of an answer.
            f"INSERT INTO {table}_index ({table}_index, rank) VALUES ('automerge', 0)",
            f"INSERT INTO {table}_index ({table}_index, rank) VALUES ('crisismerge', {_SEGMENTS})",
            f"INSERT INTO {table}_index ({table}_index, rank) VALUES ('usermerge', 8)",
            f"CREATE TABLE {table}_indexed (upto INTEGER NOT NULL) STRICT",
            f"INSERT INTO {table}_indexed (upto) VALUES (0)",
            f"CREATE TABLE {table}_changed (number INTEGER PRIMARY KEY) STRICT",
            f"CREATE TRIGGER {table}_rewritten AFTER UPDATE OF {', '.join(self.fields)} ON {table} "
            f"WHEN new.rowid <= (SELECT upto FROM {table}_indexed) "
            # Not INSERT OR IGNORE: within an upsert, the words of the upsert hold for what its triggers do.
            f"AND new.rowid NOT IN (SELECT number FROM {table}_changed) "
            f"BEGIN INSERT INTO {table}_changed (number) VALUES (new.rowid); END",
            # A rowid at the end is given again after its row is gone.
            f"CREATE TRIGGER {table}_gone AFTER DELETE ON {table} BEGIN UPDATE {table}_indexed SET upto = "
            f"min(upto, coalesce((SELECT max(rowid) FROM {table}), 0)); END",
        ):
            connection.execute(sql)

    def drop(self, connection: Connection) -> None:
        """Drop the index; its triggers go with the table."""
        for part in ("index", "indexed", "changed"):
            connection.execute(f"DROP TABLE IF EXISTS {self.table}_{part}")

    def catch_up(self, connection: Connection, most: int) -> int:
        """Index up to `most` records, inside the caller's transaction; return how many it were."""
        table = self.table
        rows = connection.execute(f"SELECT number FROM {table}_changed LIMIT ?", (most,)).fetchall()
        connection.executemany(f"DELETE FROM {table}_changed WHERE number = ?", rows)
        new = connection.execute(
            f"SELECT rowid FROM {table} t WHERE {self.later('t')} ORDER BY rowid LIMIT ?", (most - len(rows),)
        ).fetchall()
        if new:
            connection.execute(f"UPDATE {table}_indexed SET upto = ?", new[-1])
        self.put(connection, rows + new)
        connection.execute(f"INSERT INTO {table}_index ({table}_index, rank) VALUES ('merge', ?)", (_MERGED_PAGES,))
        return len(rows) + len(new)

    def behind(self, reader: Reader) -> bool:
        """Return whether there are records that are not indexed as they stand."""
        return bool(
            reader.value(
                f"SELECT EXISTS (SELECT 1 FROM {self.table}_changed) OR "
                f"EXISTS (SELECT 1 FROM {self.table} t WHERE {self.later('t')})"
            )
        )
