"""What a package is made of: what is not yet sent, which records a laptop needs, which bytes they name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from fieldcheck.model.journal import Change, Run, genesis, joined_runs
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.store import blobs, fold, snapshots
from fieldcheck.store.queries.belonging import in_area
from fieldcheck.store.queries.taken_along import SITES_PLANNED_FOR
from fieldcheck.store.reader import Reader

Named = tuple[str, str]
"""A record by its kind and id."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What one device wrote after a sequence number: how much of it, and when the first of it was written."""

    changes: int
    photos: int
    since: str | None


@contextmanager
def one_view(reader: Reader) -> Iterator[Reader]:
    """Let everything that is read inside come from one moment, though others write meanwhile."""
    reader.connection.execute("BEGIN")
    try:
        yield reader
    finally:
        reader.connection.execute("ROLLBACK")


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
    return dict(sorted({**_newest_sent(reader), **known_vector(reader)}.items()))


def _newest_sent(reader: Reader) -> dict[str, int]:
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


def area(reader: Reader, towns: Sequence[str], sectors: Sequence[str], device: str = "") -> set[Named]:
    """Return the sites of an area and whom they rent from, their hazards that stand, and what shows these.

    That is visits, photos, documents with how they were signed and served, and the steps of each hazard.

    An empty list means all; a site whose town or sector is not known belongs to every area. The sites of visits that
    are planned for `device` are part of its area, wherever they lie.
    """
    inside = f"{in_area('s.town', towns)} AND {in_area('s.sector', sectors)}"
    condition = f" AND ({inside} OR s.id IN ({SITES_PLANNED_FOR}))"
    parameters = [*towns, *sectors, device]
    findings = (
        "SELECT f.id, f.inspection FROM finding f JOIN site s ON s.id = f.site "
        f"WHERE NOT f._deleted AND f.withdrawn IS NULL AND f.inspection IS NOT NULL AND NOT s._deleted{condition}"
    )
    found: set[Named] = set()
    wanted = (
        ("site", f"SELECT s.id FROM site s WHERE NOT s._deleted AND s.name IS NOT NULL{condition}"),
        ("site", _LANDLORDS.format(condition)),
        ("finding", f"SELECT id FROM ({findings})"),
        ("inspection", _VISITS.format(findings)),
        ("photo", f"SELECT p.id FROM photo p JOIN ({findings}) f ON f.id = p.finding WHERE NOT p._deleted"),
        ("document", _DOCUMENTS.format(findings)),
        *(
            (kind, f'SELECT g.id FROM "{kind}" g WHERE NOT g._deleted AND g."of" IN ({_DOCUMENTS.format(findings)})')
            for kind in ("signing", "service")
        ),
        *(
            (kind, f'SELECT t.id FROM "{kind}" t JOIN ({findings}) f ON f.id = t."of" WHERE NOT t._deleted')
            for kind in STEPS
        ),
    )
    for kind, sql in wanted:
        times = sql.count(condition)
        found.update((kind, entity) for (entity,) in reader.rows(sql, parameters * times))
    return found


_LANDLORDS = (
    "SELECT l.id FROM site s JOIN site l ON l.id = s.landlord "
    "WHERE s.landlord IS NOT NULL AND NOT s._deleted AND NOT l._deleted AND l.name IS NOT NULL{0}"
)
# Where the hazards were found, and where they were looked at again.
_VISITS = (
    'SELECT inspection FROM ({0}) UNION SELECT r.inspection FROM recheck r JOIN ({0}) f ON f.id = r."of" '
    "WHERE NOT r._deleted AND r.inspection IS NOT NULL"
)
# Those of these visits, and of others (an order after a recheck that failed) those that name the hazards.
_DOCUMENTS = (
    f'SELECT d.id FROM document d WHERE NOT d._deleted AND (d."of" IN ({_VISITS}) '
    "OR d.id IN (SELECT p.document FROM hazard_paper p JOIN ({0}) f ON f.id = p.finding))"
)


def of_bureau(reader: Reader) -> set[Named]:
    """Return what every laptop has of its bureau: profile, officers, forms, its own wordings, days off."""
    kinds = ("profile", "officer", "form", "wording", "holidays")
    return {
        (kind, entity) for kind in kinds for (entity,) in reader.rows(f'SELECT id FROM "{kind}" WHERE NOT _deleted')
    }


def of_device(reader: Reader, device: str) -> set[Named]:
    """Return the number blocks and the enrolment of a device."""
    return {
        (kind, entity)
        for kind in ("number_block", "enrolment")
        for (entity,) in reader.rows(f'SELECT id FROM "{kind}" WHERE device = ? AND NOT _deleted', (device,))
    }


def decisions_about(reader: Reader, records: Collection[Named]) -> set[Named]:
    """Return the decisions about these records, and what was judged about pairs of which one is among them."""
    rows = reader.rows("SELECT id, kind, entity FROM decision WHERE NOT _deleted")
    pairs = reader.rows('SELECT id, kind, entity, other FROM "join" WHERE NOT _deleted')
    found = {("decision", decision) for decision, kind, entity in rows if (kind, entity) in records}
    return found | {
        ("join", pair) for pair, kind, entity, other in pairs if (kind, entity) in records or (kind, other) in records
    }


def deleted_among(reader: Reader, records: Sequence[Named]) -> set[Named]:
    """Return those of these records that are deleted here."""
    found: set[Named] = set()
    for kind in sorted({kind for kind, _ in records} & KINDS.keys()):
        gone = {row[0] for row in reader.rows(f'SELECT id FROM "{kind}" WHERE _deleted')}
        found.update((name, entity) for name, entity in records if name == kind and entity in gone)
    return found


