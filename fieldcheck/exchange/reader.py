"""Reads a package as it streams out of the seal: signature first, then each member against the manifest.

Nothing is kept in memory but one chunk and one line. What is read goes to a `Receiver`, which must treat it as
provisional until `finished`: only then was the last byte verified.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import pyrage

from fieldcheck.exchange import keys, layout
from fieldcheck.exchange.bag import Bag, Malformed, Receiver
from fieldcheck.exchange.errors import (
    NotAPackage,
    PackageAltered,
    PackageMalformed,
    PackageNotReadable,
    PackageTruncated,
    WrongAddressee,
)

MARK = b"age-encryption.org/v1\n"
MAXIMUM_HEADER = 65536

Progress = Callable[[int, int], None]
"""Called with the sealed bytes read and the size of the file; what it raises stops the reading."""


class Seal:
    """The sealed bytes as they were read: their SHA-256 and how many they are."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.size = 0

    def update(self, data: bytes) -> None:
        """Take the next bytes."""
        self._digest.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """Return the SHA-256 in hexadecimal."""
        return self._digest.hexdigest()


def read(
    path: Path, identities: Sequence[str], receiver: Receiver, progress: Progress, seal: Seal | None = None
) -> None:
    """Read the package at `path` with these age identities into `receiver`; `seal` takes the bytes of the file.

    Raises NotAPackage, PackageNotReadable, WrongAddressee, PackageTruncated, PackageAltered, PackageMalformed,
    PackageTooLarge, PackageNewer, SignatureWrong, and whatever `receiver` or `progress` raise.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            # A folder, or something that would never end.
            raise NotAPackage(path=path)
        with path.open("rb") as file:
            _read(path, file, identities, receiver, _Source(file, state.st_size, progress, seal))
    except OSError as error:
        raise PackageNotReadable(path=path, reason=error.strerror or str(error)) from error


def _read(path: Path, file: BinaryIO, identities: Sequence[str], receiver: Receiver, source: _Source) -> None:
    chunks = _sealed_chunks(path, file, source.size)
    bag = Bag(path, receiver, frozenset(map(keys.recipient_of, identities)), chunks)
    opening = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
    try:
        pyrage.decrypt_io(source, bag, opening)
        bag.end()
    except pyrage.DecryptError as error:
        raise _unopened(path, chunks, error) from error
    except Malformed as error:
        raise PackageMalformed(path=path, member=error.member, reason=error.reason) from error
    except OSError as error:
        if source.failed:
            raise
        raise _broken(path, chunks, bag) from error


def _unopened(path: Path, chunks: int | None, error: Exception) -> Exception:
    if "No matching keys" in str(error):
        return WrongAddressee(path=path)
    return PackageTruncated(path=path) if chunks is None else PackageAltered(path=path, member="age")


def _broken(path: Path, chunks: int | None, bag: Bag) -> Exception:
    if chunks is None or (bag.chunks is not None and chunks < bag.chunks):
        return PackageTruncated(path=path)
    return PackageAltered(path=path, member=bag.member or "age")


def _sealed_chunks(path: Path, file: BinaryIO, size: int) -> int | None:
    """Return how many whole chunks follow the age header, or None where the length is that of no whole package."""
    head = file.read(MAXIMUM_HEADER)
    file.seek(0)
    if not head.startswith(MARK[: len(head)]) or not head:
        raise NotAPackage(path=path)
    mac = head.find(b"\n--- ")
    end = head.find(b"\n", mac + 1) + 1 if mac >= 0 else 0
    if end <= 0:
        if size >= MAXIMUM_HEADER:
            raise NotAPackage(path=path)
        raise PackageTruncated(path=path)
    chunks, rest = divmod(size - end - layout.NONCE, layout.CHUNK + layout.TAG)
    return chunks if rest == 0 and chunks >= 2 else None


class _Source:
    """The sealed file, counted; remembers whether it was the file that failed."""

    def __init__(self, file: BinaryIO, size: int, progress: Progress, seal: Seal | None) -> None:
        self._file = file
        self.size = size
        self._seal = seal
        self._progress = progress
        self._done = 0
        self._reported = 0
        self.failed = False

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except OSError:
            self.failed = True
            raise
        if self._seal is not None:
            self._seal.update(data)
        self._done += len(data)
        if self._done - self._reported >= 1 << 20 or not data:
            self._reported = self._done
            self._progress(self._done, self.size)
        return data
