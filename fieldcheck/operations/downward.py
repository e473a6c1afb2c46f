"""Downward: snapshots of what a laptop needs, a receipt, and the bytes that it does not have yet."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator

from fieldcheck.exchange import certificates, layout
from fieldcheck.exchange.certificates import Certificate, Scope
from fieldcheck.exchange.contents import Enrolment, Range, Receipt, Snapshot
from fieldcheck.model.values import Role
from fieldcheck.operations import for_enterprise, payloads, revocations, trust
from fieldcheck.operations.payloads import Content, HadBytes, Part, Scanned, Tick, idle
from fieldcheck.operations.peers import BACKUP, Peer
from fieldcheck.store import Reader, devices, local
from fieldcheck.store.devices import Device
from fieldcheck.store.queries import carried, exchange, snapshot_lines
from fieldcheck.store.queries.carried import Named
from fieldcheck.store.queries.exchange import Unsent
from fieldcheck.store.queries.taken_along import taken_along

_HASH = re.compile(r"[0-9a-f]{64}")


def unsent(reader: Reader, device: str, known: Peer) -> Unsent:
    """Return what this bureau learned since the last package for a device: a bureau is sent what was done here."""
    if _certificate(reader, device).role == Role.ENTERPRISE:
        return for_enterprise.unsent(reader, device, known)
    if _is_bureau(reader, device):
        own = devices.own(reader).id
        return exchange.unsent(reader, own, known.sent.get(own, 0))
    return exchange.changed_since(reader, known.sent, without=device)


def selection(reader: Reader, device: str) -> list[Named]:
    """Return the records that a device needs, by kind and id.

    A laptop needs its bureau, its area, the visits that are planned for it with their sites, its own records that
    others touched, and all of the devices that it replaced.
    A bureau has its records itself: it needs those that somebody touched who does not belong to it, the forms of the
    bureau above, and what it wrote under the identities that it had before.
    """
    certificate = _certificate(reader, device)
    before = set().union(*(carried.written_by(reader, former) for former in exchange.replaced_by(reader, device)))
    if certificate.role == Role.BUREAU:
        lost = {(kind, entity) for kind, entity in before if kind not in trust.OF_ONE_BUREAU}
        # The numbers that it was granted here are its own business, unlike those that it grants itself.
        granted = {(kind, entity) for kind, entity in carried.of_device(reader, device) if kind == "number_block"}
        return sorted(lost | granted | _of_another_bureau(reader, certificate.scope, trust.branch(reader, device)))
    wanted = carried.of_bureau(reader) | carried.of_device(reader, device)
    scope = certificate.scope
    wanted |= carried.area(reader, scope.towns, scope.sectors, device)
    wanted |= taken_along(reader, scope.towns, scope.sectors, device)
    wanted |= carried.touched_by_others(reader, [device]) | before
    wanted |= carried.decisions_about(reader, wanted)
    return sorted(wanted)


def _certificate(reader: Reader, device: str) -> Certificate:
    found = devices.find(reader, device)
    assert found is not None and found.certificate is not None, "only enrolled devices are sent packages"
    return certificates.decode(found.certificate)


def _is_bureau(reader: Reader, device: str) -> bool:
    return _certificate(reader, device).role == Role.BUREAU


def _of_another_bureau(reader: Reader, scope: Scope, branch: Collection[str]) -> set[Named]:
    """Return what was done here with the records and sites of a bureau, and in its area where it has one."""
    own = devices.own(reader).id
    touched = carried.touched_by_others(reader, branch) | carried.on_sites_of(reader, own, branch)
    if scope.towns or scope.sectors:
        touched |= carried.area(reader, scope.towns, scope.sectors) & carried.written_by(reader, own)
    wanted = {(kind, entity) for kind, entity in touched if kind not in trust.OF_ONE_BUREAU}
    return wanted | carried.decisions_about(reader, wanted)


def content(
    reader: Reader, device: str, known: Peer, *, again: bool, enrolment: Enrolment | None = None, tick: Tick = idle
) -> Content:
    """Return what the next package for a laptop holds; `again` sends bytes that it was sent before too.

    An enterprise's holds its own matters alone (see `for_enterprise`). Raises what `tick` raises.
    """
    if _certificate(reader, device).role == Role.ENTERPRISE:
        return for_enterprise.content(reader, device, known, again=again, enrolment=enrolment, tick=tick)
    gone = carried.deleted_among(reader, known.carried)
    bureau = _is_bureau(reader, device)
    # A bureau goes on being sent what it was sent: nothing tells it that a record is no longer its business.
    wanted = sorted({*selection(reader, device), *gone, *(known.carried if bureau else ())})
    vector = exchange.sent_vector(reader)
    number = payloads.next_receipt_number(reader)
    branch = trust.branch(reader, device)
    kept = payloads.KeptLines(snapshot_lines.lines(reader, wanted, branch), tick)
    # What a bureau wrote itself stays its own, whatever it is sent.
    withdrawn = [] if bureau else sorted(set(known.carried).difference(wanted))
    # What a laptop asks for by its hash it gets, its own photos too: it freed them, or they did not arrive.
    asked = known.receipt.missing_blobs if known.receipt is not None else []
    had = payloads.HadBytes(known, again=again)
    entries, members = payloads.blob_members(reader, [*_bytes_needed(kept.lines(), branch, had), *asked])
    ranges = [] if bureau else list(_to_compare(reader, device, known, tick))
    package = known.number + 1

    return Content(
        number=package,
        before={},
        after={},
        sent=payloads.snapshot_sent(package, vector, wanted),
        ranges=[part for part, _ in ranges],
        blobs=entries,
        members=[*members, *(scanned.member for _, scanned in ranges), kept.member(layout.RECORDS)],
        records=kept.count,
        snapshot=Snapshot(number, vector, withdrawn=withdrawn),
        receipt=receipt(reader, number, known),
        enrolment=enrolment,
        certificates=[*trust.own_certificates(reader), *revocations.certificates_of(reader)],
        revocations=revocations.every(reader),
        names={one.id: one.name for one in devices.every(reader) if one.name and one.id in vector},
    )


def _to_compare(reader: Reader, device: str, known: Peer, tick: Tick) -> Iterator[tuple[Range, Scanned]]:
    """Yield the chains of the devices that a laptop wrote as before, as hashes, until it has said that it has the same.

    A copy of its store may have gone on as one of them; the end alone does not tell where another chain began.
    """
    held = devices.held(reader)
    for former in exchange.replaced_by(reader, device):
        found = devices.find(reader, former)
        if found is None or found.head is None or _has_the_same(reader, found, known):
            continue
        if certificates.decode(found.certificate or b"").issuer in held:
            last = found.head.seq
            yield payloads.range_of(reader, Part(found, 1, last, frozenset(range(1, last + 1))), tick)


def _has_the_same(reader: Reader, former: Device, known: Peer) -> bool:
    """Return whether the laptop's receipt says that it has the same chain as this bureau, or nothing of it."""
    if known.receipt is None:
        return False
    seq, end = known.receipt.vector.get(former.id, (0, ""))
    return not seq or (seq <= former.seq and exchange.chain_hash(reader, former.id, seq).hex() == end)


def receipt(reader: Reader, number: int, known: Peer) -> Receipt:
    """Return what the bureau has, what of it lies in a verified backup, and which packages of the addressee came."""
    kept = local.state(reader, BACKUP)
    backup = {name: int(str(seq)) for name, seq in kept.items()} if isinstance(kept, dict) else None
    return Receipt(number, exchange.hashes(reader), payloads.asked_for(reader), backup, known.arrived)


def _bytes_needed(lines: Iterable[bytes], branch: Collection[str], had: HadBytes) -> Iterator[str]:
    """Yield the hashes that records name, but what the addressee's own devices wrote, and what it was sent before."""
    for line in lines:
        if not payloads.names_bytes(line):
            continue
        record = json.loads(line)
        for values in record["fields"].values():
            for value, source, seq, *_ in values:
                foreign = source not in branch and isinstance(value, str) and _HASH.fullmatch(value)
                if foreign and not had.names(record["kind"], record["entity"], source, seq):
                    yield value
