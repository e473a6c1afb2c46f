"""Another device for a store that was copied or restored: the end of the old one's chain, and what is written anew.

What the old device wrote after the last change that others have in the same form is taken from its chain and written
again by the new one, with the same author and time. This is the only place where the journal is ever shortened: two
chains of one device cannot both stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.journal import DELETED, Change, chain, genesis
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import devices, fold, local
from fieldcheck.store.connection import Connection
from fieldcheck.store.devices import DeviceIdentity
from fieldcheck.store.lines import change_of
from fieldcheck.store.queries import exchange
from fieldcheck.store.transaction import Transaction

_INSERT = (
    'INSERT INTO journal (device, seq, at, author, kind, entity, "of", body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
)


def write_as(transaction: Transaction, new: DeviceIdentity, after: int) -> int:
    """Let the store write as `new`; what its device wrote after change `after` is written again. Return how much.

    Nothing was appended in this transaction before. Where the old device set a field up to `after`, the new
    one names what stood there, so that the same values stand as before.
    """
    connection = transaction.connection
    old = devices.own(transaction)
    moved = _take_back(transaction, old.id, after)
    devices.insert_own(connection, new)
    written = _append(connection, new, list(_anew(transaction, old.id, new.id, moved)))
    folding = fold.Folding(connection)
    for kind, entity in dict.fromkeys((change.kind, change.entity) for change in moved):
        folding.refold(kind, entity)
    _complete_drafts(transaction, old.id)
    transaction.take_device()
    return written


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
        "WHERE number = ?",
        (after, end, number),
    )
    return moved


def _anew(transaction: Transaction, old: str, new: str, moved: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes as the new device writes them."""
    earlier: dict[tuple[str, str], list[Change]] = {}
    for seq, change in enumerate(moved, 1):
        key = (change.kind, change.entity)
        if key not in earlier:
            every = fold.changes_of(transaction.connection, change.entity, change.kind)
            earlier[key] = [one for one in every if one.device == old]
        named = _named(change, earlier[key])
        over = {**change.over, old: named} if named else change.over
        yield replace(change, device=new, seq=seq, over=over)


def _named(change: Change, earlier: Sequence[Change]) -> tuple[int, ...]:
    """Return which earlier changes of the old device this one replaced without naming them: the last of each field.

    A deletion replaced all of them, whatever they set.
    """
    if change.set.get(DELETED) is not None:
        return tuple(one.seq for one in earlier)
    last = {name: one.seq for one in earlier for name in one.set if name in change.set}
    return tuple(sorted(set(last.values())))


def _append(connection: Connection, device: DeviceIdentity, changes: Sequence[Change]) -> int:
    """Write the first changes of a device; return how many."""
    (number,) = connection.execute("SELECT number FROM device WHERE id = ?", (device.id,)).fetchone()
    end = genesis(device.id, device.public_key)
    for one in changes:
        body = one.body()
        end = chain(end, bytes.fromhex(sha256_hex(body)))
        filed = (one.seq, one.at, one.author, one.kind, one.entity, one.of)
        connection.execute(_INSERT, (number, *filed, body, end))
    connection.execute("UPDATE device SET seq = ?, hash = ? WHERE number = ?", (len(changes), end, number))
    return len(changes)


def _complete_drafts(transaction: Transaction, old: str) -> None:
    """Let each draft name what the old device has standing in its field: its page showed that as one's own."""
    for draft in local.drafts(transaction):
        if draft.seen is not None and draft.kind in KINDS:
            standing = _standing(transaction, old, draft)
            local.put_draft(transaction, replace(draft, seen={**draft.seen, **standing}))


def _standing(transaction: Transaction, device: str, draft: local.Draft) -> Mapping[str, tuple[int, ...]]:
    record = fold.load(transaction.connection, KINDS[draft.kind], draft.entity)
    values = record.state.get(draft.field, []) if record is not None else []
    seqs = tuple(value.seq for value in values if value.device == device)
    return {device: seqs} if seqs else {}
