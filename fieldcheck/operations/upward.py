"""Upward: journal ranges that the bureau lacks, and the bytes that they name."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import PackageInfo, Range, Receipt
from fieldcheck.operations import payloads, peers, revocations, trust
from fieldcheck.operations.payloads import Content, Part, Tick, idle
from fieldcheck.operations.peers import Peer
from fieldcheck.operations.withholding import Withholding
from fieldcheck.store import Reader, blobs, clock, devices, snapshots
from fieldcheck.store.queries import exchange
from fieldcheck.store.queries.exchange import Unsent


def confirmed(known: Peer) -> dict[str, int]:
    """Return what the addressee said that it has."""
    return {device: end[0] for device, end in known.receipt.vector.items()} if known.receipt else {}


def before(known: Peer, *, again: bool) -> dict[str, int]:
    """Return what the addressee is taken to have: what it was sent, or with `again` what it confirmed."""
    said = confirmed(known)
    if again:
        return said
    return {device: max(known.sent.get(device, 0), said.get(device, 0)) for device in known.sent.keys() | said.keys()}


def unsent(reader: Reader, known: Peer) -> Unsent:
    """Return what the addressee was not yet sent, or not yet shown."""
    had = before(known, again=False)
    parts = [exchange.unsent(reader, device.id, had.get(device.id, 0)) for device, _ in _ends(reader)]
    first = [part.since for part in parts if part.since is not None]
    joined = Withholding(reader, known, had).changes_joined()
    return Unsent(sum(p.changes for p in parts) + joined, sum(p.photos for p in parts), min(first, default=None))


def _ends(reader: Reader) -> list[tuple[devices.Device, int]]:
    """Return the devices whose changes travel upward, and where their ranges end: foreign ones at a signed head."""
    found: list[tuple[devices.Device, int]] = []
    for device in sorted(devices.every(reader), key=lambda device: device.id):
        if device.own:
            found.append((device, device.seq))
        elif device.certificate is not None and device.head is not None:
            found.append((device, device.head.seq))
    return found


def content(reader: Reader, known: Peer, *, again: bool, tick: Tick = idle) -> Content:
    """Return what the next package holds. Raises what `tick` raises."""
    had = before(known, again=again)
    withholding = Withholding(reader, known, had, again=again)
    wanted = [_part(withholding, device, had.get(device.id, 0), last) for device, last in _ends(reader)]
    parts = [payloads.range_of(reader, part, tick) for part in wanted if part.first <= part.last]
    missing = known.receipt.missing_blobs if known.receipt else []
    named = [*missing, *(sha256 for _, scanned in parts for sha256 in scanned.hashes)]
    entries, members = payloads.blob_members(reader, named)
    ranges = [part for part, _ in parts]
    after = _after(had, ranges)
    number = known.number + 1
    return Content(
        number=number,
        before=had,
        after=after,
        sent=lambda peer: msgspec.structs.replace(
            peer, number=number, sent=after, sent_at=clock(), shown=withholding.shown
        ),
        ranges=ranges,
        blobs=entries,
        members=[*members, *(scanned.member for _, scanned in parts)],
        receipt=_receipt(reader),
        certificates=_certificates(reader, ranges),
        revocations=revocations.every(reader),
    )


def _part(withholding: Withholding, device: devices.Device, had: int, last: int) -> Part:
    """Return what follows on `had`, from the first change on that was withheld and is shown now."""
    late = withholding.late(device.id)
    first = min(late, default=had + 1)
    # All in between goes with its content again: a hash in its place could be all that arrives.
    old = frozenset(range(first, had + 1)) - late
    return Part(device, first, last, withholding.hidden(device.id, first, last) if first <= last else (), old)


def _after(had: Mapping[str, int], ranges: list[Range]) -> dict[str, int]:
    return {**had, **{part.device: part.last for part in ranges}}


def asks_anew(reader: Reader, device: str, known: Peer) -> bool:
    """Return whether bytes did not come, or are asked for again, that the last package for `device` did not ask for."""
    last = peers.sent(reader, device, known.number)
    told = last.receipt.missing_blobs if last is not None and last.receipt is not None else []
    return bool(set(payloads.asked_for(reader)) - set(told))


def _receipt(reader: Reader) -> Receipt | None:
    """Return what this laptop has of what it was sent: the newest snapshot, and bytes that did not come."""
    number, _ = snapshots.newest(reader)
    if not number:
        return None
    return Receipt(number, exchange.hashes(reader), payloads.asked_for(reader))


def _certificates(reader: Reader, ranges: list[Range]) -> list[Certificate]:
    """Return the certificates between the devices of the ranges and the addressee."""
    carried = {part.device for part in ranges}
    own = devices.own(reader).id
    return [kept for device, kept in sorted(trust.known(reader).items()) if device not in carried and device != own]


def same_content(reader: Reader, known: Peer, kept: PackageInfo, tick: Tick) -> Content:
    """Return the content of a package that was written before: the same ranges, as the addressee may see them now.

    Raises BlobMissing, BlobFreed, and what `tick` raises.
    """
    withholding = Withholding(reader, known, before(known, again=False))
    parts = [_kept_part(reader, withholding, part) for part in kept.ranges]
    scanned = [payloads.lines_of(reader, part, tick) for part in parts]
    shown = {sha256 for one in scanned for sha256 in one.hashes}
    entries = [entry for entry in kept.blobs if entry.sha256 in shown or not trust.is_bureau(reader)]
    here, files = payloads.blob_members(reader, [entry.sha256 for entry in entries])
    if here != entries:
        raise blobs.absent(reader, next(entry.sha256 for entry in entries if entry not in here))
    withheld = [payloads.withheld(reader, part) for part in parts]
    return Content(
        number=kept.number,
        before=kept.before,
        after=kept.after,
        sent=lambda peer: peer,
        ranges=[
            msgspec.structs.replace(part, withheld=count) for part, count in zip(kept.ranges, withheld, strict=True)
        ],
        blobs=entries,
        members=[*files, *(one.member for one in scanned)],
        receipt=kept.receipt,
        certificates=kept.certificates,
        revocations=kept.revocations,
        package=kept.package,
        clock=kept.clock,
    )


def _kept_part(reader: Reader, withholding: Withholding, part: Range) -> Part:
    device = devices.find(reader, part.device)
    assert device is not None, "what was sent is still here"
    return Part(device, part.first, part.last, withholding.hidden(device.id, part.first, part.last))
