"""Three ways to bring files of several people together: pygeodiff's, `INSERT OR REPLACE` row by row, and this one."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Protocol

from benchmarks import geodiff, land
from benchmarks.histories import FIELDS, PARENT, Cell, Edit, Hazard, History, Step, Visit
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import edits, imports, sites
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, Transaction, fold
from fieldcheck.store.queries import conflicts, records

Values = dict[Cell, set[str]]


class Merger(Protocol):
    """The files of one history, before and after they are brought together; a context manager."""

    def __enter__(self) -> object:
        """Return itself."""

    def __exit__(self, *_: object) -> None:
        """Close the files."""

    def merge(self) -> float:
        """Let the office take in every inspector; return the seconds."""

    def merge_first_again(self) -> None:
        """Let the office take in the first inspector once more."""

    def shown(self) -> Values:
        """Return what the office's file holds in each cell."""

    def conflicts(self) -> Values:
        """Return what was told as a conflict: the values by cell."""

    def twice(self) -> int:
        """Return how many rows stand there once more than they should."""


class _Plain:
    """Plain SQLite files: the office's, and one of each inspector, all begun from the same."""

    def __init__(self, folder: Path, made: History, schema: str) -> None:
        self.folder = folder
        self.base, self.office = folder / "base.db", folder / "office.db"
        with closing(sqlite3.connect(self.base)) as connection, connection:
            connection.executescript(schema)
        self.apply(self.base, made.base)
        self.inspectors = [folder / f"{number}.db" for number in range(1, len(made.done))]
        for path, steps in zip([self.office, *self.inspectors], made.done, strict=True):
            shutil.copy(self.base, path)
            self.apply(path, steps)

    def __enter__(self) -> _Plain:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing stays open."""

    def apply(self, path: Path, steps: Iterable[Step]) -> None:
        """Let somebody do these things in a file."""
        with closing(sqlite3.connect(path)) as connection, connection:
            for step in steps:
                self._do(connection, step)

    def _do(self, connection: sqlite3.Connection, step: Step) -> None:
        if isinstance(step, Visit):
            connection.execute("INSERT INTO inspection (uid) VALUES (?)", (step.id,))
        elif isinstance(step, Hazard):
            values = [self.kept(connection, name, step.values[name]) for name in FIELDS]
            connection.execute(
                f"INSERT INTO finding (uid, {', '.join(FIELDS)}) VALUES (?, ?, ?, ?)", [step.id, *values]
            )
        else:
            value = self.kept(connection, step.field, step.value)
            connection.execute(f"UPDATE finding SET {step.field} = ? WHERE uid = ?", (value, step.id))

    def kept(self, connection: sqlite3.Connection, name: str, value: str) -> object:
        """Return a value as the file keeps it."""
        return value

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return rows of the office's file."""
        with closing(sqlite3.connect(self.office)) as connection:
            return connection.execute(sql).fetchall()

    def shown(self) -> Values:
        """Return what the office's file holds in each cell."""
        found: Values = {}
        for uid, *values in self.rows(f"SELECT uid, {', '.join(FIELDS)} FROM finding"):
            for name, value in zip(FIELDS, values, strict=True):
                found.setdefault((uid, name), set()).add(value)
        return found

    def twice(self) -> int:
        """Return how many rows stand there once more than they should."""
        return sum(
            int(self.rows(f"SELECT count(*) - count(DISTINCT uid) FROM {table}")[0][0])
            for table in ("inspection", "finding")
        )


class Upsert(_Plain):
    """Ids are UUIDs, and whoever is taken in last is right about every row that he has."""

    def __init__(self, folder: Path, made: History) -> None:
        columns = ", ".join(f"{name} TEXT" for name in FIELDS)
        super().__init__(
            folder,
            made,
            f"CREATE TABLE inspection (uid TEXT PRIMARY KEY); CREATE TABLE finding (uid TEXT PRIMARY KEY, {columns})",
        )

    def merge(self) -> float:
        """Let the office take in every inspector; return the seconds."""
        started = time.perf_counter()
        for path in self.inspectors:
            self._take(path)
        return time.perf_counter() - started

    def _take(self, path: Path) -> None:
        with closing(sqlite3.connect(self.office)) as connection:
            connection.execute("ATTACH ? AS other", (str(path),))
            with connection:
                for table in ("inspection", "finding"):
                    connection.execute(f"INSERT OR REPLACE INTO main.{table} SELECT * FROM other.{table}")

    def merge_first_again(self) -> None:
        """Let the office take in the first inspector once more."""
        self._take(self.inspectors[0])

    def conflicts(self) -> Values:
        """Return nothing: this way knows no conflict."""
        return {}


