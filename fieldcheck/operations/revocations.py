"""Revocations: from which of its changes on a lost or stolen device no longer counts, signed by its bureau."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from fieldcheck.exchange import revocations as signed
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import Revocation
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import trust
from fieldcheck.store import Changes, Reader, Store, Transaction, devices, local
from fieldcheck.store import trust as kept_trust
from fieldcheck.store.devices import Device

KEPT = "revocations"
"""Local state: the revocations that hold here, by device. They travel with every package, up and down."""


class RevocationReasonMissing(InputError):
    """A revocation without a reason."""

    code = "REVOCATION_REASON"
    message = N_("A revocation needs its reason, for example: laptop stolen on 3 March.")


class LastChangeWrong(InputError):
    """No sequence number of a device."""

    code = "REVOCATION_LAST"
    message = N_("{last} is no number of a change. Leave it out: then all counts that is here of the device.")


@dataclass(frozen=True, slots=True)
class Revoked:
    """A revoked device: its changes count up to `last_seq`; `at` is when it was revoked (UTC)."""

    device: str
    name: str
    last_seq: int
    at: str
    reason: str


def revoke(store: Store, device: str, reason: str, last_seq: int | None = None) -> Changes:
    """Let the changes of a device (its name, or the beginning of its id) count no further than `last_seq`.

    Without it, all counts that is here by now. What it wrote later stays in the journal, listed as refused, and its
    later packages are refused by name. Takes time where it wrote much; others can write meanwhile.
    Raises BureauOnly, DeviceUnknown, RevocationReasonMissing, LastChangeWrong.
    """
    trust.require_bureau(store.reader())
    if not reason.strip():
        raise RevocationReasonMissing
    if last_seq is not None and last_seq < 0:
        raise LastChangeWrong(last=last_seq)
    target = _below(store.reader(), device)

    def work(transaction: Transaction) -> str:
        append(transaction, target, reason.strip(), last_seq)
        return target.id

    store.write(work)
    kept_trust.finish_folding(store)
    return Changes(target.id, frozenset((kind, "") for kind in KINDS), ())


def append(transaction: Transaction, target: Device, reason: str, last_seq: int | None = None) -> None:
    """Do the work of `revoke` inside a transaction that does more; `finish_folding` follows it."""
    known = devices.find(transaction, target.id)
    last = (known.seq if known is not None else 0) if last_seq is None else last_seq
    _keep(transaction, [_signed(transaction, target.id, last, reason)])


def _below(reader: Reader, name: str) -> Device:
    """Return the device that this bureau, or one below it, took in. Raises DeviceUnknown."""
    found = trust.resolve(reader, name)
    mine = frozenset().union(*(trust.branch(reader, held) for held in devices.held(reader)))
    if found.id not in mine:
        raise trust.DeviceUnknown(name=name, known="—")
    return found


def _signed(transaction: Transaction, device: str, last_seq: int, reason: str) -> Revocation:
    own = devices.own_identity(transaction)
    return signed.issue(device, last_seq, reason, own.id, own.private_key, transaction.now)


def every(reader: Reader) -> list[Revocation]:
    """Return the revocations that hold here, by device."""
    return list(_kept(reader).values())


def revoked(reader: Reader) -> list[Revoked]:
    """Return the revoked devices, with what they are called."""
    names = {device.id: device.name for device in devices.every(reader)}
    return [Revoked(one.device, names.get(one.device, ""), one.last_seq, one.at, one.reason) for one in every(reader)]


def certificates_of(reader: Reader) -> list[Certificate]:
    """Return the certificates of the revoked devices: without them nobody could judge the revocations."""
    known = trust.known(reader)
    return [known[one.device] for one in every(reader) if one.device in known]


def receive(store: Store, arrived: Sequence[Revocation], certificates: Iterable[Certificate]) -> bool:
    """Keep revocations that came with a package and were checked; return whether one of them is new here.

    `certificates` are those that the package brought and that lead to trust: a device may be known by its alone.
    """
    here = _kept(store.reader())
    new = [one for one in arrived if _earliest(here.get(one.device), one) is one]
    if not new:
        return False
    brought = {certificate.device: certificate for certificate in certificates}

    def work(transaction: Transaction) -> str:
        for one in new:
            if one.device in brought and devices.find(transaction, one.device) is None:
                trust.keep(transaction, brought[one.device])
        _keep(transaction, new)
        return new[0].device

    store.write(work)
    kept_trust.finish_folding(store)
    return True


def _kept(reader: Reader) -> dict[str, Revocation]:
    kept = local.state(reader, KEPT)
    return {} if kept is None else msgspec.convert(kept, dict[str, Revocation])


def _earliest(known: Revocation | None, one: Revocation) -> Revocation:
    """Return which of two revocations of one device holds: the earlier end; of equals, always the same one."""
    if known is None:
        return one
    return min(known, one, key=lambda each: (each.last_seq, each.at, each.signature))


def _keep(transaction: Transaction, new: Iterable[Revocation]) -> None:
    here = _kept(transaction)
    for one in new:
        here[one.device] = _earliest(here.get(one.device), one)
        kept_trust.revoke(transaction, one.device, here[one.device].last_seq)
    local.set_state(transaction, KEPT, msgspec.to_builtins(dict(sorted(here.items()))))
