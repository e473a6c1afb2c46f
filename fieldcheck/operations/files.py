"""Writing a file for a person: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from fieldcheck.model.errors import N_, EnvironmentProblem


class FileNotWritten(EnvironmentProblem):
    """The system refused, or the disk is full."""

    code = "FILE_NOT_WRITTEN"
    message = N_("{path} could not be written: {reason}. Choose another folder, or free some space.")


def write_new(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what is there only once all of it is on the disk. Raises FileNotWritten."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise FileNotWritten(path=path, reason=error.strerror) from error
