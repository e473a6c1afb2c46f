"""Writes a package: bag, signature, tar, seal, and what was written read back (docs/package-format.md §11)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Protocol

import msgspec
import pyrage

from fieldcheck.exchange import keys, layout, tags
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import PackageInfo, Signature
from fieldcheck.exchange.errors import PackageNotWritten, PackageTooLarge

DOMAIN = "fieldcheck-package-1"

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all; what it raises stops the writing and leaves nothing."""


@dataclass(frozen=True, slots=True)
class Member:
    """A payload file: its name in the tar, its size and hash, and its bytes whenever they are asked for."""

    name: str
    size: int
    sha256: str
    chunks: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Signer:
    """The device that signs."""

    certificate: Certificate
    private_key: bytes


def member(name: str, chunks: Callable[[], Iterable[bytes]]) -> Member:
    """Return a member whose size and hash are found by reading it once."""
    total, digest = 0, hashlib.sha256()
    for chunk in chunks():
        total += len(chunk)
        digest.update(chunk)
    return Member(name, total, digest.hexdigest(), chunks)


def bytes_member(name: str, data: bytes) -> Member:
    """Return a member that lies in memory."""
    return Member(name, len(data), hashlib.sha256(data).hexdigest(), lambda: (data,))


@dataclass(frozen=True, slots=True)
class Written:
    """A package on the disk: the SHA-256 and the size of the sealed file."""

    path: Path
    sha256: str
    size: int


def write(path: Path, info: PackageInfo, payload: Sequence[Member], signer: Signer, progress: Progress) -> Written:
    """Write the package to `path`, sealed to the addressees of `info`; the name appears only once it is whole.

    `payload` are the members after package.json, in the order of the format. Raises PackageNotWritten, where nothing
    is left behind, and PackageTooLarge where a reader would refuse it.
    """
    _check_limits(path, info, payload)
    members = _bag(info, payload, signer)
    partial = path.with_name(f".{path.name}.partial")
    try:
        written = _seal(partial, members, [address.recipient for address in info.addressees], progress)
        if _sha256_of(partial) != written.sha256:
            raise PackageNotWritten(path=path.parent, reason="it does not read back as it was written")
        partial.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise PackageNotWritten(path=path.parent, reason=error.strerror or str(error)) from error
    finally:
        remove(partial)
    return Written(path, written.sha256, written.size)


def remove(path: Path) -> None:
    """Remove a package that shall not stay, where it is still there."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # The stick is gone, and what lies on it with it; the error that is already on its way says so.
        return


def _check_limits(path: Path, info: PackageInfo, payload: Sequence[Member]) -> None:
    """Raise PackageTooLarge where a reader would: with the same limits, before anything is written."""
    said = info.encoded()
    try:
        msgspec.json.decode(said, type=PackageInfo)
    except ValueError as error:
        raise PackageTooLarge(path=path, member=layout.PACKAGE, reason=str(error)) from error
    large = next((entry.sha256 for entry in info.blobs if entry.size > layout.MAXIMUM_BLOB), None)
    reasons = (
        info.too_many(),
        large,
        f"{len(said)} bytes" if len(said) > layout.MAXIMUM_PACKAGE else None,
        f"{len(payload)} members" if len(payload) >= layout.MAXIMUM_MEMBERS else None,
    )
    for reason in filter(None, reasons):
        raise PackageTooLarge(path=path, member=layout.PACKAGE, reason=reason)


def _bag(info: PackageInfo, payload: Sequence[Member], signer: Signer) -> list[Member]:
    contents = [bytes_member(layout.PACKAGE, info.encoded()), *payload]
    manifest = _listing(contents)
    signed = keys.sign(signer.private_key, DOMAIN, hashlib.sha256(manifest).digest())
    signature = Signature(signer.certificate.device, signer.certificate, signed.hex())
    fixed = [
        bytes_member(layout.MANIFEST, manifest),
        bytes_member(layout.SIGNATURE, signature.encoded()),
    ]
    head = bytes_member(layout.BAGIT, layout.BAGIT_TEXT)
    bag_info = _bag_info(info, contents, [head, *fixed])
    small = [head, bag_info, *fixed]
    return [*small, bytes_member(layout.TAG_MANIFEST, _listing(small)), *contents]


def _listing(members: Iterable[Member]) -> bytes:
    return tags.listing((entry.name, entry.sha256) for entry in members)


def _bag_info(info: PackageInfo, contents: Sequence[Member], others: Sequence[Member]) -> Member:
    total = sum(entry.size for entry in contents)

    def text(chunks: int) -> bytes:
        return tags.bag_info(info, total, len(contents), chunks)

    # The tag manifest lists bagit.txt, bag-info.txt, the manifest and the signature: its size is known beforehand.
    listed = len(tags.listing((name, "0" * 64) for name in layout.TAG_FILES[:-1]))
    sizes = [len(text(0)), listed, *(entry.size for entry in others), *(entry.size for entry in contents)]
    return bytes_member(layout.BAG_INFO, text(layout.tar_size(sizes) // layout.CHUNK))


class _Sink(Protocol):
    def write(self, data: bytes) -> int:
        """Take bytes."""


class _Failed:
    """What a stream raised: pyrage ends with an error of its own, which holds the words of it alone."""

    error: BaseException | None = None


class _Hashing:
    """A file that hashes what goes into it."""

    def __init__(self, file: _Sink, failed: _Failed) -> None:
        self._file, self._failed = file, failed
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        try:
            self._file.write(data)
        except OSError as error:
            self._failed.error = error
            raise
        self.sha256.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""


class _Stream:
    """The tar as something to read from, made while it is read."""

    def __init__(self, pieces: Iterator[bytes], failed: _Failed) -> None:
        self._pieces, self._failed = pieces, failed
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        while not self._rest:
            piece = self._next()
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)

    def _next(self) -> bytes | None:
        try:
            return next(self._pieces, None)
        except BaseException as error:
            self._failed.error = error
            raise


def _seal(partial: Path, members: Sequence[Member], recipients: Sequence[str], progress: Progress) -> Written:
    sealed_for = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    failed = _Failed()
    with partial.open("wb") as file:
        target = _Hashing(file, failed)
        try:
            pyrage.encrypt_io(_Stream(_tar(members, progress), failed), target, sealed_for)
        except pyrage.EncryptError as error:
            raise failed.error or error from error
        file.flush()
        os.fsync(file.fileno())
    return Written(partial, target.sha256.hexdigest(), target.size)


def _tar(members: Sequence[Member], progress: Progress) -> Iterator[bytes]:
    whole = layout.tar_size([entry.size for entry in members])
    done = 0
    for entry in members:
        yield layout.header(entry.name, entry.size)
        size = 0
        for chunk in entry.chunks():
            size += len(chunk)
            yield chunk
            progress(done + size, whole)
        if size != entry.size:
            raise PackageNotWritten(path=entry.name, reason="it changed while it was written")
        yield bytes(layout.padding(size))
        done += layout.BLOCK + size + layout.padding(size)
    yield bytes(whole - done)
    progress(whole, whole)


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: BufferedReader) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    """Wait until a new name in a folder is on the disk."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # Windows opens no folder, and keeps the names in it by itself.
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