def touched_by_others(reader: Reader, branch: Collection[str]) -> set[Named]:
    """Return the records that these devices wrote and that others wrote too, here or where a snapshot came from."""
    numbers = f"(SELECT number FROM device WHERE id IN ({', '.join('?' * len(branch))}))"
    rows = reader.rows(
        f"SELECT DISTINCT own.kind, own.entity FROM journal own WHERE own.device IN {numbers} "
        "AND own.body_sha256 IS NULL AND (EXISTS (SELECT 1 FROM journal other WHERE other.entity = own.entity "
        f"AND other.kind = own.kind AND other.device NOT IN {numbers}) OR EXISTS "
        "(SELECT 1 FROM snapshot s WHERE s.entity = own.entity AND s.kind = own.kind))",
        (*branch, *branch),
    )
    return {(kind, entity) for kind, entity in rows}


_CHAIN = """WITH RECURSIVE chain (kind, entity, above) AS (
    SELECT DISTINCT kind, entity, "of" FROM journal
    WHERE device = (SELECT number FROM device WHERE id = ?) AND body_sha256 IS NULL
    UNION
    SELECT c.kind, c.entity, j."of" FROM chain c JOIN journal j ON j.entity = c.above AND j.body_sha256 IS NULL
)"""


def written_by(reader: Reader, device: str) -> set[Named]:
    """Return the records that a device wrote, as far as their content is here."""
    rows = reader.rows(
        "SELECT DISTINCT kind, entity FROM journal "
        "WHERE device = (SELECT number FROM device WHERE id = ?) AND body_sha256 IS NULL",
        (device,),
    )
    return {(kind, entity) for kind, entity in rows}


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


def on_sites_of(reader: Reader, device: str, branch: Collection[str]) -> set[Named]:
    """Return the forms that a device wrote, and its records that belong, at any remove, to one that a branch wrote."""
    numbers = f"(SELECT number FROM device WHERE id IN ({', '.join('?' * len(branch))}))"
    rows = reader.rows(
        f"{_CHAIN} SELECT DISTINCT kind, entity FROM chain c WHERE kind = 'form' "
        f"OR EXISTS (SELECT 1 FROM journal j WHERE j.entity = c.above AND c.above <> '' AND j.device IN {numbers})",
        (device, *branch),
    )
    return {(kind, entity) for kind, entity in rows}


def missing_blobs(reader: Reader) -> list[str]:
    """Return the hashes that records here name and whose bytes are not here, in order; freed ones once asked for.

    A text that is no SHA-256 names no bytes.
    """
    parts = (
        f'SELECT "{column}" FROM "{kind}" WHERE "{column}" IS NOT NULL AND "{column}" NOT IN (SELECT sha256 FROM blob) '
        f'AND "{column}" NOT IN (SELECT sha256 FROM freed WHERE NOT wanted) '
        f'AND length("{column}") = 64 AND "{column}" NOT GLOB \'*[^0-9a-f]*\''
        for kind, column in blobs.NAMED_BY
    )
    return [row[0] for row in reader.rows(f"{' UNION '.join(parts)} ORDER BY 1")]


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


def snapshot_lines(reader: Reader, records: Sequence[Named], holders: Collection[str] = ()) -> Iterator[bytes]:
    """Yield the snapshot line of each record of which something counts, in the order of `records`.

    `holders` are the devices whose journals the addressee has: of these a line says which changes it rests on, where
    the content of others was withheld here. Of every device it says so where a snapshot from above showed the record
    with more than is here (`sent_vector`).
    """
    folding = fold.Folding(reader.connection)
    knowledge = _Knowledge(reader, holders)
    for kind, entity in records:
        found = folding.of(kind, entity)
        if found.entity is not None:
            knew = knowledge.of(kind, entity) if knowledge.partial else {}
            yield snapshots.encoded(kind, found.entity, knew, found.missing)


class _Knowledge:
    """Which changes of a record are known here, where it is not all that the vector of this store's snapshots says."""

    def __init__(self, reader: Reader, holders: Collection[str]) -> None:
        self._reader = reader
        self._here = known_vector(reader)
        rows = reader.rows(
            "SELECT id FROM device WHERE number IN "
            "(SELECT device FROM journal INDEXED BY journal_withheld WHERE body_sha256 IS NOT NULL)"
        )
        self._withheld = {device for (device,) in rows} & self._here.keys() & set(holders)
        self._sent = {device: seq for device, seq in _newest_sent(reader).items() if seq > self._here.get(device, seq)}
        self.partial = bool(self._withheld or self._sent)

    def of(self, kind: str, entity: str) -> dict[str, tuple[Run, ...]]:
        """Return the runs of known changes by device, those left out of whom the vector is right."""
        base = snapshots.base_of(self._reader.connection, kind, entity)
        found: dict[str, tuple[Run, ...]] = {}
        for device in sorted(self._withheld | self._sent.keys()):
            here = self._runs(kind, entity, device) if device in self._withheld else [(1, self._here[device])]
            known = joined_runs([*here, *(base.runs(device) if base is not None else ())])
            if known != ((1, self._here[device]),):
                found[device] = known
        return found

    def _runs(self, kind: str, entity: str, device: str) -> list[Run]:
        rows = self._reader.rows(
            "SELECT seq FROM journal WHERE entity = ? AND kind = ? "
            "AND device = (SELECT number FROM device WHERE id = ?)",
            (entity, kind, device),
        )
        return [(seq, seq) for (seq,) in rows]


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
