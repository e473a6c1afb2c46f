"""Who takes part in a history: a store, what its person has open, and what was typed in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from fieldcheck.model.journal import DELETED
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import marks
from fieldcheck.store import Reader, Seen, Store, fold
from fieldcheck.store.queries import conflicts
from tests.histories.oracle import Named


@dataclass
class Page:
    """What a person has before the eyes: which values stand in each field, and how the program names them."""

    shown: dict[str, frozenset[int]]
    seen: dict[str, Seen]


@dataclass(frozen=True)
class Backup:
    """A copy of a store, and what had been typed in it when it was made."""

    path: Path
    own: dict[tuple[Named, str], frozenset[int]]
    bodies: frozenset[str]


@dataclass
class Actor:
    """One store and the person before it.

    Attributes:
        computer: what the computer remembers of the stores on it.
        years: how far its clock is from the truth.
        own: numbers of the values that were typed in this store, by record and field.
        rogue: whether its program writes what it may not; its own view is then worth nothing.
    """

    name: str
    store: Store
    computer: Path
    years: int = 0
    rogue: bool = False
    backup: Backup | None = None
    pages: dict[Named, Page] = field(default_factory=dict)
    own: dict[tuple[Named, str], set[int]] = field(default_factory=dict)

    @property
    def reader(self) -> Reader:
        """Return the store's reader."""
        return self.store.reader()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let writes carry what this laptop takes for the time, and let its own computer remember."""
        shift = timedelta(days=365 * self.years)

        def wrong() -> str:
            return (datetime.now(UTC) + shift).isoformat(timespec="milliseconds").replace("+00:00", "Z")

        with (
            patch("fieldcheck.store.transaction.clock", wrong),
            patch.dict(os.environ, {marks.FOLDER: str(self.computer)}),
        ):
            yield

    def typed(self) -> dict[tuple[Named, str], frozenset[int]]:
        """Return what was typed in this store up to now."""
        return {key: frozenset(numbers) for key, numbers in self.own.items()}

    def values(self, record: Named) -> dict[str, list[tuple[object, str, int]]]:
        """Return what stands in each field: (value, device, seq)."""
        folded = fold.load(self.reader.connection, KINDS[record[0]], record[1]) if record[0] in KINDS else None
        state = folded.state if folded is not None else {}
        return {
            name: [(one.value, one.device, one.seq) for one in values]
            for name, values in state.items()
            if name != DELETED
        }

    def shows(self, record: Named) -> bool:
        """Return whether a list of this store would show the record."""
        kind = KINDS.get(record[0])
        if kind is None:
            return False
        sql = f'SELECT 1 FROM "{kind.name}" WHERE id = ? AND NOT _deleted AND "{kind.created_by}" IS NOT NULL'
        return self.reader.value(sql, (record[1],)) is not None

    def seen(self, record: Named) -> dict[str, Seen]:
        """Return how the program names what stands."""
        return conflicts.seen(self.reader, *record)
