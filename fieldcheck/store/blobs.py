"""Bytes by SHA-256, and what is derived from them (thumbnails), which can be made again."""

from __future__ import annotations

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.store.errors import BlobMissing
from fieldcheck.store.reader import Reader
from fieldcheck.store.transaction import Transaction

NAMED_BY = (("photo", "sha256"), ("document", "sha256"), ("document", "content_sha256"), ("form", "sha256"))
"""Kinds and their columns that name bytes."""


def put(transaction: Transaction, data: bytes) -> str:
    """Keep `data`, once however often it is put; return its SHA-256."""
    sha256 = sha256_hex(data)
    transaction.connection.execute(
        "INSERT INTO blob (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
        (sha256, len(data), data),
    )
    return sha256


def get(reader: Reader, sha256: str) -> bytes:
    """Return the bytes with this SHA-256. Raises BlobMissing."""
    data = reader.value("SELECT data FROM blob WHERE sha256 = ?", (sha256,))
    if data is None:
        raise BlobMissing(sha256=sha256)
    return bytes(data)


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
