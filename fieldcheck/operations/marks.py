"""A mark outside the store: how far its device had come when something of it last went out.

A store that was copied, or put back from a backup, would write a second chain under the identity of the first, and
give a number twice. So with every package and every statutory number the end of the device's chain is noted in the
user's own folder on this computer. A store that does not find its mark, or finds one that is ahead of it, is not the
one that wrote it.
"""

from __future__ import annotations

import os
from enum import Enum, auto
from pathlib import Path

import msgspec
import platformdirs

from fieldcheck.operations import files, local, peers, trust
from fieldcheck.operations.files import FileNotWritten
from fieldcheck.store import Reader, Store, devices
from fieldcheck.store import local as kept
from fieldcheck.store.queries import exchange, numbers

FOLDER = "FIELDCHECK_STATE"
"""Environment: the folder in place of the user's own one for what programs remember."""
WRITTEN = "marked"
"""Local state: the device for which a mark was written."""


class Mark(msgspec.Struct, frozen=True):
    """The end of a device's chain, and by series ("prefix code year") the highest number that was given out.

    Every number is in a change of that chain, so that comparing the ends compares the numbers too. What a newer
    program adds is left alone. `sent` is a bureau's: the number of its last receipt under "", and of its last package
    by the bureau above it. Its packages tell what others wrote, and may go out without a change of its own.
    """

    device: str
    seq: int
    hash: str
    numbers: dict[str, int]
    sent: dict[str, int] = {}


class Fit(Enum):
    """How a store stands to its mark."""

    FITS = auto()
    LOST = auto()
    AHEAD = auto()


def folder() -> Path:
    """Return the folder of the marks, which need not be there yet."""
    base = os.environ.get(FOLDER) or platformdirs.user_state_dir("fieldcheck", appauthor=False)
    return Path(base) / "marks"


def _path(device: str) -> Path:
    return folder() / f"{device}.json"


def write(store: Store) -> None:
    """Note how far the store's device has come.

    Where this computer does not let it be written, the store goes on without: it counts as marked only once it was.
    """
    reader = store.reader()
    own = devices.own(reader)
    mark = Mark(own.id, own.seq, own.hash.hex(), numbers.reached(reader), _sent(reader))
    try:
        folder().mkdir(parents=True, exist_ok=True)
        files.write_new(_path(own.id), msgspec.json.encode(mark))
    except (OSError, FileNotWritten):
        return
    if kept.state(reader, WRITTEN) != own.id:
        local.set_state(store, WRITTEN, own.id)


def _sent(reader: Reader) -> dict[str, int]:
    if not trust.is_bureau(reader):
        return {}
    receipt, above = kept.state(reader, peers.RECEIPT_NUMBER), trust.bureau_of(reader)
    upward = {above.certificate.device: peers.peer(reader, above.certificate.device).number} if above else {}
    return {"": receipt if isinstance(receipt, int) else 0, **upward}


def read(device: str) -> Mark | None:
    """Return the mark of a device on this computer; None where there is none, or it is none any more.

    Raises OSError where the system does not say whether there is one.
    """
    try:
        return msgspec.json.decode(_path(device).read_bytes(), type=Mark)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def fit(reader: Reader, mark: Mark | None) -> Fit:
    """Return how the store stands to the mark of its device."""
    own = devices.own(reader)
    if mark is None:
        return Fit.LOST if kept.state(reader, WRITTEN) == own.id else Fit.FITS
    sent = _sent(reader)
    if any(number > sent.get(to, number) for to, number in mark.sent.items()):
        return Fit.AHEAD
    if mark.seq > own.seq or exchange.chain_hash(reader, own.id, mark.seq).hex() != mark.hash:
        return Fit.AHEAD
    return Fit.FITS
