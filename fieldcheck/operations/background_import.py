"""Packages checked and imported beside the window, in a child process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from fieldcheck.model.errors import N_, EnvironmentProblem, FieldCheckError
from fieldcheck.operations import child, held_back, imports, photos
from fieldcheck.operations.packages import ignore
from fieldcheck.operations.verdicts import Cancelled, Judged, Preview, Report, Step, Stopped, Verdict
from fieldcheck.store import Store


class ImportDied(EnvironmentProblem):
    """The child process ended without an answer."""

    code = "IMPORT_DIED"
    message = N_("The import stopped unexpectedly (exit code {code}). What was imported stays; import the files again.")


SMALL_BYTES = 1_000_000
"""A package up to this size is checked in less time than a process needs to start."""

Found = Callable[[Path, Preview | FieldCheckError], None]
"""Called with what a package would do, or why it cannot be taken."""


def preview_beside(store: Store, paths: Sequence[Path], found: Found, cancelled: Cancelled = lambda: False) -> None:
    """Check packages one after another and hand over what importing each would do; large ones in a child process.

    Blocks the calling thread, not the store. Ends early where `cancelled`. Raises ImportDied.
    """
    small = [path for path in paths if _is_small(path)]
    for path in small:
        if not cancelled():
            found(path, _preview(store, path))
    large = [path for path in paths if path not in small]
    if not large or cancelled():
        return
    try:
        child.beside(store, _check, large, report=lambda told: found(*told), cancelled=cancelled)
    except child.ChildDied as error:
        raise ImportDied(**error.details) from error


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= SMALL_BYTES
    except OSError:
        # Whoever opens it says what is wrong with it.
        return True


def _preview(store: Store, path: Path, progress: Callable[[int, int], None] = ignore) -> Preview | FieldCheckError:
    try:
        return imports.preview(store, path, progress)
    except FieldCheckError as error:
        return error


def _check(store: Store, line: child.Line, paths: list[Path]) -> None:
    try:
        for path in paths:
            line.report((path, _preview(store, path, partial(_stop_where_asked, line))), final=True)
    except Stopped:
        return


def _stop_where_asked(line: child.Line, _done: int, _size: int) -> None:
    if line.stopped():
        raise Stopped


def import_beside(
    store: Store,
    paths: Sequence[Path],
    report: Report = lambda step: None,
    cancelled: Cancelled = lambda: False,
    judged: Judged = lambda verdict: None,
) -> list[Verdict]:
    """Import packages in a child process, and what waited for them; return what became of each (`import_all`).

    Blocks the calling thread, not the store.
    Raises NotEnrolled, ImportDied.
    """

    def told(step: Step | Verdict) -> None:
        if isinstance(step, Verdict):
            judged(step)
        else:
            report(step)

    try:
        verdicts: list[Verdict] = child.beside(store, _work, list(paths), report=told, cancelled=cancelled)
    except child.ChildDied as error:
        raise ImportDied(**error.details) from error
    return verdicts


def _work(store: Store, line: child.Line, paths: list[Path]) -> list[Verdict]:
    def report(step: Step) -> None:
        line.report(step, final=step.done == step.size)

    def judged(verdict: Verdict) -> None:
        line.report(verdict, final=True)

    verdicts = held_back.import_all(store, paths, report, line.stopped, judged)
    photos.fill_thumbnails(store, line.stopped)
    return verdicts
