"""What changes whose changes count: one's own certificate, and revocations. What they concern is folded again.

That may be all that a device ever wrote. So it is done in parts, between which others write; which parts are left is
kept in the store, and a program that was stopped goes on with them when it opens the store again.
"""

from __future__ import annotations

import time

from fieldcheck.store import devices, fold, local
from fieldcheck.store.connection import PAUSE_SECONDS, TRANSACTION_SECONDS
from fieldcheck.store.devices import CertifiedDevice
from fieldcheck.store.store import Store
from fieldcheck.store.transaction import Transaction

FOLDING = "folding"
"""Local state: the devices whose changes are being judged again, each with the last sequence number that was."""

_PART = 2000


def certify_own(transaction: Transaction, certificate: CertifiedDevice) -> None:
    """Keep the certificate that the bureau issued to this store's device, which obeys its role from now on.

    What it wrote before and may not write stays in the journal and is listed as refused: see `finish_folding`.
    """
    devices.put(transaction.connection, certificate)
    transaction.connection.execute("UPDATE device SET role = ? WHERE id = ?", (certificate.role, certificate.id))
    _judge_again(transaction, certificate.id, 0)
    transaction.renew()


def revoke(transaction: Transaction, device: str, last_seq: int) -> None:
    """Let the changes of a device count up to `last_seq`; of several revocations the earliest holds.

    The records that it changed later are folded by `finish_folding`.
    """
    transaction.connection.execute(
        "UPDATE device SET revoked_after = min(coalesce(revoked_after, ?), ?) WHERE id = ?",
        (last_seq, last_seq, device),
    )
    _judge_again(transaction, device, last_seq)
    _wait_no_more(transaction, device, last_seq)
    transaction.renew()


def _wait_no_more(transaction: Transaction, device: str, last_seq: int) -> None:
    """Fold the records that wait for changes of a device that do not count any more: there are few, if any."""
    rows = transaction.rows(
        "SELECT DISTINCT kind, entity FROM waiting WHERE device = ? AND seq > ?", (device, last_seq)
    )
    folding = fold.Folding(transaction.connection)
    for kind, entity in rows:
        folding.refold(kind, entity)


def finish_folding(store: Store) -> None:
    """Fold what is left of the records of which other changes count now, in transactions that others fit between."""
    while local.state(store.reader(), FOLDING):
        store.write(_fold_part)
        time.sleep(PAUSE_SECONDS)


def _judge_again(transaction: Transaction, device: str, after: int) -> None:
    if not _later(transaction, device, after, 1):
        return
    left = _left(transaction)
    local.set_state(transaction, FOLDING, {**left, device: min(after, left.get(device, after))})


def _left(transaction: Transaction) -> dict[str, int]:
    kept = local.state(transaction, FOLDING)
    return {device: int(str(seq)) for device, seq in kept.items()} if isinstance(kept, dict) else {}


def _later(transaction: Transaction, device: str, after: int, count: int) -> list[tuple[int, str, str]]:
    """Return sequence number, kind and id of the next changes of a device whose content is here."""
    return transaction.rows(
        "SELECT seq, kind, entity FROM journal WHERE body_sha256 IS NULL "
        "AND device = (SELECT number FROM device WHERE id = ?) AND seq > ? ORDER BY seq LIMIT ?",
        (device, after, count),
    )


def _fold_part(transaction: Transaction) -> str:
    start = time.monotonic()
    left = _left(transaction)
    device, after = next(iter(left.items()))
    folding = fold.Folding(transaction.connection)
    rows = _later(transaction, device, after, _PART)
    done: set[tuple[str, str]] = set()
    for seq, kind, entity in rows:
        if (kind, entity) not in done:
            folding.refold(kind, entity)
            done.add((kind, entity))
        left[device] = seq
        if time.monotonic() - start > TRANSACTION_SECONDS:
            break
    if not _later(transaction, device, left[device], 1):
        del left[device]
    local.set_state(transaction, FOLDING, dict(left))
    return device
