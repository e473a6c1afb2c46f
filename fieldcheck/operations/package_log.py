"""The packages that were written and that came, as this store remembers them. It never travels."""

from __future__ import annotations

import hashlib

import msgspec

from fieldcheck.store import Reader, Store, Transaction, clock, local
from fieldcheck.store.queries import exchange

PREFIX = "package."
IMPORTED, NOTHING_NEW, WAITING = "imported", "nothing_new", "waiting"
"""Those outcomes of packages that came which change what is said of others; `verdicts.Outcome` has them all."""
KEPT = 1000
"""Entries; older ones are forgotten. What a peer has is kept elsewhere."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One package.

    Attributes:
        at: when it was written or read here (UTC).
        outgoing: whether it was written here; `again`, whether it repeats an earlier one that can have been lost.
        device, name: the addressee or the sender; empty where a package did not say whose it is.
        number: of the package; 0 where it was not told.
        changes, records, files: what an outgoing one holds, or what one that came brought.
        size: bytes of the sealed file; `file`, its name.
        outcome: what became of one that came (`verdicts.Outcome`); empty for an outgoing one. `error` is a code.
        folder, ends: of one that waits: where its file lay, and the last change that it brings of each device.
    """

    at: str = msgspec.field(default_factory=clock)
    outgoing: bool
    again: bool = False
    device: str = ""
    name: str = ""
    number: int = 0
    changes: int = 0
    records: int = 0
    files: int = 0
    size: int = 0
    file: str
    outcome: str = ""
    error: str = ""
    folder: str = ""
    ends: dict[str, int] = {}

    @property
    def id(self) -> str:
        """Return what this entry is kept under: the same verdict on the same package is one entry."""
        said = (self.outgoing, self.again, self.device, self.number, self.file, self.outcome, self.error)
        return PREFIX + hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:32]


def keep(transaction: Transaction, entry: Entry) -> None:
    """Remember a package, in place of an entry that says the same; what came may be what others waited for."""
    known = local.state(transaction, entry.id)
    if entry.outcome == WAITING and known is not None:
        # It was tried again, by the program itself perhaps: that is no news.
        entry = msgspec.structs.replace(entry, at=msgspec.convert(known, Entry).at)
    local.set_state(transaction, entry.id, msgspec.to_builtins(entry))
    if entry.outcome in (IMPORTED, NOTHING_NEW):
        _settle(transaction, entry)
    for old in entries(transaction)[KEPT:]:
        local.forget_state(transaction, old.id)


def _settle(transaction: Transaction, came: Entry) -> None:
    """Let no entry say any more that it waits where its package came, or all that it brings came with others."""
    here = exchange.known_vector(transaction)
    for one in waiting(transaction):
        same = (one.device, one.number) == (came.device, came.number)
        if not same and not all(here.get(device, 0) >= last for device, last in one.ends.items()):
            continue
        local.forget_state(transaction, one.id)
        if not same:
            settled = msgspec.structs.replace(one, outcome=NOTHING_NEW, error="", folder="", ends={})
            local.set_state(transaction, settled.id, msgspec.to_builtins(settled))


def waiting(reader: Reader) -> list[Entry]:
    """Return the packages that came and wait for earlier ones, newest first."""
    return [entry for entry in entries(reader) if entry.outcome == WAITING]


def keep_one(store: Store, entry: Entry) -> None:
    """Do the same in a write of its own."""

    def work(transaction: Transaction) -> str:
        keep(transaction, entry)
        return entry.id

    store.write(work)


def entries(reader: Reader) -> list[Entry]:
    """Return the packages that are remembered, newest first."""
    found = [msgspec.convert(kept, Entry) for kept in local.states(reader, PREFIX).values()]
    return sorted(found, key=lambda entry: (entry.at, entry.number), reverse=True)
