"""The bag inside the seal, parsed as bytes are pushed in: strict names, strict order, every hash."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Generator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from fieldcheck.exchange import keys, layout, tags
from fieldcheck.exchange.contents import (
    FEATURES,
    FORMAT,
    BlobEntry,
    PackageInfo,
    Range,
    Signature,
    Version,
    features_of,
)
from fieldcheck.exchange.errors import (
    PackageAltered,
    PackageNewer,
    PackageTooLarge,
    PackageTruncated,
    SignatureWrong,
    WrongAddressee,
)
from fieldcheck.exchange.layout import Entry, HeaderWrong
from fieldcheck.exchange.writer import DOMAIN
from fieldcheck.model import limits


class Malformed(Exception):
    """The content is not as the format says; `member` is the file in which that was seen."""

    def __init__(self, member: str, reason: str) -> None:
        super().__init__(member, reason)
        self.member, self.reason = member, reason[:LONGEST_REASON]


LONGEST_REASON = 300


class Receiver(Protocol):
    """What takes the content; every method may raise an error of the program, which stops the reading."""

    def signed(self, signature: Signature) -> None:
        """Decide whether this signer is trusted. Called before anything else is read."""

    def begin(self, info: PackageInfo) -> None:
        """Take what the package says of itself."""

    def blob(self, entry: BlobEntry) -> None:
        """Begin a blob; its bytes follow."""

    def blob_bytes(self, data: bytes) -> None:
        """Take bytes of the blob that began last."""

    def blob_end(self) -> None:
        """End the blob; its hash was verified."""

    def lines(self, part: Range, first: int, lines: Sequence[bytes], read: bytes) -> None:
        """Take journal lines of a range: `first` is the sequence number of the first of them.

        `read` is the SHA-256 of the member up to the end of the piece that completed them.
        """

    def records(self, lines: Sequence[bytes], read: bytes) -> None:
        """Take snapshot lines; `read` as for `lines`."""

    def finished(self) -> None:
        """Everything was verified."""


Need = Generator[int, bytes, None]
"""A parser that yields how many bytes it takes at the most and is sent from one byte to so many."""


class Bag:
    """A file to write into: what `decrypt_io` opens goes through the parser at once.

    `sealed` is how many chunks the file has, None where its length is that of no whole package: one that was cut off
    is named as that before anything else that may be wrong with it.

    Attributes:
        chunks: how many 64 KiB chunks the writer sealed, once bag-info.txt was read.
        member: the name of the member that is being read.
    """

    def __init__(self, path: Path, receiver: Receiver, recipients: Collection[str], sealed: int | None) -> None:
        """Begin to read the bag in `path` for one of `recipients`; `sealed` is how many chunks there are."""
        self.chunks: int | None = None
        self._sealed = sealed
        self.member = ""
        self._path = path
        self._receiver = receiver
        self._recipients = recipients
        self._manifest: dict[str, str] = {}
        self._parser = self._parse()
        self._wanted = next(self._parser)
        self._ended = False
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take opened bytes."""
        rest = memoryview(data)
        while rest:
            taken = bytes(rest[: self._wanted])
            rest = rest[len(taken) :]
            self._wanted = self._parser.send(taken)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def end(self) -> None:
        """Say that the seal ended. Raises Malformed where the bag did not."""
        if not self._ended:
            raise Malformed(self.member or layout.BAGIT, "it ends early")
        if self.chunks != self._sealed:
            raise Malformed(layout.BAG_INFO, f"{self._sealed} chunks came instead of {self.chunks}")
        self._receiver.finished()

    def _parse(self) -> Need:
        small = yield from self._tag_files()
        self._check_tags(small)
        self._check_signature(small)
        entry = yield from self._next(layout.PACKAGE)
        data = yield from self._whole(entry, layout.MAXIMUM_PACKAGE)
        info = self._decode_info(data)
        self._check_announced(info)
        self._receiver.begin(info)
        yield from self._payload(info)
        if small[layout.BAG_INFO] != tags.bag_info(info, self._size, len(self._manifest), self.chunks or 0):
            raise Malformed(layout.BAG_INFO, "it does not say what the package holds")
        yield from self._zeros()

    def _tag_files(self) -> Generator[int, bytes, dict[str, bytes]]:
        small: dict[str, bytes] = {}
        for name in layout.TAG_FILES:
            entry = yield from self._next(name)
            limit = layout.MAXIMUM_MANIFEST if name == layout.MANIFEST else layout.MAXIMUM_SMALL
            small[name] = yield from self._collect(entry, limit)
            if name == layout.BAG_INFO:
                self.chunks = self._chunks_of(small[name])
                if self._sealed is None or self._sealed < self.chunks:
                    raise PackageTruncated(path=self._path)
        return small

    def _chunks_of(self, data: bytes) -> int:
        newest = tags.number_after(tags.FORMAT_LINE, data)
        if newest is not None and newest > FORMAT:
            raise PackageNewer(path=self._path, found=f"format {newest}")
        chunks = tags.number_after(tags.CHUNKS_LINE, data)
        if chunks is None:
            raise Malformed(layout.BAG_INFO, "Chunks is missing")
        return chunks

    def _check_tags(self, small: dict[str, bytes]) -> None:
        if small[layout.BAGIT] != layout.BAGIT_TEXT:
            raise Malformed(layout.BAGIT, "another BagIt version or encoding")
        listed = _parse_manifest(layout.TAG_MANIFEST, small[layout.TAG_MANIFEST])
        if list(listed) != list(layout.TAG_FILES[:-1]):
            raise Malformed(layout.TAG_MANIFEST, "it does not list the files before it")
        for name, sha256 in listed.items():
            if sha256 != hashlib.sha256(small[name]).hexdigest():
                raise PackageAltered(path=self._path, member=name)
        self._manifest = _parse_manifest(layout.MANIFEST, small[layout.MANIFEST])
        if len(self._manifest) > layout.MAXIMUM_MEMBERS:
            raise PackageTooLarge(path=self._path, member=layout.MANIFEST, reason=f"{len(self._manifest)} members")

    def _check_signature(self, small: dict[str, bytes]) -> None:
        signature = _decode(layout.SIGNATURE, small[layout.SIGNATURE], Signature)
        if signature.encoded() != small[layout.SIGNATURE]:
            raise Malformed(layout.SIGNATURE, "not canonical JSON")
        if signature.device != signature.certificate.device:
            raise SignatureWrong(path=self._path, device=signature.device)
        key, signed = bytes.fromhex(signature.certificate.public_key), bytes.fromhex(signature.signature)
        digest = hashlib.sha256(small[layout.MANIFEST]).digest()
        if not keys.is_signed(key, DOMAIN, digest, signed):
            raise SignatureWrong(path=self._path, device=signature.certificate.name)
        self._receiver.signed(signature)

    def _decode_info(self, data: bytes) -> PackageInfo:
        version = _decode(layout.PACKAGE, data, Version)
        strange = sorted(set(version.features) - FEATURES)
        if version.format > FORMAT or strange:
            found = ", ".join(strange)[:LONGEST_REASON] or f"format {version.format}"
            raise PackageNewer(path=self._path, found=found)
        info = _decode(layout.PACKAGE, data, PackageInfo)
        if info.encoded() != data:
            raise Malformed(layout.PACKAGE, "not canonical JSON")
        return info

    def _check_announced(self, info: PackageInfo) -> None:
        """Raise PackageTooLarge or Malformed where the announcement alone is wrong, before anything else is read."""
        too_many = info.too_many()
        if too_many is not None:
            raise PackageTooLarge(path=self._path, member=layout.PACKAGE, reason=too_many)
        for blob in info.blobs:
            if blob.size > layout.MAXIMUM_BLOB:
                raise PackageTooLarge(
                    path=self._path, member=layout.blob_name(blob.sha256), reason=f"{blob.size} bytes"
                )
        if not any(address.recipient in self._recipients for address in info.addressees):
            # Someone who could open it sealed it again for others: its sender did not mean them.
            raise WrongAddressee(path=self._path)
        if info.features != features_of(info):
            raise Malformed(layout.PACKAGE, "features do not name what is in it")
        if (info.records is None) != (info.snapshot is None):
            raise Malformed(layout.PACKAGE, "records without a snapshot, or a snapshot without records")
        expected = [
            layout.PACKAGE,
            *(layout.blob_name(blob.sha256) for blob in info.blobs),
            *(layout.journal_name(part.device) for part in info.ranges),
            *([layout.RECORDS] if info.records is not None else []),
        ]
        if expected != list(self._manifest):
            raise Malformed(layout.MANIFEST, "it does not list what package.json announces")

    def _payload(self, info: PackageInfo) -> Need:
        for blob in info.blobs:
            yield from self._blob(blob)
        for part in info.ranges:
            yield from self._journal(part)
        if info.records is not None:
            yield from self._records(info.records)

    def _journal(self, part: Range) -> Need:
        name = layout.journal_name(part.device)
        state = yield from self._start_lines(name, limits.LONGEST_BODY)
        count, announced = 0, part.last - part.first + 1
        while state.left:
            lines = state.take((yield from _exactly(min(state.left, layout.CHUNK))))
            if count + len(lines) > announced:
                raise Malformed(name, f"more than {announced} lines")
            self._receiver.lines(part, part.first + count, lines, state.read)
            count += len(lines)
        yield from self._end_lines(state)
        if count != announced:
            raise Malformed(name, f"{count} lines instead of {announced}")

    def _records(self, announced: int) -> Need:
        state = yield from self._start_lines(layout.RECORDS, limits.LONGEST_RECORD)
        count = 0
        while state.left:
            lines = state.take((yield from _exactly(min(state.left, layout.CHUNK))))
            if count + len(lines) > announced:
                raise Malformed(layout.RECORDS, f"more than {announced} lines")
            self._receiver.records(lines, state.read)
            count += len(lines)
        yield from self._end_lines(state)
        if count != announced:
            raise Malformed(layout.RECORDS, f"{count} lines instead of {announced}")

    def _start_lines(self, name: str, longest: int) -> Generator[int, bytes, _Lines]:
        entry = yield from self._next(name)
        return _Lines(entry, longest)

    def _end_lines(self, state: _Lines) -> Need:
        if state.rest:
            raise Malformed(state.entry.name, "the last line does not end")
        self._check(state.entry, state.digest.hexdigest())
        yield from self._padding(state.entry)

    def _blob(self, blob: BlobEntry) -> Need:
        entry = yield from self._next(layout.blob_name(blob.sha256))
        if entry.size != blob.size or self._manifest[entry.name] != blob.sha256:
            raise Malformed(entry.name, "size or hash is not the announced one")
        self._receiver.blob(blob)
        digest, left = hashlib.sha256(), entry.size
        while left:
            data = yield min(left, layout.CHUNK)
            digest.update(data)
            left -= len(data)
            self._receiver.blob_bytes(data)
        self._check(entry, digest.hexdigest())
        yield from self._padding(entry)
        self._receiver.blob_end()

    def _next(self, name: str) -> Generator[int, bytes, Entry]:
        block = yield from _exactly(layout.BLOCK)
        try:
            entry = layout.parse_header(block)
        except HeaderWrong as error:
            raise Malformed(name, str(error)) from error
        if entry is None or entry.name != name:
            found = "the end" if entry is None else ascii(entry.name)
            raise Malformed(name, f"{found} stands in its place")
        self.member = name
        if name in self._manifest:
            self._size += entry.size
        return entry

    def _whole(self, entry: Entry, limit: int) -> Generator[int, bytes, bytes]:
        data = yield from self._collect(entry, limit)
        self._check(entry, hashlib.sha256(data).hexdigest())
        return data

    def _collect(self, entry: Entry, limit: int) -> Generator[int, bytes, bytes]:
        if entry.size > limit:
            raise PackageTooLarge(path=self._path, member=entry.name, reason=f"{entry.size} bytes")
        data = yield from _exactly(entry.size)
        yield from self._padding(entry)
        return data

    def _padding(self, entry: Entry) -> Need:
        zeros = yield from _exactly(layout.padding(entry.size))
        if any(zeros):
            raise Malformed(entry.name, "bytes stand between two members")

    def _check(self, entry: Entry, sha256: str) -> None:
        if self._manifest.get(entry.name) != sha256:
            raise PackageAltered(path=self._path, member=entry.name)

    def _zeros(self) -> Need:
        self.member = "the end"
        blocks = yield from _exactly(2 * layout.BLOCK)
        if any(blocks):
            raise Malformed("the end", "more stands behind the last member")
        self._ended = True
        while True:
            if any((yield layout.CHUNK)):
                raise Malformed("the end", "more stands behind the last member")


