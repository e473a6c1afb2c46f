"""What is common to packages of both directions: ranges, blobs, `package.json`."""

from __future__ import annotations

import random
import re
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from fieldcheck.exchange import certificates, keys, layout, writer
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import (
    FORMAT,
    Addressee,
    BlobEntry,
    Enrolment,
    PackageInfo,
    Range,
    Receipt,
    Revocation,
    Sender,
    Snapshot,
    features_of,
)
from fieldcheck.exchange.writer import Member
from fieldcheck.model.identifiers import new_id
from fieldcheck.operations import trust
from fieldcheck.operations.peers import RECEIPT_NUMBER, Peer
from fieldcheck.store import Reader, Transaction, blobs, clock, devices, local
from fieldcheck.store.queries import exchange
from fieldcheck.store.queries.carried import Named

_HASH = re.compile(rb'"([0-9a-f]{64})"')
MOST_ASKED_FOR = 10_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a package is going to hold: members in the order of the format, and what `package.json` says of them."""

    number: int
    before: dict[str, int]
    after: dict[str, int]
    sent: Callable[[Peer], Peer]
    ranges: list[Range] = field(default_factory=list)
    blobs: list[BlobEntry] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    records: int | None = None
    snapshot: Snapshot | None = None
    receipt: Receipt | None = None
    enrolment: Enrolment | None = None
    certificates: list[Certificate] = field(default_factory=list)
    revocations: list[Revocation] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    package: str = field(default_factory=new_id)
    clock: str = field(default_factory=clock)


def info(own: Certificate, direction: str, addressees: Sequence[Addressee], content: Content) -> PackageInfo:
    """Return `package.json` of a package."""
    made = PackageInfo(
        format=FORMAT,
        features=[],
        package=content.package,
        direction=direction,
        number=content.number,
        sender=Sender(own.device, own.name, own.role),
        addressees=list(addressees),
        clock=content.clock,
        before=content.before,
        after=content.after,
        ranges=content.ranges,
        blobs=content.blobs,
        records=content.records,
        snapshot=content.snapshot,
        receipt=content.receipt,
        enrolment=content.enrolment,
        certificates=content.certificates,
        revocations=content.revocations,
        names=content.names,
    )
    return msgspec.structs.replace(made, features=features_of(made))


@dataclass(frozen=True, slots=True)
class Scanned:
    """Lines that become one member, and the hashes that they name, in the order of their first appearance."""

    member: Member
    hashes: list[str]
    lines: int


Tick = Callable[[], None]
"""Called now and then while content is collected; what it raises stops the collecting."""
LINES_A_TICK = 256


def idle() -> None:
    """Let the collecting go on."""


def names_bytes(line: bytes) -> bool:
    """Return whether a change or a record may name files of bytes: most do not, and are not looked through."""
    return b'sha256"' in line or b'"strokes"' in line


def scan(name: str, lines: Callable[[], Iterable[bytes]], old: Collection[int] = (), tick: Tick = idle) -> Scanned:
    """Return the member of these lines, read once for its hash and for the hashes in it.

    What the lines at the places in `old` name was sent before and is left out. Raises what `tick` raises.
    """
    named: dict[str, None] = {}
    count = 0

    def read() -> Iterator[bytes]:
        nonlocal count
        for line in lines():
            count += 1
            if not count % LINES_A_TICK:
                tick()
            if names_bytes(line) and count - 1 not in old:
                named.update((found.decode(), None) for found in _HASH.findall(line))
            yield line + b"\n"

    made = writer.member(name, read)
    chunks = _joined(lines)
    return Scanned(Member(made.name, made.size, made.sha256, chunks), list(named), count)


def _joined(lines: Callable[[], Iterable[bytes]]) -> Callable[[], Iterator[bytes]]:
    """Return the lines in pieces of some size: what goes through the seal line by line is slow."""

    def pieces() -> Iterator[bytes]:
        held: list[bytes] = []
        size = 0
        for line in lines():
            held.append(line)
            size += len(line) + 1
            if size >= layout.CHUNK:
                yield b"\n".join(held) + b"\n"
                held, size = [], 0
        if held:
            yield b"\n".join(held) + b"\n"

    return pieces


class KeptLines:
    """Lines that are costly to make, made once and kept compressed in memory: never in plain text on a disk."""

    def __init__(self, lines: Iterable[bytes], tick: Tick = idle) -> None:
        """Read the lines. Raises what `tick` raises."""
        self.count = 0
        self._pieces = [zlib.compress(piece, 1) for piece in _joined(lambda: self._counted(lines, tick))()]

    def _counted(self, lines: Iterable[bytes], tick: Tick) -> Iterator[bytes]:
        for line in lines:
            self.count += 1
            if not self.count % LINES_A_TICK:
                tick()
            yield line

    def pieces(self) -> Iterator[bytes]:
        """Yield the lines in pieces, each line with its end."""
        yield from map(zlib.decompress, self._pieces)

    def lines(self) -> Iterator[bytes]:
        """Yield the lines."""
        for piece in self.pieces():
            yield from piece.split(b"\n")[:-1]

    def member(self, name: str) -> Member:
        """Return the lines as a member."""
        return writer.member(name, self.pieces)


@dataclass(frozen=True, slots=True)
class Part:
    """Changes `first` to `last` of one device.

    The bodies of the sequence numbers in `hidden` go as their hashes, as do those that are not here. What those in
    `old` name was sent before.
    """

    device: devices.Device
    first: int
    last: int
    hidden: Collection[int] = ()
    old: Collection[int] = ()


def lines_of(reader: Reader, part: Part, tick: Tick) -> Scanned:
    """Return the member that holds a part. Raises what `tick` raises."""
    device, first, last = part.device.id, part.first, part.last
    old = frozenset(seq - first for seq in part.old)
    return scan(
        layout.journal_name(device), lambda: exchange.range_lines(reader, device, first, last, part.hidden), old, tick
    )


def withheld(reader: Reader, part: Part) -> int:
    """Return how many bodies of a part are withheld."""
    return len(exchange.withheld(reader, part.device.id, part.first, part.last).union(part.hidden))


def range_of(reader: Reader, wanted: Part, tick: Tick) -> tuple[Range, Scanned]:
    """Return a part as it travels; a foreign device's must end where that device signed. Raises what `tick` raises."""
    device, first, last = wanted.device, wanted.first, wanted.last
    end = exchange.chain_hash(reader, device.id, last)
    scanned = lines_of(reader, wanted, tick)
    part = Range(
        device=device.id,
        first=first,
        last=last,
        previous=exchange.chain_hash(reader, device.id, first - 1).hex(),
        head=end.hex(),
        signature=_signature(reader, device, last, end).hex(),
        certificate=trust.upward_certificate(reader) if device.own else certificates.decode(device.certificate or b""),
        withheld=withheld(reader, wanted),
    )
    return part, scanned


