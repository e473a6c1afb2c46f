"""What is here of the devices' chains, what of it is not yet sent, and which bytes it names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldcheck.model.journal import Change, genesis
from fieldcheck.store import blobs, fold
from fieldcheck.store.lines import change_of
from fieldcheck.store.queries.carried import Named
from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Unsent:
    """What one device wrote after a sequence number: how much of it, and when the first of it was written."""

    changes: int
    photos: int
    since: str | None


def unsent(reader: Reader, device: str, after: int) -> Unsent:
    """Return what is here of a device's changes after `after`; photos count where their bytes are named."""
    row = reader.row(
        "SELECT count(*), total(j.kind = 'photo' AND instr(j.body, '\"sha256\":')), min(j.at) FROM journal j "
        "JOIN device d ON d.number = j.device WHERE d.id = ? AND j.seq > ? AND j.body_sha256 IS NULL",
        (device, after),
    )
    assert row is not None
    return Unsent(int(row[0]), int(row[1]), row[2])


def changed_since(reader: Reader, vector: Mapping[str, int], without: str) -> Unsent:
    """Return what is here beyond `vector`, the changes of the device `without` left out."""
    ends = reader.rows("SELECT id FROM device WHERE seq > 0 AND id <> ?", (without,))
    parts = [unsent(reader, device, vector.get(device, 0)) for (device,) in ends]
    first = [part.since for part in parts if part.since is not None]
    return Unsent(sum(part.changes for part in parts), sum(part.photos for part in parts), min(first, default=None))


def known_vector(reader: Reader) -> dict[str, int]:
    """Return how many changes of each device are here, devices without any left out."""
    return dict(reader.rows("SELECT id, seq FROM device WHERE seq > 0 AND public_key IS NOT NULL ORDER BY id"))


def sent_vector(reader: Reader) -> dict[str, int]:
    """Return what a snapshot of this store rests on: the changes that are here, and those that it was sent itself."""
    # Of a device whose journal is here, only what is in it: a store restored from a backup may have been sent more.
    return dict(sorted({**newest_sent(reader), **known_vector(reader)}.items()))


def newest_sent(reader: Reader) -> dict[str, int]:
    """Return how far the snapshots that were sent here rest on each device."""
    found: dict[str, int] = {}
    for (text,) in reader.rows("SELECT vector FROM snapshot_vector"):
        for device, seq in json.loads(text).items():
            found[device] = max(seq, found.get(device, 0))
    return found


def held_with_bytes(reader: Reader) -> dict[str, int]:
    """Return the known vector, each device's before its first record whose bytes did not arrive."""
    found = known_vector(reader)
    for kind, column in blobs.NAMED_BY:
        rows = reader.rows(
            f'SELECT d.id, min(r._seq) FROM "{kind}" r JOIN device d ON d.number = r._device '
            f'WHERE r."{column}" IS NOT NULL AND r."{column}" NOT IN (SELECT sha256 FROM blob) GROUP BY d.id'
        )
        found.update({device: min(found[device], seq - 1) for device, seq in rows if device in found})
    return found


def hashes(reader: Reader) -> dict[str, tuple[int, str]]:
    """Return the end of what is here of each device's chain: sequence number and hash (hexadecimal)."""
    rows = reader.rows("SELECT id, seq, hash FROM device WHERE seq > 0 AND public_key IS NOT NULL ORDER BY id")
    return {device: (seq, bytes(head).hex()) for device, seq, head in rows}


def replaced_by(reader: Reader, device: str) -> list[str]:
    """Return the devices whose place this one took, at first or second hand, as their enrolments say."""
    rows = reader.rows(
        "WITH RECURSIVE before (id) AS (SELECT replaces FROM enrolment WHERE id = ? UNION "
        "SELECT e.replaces FROM enrolment e JOIN before b ON e.id = b.id) SELECT id FROM before WHERE id IS NOT NULL",
        (device,),
    )
    return [former for (former,) in rows if former != device]


