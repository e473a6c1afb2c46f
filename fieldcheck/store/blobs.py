"""Bytes by SHA-256, and what is derived from them (thumbnails), which can be made again."""

from __future__ import annotations

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.store.errors import BlobFreed, BlobMissing
from fieldcheck.store.reader import Reader
from fieldcheck.store.transaction import Transaction

NAMED_BY = (
    ("photo", "sha256"),
    ("photo", "source_sha256"),
    ("document", "sha256"),
    ("document", "content_sha256"),
    ("form", "sha256"),
    ("signing", "strokes"),
    ("wording", "sha256"),
    ("typeface", "sha256"),
)
"""Kinds and their columns that name bytes."""

FORGET_FREED = "DELETE FROM freed WHERE sha256 = ?"
"""What follows where bytes come back that were freed."""


def put(transaction: Transaction, data: bytes) -> str:
    """Keep `data`, once however often it is put; return its SHA-256."""
    sha256 = sha256_hex(data)
    transaction.connection.execute(
        "INSERT INTO blob (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
        (sha256, len(data), data),
    )
    transaction.connection.execute(FORGET_FREED, (sha256,))
    return sha256


def get(reader: Reader, sha256: str) -> bytes:
    """Return the bytes with this SHA-256. Raises BlobMissing, BlobFreed."""
    data = reader.value("SELECT data FROM blob WHERE sha256 = ?", (sha256,))
    if data is None:
        raise absent(reader, sha256)
    return bytes(data)


def absent(reader: Reader, sha256: str) -> BlobMissing:
    """Return why bytes are not here: freed, or missing."""
    return BlobFreed(sha256=sha256) if is_freed(reader, sha256) else BlobMissing(sha256=sha256)


def is_freed(reader: Reader, sha256: str) -> bool:
    """Return whether bytes were given up here and have not come back."""
    return reader.value("SELECT 1 FROM freed WHERE sha256 = ?", (sha256,)) is not None


def free(transaction: Transaction, sha256: str) -> None:
    """Give up bytes that another store keeps; thumbnails and what else was made from them stay."""
    transaction.connection.execute(
        "INSERT OR REPLACE INTO freed (sha256, size, wanted) SELECT sha256, size, 0 FROM blob WHERE sha256 = ?",
        (sha256,),
    )
    transaction.connection.execute("DELETE FROM blob WHERE sha256 = ?", (sha256,))


def want(transaction: Transaction, sha256: str) -> None:
    """Ask for bytes again that were freed: the next package to the bureau says so."""
    transaction.connection.execute("UPDATE freed SET wanted = 1 WHERE sha256 = ?", (sha256,))


def wanted(reader: Reader) -> set[str]:
    """Return the bytes that were freed and asked for again, by SHA-256."""
    return {row[0] for row in reader.rows("SELECT sha256 FROM freed WHERE wanted")}


def freed(reader: Reader) -> tuple[int, int]:
    """Return how many blobs were freed, and how many bytes they had."""
    row = reader.row("SELECT count(*), total(size) FROM freed")
    assert row is not None, "a count is always there"
    return int(row[0]), int(row[1])


def put_derivative(transaction: Transaction, parent: str, name: str, data: bytes) -> None:
    """Keep something made from the blob `parent`, under a name such as "thumbnail"."""
    transaction.connection.execute(
        "INSERT OR REPLACE INTO derivative (parent, name, data) VALUES (?, ?, ?)", (parent, name, data)
    )


def derivative(reader: Reader, parent: str, name: str) -> bytes | None:
    """Return what was made from the blob `parent`, or None."""
    data = reader.value("SELECT data FROM derivative WHERE parent = ? AND name = ?", (parent, name))
    return None if data is None else bytes(data)


def photos_without(reader: Reader, name: str) -> list[str]:
    """Return the photos whose bytes are here and from which nothing called `name` was made, by SHA-256."""
    rows = reader.rows(
        "SELECT DISTINCT p.sha256 FROM photo p JOIN blob b ON b.sha256 = p.sha256 WHERE NOT p._deleted "
        "AND NOT EXISTS (SELECT 1 FROM derivative d WHERE d.parent = p.sha256 AND d.name = ?) ORDER BY b.number",
        (name,),
    )
    return [row[0] for row in rows]
