"""Packages that came and wait for earlier ones: which they are, what they wait for, and taken in once that has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldcheck.operations import imports, package_log, peers
from fieldcheck.operations.package_log import Entry
from fieldcheck.operations.verdicts import Cancelled, Judged, Outcome, Report, Verdict
from fieldcheck.store import Reader, Store


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Packages of one sender that wait.

    Attributes:
        numbers: their numbers; `missing`, those of the packages that they wait for, empty once these have come.
        files: those of them that still lie where they were read.
    """

    device: str
    name: str
    numbers: tuple[int, ...]
    missing: tuple[int, ...]
    files: tuple[Path, ...]


def held_back(reader: Reader) -> list[HeldBack]:
    """Return what waits, by sender in the order of their names."""
    entries: dict[str, list[Entry]] = {}
    for entry in sorted(package_log.waiting(reader), key=lambda entry: (entry.name, entry.device, entry.number)):
        entries.setdefault(entry.device, []).append(entry)
    return [_of_sender(reader, device, waiting) for device, waiting in entries.items()]


def _of_sender(reader: Reader, device: str, waiting: Sequence[Entry]) -> HeldBack:
    paths = (Path(entry.folder) / entry.file for entry in waiting)
    return HeldBack(
        device=device,
        name=waiting[-1].name,
        numbers=tuple(dict.fromkeys(entry.number for entry in waiting)),
        missing=peers.peer(reader, device).missing,
        files=tuple(path for path in paths if _is_there(path)),
    )


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A stick that was pulled out, a share without rights: the file is not to be had.
        return False


def import_all(
    store: Store,
    paths: Sequence[Path],
    report: Report = lambda step: None,
    cancelled: Cancelled = lambda: False,
    judged: Judged = lambda verdict: None,
) -> list[Verdict]:
    """Import packages, and with them what waited for them and still lies where it was.

    Return what became of each of `paths`, and then of those others that wait no more. Raises NotEnrolled.
    """
    given = {path.absolute() for path in paths}
    others = [path for one in held_back(store.reader()) for path in one.files if path not in given]
    verdicts = imports.import_packages(store, [*paths, *others], report, cancelled, judged=judged)
    settled = [one for one in verdicts[len(paths) :] if one.outcome not in (Outcome.WAITING, Outcome.STOPPED)]
    return [*verdicts[: len(paths)], *settled]
