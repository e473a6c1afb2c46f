"""Downward to an enterprise: snapshots of its own matters after service, field by field, and nothing else.

No officer, no number block, no record of another site, no name of a laptop, no revocation of another's device. What
the lines hold is decided by `model.enterprise`, which records there are by `store.queries.matters`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from fieldcheck.exchange import certificates, layout
from fieldcheck.exchange.contents import Enrolment, Receipt, Snapshot
from fieldcheck.model.enterprise import SHOWN
from fieldcheck.operations import payloads, revocations, trust
from fieldcheck.operations.payloads import Content, HadBytes, Tick
from fieldcheck.operations.peers import BACKUP, Peer
from fieldcheck.store import Reader, blobs, devices, local
from fieldcheck.store.queries import carried, exchange, matters
from fieldcheck.store.queries.carried import Named
from fieldcheck.store.queries.exchange import Unsent


def site_of(reader: Reader, device: str) -> str:
    """Return the site whose matters the computer of an enterprise is sent; none where its certificate names none."""
    found = devices.find(reader, device)
    assert found is not None and found.certificate is not None, "only enrolled devices are sent packages"
    return certificates.decode(found.certificate).site or ""


def _own(reader: Reader, device: str) -> frozenset[str]:
    """Return the devices that an enterprise's computer writes and wrote as."""
    return frozenset({device, *exchange.replaced_by(reader, device)})


def selection(reader: Reader, device: str) -> set[Named]:
    """Return the records that an enterprise is sent.

    That is what was served on it, its own records that others touched, and all that it wrote as another device.
    """
    former = [carried.written_by(reader, one) for one in exchange.replaced_by(reader, device)]
    own = carried.touched_by_others(reader, [device]).union(*former)
    return matters.of_site(reader, site_of(reader, device)) | {record for record in own if record[0] in SHOWN}


def unsent(reader: Reader, device: str, known: Peer) -> Unsent:
    """Return what of its matters an enterprise was not yet sent; that others were visited is none of them."""
    wanted = _wanted(reader, device, known)
    found = exchange.changed_among(reader, wanted, known.sent, _own(reader, device))
    # A hazard becomes its matter with the paper that names it, which is newer; what was taken away is told as well.
    return replace(found, changes=found.changes + len(set(known.carried) - wanted))


def _wanted(reader: Reader, device: str, known: Peer) -> set[Named]:
    """Return the records of the next package, those that it was sent and that are deleted now among them."""
    wanted = selection(reader, device)
    gone = carried.deleted_among(reader, sorted(set(known.carried) - wanted))
    return wanted | {record for record in gone if record[0] in SHOWN}


def content(
    reader: Reader, device: str, known: Peer, *, again: bool, enrolment: Enrolment | None, tick: Tick
) -> Content:
    """Return what the next package for an enterprise holds. Raises what `tick` raises."""
    own = _own(reader, device)
    wanted = sorted(_wanted(reader, device, known))
    vector, number = exchange.sent_vector(reader), payloads.next_receipt_number(reader)
    kept = payloads.KeptLines(matters.lines(reader, wanted, own), tick)
    withdrawn = sorted(set(known.carried).difference(wanted))
    named = _named(kept.lines(), own, payloads.HadBytes(known, again=again))
    entries, members = payloads.blob_members(reader, [*named.new, *_asked(reader, named, known, own)])
    package = known.number + 1
    return Content(
        number=package,
        before={},
        after={},
        sent=payloads.snapshot_sent(package, vector, wanted),
        blobs=entries,
        members=[*members, kept.member(layout.RECORDS)],
        records=kept.count,
        snapshot=Snapshot(number, vector, withdrawn=withdrawn),
        receipt=_receipt(reader, number, known, own),
        enrolment=enrolment,
        certificates=trust.own_certificates(reader),
        revocations=[one for one in revocations.every(reader) if one.device in own],
    )


def _receipt(reader: Reader, number: int, known: Peer, own: Collection[str]) -> Receipt:
    """Return what the bureau has of an enterprise's own devices; of others it says nothing."""
    kept = local.state(reader, BACKUP)
    backup = {name: int(str(seq)) for name, seq in kept.items() if name in own} if isinstance(kept, dict) else None
    vector = {device: end for device, end in exchange.hashes(reader).items() if device in own}
    return Receipt(number, vector, payloads.asked_for(reader, own), backup, known.arrived)


@dataclass(frozen=True, slots=True)
class _Named:
    """The files that lines name, by SHA-256: those that it is shown, new ones of these, those that it named itself."""

    shown: set[str]
    new: list[str]
    by_itself: set[str]


def _named(lines: Iterable[bytes], own: Collection[str], had: HadBytes) -> _Named:
    columns = [(kind, column) for kind, column in blobs.NAMED_BY if column in SHOWN.get(kind, ())]
    found = _Named(set(), [], set())
    for record in (json.loads(line) for line in lines if payloads.names_bytes(line)):
        kind, entity = record["kind"], record["entity"]
        for column in (column for named_by, column in columns if named_by == kind):
            for value, source, seq, *_ in record["fields"].get(column, ()):
                if source in own:
                    found.by_itself.add(value)
                elif value:
                    found.shown.add(value)
                    found.new.extend(() if had.names(kind, entity, source, seq) else (value,))
    return found


def _asked(reader: Reader, named: _Named, known: Peer, own: Collection[str]) -> list[str]:
    """Return the files that an enterprise asked for and may have: those that it is shown, and those that are its own.

    A hash is no right to the bytes: whoever read one on a paper could name it in a photo, and ask for it.
    """
    asked = set(known.receipt.missing_blobs) if known.receipt is not None else set()
    mine = sorted(asked & named.by_itself)
    others = exchange.named_by_others(reader, mine, own)
    return sorted(asked.intersection(named.shown) | (set(mine) - others))