def line_of(reader: Reader, bureau: str) -> frozenset[str]:
    """Return the devices that a bureau which this store took in was and became, as their enrolments say, itself too."""
    rows = reader.rows(
        "WITH RECURSIVE step (one, other) AS (SELECT id, replaces FROM enrolment WHERE role = 'bureau' UNION "
        "SELECT replaces, id FROM enrolment WHERE role = 'bureau'), line (id) AS (SELECT ? UNION "
        "SELECT other FROM step JOIN line ON line.id = step.one) SELECT id FROM line WHERE id IS NOT NULL",
        (bureau,),
    )
    return frozenset(device for (device,) in rows)


def missing_blobs(reader: Reader, of: Collection[str] | None = None) -> list[str]:
    """Return the hashes that records here name and whose bytes are not here, in order; freed ones once asked for.

    A text that is no SHA-256 names no bytes. `of` are the devices whose records count; all, where it is left out.
    """
    made = "" if of is None else f" AND _device IN (SELECT number FROM device WHERE id IN ({', '.join('?' * len(of))}))"
    parts = (
        f'SELECT "{column}" FROM "{kind}" WHERE "{column}" IS NOT NULL AND "{column}" NOT IN (SELECT sha256 FROM blob) '
        f'AND "{column}" NOT IN (SELECT sha256 FROM freed WHERE NOT wanted) '
        f'AND length("{column}") = 64 AND "{column}" NOT GLOB \'*[^0-9a-f]*\'{made}'
        for kind, column in blobs.NAMED_BY
    )
    parameters = [*(of or ())] * len(blobs.NAMED_BY)
    return [row[0] for row in reader.rows(f"{' UNION '.join(parts)} ORDER BY 1", parameters)]


def named_by_others(reader: Reader, hashes_wanted: Sequence[str], own: Collection[str]) -> set[str]:
    """Return those of these hashes of bytes that a record names which another device than `own` created."""
    marks, devices = ", ".join("?" * len(hashes_wanted)), ", ".join("?" * len(own))
    parts = (
        f'SELECT "{column}" FROM "{kind}" WHERE "{column}" IN ({marks}) '
        f"AND _device NOT IN (SELECT number FROM device WHERE id IN ({devices}))"
        for kind, column in blobs.NAMED_BY
    )
    parameters = [*hashes_wanted, *own] * len(blobs.NAMED_BY)
    return {row[0] for row in reader.rows(" UNION ".join(parts), parameters)}


def changed_among(
    reader: Reader, records: Collection[Named], vector: Mapping[str, int], without: Collection[str]
) -> Unsent:
    """Return what is here of these records beyond `vector`, the changes of the devices `without` left out."""
    rows: list[tuple[str, str, str]] = []
    every = sorted(records)
    for start in range(0, len(every), 500):
        part = [entity for _, entity in every[start : start + 500]]
        rows += [
            (kind, entity, at)
            for device, seq, kind, entity, at in reader.rows(
                "SELECT d.id, j.seq, j.kind, j.entity, j.at FROM journal j JOIN device d ON d.number = j.device "
                f"WHERE j.entity IN ({', '.join('?' * len(part))}) AND j.body_sha256 IS NULL",
                part,
            )
            if (kind, entity) in records and seq > vector.get(device, 0) and device not in without
        ]
    photos = len({entity for kind, entity, _ in rows if kind == "photo"})
    return Unsent(len(rows), photos, min((at for _, _, at in rows), default=None))


def blob_sizes(reader: Reader, hashes_wanted: Sequence[str]) -> dict[str, int]:
    """Return the sizes of those blobs that are here, by SHA-256, in the order of `hashes_wanted`."""
    found: dict[str, int] = {}
    for sha256 in hashes_wanted:
        size = reader.value("SELECT size FROM blob WHERE sha256 = ?", (sha256,))
        if size is not None:
            found[sha256] = int(size)
    return found


def chain_hash(reader: Reader, device: str, seq: int) -> bytes:
    """Return the hash of a device's chain after change `seq` (32 bytes), which is here; 0 is the chain's beginning."""
    if seq == 0:
        return genesis(device, bytes(reader.value("SELECT public_key FROM device WHERE id = ?", (device,))))
    found = reader.value(
        "SELECT hash FROM journal WHERE device = (SELECT number FROM device WHERE id = ?) AND seq = ?", (device, seq)
    )
    return bytes(found)


