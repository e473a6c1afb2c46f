"""A package with two gigabytes of photos: written, read back and verified, against the same bytes through the parts.

The floor reads the same blobs from SQLCipher, hashes each, seals them with age into a file that is on the disk then,
opens that file again and throws away what comes out. The receiver merges the photos afterwards; that is a row of its
own, and its memory counts too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

import pyrage

from benchmarks import land, world
from benchmarks.apart import apart, say
from benchmarks.measure import Row
from fieldcheck.model.identifiers import new_id
from fieldcheck.operations import imports
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, Transaction, blobs
from fieldcheck.store.connection import connect
from fieldcheck.store.key import derive, read_salt

MEGABYTES = int(os.environ.get("FIELDCHECK_BENCHMARK_PHOTO_MEGABYTES", "2000"))
PHOTO_BYTES = 4_000_000
MEMORY = 200_000_000
TIMES = 3
LAPTOP, PACKAGE = "laptop.fcstore", "up.fcpkg"


def rows() -> list[Row]:
    """Measure each in a process of its own, in turns; say so where the disk has no room."""
    needed = 5 * MEGABYTES * 1_000_000
    with world.folder() as folder:
        if shutil.disk_usage(folder).free < needed:
            say(f"photos: not measured, {needed / 1e9:.0f} GB are needed in {folder.parent}")
            return []
        say(f"photos: {MEGABYTES:,} MB in a laptop's store")
        count = apart(prepare, folder).result
        turns = [(apart(write_and_verify, folder), apart(bare, folder)) for _ in range(TIMES)]
        merged = apart(merge, folder)
    seconds = statistics.median(ours.seconds for ours, _ in turns)
    floor = statistics.median(parts.seconds for _, parts in turns)
    memory = max(ours.memory for ours, _ in turns)
    size = f"{count} photos, {MEGABYTES / 1000:g} GB"
    against = "SQLCipher read + SHA-256 + age into a file and out"
    return [
        Row("package of photos written, read back, verified", against, seconds, floor, 1.3, memory, size, MEMORY),
        Row("the same merged by its receiver", "—", merged.seconds, None, None, merged.memory, size, MEMORY),
    ]


def prepare(folder: Path) -> int:
    """Make a bureau and a laptop with photos of random bytes; return how many."""
    count = MEGABYTES * 1_000_000 // PHOTO_BYTES
    with land.bureau(folder) as bureau, land.laptop(bureau, folder, "laptop") as store:
        for _ in range(count):
            _add(store)
    return count


def _add(store: Store) -> None:
    def work(transaction: Transaction) -> str:
        sha256 = blobs.put(transaction, os.urandom(PHOTO_BYTES))
        entity = new_id()
        transaction.append("photo", entity, "", {"sha256": sha256, "size": PHOTO_BYTES, "format": "JPEG"})
        return entity

    store.write(work)


def write_and_verify(folder: Path) -> None:
    """Write the package as the program does, and verify every byte of it as its receiver does."""
    (folder / PACKAGE).unlink(missing_ok=True)
    with land.open_again(folder / LAPTOP) as laptop, land.open_again(folder / land.BUREAU) as bureau:
        land.send_up(laptop, folder, again=True).rename(folder / PACKAGE)
        imports.inspect_for(bureau, folder / PACKAGE)


def merge(folder: Path) -> None:
    """Import the package."""
    with land.open_again(folder / land.BUREAU) as bureau:
        verdict = imports.import_packages(bureau, [folder / PACKAGE])[0]
        assert verdict.outcome is Outcome.IMPORTED, verdict.error


class _Blobs:
    """The blobs of a store as something to read from, each hashed."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, derive(world.PASSPHRASE, read_salt(path)), writable=False)
        self._pieces = self._read()
        self._rest = memoryview(b"")

    def _read(self) -> Iterator[bytes]:
        for (number,) in self._connection.execute("SELECT number FROM blob ORDER BY number").fetchall():
            (data,) = self._connection.execute("SELECT data FROM blob WHERE number = ?", (number,)).fetchone()
            hashlib.sha256(data).digest()
            yield data

    def read(self, size: int) -> bytes:
        """Return the next bytes; at the end, none."""
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


class _Nowhere:
    """A file that keeps nothing."""

    def write(self, data: bytes) -> int:
        """Take bytes."""
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""


def bare(folder: Path) -> None:
    """Do with the parts alone what a package needs at least."""
    identity, sealed = pyrage.x25519.Identity.generate(), folder / "bare.age"
    with sealed.open("wb") as file:
        pyrage.encrypt_io(_Blobs(folder / LAPTOP), file, [identity.to_public()])
        file.flush()
        os.fsync(file.fileno())
    with sealed.open("rb") as file:
        pyrage.decrypt_io(file, _Nowhere(), [identity])
    sealed.unlink()
