"""Long work beside the window: a child process over the same operation, so that the window and its answers go first.

The key of the store goes through a pipe, never on a command line. Steps and the result come back the same way.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

from fieldcheck.model.errors import N_, EnvironmentProblem, FieldCheckError
from fieldcheck.store import Store
from fieldcheck.store.key import RawKey

POLL_SECONDS = 0.1
REPORT_SECONDS = 0.05
_STOP = "stop"


class ChildDied(EnvironmentProblem):
    """The child process ended without an answer."""

    code = "CHILD_DIED"
    message = N_("The work stopped unexpectedly (exit code {code}). Nothing in the store is harmed; start it again.")


class Line:
    """The child's end of the pipe."""

    def __init__(self, there: Connection) -> None:
        self._there = there
        self._stopped = False
        self._last = 0.0

    def report(self, step: object, *, final: bool = False) -> None:
        """Send a step; one that follows another at once is left out, unless it is `final`."""
        now = time.monotonic()
        if final or now - self._last >= REPORT_SECONDS:
            self._last = now
            self._there.send(("step", step))

    def stopped(self) -> bool:
        """Return whether the person stopped the work, or the window is gone."""
        if not self._stopped and self._there.poll():
            self._stopped = self._there.recv() == _STOP
        return self._stopped


Work = Callable[..., object]
"""A function of a module, called with the store, the line, and the arguments; all of them can be pickled."""


def beside(
    store: Store,
    work: Work,
    *arguments: object,
    report: Callable[[Any], None] = lambda step: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Any:
    """Run `work` in a child process on the same store file; return what it returns.

    Blocks the calling thread, not the store. Raises the FieldCheckError of the work, and ChildDied.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    key = store.raw_key
    process = context.Process(target=_run, args=(there, store.path, key.key, key.salt, work, arguments), daemon=True)
    process.start()
    there.close()
    try:
        return _follow(here, report, cancelled)
    except (EOFError, ConnectionError) as error:
        # It ended while it was waited for, or a moment before it was told to stop.
        process.join()
        raise ChildDied(code=process.exitcode) from error
    finally:
        here.close()
        process.join()
        process.close()


def _follow(here: Connection, report: Callable[[Any], None], cancelled: Callable[[], bool]) -> object:
    told = False
    while True:
        if here.poll(POLL_SECONDS):
            what, value = cast("tuple[str, object]", here.recv())
            if what == "result":
                return value
            if isinstance(value, FieldCheckError):
                raise value
            report(value)
        if not told and cancelled():
            told = True
            here.send(_STOP)


def _run(there: Connection, path: Path, key: bytes, salt: bytes, work: Work, arguments: tuple[object, ...]) -> None:
    """Do the work in the child. A pipe that breaks means that the window is gone: nobody waits any more."""
    try:
        with Store(path, RawKey(key, salt)) as store:
            result = work(store, Line(there), *arguments)
        there.send(("result", result))
    except FieldCheckError as error:
        there.send(("error", error))
    except (ConnectionError, EOFError):
        return
