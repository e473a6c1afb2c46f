"""Packages out beside the window, in a child process: for one addressee or for several, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldcheck.exchange.writer import Progress
from fieldcheck.model.errors import N_, EnvironmentProblem, FieldCheckError
from fieldcheck.operations import child, packages
from fieldcheck.operations.packages import Exported
from fieldcheck.operations.verdicts import Cancelled, Stopped
from fieldcheck.store import Store


class ExportDied(EnvironmentProblem):
    """The child process ended without an answer."""

    code = "EXPORT_DIED"
    message = N_("The export stopped unexpectedly (exit code {code}). No half package is left; write it again.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A package to write: the next one for a device, or (`again`) the one with that number once more."""

    to: str
    name: str
    again: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far the writing is: addressee `number` of `total`, and the bytes of its package."""

    name: str
    number: int
    total: int
    done: int
    size: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A package that could not be written, and why; the others were written all the same."""

    wanted: Wanted
    error: FieldCheckError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written, what could not be, and whether the person stopped it."""

    written: tuple[Exported, ...] = ()
    failed: tuple[Failure, ...] = ()
    stopped: bool = False


Report = Callable[[Step], None]


def write_all(
    store: Store, wanted: Sequence[Wanted], folder: Path, report: Report, cancelled: Cancelled = lambda: False
) -> Outcome:
    """Write packages into `folder`; one that cannot be written never stands in the way of the others."""
    written: list[Exported] = []
    failed: list[Failure] = []
    for number, one in enumerate(wanted, start=1):
        progress = _progress(one, number, len(wanted), report, cancelled)
        try:
            # Reading what goes into it takes its time too: the person sees whose turn it is.
            progress(0, 0)
            written.append(_write(store, one, folder, progress))
        except Stopped:
            return Outcome(tuple(written), tuple(failed), stopped=True)
        except FieldCheckError as error:
            failed.append(Failure(one, error))
    return Outcome(tuple(written), tuple(failed))


def _progress(one: Wanted, number: int, total: int, report: Report, cancelled: Cancelled) -> Progress:
    def told(done: int, size: int) -> None:
        if cancelled():
            raise Stopped
        report(Step(one.name, number, total, done, size))

    return told


def _write(store: Store, one: Wanted, folder: Path, progress: Progress) -> Exported:
    if one.again is None:
        return packages.export(store, one.to, folder, progress)
    return packages.rewrite(store, one.to, one.again, folder, progress)


def write_beside(store: Store, wanted: Sequence[Wanted], folder: Path, report: Report, cancelled: Cancelled) -> Outcome:
    """Do the same in a child process. Blocks the calling thread, not the store. Raises ExportDied."""
    try:
        found: Outcome = child.beside(store, _work, list(wanted), folder, report=report, cancelled=cancelled)
    except child.ChildDied as error:
        raise ExportDied(**error.details) from error
    return found


def _work(store: Store, line: child.Line, wanted: list[Wanted], folder: Path) -> Outcome:
    def report(step: Step) -> None:
        line.report(step, final=step.done == step.size)

    return write_all(store, wanted, folder, report, line.stopped)
