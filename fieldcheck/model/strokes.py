"""What was drawn on the signature pad: strokes with their time and pressure, kept as canonical JSON and hashed.

An aid beside the ink on the paper, which stays what counts (电子签名过程留痕). Whole numbers alone, so that the same
strokes always have the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldcheck.model.canonical import encode

FORMAT = "fieldcheck-strokes-1"


class SignedAs(StrEnum):
    """As what somebody signed: for the unit, as an officer, as the witness of a refusal."""

    UNIT = "unit"
    OFFICER = "officer"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Point:
    """Where the pen was.

    Tenths of a pixel from the left upper corner, milliseconds since the first stroke began, pressure in thousandths
    (a mouse presses with 500).
    """

    x: int
    y: int
    at: int
    pressure: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One signature: who signed as what, the size of the pad in pixels, when it was begun (ISO with offset)."""

    signed_as: str
    name: str
    width: int
    height: int
    began_at: str
    strokes: tuple[tuple[Point, ...], ...]

    @property
    def milliseconds(self) -> int:
        """Return how long it took from the first touch to the last."""
        return max((point.at for stroke in self.strokes for point in stroke), default=0)


@dataclass(frozen=True, slots=True)
class SignatureSheet:
    """What the page of drawn signatures says: kind and number of the document, the unit, hashes, and who drew.

    `sha256` names the issued bytes, `strokes_sha256` what was drawn. `title` is what the bureau's own wording calls the
    document; empty where the shipped one held.
    """

    kind: str
    number: str
    unit: str
    issued_on: date
    sha256: str
    strokes_sha256: str
    signatures: tuple[Drawn, ...]
    title: str = ""


def encoded(signatures: tuple[Drawn, ...]) -> bytes:
    """Return the signatures of one document as canonical JSON."""
    return encode({"format": FORMAT, "signatures": [_members(one) for one in signatures]})


def _members(one: Drawn) -> dict[str, object]:
    return {
        "signed_as": one.signed_as,
        "name": one.name,
        "width": one.width,
        "height": one.height,
        "began_at": one.began_at,
        "strokes": [[[point.x, point.y, point.at, point.pressure] for point in stroke] for stroke in one.strokes],
    }


def decoded(kept: bytes) -> tuple[Drawn, ...] | None:
    """Return what `encoded` wrote; None where these bytes are something else."""
    try:
        read = json.loads(kept)
        if read["format"] != FORMAT:
            return None
        return tuple(_drawn(one) for one in read["signatures"])
    except (ValueError, KeyError, TypeError):
        return None


def _drawn(one: dict[str, object]) -> Drawn:
    width, height, strokes = one["width"], one["height"], one["strokes"]
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        raise ValueError
    if not isinstance(strokes, list):
        raise TypeError
    texts = (str(one["signed_as"]), str(one["name"]), str(one["began_at"]))
    points = tuple(tuple(_point(point) for point in stroke) for stroke in strokes)
    return Drawn(texts[0], texts[1], width, height, texts[2], points)


def _point(read: list[int]) -> Point:
    x, y, at, pressure = read
    if not all(isinstance(number, int) for number in read):
        raise TypeError
    return Point(x, y, at, pressure)
