"""The drop folder on the disk: inboxes, requests, and what lies in them (docs/package-format.md §12)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from fieldcheck.model.errors import N_, EnvironmentProblem
from fieldcheck.operations import packages, requests

ROOT = "FieldCheck"
REQUESTS = "requests"


class FolderUnreachable(EnvironmentProblem):
    """The shared folder is not there, or may not be read."""

    code = "DROP_FOLDER"
    message = N_(
        "The shared folder {path} cannot be reached: {reason}. Connect the network or put the stick in; "
        "nothing is lost meanwhile."
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A file in the folder as it was listed: `size` in bytes, `modified` in nanoseconds as its file system says."""

    path: Path
    size: int
    modified: int


def root(folder: Path) -> Path:
    """Return where packages lie in a shared folder, which a person may have chosen one level too deep.

    Raises FolderUnreachable.
    """
    try:
        with os.scandir(folder):
            pass
    except OSError as error:
        raise FolderUnreachable(path=folder, reason=error.strerror) from error
    found = folder if folder.name == ROOT else folder / ROOT
    if found.is_symlink():
        raise FolderUnreachable(path=found, reason="link")
    return found


def inbox(top: Path, device: str) -> Path:
    """Return where packages for a device lie, under `root`."""
    return top / device


def made(folder: Path) -> Path:
    """Return `folder`, made where it is not there yet. Raises FolderUnreachable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnreachable(path=folder, reason=error.strerror) from error
    if folder.is_symlink():
        raise FolderUnreachable(path=folder, reason="link")
    return folder


def answer_folder(request: Path) -> Path | None:
    """Return the inbox of the device whose request lies in a drop folder; None for a request anywhere else."""
    there = request.resolve().parent
    if there.name != REQUESTS or there.parent.name != ROOT:
        return None
    return inbox(there.parent, request.stem)


def waiting_packages(top: Path, device: str) -> list[Found]:
    """Return the packages that lie in a device's inbox, by name. Raises FolderUnreachable."""
    return _files(inbox(top, device), packages.SUFFIX)


def waiting_requests(top: Path) -> list[Found]:
    """Return the enrolment requests that lie in the folder, by name. Raises FolderUnreachable."""
    return [found for found in _files(top / REQUESTS, requests.SUFFIX) if found.size <= requests.LARGEST]


def _files(folder: Path, suffix: str) -> list[Found]:
    """Return the plain files of this ending. No link is followed; a hidden file is one that is being written."""
    if folder.is_symlink():
        raise FolderUnreachable(path=folder, reason="link")
    try:
        with os.scandir(folder) as entries:
            named = [entry for entry in entries if entry.name.lower().endswith(suffix) and entry.name[0] != "."]
            paths = [Path(entry.path) for entry in named if entry.is_file(follow_symlinks=False)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FolderUnreachable(path=folder, reason=error.strerror) from error
    return [found for found in map(look, sorted(paths)) if found is not None]


def look(path: Path) -> Found | None:
    """Return a file as it is now, or None where it is gone.

    A listing does not do: on Windows it remembers size and time while a copy is still growing.
    """
    try:
        facts = path.stat(follow_symlinks=False)
    except OSError:
        return None
    return Found(path, facts.st_size, facts.st_mtime_ns)


def leftovers(folder: Path, prefix: str, now: float) -> list[Path]:
    """Return files that nobody finished writing for a day: of a program that was stopped, or a stick that was pulled.

    Their names begin with `prefix`; `now` is in seconds since 1970. Clocks differ: a file from the future counts as
    one from the past.
    """
    try:
        with os.scandir(folder) as entries:
            named = [entry for entry in entries if entry.name.startswith(prefix) and entry.name.endswith(_UNFINISHED)]
            plain = [entry for entry in named if entry.is_file(follow_symlinks=False)]
            return [Path(entry.path) for entry in plain if abs(now - entry.stat().st_mtime) > _DAY]
    except OSError:
        # What cannot be listed cannot be tidied either, and whoever needs the folder is told.
        return []


_UNFINISHED = f"{packages.SUFFIX}.partial"
_DAY = 86400
