"""Hazards of a laptop into a store with as many of its own, conflicts included: against pygeodiff, against executemany.

What is measured is what a person waits for: the package is opened, each signature, hash, chain and line is checked, and
then it is merged, in transactions that answers fit between. The peer rebases the same rows in plain SQLite, without
cipher, signature and history; the floor writes the rows that came out, in one transaction, into a copy of the store.
"""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import geodiff, land, world
from benchmarks.apart import Ran, apart, say
from benchmarks.measure import Row
from fieldcheck.model.identifiers import new_id
from fieldcheck.operations import imports, trust
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import devices
from fieldcheck.store.connection import connect
from fieldcheck.store.key import derive, read_salt
from fieldcheck.store.merge import CACHE_KIBIBYTES, Merge
from fieldcheck.store.queries import exchange

ROWS = int(os.environ.get("FIELDCHECK_BENCHMARK_ROWS", "200000"))
TIMES = 3
PACKAGE, LAPTOP, MERGED = "up.fcpkg", "laptop.fcstore", "merged.fcstore"

Timed = tuple[float, int]
"""Seconds, and how many conflicts there are then."""


def rows() -> list[Row]:
    """Measure each in a process of its own, in turns."""
    with world.folder() as folder:
        say(f"merge: two stores of {ROWS:,} hazards")
        disputed = apart(prepare, folder, ROWS).result
        works: dict[str, Callable[[Path], Timed]] = {"import": import_package, "merge": merge_alone, "rows": bare}
        if geodiff.installed():
            apart(geodiff.prepare, folder, ROWS, disputed)
            works["geodiff"] = geodiff.rebase
        else:
            say(geodiff.MISSING)
        ran = {name: [_turn(folder, name, work) for _ in range(1)] for name, work in works.items()}
        for _ in range(TIMES - 1):
            for name, work in works.items():
                ran[name].append(_turn(folder, name, work))
    return _rows(ran, disputed)


def _turn(folder: Path, name: str, work: Callable[[Path], Timed]) -> Ran[Timed]:
    done = apart(work, folder)
    say(f"merge: {name} {done.result[0]:.2f} s")
    return done


def _rows(ran: dict[str, list[Ran[Timed]]], disputed: int) -> list[Row]:
    seconds = {name: statistics.median(one.result[0] for one in every) for name, every in ran.items()}
    memory = {name: max(one.memory for one in every) for name, every in ran.items()}
    found = ran["import"][0].result[1]
    what = f"merge {ROWS:,} hazards into {ROWS:,}"
    note = f"the package opened, checked and merged; {found:,} of {disputed:,} conflicts shown"
    alone = "the lines were checked before"
    peer = "pygeodiff rebase, plain SQLite"
    if "geodiff" in ran:
        told = f"{note}; the peer {memory['geodiff'] / 1e6:.0f} MB and {ran['geodiff'][0].result[1]:,} conflicts"
        measured = Row(what, peer, seconds["import"], seconds["geodiff"], 1.0, memory["import"], told)
    else:
        measured = Row(what, peer, seconds["import"], None, None, memory["import"], geodiff.MISSING)
    floor = "executemany of the same journal and finding rows"
    return [
        measured,
        Row("the same", floor, seconds["import"], seconds["rows"], 2.5, memory["import"], note),
        Row("its merging alone", floor, seconds["merge"], seconds["rows"], None, memory["merge"], alone),
    ]


def prepare(folder: Path, count: int) -> int:
    """Make a bureau and a laptop with so many hazards each and a package between; return how many are disputed.

    One hazard in a hundred was known to both, and both changed where it is.
    """
    shared = [new_id() for _ in range(max(1, count // 100))]
    with land.bureau(folder) as bureau, land.laptop(bureau, folder, "laptop") as laptop:
        own = land.device(bureau)
        begun = exchange.known_vector(bureau.reader())[own]
        land.write(bureau, [("finding", one, "", land.hazard("visit", "site", 0), None) for one in shared])
        land.write(bureau, [("finding", one, "", {"location": "甲"}, None) for one in shared])
        land.write(bureau, land.hazards(count))
        seen = {one: {own: (begun + place,)} for place, one in enumerate(shared, 1)}
        land.write(laptop, [("finding", one, "", {"location": "乙"}, seen[one]) for one in shared])
        land.write(laptop, land.hazards(count))
        land.send_up(laptop, folder).rename(folder / PACKAGE)
    return len(shared)


def _copy(folder: Path, name: str) -> Path:
    path = folder / name
    shutil.copy(folder / land.BUREAU, path)
    return path


def import_package(folder: Path) -> Timed:
    """Import the package as the program does, into a copy of the bureau's store."""
    with land.open_again(_copy(folder, MERGED)) as store:
        started = time.perf_counter()
        verdict = imports.import_packages(store, [folder / PACKAGE])[0]
        seconds = time.perf_counter() - started
        assert verdict.outcome is Outcome.IMPORTED, verdict.error
        return seconds, verdict.conflicts


def merge_alone(folder: Path) -> Timed:
    """Merge the lines of the package, which lie in memory, into a copy of the bureau's store."""
    with land.open_again(folder / LAPTOP) as laptop:
        own = devices.own(laptop.reader())
        certificate = trust.certified(trust.own_certificate(laptop.reader()))
        lines = list(exchange.range_lines(laptop.reader(), own.id, 1, own.seq))
    path = _copy(folder, "alone.fcstore")
    started = time.perf_counter()
    with Merge(path, derive(world.PASSPHRASE, read_salt(path))) as merge:
        merge.device(certificate)
        merge.lines(own.id, 1, lines)
        counts = merge.finish()
    seconds = time.perf_counter() - started
    path.unlink()
    return seconds, counts.conflicts


def bare(folder: Path) -> Timed:
    """Write the laptop's journal and folded rows, as they stand in the merged store, into a copy of the bureau's."""
    key = derive(world.PASSPHRASE, read_salt(folder / land.BUREAU))
    merged = connect(folder / MERGED, key, writable=False)
    number = merged.execute("SELECT number FROM device WHERE name = 'laptop'").fetchone()[0]
    written: list[tuple[str, list[Any]]] = [
        (f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)
        for table, found in (
            ("journal", merged.execute("SELECT * FROM journal WHERE device = ?", (number,)).fetchall()),
            ("finding", merged.execute("SELECT * FROM finding WHERE _device = ?", (number,)).fetchall()),
        )
    ]
    merged.close()
    path = _copy(folder, "bare.fcstore")
    connection = connect(path, key, writable=True)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
    started = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for sql, found in written:
        connection.executemany(sql, found)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    path.unlink()
    return seconds, 0
