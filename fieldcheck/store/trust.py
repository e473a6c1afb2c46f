"""What changes whose changes count: one's own certificate, and revocations. What they concern is folded again."""

from __future__ import annotations

from fieldcheck.store import devices, fold
from fieldcheck.store.connection import Connection
from fieldcheck.store.devices import CertifiedDevice
from fieldcheck.store.transaction import Transaction


def certify_own(transaction: Transaction, certificate: CertifiedDevice) -> None:
    """Keep the certificate that the bureau issued to this store's device, which obeys its role from now on.

    What it wrote before and may not write stays in the journal and is listed as refused.
    """
    devices.put(transaction.connection, certificate)
    transaction.connection.execute("UPDATE device SET role = ? WHERE id = ?", (certificate.role, certificate.id))
    _fold_again(transaction.connection, certificate.id, 0)
    transaction.renew()


def revoke(transaction: Transaction, device: str, last_seq: int) -> None:
    """Let the changes of a device count up to `last_seq`; of several revocations the earliest holds."""
    transaction.connection.execute(
        "UPDATE device SET revoked_after = min(coalesce(revoked_after, ?), ?) WHERE id = ?",
        (last_seq, last_seq, device),
    )
    _fold_again(transaction.connection, device, last_seq)
    transaction.renew()


def _fold_again(connection: Connection, device: str, after: int) -> None:
    rows = connection.execute(
        "SELECT DISTINCT kind, entity FROM journal WHERE body_sha256 IS NULL "
        "AND device = (SELECT number FROM device WHERE id = ?) AND seq > ?",
        (device, after),
    ).fetchall()
    folding = fold.Folding(connection)
    for kind, entity in rows:
        folding.refold(kind, entity)