def _signature(reader: Reader, device: devices.Device, last: int, end: bytes) -> bytes:
    if device.own:
        own = devices.own_identity(reader)
        return keys.sign(own.private_key, keys.HEAD, keys.head_bytes(device.id, last, end))
    assert device.head is not None and device.head.seq == last, "a foreign range ends at its signed head"
    return device.head.signature


def blob_members(reader: Reader, hashes: Iterable[str]) -> tuple[list[BlobEntry], list[Member]]:
    """Return the entries and members of those of these blobs that are here, each once."""
    sizes = exchange.blob_sizes(reader, list(dict.fromkeys(hashes)))
    entries = [BlobEntry(sha256, size) for sha256, size in sizes.items()]
    return entries, [Member(layout.blob_name(e.sha256), e.size, e.sha256, _bytes_of(reader, e.sha256)) for e in entries]


def _bytes_of(reader: Reader, sha256: str) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        yield blobs.get(reader, sha256)

    return chunks


def asked_for(reader: Reader, of: Collection[str] | None = None) -> list[str]:
    """Return bytes that a receipt asks for: those that are missing here, of very many some, others the next time.

    Whoever writes records that name bytes which are nowhere shall neither fill a package nor stand before the others.
    `of` are the devices whose records are asked about; all, where it is left out.
    """
    missing = exchange.missing_blobs(reader, of)
    return missing if len(missing) <= MOST_ASKED_FOR else sorted(random.sample(missing, MOST_ASKED_FOR))


def snapshot_sent(number: int, vector: dict[str, int], carried: list[Named]) -> Callable[[Peer], Peer]:
    """Return what becomes known of an addressee once package `number` with a snapshot of these records is written."""

    def sent(peer: Peer) -> Peer:
        return msgspec.structs.replace(peer, number=number, sent=vector, sent_at=clock(), carried=carried)

    return sent


class HadBytes:
    """Which bytes an addressee was sent before: those that a record named which its last snapshot held.

    What did not arrive it names in its receipt, and is sent then.
    """

    def __init__(self, known: Peer, *, again: bool) -> None:
        """With `again` it counts as sent nothing."""
        self._sent = {} if again else known.sent
        self._carried = frozenset(known.carried)

    def names(self, kind: str, entity: str, device: str, seq: int) -> bool:
        """Return whether the value that change `seq` of a device gave to a record was sent with it."""
        return seq <= self._sent.get(device, 0) and (kind, entity) in self._carried


def next_receipt_number(reader: Reader) -> int:
    """Return a number greater than that of every receipt before, also where the store was restored from a backup."""
    last = local.state(reader, RECEIPT_NUMBER)
    return max(int(time.time()), (last if isinstance(last, int) else 0) + 1)


def keep_number(transaction: Transaction, number: int) -> None:
    """Remember the number of a receipt that was written."""
    local.set_state(transaction, RECEIPT_NUMBER, number)
