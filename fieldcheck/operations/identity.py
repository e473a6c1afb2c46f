"""Which device a store writes as: another one where it was copied or restored, or where two stores wrote as one.

Authors are people and devices are laptops: who wrote what, and when, stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from fieldcheck.exchange import certificates, keys
from fieldcheck.exchange.errors import FormerForked
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.values import Role
from fieldcheck.operations import local as laptop
from fieldcheck.operations import marks, numbers, peers, trust
from fieldcheck.operations.marks import Fit
from fieldcheck.store import DeviceIdentity, Reader, Store, Transaction, devices, local, rewriting
from fieldcheck.store.devices import Device, SignedHead
from fieldcheck.store.queries import exchange
from fieldcheck.store.trust import certify_own, finish_folding

FORMER = "former"
"""Local state: which device this store wrote as before, and why it does no more."""


FORK = "fork"
"""Local state: which former device the bureau has another chain of, and the last change that both have."""


class _Fork(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    device: str
    common: int | None


class CommonWrong(InputError):
    """No change of this store's device."""

    code = "IDENTITY_AFTER"
    message = N_("{after} is no number of a change of this store, which has {known}. The bureau's message names it.")


class NotWrittenAs(InputError):
    """No device that this store writes or wrote as."""

    code = "IDENTITY_OF"
    message = N_("This store never wrote as {of}. It wrote as: {known}.")


class Reason(StrEnum):
    """Why a store took another identity."""

    MARK_LOST = "mark_lost"
    MARK_AHEAD = "mark_ahead"
    FORKED = "forked"


REASONS = {
    Reason.MARK_LOST: N_("It was put on another computer, or what this computer knew of it is gone."),
    Reason.MARK_AHEAD: N_("It was copied, or put back from a backup."),
    Reason.FORKED: N_("A copy of it wrote as the same device."),
}


