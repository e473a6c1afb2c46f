"""Journal lines as they travel: the exact body of a change, or the hash of one that is withheld."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import msgspec

from fieldcheck.model.journal import Change, chain, parse
from fieldcheck.store import plainjson
from fieldcheck.store.errors import ChangeNotUnderstood

MAXIMUM_DEPTH = 64
SEQ = Annotated[int, msgspec.Meta(ge=1, lt=1 << 53)]


class Body(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A change as it was decoded: what `Change` holds, quicker to make."""

    device: str
    seq: SEQ
    at: str
    author: str
    kind: str
    entity: str
    of: str
    set: dict[str, Any]
    over: dict[str, tuple[SEQ, ...]] = {}

    def change(self) -> Change:
        """Return the change."""
        return Change(self.device, self.seq, self.at, self.author, self.kind, self.entity, self.of, self.set, self.over)


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{text} is no whole number")


_DECODER = msgspec.json.Decoder(Body, float_hook=_no_float)


class Arrived:
    """Lines of one device, decoded and chained.

    Attributes:
        bodies: one for each line; None where it is withheld.
        hashes: of the chain after each line, 32 bytes each.
        withheld: SHA-256 of the body where a line is withheld, by its place.
    """

    def __init__(self, device: str, first: int, lines: Sequence[bytes], previous: bytes) -> None:
        """Decode `lines`, which start at sequence number `first` on the hash `previous`. Raises ChangeNotUnderstood."""
        self.bodies: list[Body | None] = []
        self.withheld: dict[int, bytes] = {}
        self.hashes = hashes(device, first, lines, previous)
        for place, line in enumerate(lines):
            if line[:1] == b'"':
                self.withheld[place] = withheld_hash(device, first + place, line)
                self.bodies.append(None)
            else:
                self.bodies.append(decode(device, first + place, line))


def hashes(device: str, first: int, lines: Sequence[bytes], previous: bytes) -> list[bytes]:
    """Return the hash of the chain after each of `lines`."""
    sha256 = hashlib.sha256
    found: list[bytes] = []
    for place, line in enumerate(lines):
        body = withheld_hash(device, first + place, line) if line[:1] == b'"' else sha256(line).digest()
        previous = chain(previous, body)
        found.append(previous)
    return found


def withheld_hash(device: str, seq: int, line: bytes) -> bytes:
    """Return the SHA-256 that stands for a body. Raises ChangeNotUnderstood."""
    try:
        found = bytes.fromhex(line[1:-1].decode("ascii"))
    except ValueError as error:
        raise ChangeNotUnderstood(device=device, seq=seq, reason="withheld") from error
    if len(line) != 66 or line[-1:] != b'"' or line[1:-1] != found.hex().encode():
        raise ChangeNotUnderstood(device=device, seq=seq, reason="withheld")
    return found


def decode(device: str, seq: int, line: bytes) -> Body:
    """Return the change of a line. Raises ChangeNotUnderstood where it is not canonical, another's, or out of order."""
    try:
        body = _DECODER.decode(line)
    except (ValueError, RecursionError) as error:
        raise ChangeNotUnderstood(device=device, seq=seq, reason=str(error)) from error
    if body.device != device or body.seq != seq:
        raise ChangeNotUnderstood(device=device, seq=seq, reason=f"{body.device} {body.seq}")
    if line.count(b"[") + line.count(b"{") > MAXIMUM_DEPTH and _depth(body.set) > MAXIMUM_DEPTH - 1:
        raise ChangeNotUnderstood(device=device, seq=seq, reason="depth")
    if plainjson.encode(body) != line:
        raise ChangeNotUnderstood(device=device, seq=seq, reason="canonical")
    return body


def change_of(body: bytes) -> Change:
    """Return the change of a body in the journal: as `model.journal.parse`, quicker. Raises BodyNotUnderstood."""
    try:
        return _DECODER.decode(body).change()
    except (ValueError, RecursionError):
        return parse(body)


def _depth(value: object) -> int:
    """Return how many lists and objects lie in one another."""
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
