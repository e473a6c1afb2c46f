"""What an arrived package changes beside the records: what is known of its sender."""

from __future__ import annotations

import msgspec

from fieldcheck.exchange.contents import PackageInfo, Receipt
from fieldcheck.model.journal import joined_runs
from fieldcheck.operations import peers
from fieldcheck.operations.peers import Peer
from fieldcheck.store import Store, Transaction, clock


def remember(store: Store, info: PackageInfo) -> None:
    """Keep which package of its sender was the newest, and what it said that it has."""

    def work(transaction: Transaction) -> str:
        known = peers.peer(transaction, info.sender.device)
        known = _with_receipt(known, info.receipt, upward=info.direction == "upward")
        if info.number >= known.received:
            waiting = [number for number in known.waiting if number > info.number]
            known = msgspec.structs.replace(known, received=info.number, received_at=clock(), waiting=waiting)
        arrived = joined_runs([*known.arrived, (info.number, info.number)])
        known = msgspec.structs.replace(known, arrived=list(arrived))
        peers.set_peer(transaction, info.sender.device, known)
        if info.direction == "downward":
            peers.forget_arrived(transaction, info.sender.device, known)
        return info.sender.device

    store.write(work)


def remember_waiting(transaction: Transaction, sender: str, number: int) -> None:
    """Keep that a package of this device came and waits for earlier ones."""
    known = peers.peer(transaction, sender)
    waiting = sorted({*known.waiting, number})
    peers.set_peer(transaction, sender, msgspec.structs.replace(known, waiting=waiting))


def _with_receipt(known: Peer, receipt: Receipt | None, *, upward: bool) -> Peer:
    """Return what is known of a sender after its receipt, where that is newer than the last one."""
    if receipt is None or (known.receipt is not None and receipt.number < known.receipt.number):
        return known
    kept = msgspec.structs.replace(known, receipt=receipt, receipt_at=clock())
    return kept if upward or known.receipt is None else _restored(kept, known.receipt)


def _restored(known: Peer, former: Receipt) -> Peer:
    """Return what is known of a bureau; where it was restored from a backup, what it lost is sent again."""
    assert known.receipt is not None, "it was just kept"
    has = {device: end[0] for device, end in known.receipt.vector.items()}
    if all(has.get(device, 0) >= seq for device, (seq, _) in former.vector.items()):
        return known
    shown = known.shown
    if shown is not None:
        shown = {site: number for site, number in shown.items() if number == 0 or known.confirms(number)}
    sent = {device: min(seq, has.get(device, 0)) for device, seq in known.sent.items()}
    return msgspec.structs.replace(known, sent=sent, shown=shown)
