"""Timing: what is measured and its floor take turns, so that both meet the same machine; the median counts."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. Times in seconds; `bound` is a ratio to the floor or, without a floor, seconds.

    `memory` is the largest resident size of the measured process in bytes; `memory_bound`, what it may be at most.
    """

    what: str
    against: str
    seconds: float
    floor: float | None
    bound: float | None
    memory: int
    note: str = ""
    memory_bound: int | None = None

    @property
    def ratio(self) -> float | None:
        """Return how many times the floor this took, or None where there is no floor."""
        return None if self.floor is None else self.seconds / self.floor

    @property
    def held(self) -> bool | None:
        """Return whether the bounds held; None where there is none."""
        if self.bound is None and self.memory_bound is None:
            return None
        quick = self.bound is None or (self.seconds if self.ratio is None else self.ratio) <= self.bound
        return quick and (self.memory_bound is None or self.memory <= self.memory_bound)


def timed(work: Work) -> float:
    """Return how long `work` took, in seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def side_by_side(work: Work, floor: Work, times: int, before: Work = lambda: None) -> tuple[float, float]:
    """Return the median seconds of both, after one turn that does not count; `before` each turn is not counted."""
    pairs = []
    for _ in range(times + 1):
        before()
        pairs.append((timed(work), timed(floor)))
    del pairs[0]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def alone(work: Work, times: int) -> float:
    """Return the median seconds of `work`, after one turn that does not count."""
    work()
    return statistics.median(timed(work) for _ in range(times))


def peak_memory() -> int:
    """Return the largest resident size of this process so far, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # `ru_maxrss` begins with the size of the process that started this one.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
