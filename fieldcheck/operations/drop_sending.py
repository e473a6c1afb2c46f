"""The drop folder, outward: what is due goes into the inboxes; own packages that were confirmed are tidied away."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from fieldcheck.exchange.contents import Receipt
from fieldcheck.exchange.writer import Progress
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import drop_layout, packages, peers, upward
from fieldcheck.operations.packages import Exported, NothingToSend, Outgoing, Overtaken
from fieldcheck.operations.peers import Peer
from fieldcheck.operations.verdicts import Cancelled, Stopped
from fieldcheck.store import Reader, Store, Transaction, devices, local
from fieldcheck.store.queries import exchange

WRITTEN = "drop.written"
"""Local state: by addressee, the packages that this store put into drop folders and that may still lie there."""

UPWARD_QUIET = timedelta(minutes=10)
DOWNWARD_QUIET = timedelta(hours=1)
"""How long a gentle visit lets changes collect; a laptop that sent something gets its receipt at once."""


class Lying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A package that lies in an inbox: `receipt` is the number of the receipt in a downward one."""

    name: str
    number: int
    receipt: int | None


@dataclass(frozen=True, slots=True)
class Sent:
    """What was written, what was tidied away, and what went wrong with which addressee."""

    written: tuple[Exported, ...]
    removed: tuple[Path, ...]
    errors: tuple[FieldCheckError, ...]


def due(store: Store, *, gently: bool) -> list[Outgoing]:
    """Return the addressees for whom something waits."""
    reader = store.reader()
    return [one for one in packages.outgoing(store) if _is_due(reader, one, gently=gently)]


def _is_due(reader: Reader, one: Outgoing, *, gently: bool) -> bool:
    known = peers.peer(reader, one.to)
    if one.direction == "downward":
        answered = known.received_at is not None and known.received_at > (known.sent_at or "")
        return answered or (one.changes > 0 and (not gently or _is_quiet(known, DOWNWARD_QUIET)))
    wanted = one.changes > 0 or _asked_again(reader, known) or upward.asks_anew(reader, one.to, known)
    return wanted and (not gently or _is_quiet(known, UPWARD_QUIET))


def _asked_again(reader: Reader, known: Peer) -> bool:
    """Return whether the bureau misses bytes that are here, and was not sent a package since it said so."""
    if known.receipt is None or (known.receipt_at or "") <= (known.sent_at or ""):
        return False
    return bool(exchange.blob_sizes(reader, known.receipt.missing_blobs))


def _is_quiet(known: Peer, wanted: timedelta) -> bool:
    """Return whether nothing was sent for a while; a clock that was set back does not silence a laptop."""
    if known.sent_at is None:
        return True
    return abs(datetime.now(UTC) - datetime.fromisoformat(known.sent_at)) >= wanted


def send(store: Store, top: Path, progress: Progress, stopped: Cancelled, *, gently: bool) -> Sent:
    """Write what is due; one addressee that cannot be written to never stands in the way of the others."""
    written: list[Exported] = []
    errors: list[FieldCheckError] = []
    for one in due(store, gently=gently):
        if stopped():
            break
        try:
            written.append(_write(store, one, top, _stopping(progress, stopped)))
        except Stopped:
            break
        except (NothingToSend, Overtaken):
            # Another program of this store was faster.
            continue
        except FieldCheckError as error:
            errors.append(error)
    return Sent(tuple(written), tuple(_tidy(store, top)), tuple(errors))


def _stopping(progress: Progress, stopped: Cancelled) -> Progress:
    """Return the same progress, which raises Stopped once the person does not want to go on."""

    def told(done: int, whole: int) -> None:
        if stopped():
            raise Stopped
        progress(done, whole)

    return told


def _write(store: Store, one: Outgoing, top: Path, progress: Progress) -> Exported:
    made = packages.export(store, one.to, drop_layout.made(drop_layout.inbox(top, one.to)), progress)
    lying = Lying(made.path.name, made.number, made.receipt)

    def work(transaction: Transaction) -> str:
        kept = _lying(transaction)
        _keep(transaction, {**kept, one.to: [*kept.get(one.to, []), lying]})
        return one.to

    store.write(work)
    return made


def _lying(reader: Reader) -> dict[str, list[Lying]]:
    return msgspec.convert(local.state(reader, WRITTEN) or {}, dict[str, list[Lying]])


def _keep(transaction: Transaction, every: Mapping[str, list[Lying]]) -> None:
    local.set_state(transaction, WRITTEN, msgspec.to_builtins(every))


def _tidy(store: Store, top: Path) -> list[Path]:
    """Remove own packages that their addressee confirmed, and what a stopped program left half written."""
    reader = store.reader()
    gone: list[Path] = []
    for device, every in _lying(reader).items():
        folder = drop_layout.inbox(top, device)
        if folder.is_symlink():
            continue
        known = peers.peer(reader, device)
        confirmed = [one for one in every if _is_confirmed(reader, device, known, one)]
        gone += [folder / one.name for one in confirmed if removed(folder / one.name)]
        gone += [path for path in drop_layout.leftovers(folder, _own_prefix(reader), time.time()) if removed(path)]
        _forget(store, device, confirmed)
    return gone


def _own_prefix(reader: Reader) -> str:
    return f".{packages.plain(devices.own(reader).name)}-"


def _forget(store: Store, device: str, confirmed: list[Lying]) -> None:
    def work(transaction: Transaction) -> str:
        kept = _lying(transaction)
        _keep(transaction, {**kept, device: [one for one in kept.get(device, []) if one not in confirmed]})
        return device

    if confirmed:
        store.write(work)


def _is_confirmed(reader: Reader, device: str, known: Peer, one: Lying) -> bool:
    """Return whether the addressee has a package: by its number, or by a receipt that covers what it holds."""
    if known.receipt is None:
        return False
    if one.receipt is not None:
        return known.receipt.number >= one.receipt
    return known.confirms(one.number) or is_covered(reader, device, known.receipt, one.number)


def is_covered(reader: Reader, device: str, receipt: Receipt, number: int) -> bool:
    """Return whether a receipt names all changes and misses no bytes of an upward package.

    Not so where it only asks for bytes, or shows what had gone as hashes: that lies behind the vector, and the number
    of the package alone tells of it.
    """
    info = peers.sent(reader, device, number)
    if info is None or not (info.ranges or info.blobs):
        return False
    if any(part.first <= info.before.get(part.device, 0) for part in info.ranges):
        return False
    has = {name: end[0] for name, end in receipt.vector.items()}
    missing = set(receipt.missing_blobs)
    covered = all(has.get(part.device, 0) >= part.last for part in info.ranges)
    return covered and not any(entry.sha256 in missing for entry in info.blobs)


def removed(path: Path) -> bool:
    """Remove a file of one's own; return whether it was there and is gone."""
    try:
        path.unlink()
    except OSError:
        # It was taken away already, or the folder is read-only now: it does no harm where it lies.
        return False
    return True
