"""Another device for a store that was copied or restored: the end of the old one's chain, and what is written anew.

What the old device wrote after the last change that others have in the same form is taken from its chain and written
again by the new one, with the same author and time; so is all that the store wrote since, as whatever device. This is
the only place where the journal is ever shortened: two chains of one device cannot both stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.journal import DELETED, Change, chain, genesis
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import devices, fold, local
from fieldcheck.store.connection import Connection
from fieldcheck.store.devices import DeviceIdentity
from fieldcheck.store.lines import change_of
from fieldcheck.store.queries import exchange
from fieldcheck.store.transaction import Seen, Transaction

_INSERT = (
    'INSERT INTO journal (device, seq, at, author, kind, entity, "of", body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
)

_Record = tuple[str, str]


def write_as(transaction: Transaction, new: DeviceIdentity, old: str, after: int) -> int:
    """Let the store write as `new`; what it wrote after change `after` of device `old` is written again.

    `old` is the device that the store writes as, or one as which it wrote before: then all that it wrote as the later
    ones is written again too. Return how much. Nothing was appended in this transaction before. Where `old` set a
    field up to `after`, the new device names what stood there, so that the same values stand as before.
    """
    connection = transaction.connection
    ended = _ended(connection, old)
    moved = [change for device in ended for change in _take_back(transaction, device, after if device == old else 0)]
    devices.insert_own(connection, new)
    left = {record: fold.changes_of(connection, record[1], record[0]) for record in map(_record, moved)}
    written = list(_anew(new.id, old, moved, left))
    _append(connection, new, written)
    for change in written:
        left[_record(change)].append(change)
    folding = fold.Folding(connection)
    for (kind, entity), changes in left.items():
        folding.refold(kind, entity, changes)
    _complete_drafts(transaction, ended)
    transaction.take_device()
    return len(written)


def _record(change: Change) -> _Record:
    return change.kind, change.entity


def _ended(connection: Connection, old: str) -> list[str]:
    """Return a device of this store, and those as which it wrote later, in that order."""
    rows = connection.execute(
        "SELECT id FROM device WHERE identity IS NOT NULL AND number >= (SELECT number FROM device WHERE id = ?) "
        "ORDER BY number",
        (old,),
    )
    return [device for (device,) in rows]


def _take_back(transaction: Transaction, device: str, after: int) -> list[Change]:
    """Shorten the chain of a device to `after` changes; return the later ones."""
    connection = transaction.connection
    (number,) = connection.execute("SELECT number FROM device WHERE id = ?", (device,)).fetchone()
    rows = connection.execute("SELECT body FROM journal WHERE device = ? AND seq > ? ORDER BY seq", (number, after))
    moved = [change_of(body) for (body,) in rows]
    end = exchange.chain_hash(transaction, device, after)
    for table in ("journal", "refused"):
        connection.execute(f"DELETE FROM {table} WHERE device = ? AND seq > ?", (number, after))
    connection.execute(
        "UPDATE device SET seq = ?, hash = ?, head_seq = NULL, head_hash = NULL, head_signature = NULL "
        "WHERE number = ? AND seq > ?",
        (after, end, number, after),
    )
    return moved


def _anew(new: str, old: str, moved: Sequence[Change], left: Mapping[_Record, Collection[Change]]) -> Iterator[Change]:
    """Yield the changes as the new device writes them: what it wrote itself before it need not name."""
    gone: dict[str, set[int]] = {}
    for change in moved:
        gone.setdefault(change.device, set()).add(change.seq)
    for seq, change in enumerate(moved, 1):
        over = _without(change.over, gone)
        if change.device == old:
            earlier = [one for one in left[_record(change)] if one.device == old]
            named = _named(change, earlier)
            over = {**over, old: named} if named else over
        yield replace(change, device=new, seq=seq, over=over)


def _without(seen: Seen, gone: Mapping[str, Collection[int]]) -> dict[str, tuple[int, ...]]:
    """Return what was named, those changes left out that are gone."""
    kept = {device: tuple(seq for seq in seqs if seq not in gone.get(device, ())) for device, seqs in seen.items()}
    return {device: seqs for device, seqs in kept.items() if seqs}


def _named(change: Change, earlier: Sequence[Change]) -> tuple[int, ...]:
    """Return which earlier changes of the old device this one replaced without naming them: the last of each field.

    A deletion replaced all of them, whatever they set.
    """
    if change.set.get(DELETED) is not None:
        return tuple(one.seq for one in earlier)
    last = {name: one.seq for one in earlier for name in one.set if name in change.set}
    return tuple(sorted(set(last.values())))


def _append(connection: Connection, device: DeviceIdentity, changes: Sequence[Change]) -> None:
    """Write the first changes of a device."""
    (number,) = connection.execute("SELECT number FROM device WHERE id = ?", (device.id,)).fetchone()
    end = genesis(device.id, device.public_key)
    rows: list[tuple[object, ...]] = []
    for one in changes:
        body = one.body()
        end = chain(end, bytes.fromhex(sha256_hex(body)))
        rows.append((number, one.seq, one.at, one.author, one.kind, one.entity, one.of, body, end))
    connection.executemany(_INSERT, rows)
    connection.execute("UPDATE device SET seq = ?, hash = ? WHERE number = ?", (len(changes), end, number))


def _complete_drafts(transaction: Transaction, ended: Collection[str]) -> None:
    """Let each draft name what the ended devices have standing in its field: its page showed that as one's own."""
    for draft in local.drafts(transaction):
        if draft.seen is not None and draft.kind in KINDS:
            kept = {device: seqs for device, seqs in draft.seen.items() if device not in ended}
            local.put_draft(transaction, replace(draft, seen={**kept, **_standing(transaction, ended, draft)}))


def _standing(transaction: Transaction, ended: Collection[str], draft: local.Draft) -> Seen:
    record = fold.load(transaction.connection, KINDS[draft.kind], draft.entity)
    found: dict[str, tuple[int, ...]] = {}
    for value in record.state.get(draft.field, []) if record is not None else []:
        if value.device in ended:
            found[value.device] = (*found.get(value.device, ()), value.seq)
    return found
