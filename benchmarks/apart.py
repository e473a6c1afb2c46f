"""A piece of work in a process of its own, with what it took in time and memory."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from benchmarks.measure import peak_memory

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ran(Generic[Result]):
    """What a piece of work returned; `memory` is the largest resident size of its process in bytes."""

    result: Result
    seconds: float
    memory: int


def apart(work: Callable[..., Result], *arguments: object) -> Ran[Result]:
    """Run a function of a module in a new process; its time does not hold the start of the process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run, work, *arguments).result()


def _run(work: Callable[..., Result], *arguments: object) -> Ran[Result]:
    started = time.perf_counter()
    result = work(*arguments)
    return Ran(result, time.perf_counter() - started, peak_memory())


def say(text: str) -> None:
    """Tell the person who waits what is going on; the table is on standard output."""
    print(text, file=sys.stderr, flush=True)
