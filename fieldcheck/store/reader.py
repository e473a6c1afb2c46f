"""What a read takes: one connection, the few shapes of question, and one moment for several of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from fieldcheck.store.connection import Connection, meaning


class Reader:
    """Reads on one connection. A write transaction is a Reader too and sees its own changes."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query. Raises StoreTruncated where the file is damaged, StoreLocked, StoreDiskFull."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite.DatabaseError as error:
            self._explain(error)
            raise

    def row(self, sql: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Return the first row, or None. Raises what `rows` raises."""
        try:
            row: tuple[Any, ...] | None = self.connection.execute(sql, parameters).fetchone()
        except sqlite.DatabaseError as error:
            self._explain(error)
            raise
        return row

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Return the first column of the first row, or None."""
        row = self.row(sql, parameters)
        return row[0] if row else None

    def _explain(self, error: sqlite.DatabaseError) -> None:
        path = Path(self.connection.execute("PRAGMA database_list").fetchone()[2])
        explained = meaning(error, path)
        if explained is not None:
            raise explained from error


@contextmanager
def one_view(reader: Reader) -> Iterator[Reader]:
    """Let everything that is read inside come from one moment, though others write meanwhile."""
    reader.connection.execute("BEGIN")
    try:
        yield reader
    finally:
        reader.connection.execute("ROLLBACK")
