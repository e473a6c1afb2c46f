"""A visit to the drop folder beside the window, in a child process."""

from __future__ import annotations

from pathlib import Path

from fieldcheck.operations import child, drop_folder
from fieldcheck.operations.drop_folder import Synced
from fieldcheck.operations.verdicts import Cancelled, Report, Step
from fieldcheck.store import Store


def visit_beside(
    store: Store,
    folder: Path,
    report: Report = lambda step: None,
    cancelled: Cancelled = lambda: False,
    *,
    gently: bool = False,
) -> Synced:
    """Visit the folder; a gentle visit starts a process only where something waits. Blocks the calling thread alone.

    Raises FolderUnreachable, NotEnrolled, ChildDied.
    """
    seen = drop_folder.glance(store, folder) if gently else None
    if seen is not None:
        return seen
    done: Synced = child.beside(store, _work, folder, gently, report=report, cancelled=cancelled)
    return done


def _work(store: Store, line: child.Line, folder: Path, gently: bool) -> Synced:
    def report(step: Step) -> None:
        line.report(step, final=step.done == step.size)

    return drop_folder.sync(store, folder, report, line.stopped, gently=gently)
