"""The key of a store: scrypt (RFC 7914) over the passphrase, with the salt in the file's first 16 bytes.

SQLCipher keeps the salt of a raw key `x'<key><salt>'` in clear at the head of the file. The first five bytes of the
salt are chosen: "FCS", the store format, and the scrypt cost, so that a stranger's file and a newer format are told
apart before the passphrase is tried; 88 random bits remain. A changed mark changes the key, so nobody can lower the
cost.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from fieldcheck.store.errors import NewerStore, NotAStore, StoreMissing, StoreNotAccessible, StoreTruncated

MARK = b"FCS"
FORMAT = 1
COST = 17
"""scrypt's log2(N) of format 1 (r=8, p=1): 128 MiB, about half a second."""

SALT_BYTES = 16
PAGE_BYTES = 16384


@dataclass(frozen=True, slots=True)
class RawKey:
    """A derived key with its salt, as SQLCipher takes it."""

    key: bytes
    salt: bytes

    def pragma(self) -> str:
        """Return the statement that unlocks a connection."""
        return f"PRAGMA key = \"x'{self.key.hex()}{self.salt.hex()}'\""


def new_salt(cost: int = COST) -> bytes:
    """Return 16 bytes: the mark, the format, the cost, and randomness."""
    return MARK + bytes((FORMAT, cost)) + os.urandom(SALT_BYTES - 5)


def derive(passphrase: str, salt: bytes) -> RawKey:
    """Return the key of `passphrase` (Unicode NFKC, so that every keyboard types the same) under `salt`."""
    text = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return RawKey(Scrypt(salt=salt, length=32, n=1 << salt[4], r=8, p=1).derive(text), salt)


def read_salt(path: Path) -> bytes:
    """Return the salt of the store at `path`.

    Raises StoreMissing, StoreNotAccessible, NotAStore, NewerStore, StoreTruncated.
    """
    try:
        with path.open("rb") as file:
            head = file.read(SALT_BYTES)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise StoreMissing(path=path) from error
    except OSError as error:
        raise StoreNotAccessible(path=path, reason=error.strerror) from error
    _check_head(path, head)
    if (size < PAGE_BYTES or size % PAGE_BYTES) and not _has_log(path):
        raise StoreTruncated(path=path)
    return head


def _has_log(path: Path) -> bool:
    """Return whether a WAL lies beside the file: it holds whole what a process that died left half in the file."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreNotAccessible(path=path, reason=error.strerror) from error


def _check_head(path: Path, head: bytes) -> None:
    if not head.startswith(MARK):
        raise NotAStore(path=path)
    if len(head) < SALT_BYTES:
        raise StoreTruncated(path=path)
    if head[3] > FORMAT:
        raise NewerStore(path=path, found=head[3], known=FORMAT)
    if head[3] == 0 or not 1 <= head[4] <= 24:
        raise NotAStore(path=path)
