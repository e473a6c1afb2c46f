"""The journal as values: one change, its canonical body, the hash chain, and which values stand.

Nothing here reads a file or a clock. `standing` is the definition of the fold, written to be read; the store keeps
a faster equal of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fieldcheck.model.canonical import Json, encode
from fieldcheck.model.errors import N_, StoreError

DELETED = "deleted"
"""The field that a deletion sets, to its reason; null undoes it."""


class BodyNotUnderstood(StoreError):
    """A journal body that is not what the format says."""

    code = "JOURNAL_BODY"
    message = N_("Change {seq} of device {device} is not readable. Run verify; restore from a backup if it fails.")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `over` names the changes of other devices whose values stood on the page: {device: (seq, …)}."""

    device: str
    seq: int
    at: str
    author: str
    kind: str
    entity: str
    of: str
    set: Mapping[str, Json]
    over: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def body(self) -> bytes:
        """Return the exact canonical bytes that are hashed and travel; `over` is left out where it is empty."""
        members: dict[str, object] = {
            "device": self.device,
            "seq": self.seq,
            "at": self.at,
            "author": self.author,
            "kind": self.kind,
            "entity": self.entity,
            "of": self.of,
            "set": self.set,
        }
        if self.over:
            members["over"] = self.over
        return encode(members)

    def names(self, device: str, seq: int) -> bool:
        """Return whether this change replaces what change (device, seq) set: seen by name, or earlier on its device."""
        return (device == self.device and seq < self.seq) or seq in self.over.get(device, ())


