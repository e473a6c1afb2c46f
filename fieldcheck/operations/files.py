"""Writing a file for a person: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from fieldcheck.model.errors import N_, EnvironmentProblem, InputError
from fieldcheck.model.identifiers import new_id


class FileNotWritten(EnvironmentProblem):
    """The system refused, or the disk is full."""

    code = "FILE_NOT_WRITTEN"
    message = N_("{path} could not be written: {reason}. Choose another folder, or free some space.")


class FileNotRead(InputError):
    """A file that a person chose cannot be read."""

    code = "FILE_NOT_READ"
    message = N_("{path} could not be read: {reason}. Check that the file is still there, then choose it again.")


def read(path: Path, longest: int = -1) -> bytes:
    """Return the bytes of a file that a person chose, at most `longest` of them. Raises FileNotRead."""
    try:
        with path.open("rb") as file:
            return file.read(longest)
    except OSError as error:
        raise FileNotRead(path=path, reason=error.strerror) from error


def write_new(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what is there only once all of it is on the disk. Raises FileNotWritten."""
    write_stream(path, lambda file: file.write(data))


def write_stream(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file that takes the name `path` only once all of it is on the disk.

    Raises FileNotWritten, and what `write` raises; then what was at `path` is still there.
    """
    # Two programs may write to one name at once: each fills a file of its own, and the last whole one stays.
    partial = path.with_name(f".{path.name}.{new_id()[-6:]}.partial")
    try:
        with partial.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise FileNotWritten(path=path, reason=error.strerror) from error
    finally:
        _remove(partial)


def _remove(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        # The stick is gone, or there never was such a folder; the error that is on its way says so.
        return
