"""Downward: snapshots of what a laptop needs, a receipt, and the bytes that it does not have yet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import msgspec

from fieldcheck.exchange import certificates, layout
from fieldcheck.exchange.contents import Enrolment, Receipt, Snapshot
from fieldcheck.operations import payloads, trust
from fieldcheck.operations.payloads import Content
from fieldcheck.operations.peers import Peer
from fieldcheck.store import Reader, clock, devices, local
from fieldcheck.store.queries import exchange
from fieldcheck.store.queries.exchange import Named, Unsent

BACKUP = "backup"
"""Local state: what the last verified backup holds, by device."""

_HASH = re.compile(r"[0-9a-f]{64}")


def unsent(reader: Reader, device: str, known: Peer) -> Unsent:
    """Return what the bureau learned from others since the laptop's last package."""
    return exchange.changed_since(reader, known.sent, without=device)


def selection(reader: Reader, device: str) -> list[Named]:
    """Return the records that a laptop needs, by kind and id: its bureau, its area, and its own that others touched."""
    found = devices.find(reader, device)
    assert found is not None and found.certificate is not None, "only enrolled devices are sent packages"
    scope = certificates.decode(found.certificate).scope
    wanted = exchange.of_bureau(reader) | exchange.of_device(reader, device)
    wanted |= exchange.area(reader, scope.towns, scope.sectors)
    wanted |= exchange.touched_by_others(reader, device)
    wanted |= exchange.decisions_about(reader, wanted)
    return sorted(wanted)


def content(reader: Reader, device: str, known: Peer, *, again: bool, enrolment: Enrolment | None = None) -> Content:
    """Return what the next package for a laptop holds; `again` sends bytes that it was sent before too."""
    gone = exchange.deleted_among(reader, known.carried)
    wanted = sorted({*selection(reader, device), *gone})
    vector = exchange.known_vector(reader)
    number = payloads.next_receipt_number(reader)
    kept = payloads.KeptLines(exchange.snapshot_lines(reader, wanted))
    withdrawn = sorted(set(known.carried) - set(wanted))
    had: set[str] = set() if again else set(known.blobs)
    named = _bytes_needed(kept.lines(), device)
    entries, members = payloads.blob_members(reader, [sha256 for sha256 in named if sha256 not in had])
    package = known.number + 1

    def sent(peer: Peer) -> Peer:
        return msgspec.structs.replace(
            peer,
            number=package,
            sent=vector,
            sent_at=clock(),
            carried=wanted,
            blobs=sorted({*had, *(entry.sha256 for entry in entries)}),
        )

    return Content(
        number=package,
        before={},
        after={},
        sent=sent,
        blobs=entries,
        members=[*members, kept.member(layout.RECORDS)],
        records=kept.count,
        snapshot=Snapshot(number, vector, withdrawn=withdrawn),
        receipt=receipt(reader, number),
        enrolment=enrolment,
        certificates=[trust.own_certificate(reader)],
    )


def receipt(reader: Reader, number: int) -> Receipt:
    """Return what the bureau has, and what of it lies in a verified backup."""
    kept = local.state(reader, BACKUP)
    backup = {name: int(str(seq)) for name, seq in kept.items()} if isinstance(kept, dict) else None
    return Receipt(number, exchange.hashes(reader), exchange.missing_blobs(reader), backup)


def _bytes_needed(lines: Iterable[bytes], device: str) -> Iterator[str]:
    """Yield the hashes that records name, those left out that the laptop wrote itself."""
    for line in lines:
        if b"sha256" not in line:
            continue
        for values in json.loads(line)["fields"].values():
            for value, source, *_ in values:
                if source != device and isinstance(value, str) and _HASH.fullmatch(value):
                    yield value
