"""Space on a laptop: originals of photos of closed matters are given up where the bureau's verified backup holds them.

Records, thumbnails and documents stay; an original is asked for again when somebody wants to see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from fieldcheck.model.errors import N_, AuthorityError
from fieldcheck.model.records import Photo
from fieldcheck.operations import peers, trust
from fieldcheck.operations.verdicts import Cancelled
from fieldcheck.store import Reader, Store, Transaction, blobs
from fieldcheck.store.queries import freeing
from fieldcheck.store.queries.freeing import Bytes

CLOSED_DAYS = 90
"""A matter is closed that long after its last document and after its last hazard ended."""
_AT_ONCE = 2
"""Originals a transaction: answers wait for the end of one."""


class NoBackupKnown(AuthorityError):
    """No receipt tells of a backup that holds what would be freed here."""

    code = "NO_BACKUP_KNOWN"
    message = N_(
        "The bureau has not said yet that a verified backup holds this laptop's photos. Send your changes, let the "
        "bureau back up its store, and take in its next package."
    )


class Original(Enum):
    """Where the original of a photo is to be found: here, in the bureau's store, or on its way from there."""

    HERE = auto()
    FREED = auto()
    ASKED_FOR = auto()


@dataclass(frozen=True, slots=True)
class Space:
    """Originals and their bytes: what can be freed, or was."""

    photos: int
    size: int


def freeable(reader: Reader, today: date) -> Space:
    """Return what can be freed. Raises NoBackupKnown."""
    return _space(_originals(reader, today))


def freed(reader: Reader) -> Space:
    """Return what lies in the bureau's store alone."""
    return Space(*blobs.freed(reader))


def free(store: Store, today: date, cancelled: Cancelled = lambda: False) -> Space:
    """Give up every original that can be; return what was. The file keeps its size: new photos take the room.

    Raises NoBackupKnown.
    """
    waiting = _originals(store.reader(), today)
    gone: list[Bytes] = []
    while waiting and not cancelled():
        some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        gone += _free(store, today, some)
    return _space(gone)


def ask_again(store: Store, sha256: str) -> None:
    """Ask for an original that was freed: the next package to the bureau says so, and its answer brings it."""

    def work(transaction: Transaction) -> str:
        blobs.want(transaction, sha256)
        return sha256

    store.write(work)


def where(reader: Reader, photo: Photo) -> Original:
    """Return where the original of a photo lies; HERE too where its bytes are missing and were never freed."""
    sha256 = photo.sha256 or ""
    if not blobs.is_freed(reader, sha256):
        return Original.HERE
    return Original.ASKED_FOR if sha256 in blobs.wanted(reader) else Original.FREED


def _free(store: Store, today: date, some: list[Bytes]) -> list[Bytes]:
    still: list[Bytes] = []

    def work(transaction: Transaction) -> str:
        # The same bytes may have come into an open matter a moment ago.
        still[:] = _originals(transaction, today, [original.sha256 for original in some])
        for original in still:
            blobs.free(transaction, original.sha256)
        return ""

    store.write(work)
    return still


def _originals(reader: Reader, today: date, among: list[str] | None = None) -> list[Bytes]:
    above = trust.bureau_of(reader)
    if above is None or trust.is_bureau(reader):
        raise NoBackupKnown
    receipt = peers.peer(reader, above.certificate.device).receipt
    if receipt is None or receipt.backup is None:
        raise NoBackupKnown
    before = (today - timedelta(days=CLOSED_DAYS)).isoformat()
    return freeing.originals(reader, before, receipt.backup, receipt.missing_blobs, among)


def _space(originals: list[Bytes]) -> Space:
    return Space(len(originals), sum(original.size for original in originals))
