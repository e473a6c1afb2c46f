"""Room on a disk, asked for before long writing begins: half a package helps nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

from fieldcheck.model.errors import N_, EnvironmentProblem

RESERVE = 64 << 20
"""Bytes that stay free beside what is written: for the write-ahead log of the store, and for everything else."""
_MEGABYTE = 1_000_000


class NotEnoughRoom(EnvironmentProblem):
    """The disk has too little free space for what is to be written."""

    code = "NOT_ENOUGH_ROOM"
    message = N_(
        "{folder} has {free} MB free, and {needed} MB are needed. Free some space there, or choose another place; "
        "nothing was written."
    )


def require(folder: Path, needed: int) -> None:
    """Raise NotEnoughRoom where the disk of `folder` cannot take `needed` bytes and stay usable."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        # Some shares do not tell. Writing says by itself where it does not fit, and leaves nothing behind.
        return
    whole = needed + RESERVE
    if usage.total and usage.free < whole:
        raise NotEnoughRoom(folder=folder, free=usage.free // _MEGABYTE, needed=-(-whole // _MEGABYTE))
