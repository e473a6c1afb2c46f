"""`python -m benchmarks.differential [HISTORIES]`: the same random histories merged by pygeodiff, by upsert, and here.

Three inspectors and the office work for a day, none knowing of the others; then the office takes in the three of them,
and the first of them once more. What counts is what is in the office's file then: values that are neither shown nor
told as a conflict, hazards under an inspection where nobody wanted them, rows that stand twice. A day holds some sixty
changes, so that the seconds are mostly those of opening files and packages; `merge` measures many rows.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import geodiff
from benchmarks.apart import say
from benchmarks.histories import PARENT, Cell, History, history
from benchmarks.mergers import FieldCheck, GeoDiff, Merger, Upsert

HISTORIES = 100


@dataclass(slots=True)
class Score:
    """What one way of merging did to all histories."""

    seconds: float = 0.0
    values: int = 0
    lost: int = 0
    hazards: int = 0
    moved: int = 0
    twice: int = 0
    true: int = 0
    reported: int = 0
    right: int = 0

    def add(self, truth: dict[Cell, frozenset[str]], merger: Merger) -> None:
        """Compare what a merger made of a history with what people meant."""
        shown, told = merger.shown(), merger.conflicts()
        disputed = {cell for cell, values in truth.items() if len(values) > 1}
        for cell, values in truth.items():
            self.values += len(values)
            self.lost += len(values - shown.get(cell, set()) - told.get(cell, set()))
        parents = {cell: values for cell, values in truth.items() if cell[1] == PARENT}
        self.hazards += len(parents)
        self.moved += sum(not (shown.get(cell, set()) <= values) for cell, values in parents.items())
        self.true += len(disputed)
        self.reported += len(told)
        self.right += len(disputed & told.keys())


def measure(count: int) -> dict[str, Score]:
    """Return the scores of every way of merging over so many histories."""
    ways: dict[str, Callable[[Path, History], Merger]] = {
        "FieldCheck": FieldCheck,
        "upsert by id (INSERT OR REPLACE)": Upsert,
    }
    if geodiff.installed():
        ways["pygeodiff, parents by row number"] = lambda path, made: GeoDiff(path, made, by_number=True)
        ways["pygeodiff, parents by UUID"] = lambda path, made: GeoDiff(path, made, by_number=False)
    else:
        say(geodiff.MISSING)
    scores = {name: Score() for name in ways}
    for seed in range(count):
        made = history(seed)
        for name, way in ways.items():
            with tempfile.TemporaryDirectory(prefix="differential-") as folder:
                _merge(scores[name], made, way(Path(folder), made))
    return scores


def _merge(score: Score, made: History, merger: Merger) -> None:
    with merger:
        score.seconds += merger.merge()
        score.add(made.truth(), merger)
        merger.merge_first_again()
        score.twice += merger.twice()


def table(scores: dict[str, Score], count: int) -> str:
    """Return the scores as a Markdown table."""
    lines = [
        f"{count} histories of three inspectors and an office",
        "",
        "| | seconds | values lost | hazards under a wrong inspection | rows twice after a second import "
        "| conflicts reported (true ones) of true |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, one in scores.items():
        lost, moved = f"{one.lost:,} of {one.values:,}", f"{one.moved:,} of {one.hazards:,}"
        told = f"{one.reported:,} ({one.right:,}) of {one.true:,}"
        lines.append(f"| {name} | {one.seconds:.2f} | {lost} | {moved} | {one.twice:,} | {told} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES
    print(table(measure(count), count))


if __name__ == "__main__":
    main()
