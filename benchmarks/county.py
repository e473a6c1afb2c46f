"""A county on Friday: fifty packages of two hundred visits each imported with progress, and then all of them again.

Every laptop also corrected the address and the note of sites that a colleague of the same town corrected too, neither
knowing of the other: each is a true conflict, and no other one is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks import land, world
from benchmarks.apart import apart, say
from benchmarks.land import Line
from benchmarks.measure import Row
from fieldcheck.model.identifiers import answer_id, new_id
from fieldcheck.model.records import Site
from fieldcheck.operations import imports, sites
from fieldcheck.operations.verdicts import Outcome, Step, Verdict
from fieldcheck.store import Store
from fieldcheck.store.queries import conflicts, records

LAPTOPS = int(os.environ.get("FIELDCHECK_BENCHMARK_LAPTOPS", "50"))
VISITS, ANSWERS, FINDINGS, EDITS = 200, 41, 12, 6
SITES_OF_A_TOWN = 40
DISPUTED = ("address", "note")
"""Fields that both laptops of a town correct at each of its sites."""


def rows() -> list[Row]:
    """Measure both times in one process, as one person would."""
    with world.folder() as folder:
        say(f"county: {LAPTOPS} laptops with {VISITS} visits each")
        changes = apart(prepare, folder).result
        ran = apart(measure, folder)
    first, again, silence, found = ran.result
    what = f"{LAPTOPS} packages of {VISITS} visits imported"
    truth = LAPTOPS // 2 * SITES_OF_A_TOWN * len(DISPUTED)
    told = f"{changes:,} changes, {found:,} of {truth:,} conflicts; longest time without progress {silence:.2f} s"
    return [
        Row(what, "—", first, None, None, ran.memory, told),
        Row("all of them once more", "the first time", again, first, 0.05, ran.memory),
    ]


def prepare(folder: Path) -> int:
    """Make the bureau, its laptops and their packages; return how many changes these carry."""
    with land.bureau(folder) as bureau:
        for town in range(LAPTOPS // 2):
            for number in range(SITES_OF_A_TOWN):
                sites.create(bureau, {"name": f"{town}镇第{number}机械厂", "town": f"{town}镇", "address": "未知"})
        with ExitStack() as closing:
            # All are taken in before the first package comes: the answer to each is small then.
            laptops = [
                closing.enter_context(land.laptop(bureau, folder, f"laptop-{number}", f"{number // 2}镇"))
                for number in range(LAPTOPS)
            ]
            return sum(_work(store, folder, number) for number, store in enumerate(laptops))


def _work(store: Store, folder: Path, number: int) -> int:
    known = [site.id for site in records.everything(store.reader(), Site)]
    for site in known:
        sites.edit_site(store, site, {field: f"{number}号核实的{field}" for field in DISPUTED})
    count = land.write(store, _visits(known))
    land.send_up(store, folder)
    say(f"county: laptop {number + 1} of {LAPTOPS}")
    return count + len(known)


def _visits(known: list[str]) -> Iterator[Line]:
    for number in range(VISITS):
        yield from _visit(known[number % len(known)], number)


def _visit(site: str, number: int) -> Iterator[Line]:
    visit = new_id()
    started = f"2026-{1 + number % 12:02}-{1 + number % 28:02}T09:10+08:00"
    values = {"site": site, "visit_kind": "enforcement", "started_at": started, "sector": "industry_trade"}
    yield "inspection", visit, site, values, None
    for item in range(ANSWERS):
        given = {"inspection": visit, "form": "machinery", "item": f"MEC-{item:02}", "value": "pass"}
        yield "answer", answer_id(visit, "machinery", f"MEC-{item:02}"), visit, given, None
    found = [new_id() for _ in range(FINDINGS)]
    for place, finding in enumerate(found):
        yield "finding", finding, visit, land.hazard(visit, site, place), None
    for finding in found[:EDITS]:
        yield "finding", finding, visit, {"location": "西侧第三台"}, None


class _Progress:
    """What the person sees, and the longest time in which nothing new was seen."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self.silence = 0.0

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        self.silence, self._last = max(self.silence, now - self._last), now


def measure(folder: Path) -> tuple[float, float, float, int]:
    """Return the seconds of both times, the longest silence of the first, and how many conflicts there are."""
    paths = sorted(folder.glob("*.fcpkg"))
    progress = _Progress()
    with land.open_again(folder / land.BUREAU) as bureau:
        first = _import(bureau, paths, progress, Outcome.IMPORTED)
        silence = progress.silence
        found = conflicts.count(bureau.reader())
        again = _import(bureau, paths, progress, Outcome.NOTHING_NEW)
    return first, again, silence, found


def _import(bureau: Store, paths: list[Path], progress: _Progress, expected: Outcome) -> float:
    started = time.perf_counter()
    verdicts: list[Verdict] = imports.import_packages(bureau, paths, progress)
    seconds = time.perf_counter() - started
    wrong = [verdict for verdict in verdicts if verdict.outcome is not expected]
    assert not wrong, wrong[0]
    return seconds
