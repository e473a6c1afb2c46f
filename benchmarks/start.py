"""From nothing to a usable main window on a store of a million changes, against a window with nothing in it.

The store has a cheap key: unlocking is a row of its own.
"""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path

from benchmarks import processes, world
from benchmarks.measure import Row
from fieldcheck.store import Store, Transaction

CHANGES = int(os.environ.get("FIELDCHECK_BENCHMARK_CHANGES", "1000000"))
TIMES = 7
ITEMS = tuple(f"MEC-{number:02}" for number in range(1, 33))
FINDINGS = 4
VISITS_IN_A_TRANSACTION = 200


def rows() -> list[Row]:
    """Measure both in turn, each in a process of its own."""
    with world.folder() as folder:
        path = folder / "large.fcstore"
        changes = build(path, CHANGES)
        pairs = []
        for _ in range(TIMES + 1):
            ours = processes.run(folder, "start", path, world.PASSPHRASE)
            pairs.append((ours, processes.run(folder, "bare")))
        size = path.stat().st_size
    # The first turn fills the system's file cache for both.
    seconds = statistics.median(pair[0][0] for pair in pairs[1:])
    floor = statistics.median(pair[1][0] for pair in pairs[1:])
    memory, bare = (max(int(pair[side][1]["memory"]) for pair in pairs) for side in (0, 1))
    note = f"{changes:,} changes, {size / 1e6:.0f} MB; the bare window {bare / 1e6:.0f} MB of memory"
    return [Row("start to a usable main window", "a bare PySide6 window", seconds, floor, 3.0, memory, note)]


def build(path: Path, changes: int) -> int:
    """Fill a store with visits, answers and findings through its own transactions; return how many changes it has."""
    a_visit = 1 + len(ITEMS) + FINDINGS
    with world.new_store(path) as store:
        visits = changes // a_visit + 1
        for first in range(0, visits, VISITS_IN_A_TRANSACTION):
            _write(store, range(first, min(first + VISITS_IN_A_TRANSACTION, visits)))
            print(f"\r{first * a_visit:,} of {changes:,} changes", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return int(store.reader().value("SELECT count(*) FROM journal"))


def _write(store: Store, visits: range) -> None:
    def work(transaction: Transaction) -> str:
        for visit in visits:
            _visit(transaction, visit)
        return ""

    store.write(work)


def _visit(transaction: Transaction, visit: int) -> None:
    """Append one visit; every fifteenth is to a new site."""
    site, entity = f"site-{visit // 15}", f"visit-{visit}"
    if visit % 15 == 0:
        name = f"海晏市第{visit // 15}机械制造有限公司"
        transaction.append("site", site, "", {"name": name, "kind": "enterprise", "town": "城港街道"})
    started = f"{2020 + visit % 7}-{1 + visit % 12:02}-{1 + visit % 28:02}T09:10+08:00"
    kept = {
        "site": site,
        "visit_kind": "enforcement",
        "started_at": started,
        "town": "城港街道",
        "sector": "industry_trade",
    }
    transaction.append("inspection", entity, site, kept)
    for item in ITEMS:
        members = {"inspection": entity, "form": "machinery", "item": item, "value": "pass"}
        transaction.append("answer", f"{entity}-{item}", entity, members)
    for number in range(FINDINGS):
        hazard = {
            "inspection": entity,
            "site": site,
            "form": "machinery",
            "item": ITEMS[number],
            "description": "缺少防护罩",
        }
        transaction.append("finding", f"{entity}-f{number}", entity, hazard)
