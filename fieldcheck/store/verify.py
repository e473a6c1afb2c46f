"""Proof that a store is what its journal says: chain, fold, blobs, and SQLite's own integrity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.errors import N_
from fieldcheck.model.journal import BodyNotUnderstood, chain, genesis, parse
from fieldcheck.model.kinds import KINDS, Kind
from fieldcheck.store import blobs, fold, hazards
from fieldcheck.store.digest import of_entity
from fieldcheck.store.queries import numbers
from fieldcheck.store.reader import Reader

Progress = Callable[[str, int], None]
"""Called with the name of the part and how many of it are done."""

MESSAGES = {
    "integrity": N_("The file itself is damaged: {detail}. Restore the last backup."),
    "chain": N_("The journal of device {device} was altered at change {seq}. Restore the last backup."),
    "columns": N_("Change {seq} of device {device} is filed under other words than its body says."),
    "fold": N_("Record {entity} of kind {kind} is not what its changes say. Fold the store again."),
    "refused": N_(
        "Change {seq} of device {device} is listed as refused and counts, or the reverse. Fold the store again."
    ),
    "orphan": N_("Record {entity} of kind {kind} stands in the tables without a change in the journal."),
    "hazard": N_("The state kept of hazard {entity} is not what its records say. Fold the store again."),
    "blob": N_("The bytes kept as {sha256} have another hash: they were altered."),
    "blob_missing": N_("Record {entity} of kind {kind} names bytes that are not here: {sha256}."),
    "number": N_("The number {number} stands on more than one document that does not name the other."),
    "number_void": N_("The number {number} is void, and stands on a document."),
    "number_blocks": N_("Two blocks of {series} hold the same numbers: {first}–{last} and {other_first}–{other_last}."),
    "number_astray": N_("The number {number} stands on a document of device {device}, and was granted to {owner}."),
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
    # SQLCipher checks the file alone: a page that only the write-ahead log holds yet may be a hole there.
    reader.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    reader.connection.execute("BEGIN")
    try:
        report.problems += _integrity(reader)
        # What lies on damaged pages cannot be read, and proves nothing.
        parts = () if report.problems else (_chains, _folds, _orphans, _hazards, _blobs, _named_blobs, _numbers)
        for part in parts:
            report.problems += part(reader, report, progress)
    finally:
        reader.connection.execute("ROLLBACK")
    return report


def _integrity(reader: Reader) -> list[Problem]:
    pages = [str(row[0]) for row in reader.rows("PRAGMA cipher_integrity_check")]
    tables = [] if pages else [str(row[0]) for row in reader.rows("PRAGMA integrity_check") if row[0] != "ok"]
    return [Problem("integrity", {"detail": detail}) for detail in (*pages, *tables)]


def _chains(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    known = reader.rows(
        "SELECT number, id, public_key, seq, hash FROM device WHERE public_key IS NOT NULL ORDER BY number"
    )
    for number, device, public_key, head, head_hash in known:
        previous, seq = genesis(device, bytes(public_key)), 0
        rows = reader.connection.execute(
            'SELECT seq, at, author, kind, entity, "of", body, hash, body_sha256 FROM journal '
            "WHERE device = ? ORDER BY seq",
            (number,),
        )
        for seq, row in enumerate(rows, 1):
            previous = chain(previous, row[8] or bytes.fromhex(sha256_hex(row[6])))
            if row[0] != seq or previous != row[7]:
                yield Problem("chain", {"device": device, "seq": row[0]})
                break
            yield from _columns(device, row)
            report.changes += 1
            progress("journal", report.changes)
        else:
            if (seq, previous) != (head, bytes(head_hash)):
                yield Problem("chain", {"device": device, "seq": head})


Row = tuple[int, str, str, str, str, str, bytes, bytes, bytes | None]


def _columns(device: str, row: Row) -> Iterator[Problem]:
    if row[8] is not None:
        if any(row[1:7]):
            yield Problem("columns", {"device": device, "seq": row[0]})
        return
    try:
        change = parse(row[6])
    except BodyNotUnderstood:
        yield Problem("columns", {"device": device, "seq": row[0]})
        return
    filed = (change.device, change.seq, change.at, change.author, change.kind, change.entity, change.of)
    if filed != (device, *row[:6]) or change.body() != row[6]:
        yield Problem("columns", {"device": device, "seq": row[0]})


def _folds(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    folding = fold.Folding(reader.connection)
    refused: set[tuple[str, int]] = set()
    for kind, entity, changes in fold.every_record(reader.connection):
        report.records += 1
        progress("records", report.records)
        wanted = folding.of(kind, entity, changes)
        refused |= {(change.device, change.seq) for change, _ in wanted.refused}
        if kind in KINDS and not _is_folded(reader, KINDS[kind], entity, wanted):
            yield Problem("fold", {"kind": kind, "entity": entity})
    rows = reader.rows("SELECT id, r.seq FROM refused r JOIN device ON number = r.device")
    for device, seq in sorted(refused ^ set(rows)):
        yield Problem("refused", {"device": device, "seq": seq})


def _is_folded(reader: Reader, kind: Kind, entity: str, wanted: fold.Folded) -> bool:
    """Return whether row and notes of a record are what its changes say."""
    found = fold.load(reader.connection, kind, entity)
    if found is None or wanted.entity is None:
        return found is None and wanted.entity is None
    if of_entity(kind.name, found) != of_entity(kind.name, wanted.entity):
        return False
    return (
        bool(reader.value(f'SELECT _deleted FROM "{kind.name}" WHERE id = ?', (entity,))) == wanted.entity.deleted
        and reader.rows("SELECT field FROM conflict WHERE entity = ? AND kind = ? ORDER BY field", (entity, kind.name))
        == [(name,) for name in wanted.conflicts]
        and reader.rows(
            "SELECT device, seq FROM waiting WHERE entity = ? AND kind = ? ORDER BY device, seq", (entity, kind.name)
        )
        == wanted.missing
    )


def _orphans(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    for kind in KINDS:
        rows = reader.rows(
            f'SELECT id FROM "{kind}" WHERE id NOT IN (SELECT entity FROM journal WHERE kind = ?) '
            "AND id NOT IN (SELECT entity FROM snapshot WHERE kind = ?)",
            (kind, kind),
        )
        yield from (Problem("orphan", {"kind": kind, "entity": entity}) for (entity,) in rows)


def _hazards(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    yield from (Problem("hazard", {"entity": finding}) for finding in hazards.wrong(reader))


def _blobs(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    for number, sha256 in reader.rows("SELECT number, sha256 FROM blob ORDER BY number"):
        data = reader.value("SELECT data FROM blob WHERE number = ?", (number,))
        report.blobs += 1
        progress("blobs", report.blobs)
        if sha256_hex(data) != sha256:
            yield Problem("blob", {"sha256": sha256})


def _named_blobs(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    """Yield the bytes that records of this store's own devices name, that are not here and were not freed.

    Records of others may come without their bytes: a laptop is not sent all, and a package may be on its way.
    """
    for kind, column in blobs.NAMED_BY:
        rows = reader.rows(
            f'SELECT id, "{column}" FROM "{kind}" WHERE "{column}" IS NOT NULL '
            "AND _device IN (SELECT number FROM device WHERE identity IS NOT NULL) "
            f'AND "{column}" NOT IN (SELECT sha256 FROM blob) AND "{column}" NOT IN (SELECT sha256 FROM freed)'
        )
        for entity, sha256 in rows:
            yield Problem("blob_missing", {"kind": kind, "entity": entity, "sha256": sha256})


def _numbers(reader: Reader, report: Report, progress: Progress) -> Iterator[Problem]:
    yield from (Problem("number", {"number": str(number)}) for number in numbers.twice(reader))
    yield from (Problem("number_void", {"number": str(number)}) for number in numbers.void_and_used(reader))
    for one, other in numbers.overlapping(reader):
        ends = {"first": one.first, "last": one.last, "other_first": other.first, "other_last": other.last}
        yield Problem("number_blocks", {"series": " ".join(map(str, one.series)), **ends})
    for found in numbers.astray(reader):
        made = found.numbered
        yield Problem("number_astray", {"number": str(made.number), "device": made.device, "owner": found.owner})
