"""Journal lines as they travel: the exact body of a change, or the hash of one that is withheld."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, NoReturn

import msgspec
from msgspec import Meta

from fieldcheck.model import limits
from fieldcheck.model.journal import Change, chain, parse
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import plainjson
from fieldcheck.store.errors import ChangeNotUnderstood

Seq = Annotated[int, Meta(ge=1, lt=limits.GREATEST)]
Name = Annotated[str, Meta(min_length=1, max_length=limits.LONGEST_NAME)]
Identifier = Annotated[str, Meta(max_length=limits.LONGEST_IDENTIFIER)]
Fields = Meta(max_length=limits.MOST_FIELDS)

_NAMES = frozenset(KINDS).union(*(kind.fields for kind in KINDS.values()))
"""Names of kinds and fields that are known to be names."""


class Body(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A change as it was decoded: what `Change` holds, quicker to make."""

    device: str
    seq: int
    at: str
    author: str
    kind: str
    entity: str
    of: str
    set: dict[str, Any]
    over: dict[str, tuple[int, ...]] = {}

    def change(self) -> Change:
        """Return the change."""
        return Change(self.device, self.seq, self.at, self.author, self.kind, self.entity, self.of, self.set, self.over)


class _Bounded(Body, omit_defaults=True, forbid_unknown_fields=True):
    """The same of a stranger: no name and no text is longer than the format allows."""

    device: Identifier
    seq: Seq
    at: Identifier
    author: Identifier
    kind: Name
    entity: Annotated[Identifier, Meta(min_length=1)]
    of: Identifier
    set: Annotated[dict[Name, Any], Fields]
    over: Annotated[dict[Identifier, tuple[Seq, ...]], Fields] = {}


def no_float(text: str) -> NoReturn:
    """Refuse a floating-point number."""
    raise ValueError(f"{text} is no whole number")


_DECODER = msgspec.json.Decoder(Body, float_hook=no_float)
_BOUNDED = msgspec.json.Decoder(_Bounded, float_hook=no_float)


class Arrived:
    """Lines of one device, decoded and chained.

    Attributes:
        device: whose they are.
        bodies: one for each line; None where it is withheld.
        hashes: of the chain after each line, 32 bytes each.
        withheld: SHA-256 of the body where a line is withheld, by its place.
    """

    def __init__(
        self, device: str, first: int, lines: Sequence[bytes], previous: bytes, *, checked: bool = False
    ) -> None:
        """Decode `lines`, which start at sequence number `first` on the hash `previous`. Raises ChangeNotUnderstood.

        Of lines that were `checked` before, byte by byte the same, nothing but their content is looked at again.
        """
        take = _content if checked else decode
        self.device = device
        self.bodies: list[Body | None] = []
        self.withheld: dict[int, bytes] = {}
        self.hashes = hashes(device, first, lines, previous)
        for place, line in enumerate(lines):
            if line[:1] == b'"':
                self.withheld[place] = withheld_hash(device, first + place, line)
                self.bodies.append(None)
            else:
                self.bodies.append(take(device, first + place, line))


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
    body = _content(device, seq, line, _BOUNDED)
    strange = _strange(device, seq, line, body)
    if strange:
        raise ChangeNotUnderstood(device=device, seq=seq, reason=strange)
    return body


def _content(device: str, seq: int, line: bytes, decoder: msgspec.json.Decoder[Any] = _DECODER) -> Body:
    try:
        body: Body = decoder.decode(line)
    except (ValueError, RecursionError) as error:
        raise ChangeNotUnderstood(device=device, seq=seq, reason=str(error)) from error
    return body


def _strange(device: str, seq: int, line: bytes, body: Body) -> str:
    """Return what about a change is not as the format says, or an empty text."""
    if body.device != device or body.seq != seq:
        return f"{body.device} {body.seq}"
    if not are_names((body.kind, *body.set)):
        return "name"
    if not limits.is_printed(f"{body.entity}{body.of}{body.author}"):
        return "letters"
    if not limits.is_moment(body.at):
        return "at"
    if body.over and count_named(body.over) > limits.MOST_NAMED:
        return "over"
    if is_deep(line, body.set):
        return "depth"
    return "" if plainjson.encode(body) == line else "canonical"


def are_names(texts: Iterable[str]) -> bool:
    """Return whether all of these can be names of kinds or fields."""
    return _NAMES.issuperset(texts) or all(map(limits.is_name, texts))


def count_named(over: Mapping[str, Sequence[int]]) -> int:
    """Return how many changes are named."""
    return sum(map(len, over.values()))


def is_deep(line: bytes, value: object) -> bool:
    """Return whether lists and objects lie deeper in one another than the format allows."""
    return line.count(b"[") + line.count(b"{") > limits.DEEPEST and _depth(value) > limits.DEEPEST - 1


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
    if isinstance(value, (list, tuple)):
        return 1 + max(map(_depth, value), default=0)
    return 0
