"""An import beside the window: a child process over the same operation, so that the window and its answers go first.

The key of the store goes through a pipe, never on a command line. Progress and verdicts come back the same way.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from fieldcheck.model.errors import N_, EnvironmentProblem, FieldCheckError
from fieldcheck.operations import imports, photos
from fieldcheck.operations.imports import Cancelled, Report, Step, Verdict
from fieldcheck.store import Store
from fieldcheck.store.key import RawKey

POLL_SECONDS = 0.1
REPORT_SECONDS = 0.05
_STOP = "stop"


class ImportDied(EnvironmentProblem):
    """The child process ended without an answer."""

    code = "IMPORT_DIED"
    message = N_("The import stopped unexpectedly (exit code {code}). What was imported stays; import the files again.")


def import_beside(
    store: Store,
    paths: Sequence[Path],
    report: Report = lambda step: None,
    cancelled: Cancelled = lambda: False,
) -> list[Verdict]:
    """Import packages in a child process; return what became of each. Blocks the calling thread, not the store.

    Raises NotEnrolled, ImportDied.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    key = store.raw_key
    arguments = (there, store.path, key.key, key.salt, list(paths))
    process = context.Process(target=_work, args=arguments, daemon=True)
    process.start()
    there.close()
    try:
        return _follow(here, report, cancelled)
    except EOFError as error:
        process.join()
        raise ImportDied(code=process.exitcode) from error
    finally:
        here.close()
        process.join()
        process.close()


def _follow(here: Connection, report: Report, cancelled: Cancelled) -> list[Verdict]:
    told = False
    while True:
        if here.poll(POLL_SECONDS):
            message = here.recv()
            if isinstance(message, Step):
                report(message)
            elif isinstance(message, FieldCheckError):
                raise message
            else:
                verdicts: list[Verdict] = message
                return verdicts
        if not told and cancelled():
            told = True
            here.send(_STOP)


def _work(there: Connection, path: Path, key: bytes, salt: bytes, paths: list[Path]) -> None:
    """Do the import in the child. A pipe that breaks means that the window is gone: nobody waits any more."""
    line = _Line(there)
    try:
        with Store(path, RawKey(key, salt)) as store:
            verdicts = imports.import_packages(store, paths, line.report, line.stopped)
            photos.fill_thumbnails(store, line.stopped)
        there.send(verdicts)
    except FieldCheckError as error:
        there.send(error)
    except (BrokenPipeError, EOFError):
        return


class _Line:
    """The child's end of the pipe."""

    def __init__(self, there: Connection) -> None:
        self._there = there
        self._stopped = False
        self._last = 0.0

    def report(self, step: Step) -> None:
        """Send a step, unless one was sent a moment ago."""
        now = time.monotonic()
        if now - self._last >= REPORT_SECONDS or step.done == step.size:
            self._last = now
            self._there.send(step)

    def stopped(self) -> bool:
        """Return whether the person stopped the import, or the window is gone."""
        if not self._stopped and self._there.poll():
            self._stopped = self._there.recv() == _STOP
        return self._stopped
