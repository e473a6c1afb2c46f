"""The digest: one hash over all shared records, equal wherever the same is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from fieldcheck.model.canonical import encode
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import fold
from fieldcheck.store.reader import Reader
from fieldcheck.store.rows import Entity


@dataclass(frozen=True, slots=True)
class RecordDigest:
    """The digest of one record: SHA-256 as hexadecimal digits."""

    kind: str
    entity: str
    sha256: str


def of_entity(kind: str, entity: Entity) -> str:
    """Return the SHA-256 of a record: every field, unknown ones too, with its standing values and their changes."""
    fields = {
        name: [[value.value, value.device, value.seq] for value in values] for name, values in entity.state.items()
    }
    acting = sorted(entity.deletions, key=lambda change: (change.device, change.seq))
    deletions = [[change.device, change.seq, change.over] for change in acting]
    line = {"kind": kind, "id": entity.id, "of": entity.of, "fields": fields, "deletions": deletions}
    return hashlib.sha256(encode(line)).hexdigest()


def records(reader: Reader) -> Iterator[RecordDigest]:
    """Yield the digest of every shared record, ordered by (kind, id); kinds unknown to this version too."""
    present = {
        row[0]
        for row in reader.rows(
            "SELECT DISTINCT kind FROM journal WHERE body_sha256 IS NULL UNION SELECT kind FROM snapshot"
        )
    }
    for name in sorted(present | set(KINDS)):
        entities = fold.load_all(reader.connection, KINDS[name]) if name in KINDS else _unknown(reader, name)
        for entity in entities:
            yield RecordDigest(name, entity.id, of_entity(name, entity))


def _unknown(reader: Reader, kind: str) -> Iterator[Entity]:
    folding = fold.Folding(reader.connection)
    rows = reader.rows(
        "SELECT entity FROM journal WHERE kind = ? AND body_sha256 IS NULL "
        "UNION SELECT entity FROM snapshot WHERE kind = ? ORDER BY entity",
        (kind, kind),
    )
    for (entity,) in rows:
        folded = folding.of(kind, entity).entity
        if folded is not None:
            yield folded


def digest(reader: Reader) -> str:
    """Return the SHA-256 over the digests of all records, as hexadecimal digits."""
    total = hashlib.sha256()
    for record in records(reader):
        total.update(f"{record.kind} {record.entity} {record.sha256}\n".encode())
    return total.hexdigest()
