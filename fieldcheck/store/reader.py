"""What a read takes: one connection and the few shapes of question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldcheck.store.connection import Connection


class Reader:
    """Reads on one connection. A write transaction is a Reader too and sees its own changes."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        row: tuple[Any, ...] | None = self.connection.execute(sql, parameters).fetchone()
        return row

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Return the first column of the first row, or None."""
        row = self.row(sql, parameters)
        return row[0] if row else None
