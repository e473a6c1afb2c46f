"""Upward: journal ranges that the bureau lacks, and the bytes that they name."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import PackageInfo, Range, Receipt
from fieldcheck.exchange.writer import Member
from fieldcheck.operations import payloads, trust
from fieldcheck.operations.payloads import Content, Scanned
from fieldcheck.operations.peers import Peer
from fieldcheck.store import Reader, clock, devices, snapshots
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
    """Return what the addressee was not yet sent."""
    had = before(known, again=False)
    parts = [exchange.unsent(reader, device.id, had.get(device.id, 0)) for device, _ in _ends(reader)]
    first = [part.since for part in parts if part.since is not None]
    return Unsent(sum(p.changes for p in parts), sum(p.photos for p in parts), min(first, default=None))


def _ends(reader: Reader) -> list[tuple[devices.Device, int]]:
    """Return the devices whose changes travel upward, and where their ranges end: foreign ones at a signed head."""
    found: list[tuple[devices.Device, int]] = []
    for device in sorted(devices.every(reader), key=lambda device: device.id):
        if device.own:
            found.append((device, device.seq))
        elif device.certificate is not None and device.head is not None:
            found.append((device, device.head.seq))
    return found


def content(reader: Reader, known: Peer, *, again: bool) -> Content:
    """Return what the next package holds."""
    had = before(known, again=again)
    wanted = [(device, had.get(device.id, 0) + 1, last) for device, last in _ends(reader)]
    parts = [_range(reader, device, first, last) for device, first, last in wanted if first <= last]
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
        sent=lambda peer: msgspec.structs.replace(peer, number=number, sent=after, sent_at=clock()),
        ranges=ranges,
        blobs=entries,
        members=[*members, *(scanned.member for _, scanned in parts)],
        receipt=_receipt(reader),
        certificates=_certificates(reader, ranges),
    )


def _range(reader: Reader, device: devices.Device, first: int, last: int) -> tuple[Range, Scanned]:
    hidden = exchange.of_kinds(reader, device.id, first, last, trust.OF_ONE_BUREAU) if trust.is_bureau(reader) else ()
    return payloads.range_of(reader, device, first, last, hidden)


def _after(had: Mapping[str, int], ranges: list[Range]) -> dict[str, int]:
    return {**had, **{part.device: part.last for part in ranges}}


def _receipt(reader: Reader) -> Receipt | None:
    """Return what this laptop has of what it was sent: the newest snapshot, and bytes that did not come."""
    number, _ = snapshots.newest(reader)
    if not number:
        return None
    return Receipt(number, exchange.hashes(reader), exchange.missing_blobs(reader))


def _certificates(reader: Reader, ranges: list[Range]) -> list[Certificate]:
    """Return the certificates between the devices of the ranges and the addressee."""
    carried = {part.device for part in ranges}
    own = devices.own(reader).id
    return [kept for device, kept in sorted(trust.known(reader).items()) if device not in carried and device != own]


def same_content(reader: Reader, kept: PackageInfo) -> Content:
    """Return the content of a package that was written before: the same ranges and bytes."""
    members: list[Member] = []
    for part in kept.ranges:
        device = devices.find(reader, part.device)
        assert device is not None, "what was sent is still here"
        members.append(_range(reader, device, part.first, part.last)[1].member)
    _, files = payloads.blob_members(reader, [entry.sha256 for entry in kept.blobs])
    return Content(
        number=kept.number,
        before=kept.before,
        after=kept.after,
        sent=lambda peer: peer,
        ranges=kept.ranges,
        blobs=kept.blobs,
        members=[*files, *members],
        receipt=kept.receipt,
        certificates=kept.certificates,
        package=kept.package,
        clock=kept.clock,
    )
