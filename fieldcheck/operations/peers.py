"""What this store remembers of its exchange with another one: what was sent, what came back. It never travels."""

from __future__ import annotations

import msgspec

from fieldcheck.exchange.contents import PackageInfo, Receipt
from fieldcheck.store import Reader, Store, Transaction, local

BACKUP = "backup"
"""Local state: what the last verified backup holds, by device; whoever is written to hears it."""
RECEIPT_NUMBER = "receipt_number"
"""Local state of a bureau: the number of its last receipt and snapshot."""


class Peer(msgspec.Struct, frozen=True, kw_only=True):
    """The exchange with one addressee.

    Attributes:
        number: of the last package that was written for it; 0 where there is none.
        sent: what it has when that package is imported, by device.
        sent_at: when that was.
        receipt: the newest that came from it, and `receipt_at`, when it was imported here.
        carried: the records (kind, entity) that its last snapshot held.
        received: number of the newest package of it that was imported here; `received_at`, when.
        waiting: numbers of packages of it that came here and wait for earlier ones.
        arrived: the numbers of all its packages that were imported here, as runs.
        shown: the sites that a bureau above with an area of its own was shown (see `withholding`), or None.
    """

    number: int = 0
    sent: dict[str, int] = {}
    sent_at: str | None = None
    receipt: Receipt | None = None
    receipt_at: str | None = None
    carried: list[tuple[str, str]] = []
    received: int = 0
    received_at: str | None = None
    waiting: list[int] = []
    arrived: list[tuple[int, int]] = []
    shown: dict[str, int] | None = None

    @property
    def missing(self) -> tuple[int, ...]:
        """Return the numbers of the packages between the newest that was imported and those that came and wait."""
        last = max(self.waiting, default=0)
        return tuple(number for number in range(self.received + 1, last) if number not in self.waiting)

    def confirms(self, number: int) -> bool:
        """Return whether the addressee said that package `number` arrived."""
        runs = self.receipt.packages if self.receipt is not None else []
        return any(first <= number <= last for first, last in runs)


def _key(device: str) -> str:
    return f"peer.{device}"


def peer(reader: Reader, device: str) -> Peer:
    """Return what is known of the exchange with a device."""
    kept = local.state(reader, _key(device))
    return Peer() if kept is None else msgspec.convert(kept, Peer)


def set_peer(transaction: Transaction, device: str, known: Peer) -> None:
    """Keep what is known of the exchange with a device."""
    local.set_state(transaction, _key(device), msgspec.to_builtins(known))


def begin_again(transaction: Transaction, device: str, *, withholds: bool) -> None:
    """Forget what was sent to the bureau above and not confirmed, and the packages it went in: another device sends.

    A bureau that withholds forgets what was shown too: after its backup it may have sent as hashes what it may show.
    """
    known = peer(transaction, device)
    has = {name: end[0] for name, end in known.receipt.vector.items()} if known.receipt else {}
    shown: dict[str, int] | None = {} if withholds else None
    set_peer(transaction, device, msgspec.structs.replace(known, number=0, sent=has, sent_at=None, shown=shown))
    local.forget(transaction, f"sent.{device}.")


def take_over(transaction: Transaction, former: str, device: str) -> None:
    """Go on with `device` where the exchange with `former`, whose place it took, had come to.

    What was sent and not confirmed is sent again: it may have come after the backup that `device` begins from.
    """
    set_peer(transaction, device, msgspec.structs.replace(peer(transaction, former), sent={}))


def keep_sent(transaction: Transaction, device: str, info: PackageInfo) -> None:
    """Remember a package that was written for `device`, so that it can be written again."""
    local.set_state(transaction, f"sent.{device}.{info.number}", msgspec.to_builtins(info))


def forget_arrived(transaction: Transaction, device: str, known: Peer) -> None:
    """Forget the packages that `device` confirmed, but the last one: nobody writes these again."""
    for key in local.keys(transaction, f"sent.{device}."):
        number = int(key.rpartition(".")[2])
        if number != known.number and known.confirms(number):
            local.forget_state(transaction, key)


def sent(reader: Reader, device: str, number: int) -> PackageInfo | None:
    """Return `package.json` of a package that was written for `device`, or None."""
    kept = local.state(reader, f"sent.{device}.{number}")
    return None if kept is None else msgspec.convert(kept, PackageInfo)


def update(store: Store, device: str, **values: object) -> Peer:
    """Set members of what is known of a device; return it."""
    found: list[Peer] = []

    def work(transaction: Transaction) -> str:
        found.append(msgspec.structs.replace(peer(transaction, device), **values))
        set_peer(transaction, device, found[0])
        return device

    store.write(work)
    return found[0]
