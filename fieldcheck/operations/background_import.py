"""An import beside the window, in a child process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fieldcheck.model.errors import N_, EnvironmentProblem
from fieldcheck.operations import child, imports, photos
from fieldcheck.operations.imports import Cancelled, Report, Step, Verdict
from fieldcheck.store import Store


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
    try:
        verdicts: list[Verdict] = child.beside(store, _work, list(paths), report=report, cancelled=cancelled)
    except child.ChildDied as error:
        raise ImportDied(**error.details) from error
    return verdicts


def _work(store: Store, line: child.Line, paths: list[Path]) -> list[Verdict]:
    def report(step: Step) -> None:
        line.report(step, final=step.done == step.size)

    verdicts = imports.import_packages(store, paths, report, line.stopped)
    photos.fill_thumbnails(store, line.stopped)
    return verdicts
