"""The peer: pygeodiff, which merges copies of plain SQLite files by the numbers of their rows."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks import land
from fieldcheck.model.canonical import encode, plain
from fieldcheck.model.kinds import KINDS

MISSING = "pygeodiff is not installed; the extra [bench] brings it"
COLUMNS = ("id", "of", *KINDS["finding"].fields)


def installed() -> bool:
    """Return whether the peer is there."""
    return importlib.util.find_spec("pygeodiff") is not None


def table(path: Path, columns: Sequence[str]) -> None:
    """Make a file with a table `finding`, its rows numbered as this family of programs numbers them."""
    with closing(sqlite3.connect(path)) as connection, connection:
        listed = ", ".join(f'"{name}" TEXT' for name in columns)
        connection.execute(f"CREATE TABLE finding (fid INTEGER PRIMARY KEY AUTOINCREMENT, {listed})")


def prepare(folder: Path, count: int, shared: int) -> None:
    """Make the file that both began with, and the two that became of it."""
    base = folder / "base.db"
    table(base, COLUMNS)
    _insert(base, [_row("shared", {"location": ""}) for _ in range(shared)])
    for name, place in (("theirs.db", "甲"), ("mine.db", "乙")):
        shutil.copy(base, folder / name)
        with closing(sqlite3.connect(folder / name)) as connection, connection:
            connection.execute("UPDATE finding SET location = ?", (place,))
        _insert(folder / name, (_row(line[1], {**line[3], "of": line[2]}) for line in land.hazards(count)))


def _row(entity: str, values: dict[str, object]) -> list[object]:
    given = {**values, "id": entity}
    return [_text(given.get(name)) for name in COLUMNS]


def _text(value: object) -> object:
    kept = plain(value)
    return encode(kept).decode() if isinstance(kept, (list, dict)) else kept


def _insert(path: Path, rows: Iterable[Sequence[object]]) -> None:
    listed, marks = ", ".join(f'"{name}"' for name in COLUMNS), ", ".join("?" * len(COLUMNS))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(f"INSERT INTO finding ({listed}) VALUES ({marks})", rows)


def rebase(folder: Path) -> tuple[float, int]:
    """Merge the one into a copy of the other; return the seconds and how many conflicts were reported."""
    merged, conflict = folder / "rebased.db", folder / "conflict.json"
    shutil.copy(folder / "mine.db", merged)
    conflict.unlink(missing_ok=True)
    started = time.perf_counter()
    merge(folder / "base.db", folder / "theirs.db", merged, conflict)
    return time.perf_counter() - started, conflicts(conflict)


def merge(base: Path, theirs: Path, mine: Path, conflict: Path) -> None:
    """Let `mine` hold what `theirs` and itself became since `base`."""
    from pygeodiff import GeoDiff

    peer = GeoDiff()
    peer.rebase(str(base), str(theirs), str(mine), str(conflict))
    peer.shutdown()


def conflicts(path: Path) -> int:
    """Return how many rows the peer reported as conflicts; it writes no file where there are none."""
    return len(json.loads(path.read_text())["geodiff"]) if path.exists() else 0
