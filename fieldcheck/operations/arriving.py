"""What an arrived package changes beside the records: what is known of its sender."""

from __future__ import annotations

import msgspec

from fieldcheck.exchange.contents import PackageInfo, Receipt
from fieldcheck.operations import peers
from fieldcheck.operations.peers import Peer
from fieldcheck.store import Store, Transaction, clock, devices


def remember(store: Store, info: PackageInfo) -> None:
    """Keep which package of its sender was the newest, and what it said that it has."""

    def work(transaction: Transaction) -> str:
        known = peers.peer(transaction, info.sender.device)
        known = _with_receipt(known, info.receipt, devices.own(transaction).id, upward=info.direction == "upward")
        if info.number >= known.received:
            known = msgspec.structs.replace(known, received=info.number, received_at=clock())
        peers.set_peer(transaction, info.sender.device, known)
        return info.sender.device

    store.write(work)


def _with_receipt(known: Peer, receipt: Receipt | None, own: str, *, upward: bool) -> Peer:
    """Return what is known of a sender after its receipt, where that is newer than the last one."""
    if receipt is None or (known.receipt is not None and receipt.number < known.receipt.number):
        return known
    kept = msgspec.structs.replace(known, receipt=receipt, receipt_at=clock())
    if upward:
        # A laptop says which bytes did not come: they are sent again.
        return msgspec.structs.replace(kept, blobs=sorted(set(known.blobs) - set(receipt.missing_blobs)))
    had = {device: end[0] for device, end in known.receipt.vector.items()} if known.receipt else {}
    has = {device: end[0] for device, end in receipt.vector.items()}
    if has.get(own, 0) < had.get(own, 0):
        # The bureau was restored from a backup: what it lost is sent again.
        return msgspec.structs.replace(kept, sent=has)
    return kept
