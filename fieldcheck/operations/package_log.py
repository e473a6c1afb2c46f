"""The packages that were written and that came, as this store remembers them. It never travels."""

from __future__ import annotations

import hashlib

import msgspec

from fieldcheck.store import Reader, Store, Transaction, clock, local

PREFIX = "package."
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
        outcome: what became of one that came (`imports.Outcome`); empty for an outgoing one. `error` is a code.
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

    @property
    def id(self) -> str:
        """Return what this entry is kept under: the same verdict on the same package is one entry."""
        said = (self.outgoing, self.again, self.device, self.number, self.file, self.outcome, self.error)
        return PREFIX + hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:32]


def keep(transaction: Transaction, entry: Entry) -> None:
    """Remember a package, in place of an entry that says the same."""
    local.set_state(transaction, entry.id, msgspec.to_builtins(entry))
    for old in entries(transaction)[KEPT:]:
        local.forget_state(transaction, old.id)


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