class Former(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The device that a store wrote as: its name, how many changes of it are here, why it ended, when (UTC)."""

    device: str
    name: str
    seq: int
    reason: Reason
    at: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking another identity did: the former one, and how many changes were written again."""

    former: Former
    rewritten: int


def new_identity(role: Role, name: str) -> DeviceIdentity:
    """Return a device with new keys."""
    made = keys.generate()
    return DeviceIdentity(made.device, made.public_key, made.private_key, role, made.recipient, made.identity, name)


def check(store: Store) -> Taken | None:
    """Take another identity where the store was copied or restored; return what was done, or None.

    To be called before the first write of an opened store.
    """
    reader = store.reader()
    try:
        mark = marks.read(devices.own(reader).id)
    except OSError:
        # No rights to the folder say nothing about the store. A laptop that could not be opened in the field, or had
        # to be taken in again, would be worse than a fork, which is found when its package comes.
        return None
    fit = marks.fit(reader, mark)
    if fit is Fit.FITS:
        return None
    reason = Reason.MARK_LOST if fit is Fit.LOST else Reason.MARK_AHEAD
    given = mark.numbers if mark is not None else {}
    own = devices.own(reader)
    return _take(store, reason, own.id, own.seq, given)


def take_new_identity(store: Store, after: int | None = None, of: str = "") -> Taken:
    """Write as another device, where another store wrote under this one's identity and the bureau has its changes.

    What was written after change `after`, the last that both have, is written again under the new identity, with the
    same authors and times. `of` is the device that both wrote as (its id, or how that begins): this one, or one as
    which this store wrote before; then everything that was written since is written again too. Without either: what
    the bureau's last package that was refused for it told; else this device, after what the bureau confirmed.
    Raises CommonWrong, NotWrittenAs.
    """
    reader = store.reader()
    noted = local.state(reader, FORK) if after is None and not of else None
    if noted is not None:
        fork = msgspec.convert(noted, _Fork)
        of, after = fork.device, fork.common
    device = _written_as(reader, of)
    if after is None:
        after = confirmed(reader, device)
    if not 0 <= after <= device.seq:
        raise CommonWrong(after=after, known=device.seq)
    return _take(store, Reason.FORKED, device.id, after, {})


def _written_as(reader: Reader, of: str) -> Device:
    """Return the device that this store writes as, or the one whose id begins with `of`. Raises NotWrittenAs."""
    if not of:
        return devices.own(reader)
    held = devices.held(reader)
    every = [device for device in devices.every(reader) if device.id in held]
    found = [device for device in every if device.id.startswith(of)]
    if len(found) != 1:
        raise NotWrittenAs(of=of, known=", ".join(device.id for device in every))
    return found[0]


@contextmanager
def noting_forks(store: Store) -> Iterator[None]:
    """Let the store remember which of its former devices a package was refused for, and where the chains parted."""
    try:
        yield
    except FormerForked as error:
        fork = msgspec.convert({"device": error.details["id"], "common": error.details["common"]}, _Fork)
        laptop.set_state(store, FORK, msgspec.to_builtins(fork))
        raise


def confirmed(reader: Reader, device: Device) -> int:
    """Return up to which change the bureau's receipt says, by its hash, that it has the chain of a device as here."""
    above = trust.bureau_of(reader)
    receipt = peers.peer(reader, above.certificate.device).receipt if above is not None else None
    seq, end = receipt.vector.get(device.id, (0, "")) if receipt is not None else (0, "")
    return seq if seq <= device.seq and exchange.chain_hash(reader, device.id, seq).hex() == end else 0


def former(reader: Reader) -> Former | None:
    """Return the device that this store wrote as before, while it is not enrolled under its new identity."""
    found = local.state(reader, FORMER)
    if found is None or trust.bureau_of(reader) is None or trust.signs_upward(reader):
        return None
    return msgspec.convert(found, Former)


def _take(store: Store, reason: Reason, device: str, after: int, given: dict[str, int]) -> Taken:
    done: list[Taken] = []

    def work(transaction: Transaction) -> str:
        done.append(_take_in(transaction, reason, device, after, given))
        return done[0].former.device

    store.write(work)
    finish_folding(store)
    return done[0]


def _take_in(transaction: Transaction, reason: Reason, device: str, after: int, given: dict[str, int]) -> Taken:
    old, name = devices.own_identity(transaction), devices.own(transaction).name
    certified, enrolled = trust.is_bureau(transaction), trust.is_enrolled(transaction)
    new = new_identity(old.role, name)
    rewritten = rewriting.write_as(transaction, new, device, after)
    _sign_end(transaction, old)
    if certified:
        _succeed(transaction, old, new)
    # The bureau knows what a device replaced from its enrolment, and nothing of one that never was enrolled.
    replaced = old.id if enrolled else device
    former = Former(replaced, name, after if replaced == device else 0, reason, transaction.now)
    local.set_state(transaction, FORMER, msgspec.to_builtins(former))
    local.forget_state(transaction, FORK)
    numbers.keep_reached(transaction, given)
    above = trust.bureau_of(transaction)
    if above is not None:
        peers.begin_again(transaction, above.certificate.device, withholds=certified)
    return Taken(former, rewritten)


def _sign_end(transaction: Transaction, old: DeviceIdentity) -> None:
    """Sign the end of the former device's chain with the key that goes now, so that its changes still travel."""
    ended = devices.find(transaction, old.id)
    assert ended is not None, "a former device stays known"
    if ended.seq:
        signature = keys.sign(old.private_key, keys.HEAD, keys.head_bytes(old.id, ended.seq, ended.hash))
        devices.keep_head(transaction.connection, old.id, SignedHead(ended.seq, ended.hash, signature))


def _succeed(transaction: Transaction, old: DeviceIdentity, new: DeviceIdentity) -> None:
    """Let a bureau's new device be certified by its former one: who trusts that follows by itself."""
    subject = certificates.Subject(new.id, new.name, new.role, new.public_key, new.recipient)
    issued = certificates.issue(subject, old.id, old.private_key, transaction.now, succeeds=old.id)
    certify_own(transaction, trust.certified(issued))
