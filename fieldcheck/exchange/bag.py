"""The bag inside the seal, parsed as bytes are pushed in: strict names, strict order, every hash."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from fieldcheck.exchange import keys, layout
from fieldcheck.exchange.contents import FEATURES, FORMAT, BlobEntry, PackageInfo, Range, Signature, Version
from fieldcheck.exchange.errors import PackageAltered, PackageNewer, PackageTooLarge, PackageTruncated, SignatureWrong
from fieldcheck.exchange.layout import Entry, HeaderWrong
from fieldcheck.exchange.writer import DOMAIN


class Malformed(Exception):
    """The content is not as the format says; `member` is the file in which that was seen."""

    def __init__(self, member: str, reason: str) -> None:
        super().__init__(member, reason)
        self.member, self.reason = member, reason


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

    def lines(self, part: Range, first: int, lines: Sequence[bytes]) -> None:
        """Take journal lines of a range: `first` is the sequence number of the first of them."""

    def records(self, lines: Sequence[bytes]) -> None:
        """Take snapshot lines."""

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

    def __init__(self, path: Path, receiver: Receiver, sealed: int | None) -> None:
        self.chunks: int | None = None
        self._sealed = sealed
        self.member = ""
        self._path = path
        self._receiver = receiver
        self._manifest: dict[str, str] = {}
        self._parser = self._parse()
        self._wanted = next(self._parser)
        self._ended = False

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
        self._receiver.finished()

    def _parse(self) -> Need:
        small = yield from self._tag_files()
        self._check_tags(small)
        self._check_signature(small)
        entry = yield from self._next(layout.PACKAGE)
        data = yield from self._whole(entry, layout.MAXIMUM_SMALL)
        info = self._decode_info(data)
        self._receiver.begin(info)
        yield from self._payload(info)
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
        for line in data.decode("utf-8", "replace").splitlines():
            key, _, value = line.partition(": ")
            if key == "FieldCheck-Package-Format" and value.isdecimal() and int(value) > FORMAT:
                raise PackageNewer(path=self._path, found=f"format {value}")
            if key == "Chunks" and value.isdecimal():
                return int(value)
        raise Malformed(layout.BAG_INFO, "Chunks is missing")

    def _check_tags(self, small: dict[str, bytes]) -> None:
        if small[layout.BAGIT] != layout.BAGIT_TEXT:
            raise Malformed(layout.BAGIT, "another BagIt version or encoding")
        tags = _parse_manifest(layout.TAG_MANIFEST, small[layout.TAG_MANIFEST])
        for name in layout.TAG_FILES[:-1]:
            if tags.get(name) != hashlib.sha256(small[name]).hexdigest():
                raise PackageAltered(path=self._path, member=name)
        self._manifest = _parse_manifest(layout.MANIFEST, small[layout.MANIFEST])
        if len(self._manifest) > layout.MAXIMUM_MEMBERS:
            raise PackageTooLarge(path=self._path, member=layout.MANIFEST, reason=f"{len(self._manifest)} members")

    def _check_signature(self, small: dict[str, bytes]) -> None:
        try:
            signature = msgspec.json.decode(small[layout.SIGNATURE], type=Signature)
            key = bytes.fromhex(signature.certificate.public_key)
            signed = bytes.fromhex(signature.signature)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            raise Malformed(layout.SIGNATURE, str(error)) from error
        if signature.device != signature.certificate.device:
            raise SignatureWrong(path=self._path, device=signature.device)
        digest = hashlib.sha256(small[layout.MANIFEST]).digest()
        if not keys.is_signed(key, DOMAIN, digest, signed):
            raise SignatureWrong(path=self._path, device=signature.certificate.name)
        self._receiver.signed(signature)

    def _decode_info(self, data: bytes) -> PackageInfo:
        try:
            version = msgspec.json.decode(data, type=Version)
            strange = sorted(set(version.features) - FEATURES)
            if version.format > FORMAT or strange:
                found = ", ".join(strange) or f"format {version.format}"
                raise PackageNewer(path=self._path, found=found)
            return msgspec.json.decode(data, type=PackageInfo)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Malformed(layout.PACKAGE, str(error)) from error

    def _payload(self, info: PackageInfo) -> Need:
        expected = [
            layout.PACKAGE,
            *(layout.blob_name(blob.sha256) for blob in info.blobs),
            *(layout.journal_name(part.device) for part in info.ranges),
            *([layout.RECORDS] if info.records is not None else []),
        ]
        if expected != list(self._manifest):
            raise Malformed(layout.MANIFEST, "it does not list what package.json announces")
        for blob in info.blobs:
            yield from self._blob(blob)
        for part in info.ranges:
            yield from self._journal(part)
        if info.records is not None:
            yield from self._records(info.records)

    def _journal(self, part: Range) -> Need:
        name = layout.journal_name(part.device)
        state = yield from self._start_lines(name)
        count = 0
        while state.left:
            lines = state.take((yield min(state.left, layout.CHUNK)))
            self._receiver.lines(part, part.first + count, lines)
            count += len(lines)
        yield from self._end_lines(state)
        if count != part.last - part.first + 1:
            raise Malformed(name, f"{count} lines instead of {part.last - part.first + 1}")

    def _records(self, announced: int) -> Need:
        state = yield from self._start_lines(layout.RECORDS)
        count = 0
        while state.left:
            lines = state.take((yield min(state.left, layout.CHUNK)))
            self._receiver.records(lines)
            count += len(lines)
        yield from self._end_lines(state)
        if count != announced:
            raise Malformed(layout.RECORDS, f"{count} lines instead of {announced}")

    def _start_lines(self, name: str) -> Generator[int, bytes, _Lines]:
        entry = yield from self._next(name)
        return _Lines(entry)

    def _end_lines(self, state: _Lines) -> Need:
        if state.rest:
            raise Malformed(state.entry.name, "the last line does not end")
        self._check(state.entry, state.digest.hexdigest())
        yield from self._padding(state.entry)

    def _blob(self, blob: BlobEntry) -> Need:
        entry = yield from self._next(layout.blob_name(blob.sha256))
        if entry.size != blob.size or self._manifest[entry.name] != blob.sha256:
            raise Malformed(entry.name, "size or hash is not the announced one")
        if entry.size > layout.MAXIMUM_BLOB:
            raise PackageTooLarge(path=self._path, member=entry.name, reason=f"{entry.size} bytes")
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
            found = "the end" if entry is None else entry.name[:255]
            raise Malformed(name, f"{found} stands in its place")
        self.member = name
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

    def __init__(self, entry: Entry) -> None:
        self.left = entry.size
        self.rest = b""
        self.digest = hashlib.sha256()
        self.entry = entry

    def take(self, data: bytes) -> list[bytes]:
        """Return the lines that `data` completes."""
        self.left -= len(data)
        self.digest.update(data)
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        if len(self.rest) > layout.MAXIMUM_LINE:
            raise Malformed(self.entry.name, "a line is longer than the format allows")
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
    found: dict[str, str] = {}
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as error:
        raise Malformed(name, "not plain text") from error
    for line in text.splitlines():
        sha256, separator, path = line.partition("  ")
        if len(sha256) != 64 or not separator or layout.ROOT + path in found:
            raise Malformed(name, f"a line is not as the format says: {line[:80]}")
        found[layout.ROOT + path] = sha256
    return found