class GeoDiff(_Plain):
    """Rows are numbered; a hazard names its inspection by the number (`by_number`) or by a UUID."""

    def __init__(self, folder: Path, made: History, *, by_number: bool) -> None:
        self._by_number = by_number
        self._told: Values = {}
        parent = "INTEGER" if by_number else "TEXT"
        super().__init__(
            folder,
            made,
            "CREATE TABLE inspection (fid INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT); "
            f"CREATE TABLE finding (fid INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT, {PARENT} {parent}, "
            "description TEXT, location TEXT)",
        )

    def kept(self, connection: sqlite3.Connection, name: str, value: str) -> object:
        """Return a value as the file keeps it: an inspection by its number."""
        if name != PARENT or not self._by_number:
            return value
        return connection.execute("SELECT fid FROM inspection WHERE uid = ?", (value,)).fetchone()[0]

    def merge(self) -> float:
        """Let the office take in every inspector; return the seconds."""
        return sum(self._take(path) for path in self.inspectors)

    def merge_first_again(self) -> None:
        """Let the office take in the first inspector once more."""
        self._take(self.inspectors[0])

    def _take(self, path: Path) -> float:
        mine, conflict = self.folder / "mine.db", self.folder / "conflict.json"
        shutil.copy(path, mine)
        conflict.unlink(missing_ok=True)
        started = time.perf_counter()
        geodiff.merge(self.base, self.office, mine, conflict)
        seconds = time.perf_counter() - started
        mine.replace(self.office)
        if conflict.exists():
            self._note(json.loads(conflict.read_text())["geodiff"])
        return seconds

    def _note(self, found: list[dict[str, object]]) -> None:
        """Keep what the peer told of conflicts: a row by its number, and three values of each column."""
        uids = {str(fid): uid for fid, uid in self.rows("SELECT fid, uid FROM finding")}
        parents = dict(self.rows("SELECT fid, uid FROM inspection"))
        for entry in found:
            if entry["table"] != "finding":
                continue
            changes = entry["changes"]
            assert isinstance(changes, list)
            for change in changes:
                name = ("fid", "uid", *FIELDS)[change["column"]]
                values = {change.get(key) for key in ("base", "old", "new")}
                told = {parents.get(value, value) if name == PARENT else value for value in values}
                self._told.setdefault((uids[str(entry["fid"])], name), set()).update(told)

    def conflicts(self) -> Values:
        """Return what was told as a conflict."""
        return self._told

    def shown(self) -> Values:
        """Return what the office's file holds in each cell, inspections by their UUID."""
        found = super().shown()
        if self._by_number:
            parents = dict(self.rows("SELECT fid, uid FROM inspection"))
            for cell, values in found.items():
                if cell[1] == PARENT:
                    found[cell] = {parents.get(value, "") for value in values}
        return found


class FieldCheck:
    """A bureau and its laptops: packages, as people send them."""

    def __init__(self, folder: Path, made: History) -> None:
        self._folder, self._closing = folder, ExitStack()
        self._office = self._closing.enter_context(land.bureau(folder))
        self._site = sites.create(self._office, {"name": "海晏市恒锐机械制造有限公司"}).main
        self._work(self._office, made.base)
        laptops = [
            self._closing.enter_context(land.laptop(self._office, folder, f"laptop-{number}"))
            for number in range(1, len(made.done))
        ]
        for store, steps in zip([self._office, *laptops], made.done, strict=True):
            self._work(store, steps)
        self._packages = [land.send_up(store, folder) for store in laptops]

    def __enter__(self) -> FieldCheck:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def _work(self, store: Store, steps: Sequence[Step]) -> None:
        def work(transaction: Transaction) -> str:
            for step in steps:
                self._do(transaction, step)
            return ""

        store.write(work)

    def _do(self, transaction: Transaction, step: Step) -> None:
        if isinstance(step, Visit):
            transaction.append("inspection", step.id, self._site, {"site": self._site})
        elif isinstance(step, Hazard):
            transaction.append("finding", step.id, step.values[PARENT], {**step.values, "site": self._site})
        elif isinstance(step, Edit):
            seen = edits.standing_now(transaction, "finding", step.id, [step.field])
            of = records.belongs_to(transaction, "finding", step.id)
            transaction.append("finding", step.id, of, {step.field: step.value}, seen)

    def merge(self) -> float:
        """Let the office take in every inspector; return the seconds."""
        started = time.perf_counter()
        self._take(self._packages, Outcome.IMPORTED)
        return time.perf_counter() - started

    def _take(self, paths: Sequence[Path], expected: Outcome) -> None:
        for verdict in imports.import_packages(self._office, paths):
            assert verdict.outcome is expected, verdict

    def merge_first_again(self) -> None:
        """Let the office take in the first inspector once more."""
        self._take(self._packages[:1], Outcome.NOTHING_NEW)

    def shown(self) -> Values:
        """Return the standing values of each cell."""
        found: Values = {}
        for record in fold.load_all(self._office.reader().connection, KINDS["finding"]):
            for name in FIELDS:
                found[record.id, name] = {str(value.value) for value in record.state.get(name, [])}
        return found

    def conflicts(self) -> Values:
        """Return the values of each conflict that the office is shown."""
        return {(row.entity, row.field): set() for row in conflicts.conflicts(self._office.reader())}

    def twice(self) -> int:
        """Return how many rows stand there once more than they should: an id is there once."""
        row = self._office.reader().row("SELECT count(*) - count(DISTINCT id) FROM finding")
        assert row is not None
        return int(row[0])
