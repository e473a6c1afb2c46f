"""What only a lost bureau wrote, and a laptop was sent: the laptop writes it again, so that the next bureau has it.

The register, the officers, the forms and the bureau's own visits lay in its journal alone. Each of its changes becomes
a change of the laptop, with the same author and time. What other laptops wrote they send themselves. Done in parts;
how far it came is kept in the store, and a program that was stopped goes on when it opens the store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import msgspec

from fieldcheck.model.authority import BUREAU_ONLY, STAYS_OPEN
from fieldcheck.model.journal import DELETED
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import Reader, Store, Transaction, local, snapshots
from fieldcheck.store.queries import records

LEFT = "handing_back"
"""Local state: what is left to write again."""

_PART = 50


class _Left(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The devices that are gone, before which snapshot its lines came, and the record that was written last."""

    lost: list[str]
    before: int
    entity: str = ""
    kind: str = ""


@dataclass(slots=True)
class _Written:
    """One change of a lost bureau, as far as it still stands."""

    at: str
    author: str
    set: dict[str, object] = field(default_factory=dict)


def begin(transaction: Transaction, lost: Collection[str], before: int) -> None:
    """Remember to write again what the devices `lost` wrote, where no snapshot from number `before` on shows it."""
    local.set_state(transaction, LEFT, msgspec.to_builtins(_Left(sorted(lost), before)))


def is_left(reader: Reader) -> bool:
    """Return whether something is still to be written again."""
    return local.state(reader, LEFT) is not None


def finish(store: Store) -> None:
    """Write what is left, in transactions that others fit between."""
    while is_left(store.reader()):
        store.write(_part)


def _part(transaction: Transaction) -> str:
    left = msgspec.convert(local.state(transaction, LEFT), _Left)
    named = snapshots.older(transaction, left.before, left.entity, left.kind, _PART)
    for kind, entity in named:
        if kind in KINDS and kind not in BUREAU_ONLY and not snapshots.is_withdrawn(transaction, kind, entity):
            _write_again(transaction, kind, entity, left.lost)
    if named:
        kind, entity = named[-1]
        left = msgspec.structs.replace(left, entity=entity, kind=kind)
    local.set_state(transaction, LEFT, msgspec.to_builtins(left) if len(named) == _PART else None)
    return LEFT


def _write_again(transaction: Transaction, kind: str, entity: str, lost: Collection[str]) -> None:
    """Write the changes of a record that lost devices made: its creation first."""
    found = _changes(transaction, kind, entity, lost)
    creation = KINDS[kind].created_by
    if kind in STAYS_OPEN and not any(creation in change.set for change in found.values()):
        return
    of = records.belongs_to(transaction, kind, entity)
    now, author = transaction.now, transaction.author
    for _key, change in sorted(found.items(), key=lambda item: (creation not in item[1].set, item[0])):
        transaction.now, transaction.author = change.at, change.author
        transaction.append(kind, entity, of, change.set)
    transaction.now, transaction.author = now, author


def _changes(
    transaction: Transaction, kind: str, entity: str, lost: Collection[str]
) -> Mapping[tuple[str, int], _Written]:
    """Return what stands in a record from lost devices, by change; nothing where it is deleted."""
    # Imported where something is left to write: every start asks whether there is.
    from fieldcheck.store.queries import details

    standing = details.standing_values(transaction, kind, entity)
    if any(value.field == DELETED and value.value is not None for value in standing):
        return {}
    found: dict[tuple[str, int], _Written] = {}
    for value in standing:
        if value.device in lost:
            change = found.setdefault((value.device, value.seq), _Written(value.at, value.author))
            change.set[value.field] = value.value
    return found
