"""Kills imports, exports and visits to a shared folder at random moments; the next try must complete them.

Run by `kill_exchanges` in a process of its own, which opens no store itself: each try, and each look at what it left,
are forks of it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from random import Random

from fieldcheck.operations import marks
from tests.kill.boundaries import ROOT, Stage, Task, forked, task_of

WORKS = ("import", "receive", "export", "visit")


@dataclass(frozen=True)
class Killed:
    """How many pieces of work were killed, how many were done before that, and what was wrong afterwards."""

    killed: int
    done: int
    problems: tuple[str, ...]


def kill_exchanges(folder: Path, kills: int, seed: int) -> Killed:
    """Begin imports, exports and visits in turn until `kills` of them were killed by SIGKILL while they worked."""
    command = [sys.executable, "-m", "tests.kill.moments", str(folder), str(kills), str(seed)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    killed, done, problems = json.loads(ran.stdout)
    return Killed(killed, done, tuple(problems))


def killed_within(work: Callable[[], object], seconds: float) -> bool:
    """Do `work` in a fork that is killed after so long; return whether it was still at it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    # The pipe closes when the child ends.
    select.select([reading], [], [], seconds)
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL), f"the work ended with {code}"
    return code != 0


def _seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    code, _ = forked(work)
    assert code == 0, "undisturbed it succeeds"
    return time.monotonic() - started


def _wrong(task: Task) -> list[str]:
    return list(task.wrong())


def main(folder: str, kills: str, seed: str) -> int:
    """Print [killed, done, problems] as JSON."""
    random = Random(int(seed))
    (Path(folder) / "county").mkdir()
    os.environ[marks.FOLDER] = str(Path(folder) / "try" / "computer")
    _, stage = forked(lambda: Stage(Path(folder)))
    assert stage is not None, "the stores were made"
    tasks = {work: task_of(stage, work) for work in WORKS}
    longest: dict[str, float] = {}
    for work, task in tasks.items():
        task.prepare()
        longest[work] = _seconds_of(task.run)
    killed, done = 0, 0
    problems: list[str] = []
    for work in islice(cycle(WORKS), 4 * int(kills)):
        if killed == int(kills):
            break
        tasks[work].prepare()
        moment = random.uniform(0, longest[work])
        was_killed = killed_within(tasks[work].run, moment)
        killed, done = killed + was_killed, done + (not was_killed)
        _, wrong = forked(partial(_wrong, tasks[work]))
        problems += [f"{work} {moment:.3f} s: {what}" for what in (wrong if wrong is not None else ["no look at it"])]
    sys.stdout.write(json.dumps([killed, done, problems]))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