class _Lines:
    """Lines of a member, as far as they have come."""

    def __init__(self, entry: Entry, longest: int) -> None:
        self._longest = longest
        self.left = entry.size
        self.rest = b""
        self.digest = hashlib.sha256()
        self.entry = entry

    @property
    def read(self) -> bytes:
        """Return the SHA-256 of what has come."""
        return self.digest.copy().digest()

    def take(self, data: bytes) -> list[bytes]:
        """Return the lines that `data` completes."""
        self.left -= len(data)
        self.digest.update(data)
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        # Only the first line can be longer than the piece that just came.
        if max(len(self.rest), len(lines[0]) if lines else 0) > self._longest:
            raise Malformed(self.entry.name, f"a line is longer than {self._longest} bytes")
        return lines


def _exactly(size: int) -> Generator[int, bytes, bytes]:
    """Collect exactly `size` bytes."""
    pieces: list[bytes] = []
    while size:
        piece = yield size
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _parse_manifest(name: str, data: bytes) -> dict[str, str]:
    """Return hashes by name in the tar, in the manifest's order. Raises Malformed."""
    try:
        return tags.parse(data)
    except ValueError as error:
        raise Malformed(name, str(error)) from error


Decoded = TypeVar("Decoded")


def _decode(name: str, data: bytes, kind: type[Decoded]) -> Decoded:
    """Return what a small JSON file holds. Raises Malformed."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (ValueError, RecursionError) as error:
        raise Malformed(name, str(error)) from error