def withheld(reader: Reader, device: str, first: int, last: int) -> frozenset[int]:
    """Return the sequence numbers in a range whose bodies are withheld here."""
    rows = reader.rows(
        "SELECT seq FROM journal INDEXED BY journal_withheld WHERE body_sha256 IS NOT NULL "
        "AND device = (SELECT number FROM device WHERE id = ?) AND seq BETWEEN ? AND ?",
        (device, first, last),
    )
    return frozenset(seq for (seq,) in rows)


def range_lines(
    reader: Reader, device: str, first: int, last: int, hidden: Collection[int] = frozenset()
) -> Iterator[bytes]:
    """Yield the changes of a range as they travel: the exact body, or the SHA-256 of a withheld one as a JSON text.

    The bodies of the sequence numbers in `hidden` are withheld too.
    """
    rows = reader.connection.execute(
        "SELECT seq, body, body_sha256 FROM journal WHERE device = (SELECT number FROM device WHERE id = ?) "
        "AND seq BETWEEN ? AND ? ORDER BY seq",
        (device, first, last),
    )
    for seq, body, body_sha256 in rows:
        if body_sha256 is not None:
            yield b'"' + bytes(body_sha256).hex().encode() + b'"'
        elif seq in hidden:
            yield b'"' + hashlib.sha256(body).hexdigest().encode() + b'"'
        else:
            yield bytes(body)


def of_kinds(reader: Reader, device: str, first: int, last: int, kinds: Collection[str]) -> frozenset[int]:
    """Return the sequence numbers in a range of a device whose changes are of these kinds."""
    rows = reader.rows(
        "SELECT seq FROM journal WHERE device = (SELECT number FROM device WHERE id = ?) AND seq BETWEEN ? AND ? "
        f"AND kind IN ({', '.join('?' * len(kinds))})",
        (device, first, last, *sorted(kinds)),
    )
    return frozenset(seq for (seq,) in rows)


def present(reader: Reader, records: Collection[Named]) -> set[Named]:
    """Return those of these records of which something is here."""
    every = list(records)
    found: set[Named] = set()
    for start in range(0, len(every), 500):
        part = [entity for _, entity in every[start : start + 500]]
        marks = ", ".join("?" * len(part))
        for table in ("journal", "snapshot"):
            found.update(reader.rows(f"SELECT DISTINCT kind, entity FROM {table} WHERE entity IN ({marks})", part))
    return found & set(every)


def first_change(reader: Reader, device: str, kind: str, entity: str) -> Change | None:
    """Return the first change that a device made to a record, as far as its content is here, or None."""
    body = reader.value(
        "SELECT body FROM journal WHERE entity = ? AND kind = ? AND body_sha256 IS NULL "
        "AND device = (SELECT number FROM device WHERE id = ?) ORDER BY seq LIMIT 1",
        (entity, kind, device),
    )
    return None if body is None else change_of(body)


def not_here(reader: Reader, hashes_wanted: Sequence[str]) -> set[str]:
    """Return those of these blobs, by SHA-256, whose bytes are not here."""
    return set(hashes_wanted) - blob_sizes(reader, hashes_wanted).keys()


def would_conflict(reader: Reader, changes: Sequence[Change]) -> set[tuple[str, str, str]]:
    """Return the fields (kind, id, field) that would have a conflict with these new changes, and have none now.

    Only records of which something is here, or that several devices wrote, are folded: the others agree with
    themselves.
    """
    groups: dict[Named, list[Change]] = {}
    for change in changes:
        groups.setdefault((change.kind, change.entity), []).append(change)
    folding = fold.Folding(reader.connection)
    arriving: dict[str, int] = {}
    for change in changes:
        arriving[change.device] = max(arriving.get(change.device, 0), change.seq)
    folding.arrived = {**folding.arrived, **arriving}
    now = set(reader.rows("SELECT kind, entity, field FROM conflict"))
    found: set[tuple[str, str, str]] = set()
    several = {record for record, group in groups.items() if len({change.device for change in group}) > 1}
    for kind, entity in present(reader, groups) | several:
        every = [*fold.changes_of(reader.connection, entity, kind), *groups[kind, entity]]
        found.update((kind, entity, name) for name in folding.of(kind, entity, every).conflicts)
    return found - now
