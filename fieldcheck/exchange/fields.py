"""The types of what `package.json`, `signature.json` and certificates hold: each with its pattern and its limit."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from fieldcheck.model import limits

Count = Annotated[int, Meta(ge=0, lt=limits.GREATEST)]
Seq = Annotated[int, Meta(ge=1, lt=limits.GREATEST)]
Device = Annotated[str, Meta(pattern=rf"\A{limits.DEVICE}\Z")]
Name = Annotated[str, Meta(max_length=limits.LONGEST_IDENTIFIER, pattern=rf"\A{limits.PRINTED}*\Z")]
Text = Annotated[str, Meta(max_length=10_000)]
Moment = Annotated[str, Meta(pattern=rf"\A{limits.MOMENT}\Z")]
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
PublicKey = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
SignatureText = Annotated[str, Meta(pattern=r"\A[0-9a-f]{128}\Z")]
Recipient = Annotated[str, Meta(pattern=r"\Aage1[0-9a-z]{58}\Z")]
Kind = Annotated[str, Meta(pattern=rf"\A{limits.NAME}\Z")]
Vector = dict[Device, Count]

_ENCODER = msgspec.json.Encoder(order="sorted")


def encoded(value: Any) -> bytes:
    """Return the canonical JSON of a struct; members that hold their default are left out where it says so."""
    return _ENCODER.encode(value)
