"""Packages in, second pass: the checked package is read again and merged, in transactions that others fit between."""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.exchange import reader
from fieldcheck.exchange.contents import BlobEntry, PackageInfo, Range, Signature
from fieldcheck.exchange.errors import PackageAltered
from fieldcheck.exchange.reader import Progress
from fieldcheck.operations import handing_back, room, trust
from fieldcheck.operations.known import Known, replaces
from fieldcheck.operations.receiving import Checked
from fieldcheck.store import Reader, Store
from fieldcheck.store.arrival import Counts
from fieldcheck.store.devices import SignedHead
from fieldcheck.store.merge import Merge

LINE_BYTES = 2048
"""What a change or a record of a snapshot takes in the store, its folded row and the indexes included."""


def apply(store: Store, checked: Checked, known: Known, progress: Progress) -> Counts:
    """Merge a package that was checked; return what was new.

    Raises NotEnoughRoom before anything is written, PackageAltered where the file is no longer the one that was
    checked, and what `progress` raises: what was merged until then stays, and merging again completes it.
    """
    room.require(store.path.parent, _space(checked))
    with Merge(store.path, store.raw_key, checked=True) as merge:
        taking = _Applying(merge, checked, known, whole=_is_whole(store.reader()))
        reader.read(checked.path, known.identities, taking, progress)
        return merge.finish()


def _is_whole(reader: Reader) -> bool:
    """Return whether a snapshot holds all that this store may go on writing.

    Not a bureau's; nor where the place of a lost bureau was taken by one that is to be handed what that one sent.
    """
    return not trust.is_bureau(reader) and not handing_back.is_left(reader)


def _space(checked: Checked) -> int:
    """Return how many bytes a package takes, twice: in the write-ahead log, then in the store."""
    lines = checked.changes + (checked.info.records or 0)
    return 2 * (sum(entry.size for entry in checked.info.blobs) + LINE_BYTES * lines)


class _Applying:
    """The receiver of the second pass.

    `whole`: a snapshot holds all that this store may go on writing, as a laptop's does. What it leaves out is
    withdrawn, also where its sender does not know that it is here: a copied store has what another device was sent.
    """

    def __init__(self, merge: Merge, checked: Checked, known: Known, *, whole: bool) -> None:
        self._whole = whole
        self._merge, self._checked, self._known = merge, checked, known
        self._pieces = iter(checked.pieces)
        self._blob = bytearray()
        self._sha256 = ""

    def signed(self, signature: Signature) -> None:
        """Stop where another package lies in the place of the checked one."""
        self._require(signature == self._checked.signature, "signature.json")

    def begin(self, info: PackageInfo) -> None:
        """Take the devices, so that their changes can follow."""
        self._require(info.encoded() == self._checked.info.encoded(), "package.json")
        for certificate in self._checked.chain:
            if certificate.device != self._known.device and replaces(certificate, self._known):
                self._merge.device(trust.certified(certificate))

    def blob(self, entry: BlobEntry) -> None:
        """Begin a blob."""
        self._sha256, self._blob = entry.sha256, bytearray()

    def blob_bytes(self, data: bytes) -> None:
        """Take bytes of a blob."""
        self._blob += data

    def blob_end(self) -> None:
        """Keep a blob; its hash was verified."""
        self._merge.blob(self._sha256, bytes(self._blob))
        self._blob = bytearray()

    def lines(self, part: Range, first: int, lines: Sequence[bytes], read: bytes) -> None:
        """Merge changes; those of one's own device are here already, and a bureau's were only to be compared."""
        if not lines:
            return
        self._require(read == next(self._pieces, None), part.device)
        if part.device == self._known.device or not self._checked.info.merged:
            return
        self._merge.lines(part.device, first, lines)
        if first + len(lines) - 1 == part.last:
            head = SignedHead(part.last, bytes.fromhex(part.head), bytes.fromhex(part.signature))
            self._merge.head(part.device, head)

    def records(self, lines: Sequence[bytes], read: bytes) -> None:
        """Merge snapshot lines."""
        snapshot = self._checked.info.snapshot
        assert snapshot is not None, "the first pass saw one"
        self._require(read == next(self._pieces, None), "records.jsonl")
        self._merge.snapshot(snapshot.number, snapshot.vector, lines)

    def finished(self) -> None:
        """Take what is no longer sent."""
        snapshot = self._checked.info.snapshot
        if snapshot is not None:
            self._merge.snapshot(snapshot.number, snapshot.vector, (), snapshot.withdrawn, snapshot.deleted)
            if self._whole:
                self._merge.withdraw_rest(snapshot.number)
            self._merge.names(self._checked.info.names)

    def _require(self, same: bool, member: str) -> None:
        if not same:
            raise PackageAltered(path=self._checked.path, member=member)
