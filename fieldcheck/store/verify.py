"""Proof that a store is what its journal says: chain, fold, blobs, and SQLite's own integrity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.errors import N_
from fieldcheck.model.journal import BodyNotUnderstood, chain, genesis, parse
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import fold
from fieldcheck.store.digest import of_entity
from fieldcheck.store.reader import Reader

Progress = Callable[[str, int], None]
"""Called with the name of the part and how many of it are done."""

MESSAGES = {
    "integrity": N_("The file itself is damaged: {detail}. Restore the last backup."),
    "chain": N_("The journal of device {device} was altered at change {seq}. Restore the last backup."),
    "columns": N_("Change {seq} of device {device} is filed under other words than its body says."),
    "fold": N_("Record {entity} of kind {kind} is not what its changes say. Fold the store again."),
    "orphan": N_("Record {entity} of kind {kind} stands in the tables without a change in the journal."),
    "blob": N_("The bytes kept as {sha256} have another hash: they were altered."),
    "blob_missing": N_("Record {entity} of kind {kind} names bytes that are not here: {sha256}."),
    "number": N_("The number {number} stands on more than one document that does not name the other."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: `code` is a key of MESSAGES, `details` fill it."""

    code: str
    details: dict[str, object]

    def message(self) -> str:
        """Return the English text with its placeholders, the key of the translation."""
        return MESSAGES[self.code]


@dataclass(slots=True)
class Report:
    """What `verify` counted and found."""

    changes: int = 0
    records: int = 0
    blobs: int = 0
    problems: list[Problem] = field(default_factory=list)


def verify(reader: Reader, progress: Progress = lambda part, done: None) -> Report:
    """Return what holds and what does not; one consistent view of the store, though others write meanwhile."""
    report = Report()
    reader.connection.execute("BEGIN")
    try:
        report.problems += _integrity(reader)
        for part in (_chains, _folds, _orphans, _blobs, _named_blobs, _numbers):
            report.problems += part(reader, report, progress)
    finally:
        reader.connection.execute("ROLLBACK")
    return report


def _integrity(reader: Reader) -> list[Problem]:
    pages = [str(row[0]) for row in reader.rows("PRAGMA cipher_integrity_check")]
    tables = [str(row[0]) for row in reader.rows("PRAGMA integrity_check") if row[0] != "ok"]
    return [Problem("integrity", {"detail": detail}) for detail in (*pages, *tables)]


def _chains(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    devices = reader.rows("SELECT number, id, public_key, seq, hash FROM device ORDER BY number")
    for number, device, public_key, head, head_hash in devices:
        previous, seq = genesis(device, bytes(public_key)), 0
        rows = reader.connection.execute(
            'SELECT seq, at, author, kind, entity, "of", body, hash FROM journal WHERE device = ? ORDER BY seq',
            (number,),
        )
        for seq, row in enumerate(rows, 1):
            previous = chain(previous, bytes.fromhex(sha256_hex(row[6])))
            if row[0] != seq or previous != row[7]:
                yield Problem("chain", {"device": device, "seq": row[0]})
                break
            yield from _columns(device, row)
            report.changes += 1
            progress("journal", report.changes)
        else:
            if (seq, previous) != (head, bytes(head_hash)):
                yield Problem("chain", {"device": device, "seq": head})


def _columns(device: str, row: tuple[int, str, str, str, str, str, bytes, bytes]) -> Iterator[Problem]:
    try:
        change = parse(row[6])
    except BodyNotUnderstood:
        yield Problem("columns", {"device": device, "seq": row[0]})
        return
    filed = (change.device, change.seq, change.at, change.author, change.kind, change.entity, change.of)
    if filed != (device, *row[:6]) or change.body() != row[6]:
        yield Problem("columns", {"device": device, "seq": row[0]})


def _folds(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    for changes in fold.every_entity(reader.connection):
        kind, entity = changes[0].kind, changes[0].entity
        report.records += 1
        progress("records", report.records)
        if kind not in KINDS:
            continue
        found = fold.load(reader.connection, KINDS[kind], entity)
        wanted = fold.refolded(changes)
        if found is None or of_entity(kind, found) != of_entity(kind, wanted):
            yield Problem("fold", {"kind": kind, "entity": entity})


def _orphans(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    for kind in KINDS:
        rows = reader.rows(
            f'SELECT id FROM "{kind}" WHERE id NOT IN (SELECT entity FROM journal WHERE kind = ?)', (kind,)
        )
        yield from (Problem("orphan", {"kind": kind, "entity": entity}) for (entity,) in rows)


def _blobs(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    for number, sha256 in reader.rows("SELECT number, sha256 FROM blob ORDER BY number"):
        data = reader.value("SELECT data FROM blob WHERE number = ?", (number,))
        report.blobs += 1
        progress("blobs", report.blobs)
        if sha256_hex(data) != sha256:
            yield Problem("blob", {"sha256": sha256})


def _named_blobs(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    for kind, column in (
        ("photo", "sha256"),
        ("document", "sha256"),
        ("document", "content_sha256"),
        ("form", "sha256"),
    ):
        rows = reader.rows(
            f'SELECT id, "{column}" FROM "{kind}" WHERE "{column}" IS NOT NULL '
            f'AND "{column}" NOT IN (SELECT sha256 FROM blob)'
        )
        for entity, sha256 in rows:
            yield Problem("blob_missing", {"kind": kind, "entity": entity, "sha256": sha256})


def _numbers(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    rows = reader.rows(
        "SELECT number FROM document WHERE number IS NOT NULL AND NOT _deleted AND supersedes IS NULL "
        "GROUP BY number HAVING count(*) > 1"
    )
    yield from (Problem("number", {"number": number}) for (number,) in rows)