def parse(body: bytes) -> Change:
    """Return the change of a canonical body. Raises BodyNotUnderstood."""
    try:
        members = json.loads(body)
        over = {str(device): tuple(int(seq) for seq in seqs) for device, seqs in members.get("over", {}).items()}
        texts = {name: str(members[name]) for name in ("device", "at", "author", "kind", "entity", "of")}
        return Change(seq=int(members["seq"]), set=dict(members["set"]), over=over, **texts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BodyNotUnderstood(seq="?", device="?") from error


def genesis(device: str, public_key: bytes) -> bytes:
    """Return hash 0 of a device's chain: SHA-256("fieldcheck-journal-1" ‖ device ‖ public key), 32 bytes."""
    return hashlib.sha256(b"fieldcheck-journal-1" + device.encode() + public_key).digest()


def chain(previous: bytes, body_sha256: bytes) -> bytes:
    """Return hash n = SHA-256(hash n-1 ‖ SHA-256(body n)); a body may be withheld and its hash still chains."""
    return hashlib.sha256(previous + body_sha256).digest()


@dataclass(frozen=True, slots=True)
class Standing:
    """A value that stands in a field, and the change that it comes from."""

    value: Json
    device: str
    seq: int
    at: str
    author: str

    def newest_first(self) -> tuple[str, str, int]:
        """Return the order in which one of several standing values is shown: (at, device, seq)."""
        return (self.at, self.device, self.seq)

    def same_act(self, other: Standing) -> bool:
        """Return whether both are one act of one person: the same author typed the same value at the same moment.

        Two devices have it where stores that were copies of each other wrote again what both held.
        """
        return (self.at, self.author, self.value) == (other.at, other.author, other.value)


State = dict[str, list[Standing]]
"""The standing values of every field of one record, shown value first."""


def standing(changes: Iterable[Change]) -> State:
    """Return the standing values of one record from all its changes, in any order.

    A value stands until a change that sets the field is later on the same device or names it in `over`, or names a
    value of the same act (`Standing.same_act`). The same value standing twice is no conflict, but both are kept.
    """
    return standing_on(None, changes)


Run = tuple[int, int]
"""The first and the last of sequence numbers that follow one another."""


def joined_runs(several: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs that may overlap as the fewest, in order."""
    found: list[Run] = []
    for first, last in sorted(several):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Base:
    """A record as a snapshot shows it: what stood in it once all changes up to `vector` were known.

    Of the devices in `knew` the sender knew these changes of the record and no others: the content of the rest was
    withheld from it, or it was restored from a backup. It had none of the changes in `waits`, which standing ones name.
    """

    of: str
    state: State
    deletions: tuple[Change, ...]
    vector: Mapping[str, int]
    knew: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)
    waits: tuple[tuple[str, int], ...] = ()

    def covers(self, device: str, seq: int) -> bool:
        """Return whether the snapshot was made with this change known."""
        return any(first <= seq <= last for first, last in self.runs(device))

    def runs(self, device: str) -> tuple[Run, ...]:
        """Return the changes of a device that were known."""
        return self.knew[device] if device in self.knew else ((1, self.vector.get(device, 0)),)


def standing_on(base: Base | None, changes: Iterable[Change]) -> State:
    """Return the standing values of one record: a snapshot of it, then the changes that the snapshot did not know.

    Each change removes what it names, from the snapshot too; so does one that the snapshot knew, for its sender may
    not have known what that one names. Without a snapshot: `standing`.
    """
    every = list(changes)
    state: State = {} if base is None else {name: list(values) for name, values in base.state.items()}
    rivals: dict[str, list[Change]] = {}
    for change in every:
        known = base is not None and base.covers(change.device, change.seq)
        for name in change.set:
            rivals.setdefault(name, []).append(change)
            if not known:
                state.setdefault(name, []).append(value_of(change, name))
    for name, values in state.items():
        named_by = rivals.get(name, ())
        left = [one for one in values if not any(rival.names(one.device, one.seq) for rival in named_by)]
        if len(left) > 1:
            left = _not_overtaken(name, left, every, base)
        state[name] = sorted(left, key=Standing.newest_first, reverse=True)
    return {name: values for name, values in state.items() if values}


def value_of(change: Change, name: str) -> Standing:
    """Return what a change sets in a field."""
    return Standing(change.set[name], change.device, change.seq, change.at, change.author)


def _not_overtaken(name: str, left: list[Standing], every: Sequence[Change], base: Base | None) -> list[Standing]:
    """Return the values that stand, without those whose act was replaced as another device wrote it.

    Only clocks that lie can make all of them replace one another; then all stand.
    """
    setting = [change for change in every if name in change.set]
    sent = base.state.get(name, []) if base is not None else []
    last = _last_of_acts([value_of(change, name) for change in setting], sent)

    def is_replaced(twin: Standing) -> bool:
        if base is not None and base.covers(twin.device, twin.seq) and twin not in sent:
            return True
        rivals = (change for change in setting if not value_of(change, name).same_act(twin))
        return any(rival.names(twin.device, twin.seq) for rival in rivals)

    def is_overtaken(value: Standing) -> bool:
        twins = (one for one in last if one.device != value.device and one.same_act(value))
        return any(is_replaced(twin) for twin in twins)

    return [value for value in left if not is_overtaken(value)] or left


def _last_of_acts(written: Iterable[Standing], sent: Iterable[Standing]) -> list[Standing]:
    """Return of each device the last value of each act: within a moment a person may go back to what stood before."""
    found: list[Standing] = []
    for value in sorted({(one.device, one.seq): one for one in (*written, *sent)}.values(), key=lambda one: -one.seq):
        if not any(one.device == value.device and one.same_act(value) for one in found):
            found.append(value)
    return found


def conflicting(state: State) -> list[str]:
    """Return the fields in which different values stand, in order; whether a record is deleted is no such field."""
    return sorted(
        name
        for name, values in state.items()
        if name != DELETED and len(values) > 1 and any(value.value != values[0].value for value in values[1:])
    )


def not_arrived(state: State, changes: Iterable[Change], is_here: Callable[[str, int], bool]) -> list[tuple[str, int]]:
    """Return the changes (device, seq) that standing changes name in `over` and that are not here, in order.

    What a change replaced is known once its content is: one that is withheld is not here.
    """
    stands = {(value.device, value.seq) for values in state.values() for value in values}
    return sorted(
        {
            (device, seq)
            for change in changes
            if change.over and (change.device, change.seq) in stands
            for device, seqs in change.over.items()
            for seq in seqs
            if not is_here(device, seq)
        }
    )


def apply_own(state: State, change: Change) -> None:
    """Fold the newest change of one's own device into `state`: equal to `standing`, without the other changes.

    Only for a change that nothing known can replace, which one's own newest change is by construction.
    """
    for name in change.set:
        before, new = state.get(name, []), value_of(change, name)
        gone = [old for old in before if change.names(old.device, old.seq) and not old.same_act(new)]
        kept = [old for old in before if not (change.names(old.device, old.seq) or any(map(old.same_act, gone)))]
        kept.append(new)
        kept.sort(key=Standing.newest_first, reverse=True)
        state[name] = kept


def unseen_by_deletion(state: State, deletions: Iterable[Change]) -> list[Standing]:
    """Return the values for which a record is there though a deletion stands in it, one of each change, newest first.

    Neither did the deletion know of them, nor were they written later on the device that deleted.
    """
    standing_deletions = {(value.device, value.seq) for value in state.get(DELETED, []) if value.value is not None}
    acting = [change for change in deletions if (change.device, change.seq) in standing_deletions]
    found = {
        (value.device, value.seq): value
        for name, values in state.items()
        if name != DELETED and acting
        for value in values
        if not any(_is_settled(change, twin) for change in acting for twin in values if twin.same_act(value))
    }
    return sorted(found.values(), key=Standing.newest_first, reverse=True)


def _is_settled(deletion: Change, value: Standing) -> bool:
    later = value.device == deletion.device and value.seq > deletion.seq
    return later or deletion.names(value.device, value.seq)


def is_deleted(state: State, deletions: Iterable[Change]) -> bool:
    """Return whether the record is gone: its standing deletions name every other value that stands.

    An edit that no deletion had seen brings the record back.
    """
    standing_deletions = {(value.device, value.seq) for value in state.get(DELETED, []) if value.value is not None}
    acting = [change for change in deletions if (change.device, change.seq) in standing_deletions]
    others = [values for name, values in state.items() if name != DELETED]
    return bool(acting) and all(_is_named(value, values, acting) for values in others for value in values)


def _is_named(value: Standing, values: Iterable[Standing], deletions: Sequence[Change]) -> bool:
    """Return whether a deletion names a value of a field, or the same act as another device wrote it."""
    twins = (one for one in values if one.same_act(value))
    return any(deletion.names(twin.device, twin.seq) for twin in twins for deletion in deletions)
