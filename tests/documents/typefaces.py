"""Fonts for tests: a shipped one with other bytes, so that it counts as a bureau's own, or as one that will not do."""

from __future__ import annotations

import struct
from functools import cache

from fieldcheck.documents import fonts
from fieldcheck.paths import data_directory

EDITABLE, RESTRICTED, WHOLE_ONLY, BITMAPS_ONLY = 0x0008, 0x0002, 0x0108, 0x0208


@cache
def own_font(rights: int = EDITABLE) -> bytes:
    """Return Noto Sans SC whose maker allows this (fsType)."""
    data = bytearray((data_directory("resources") / "fonts" / fonts.FILES[fonts.SANS]).read_bytes())
    start = _offset(data, b"OS/2")
    data[start + 8 : start + 10] = struct.pack(">H", rights)
    return bytes(data)


def with_letters(data: bytes, *groups: tuple[str, str, int]) -> bytes:
    """Return a font that has only these letters: from, to, and the glyph of the first (0: none)."""
    members = b"".join(struct.pack(">LLL", ord(first), ord(last), glyph) for first, last, glyph in groups)
    table = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(">HHLLL", 12, 0, 16 + len(members), 0, len(groups))
    record = data.index(b"cmap")
    place = struct.pack(">LL", len(data), len(table + members))
    return data[: record + 8] + place + data[record + 16 :] + table + members


def without(data: bytes, tag: bytes) -> bytes:
    """Return a font without one of its tables."""
    return data.replace(tag, b"xxxx", 1)


def _offset(data: bytearray, tag: bytes) -> int:
    record = data.index(tag)
    return int(struct.unpack(">L", data[record + 8 : record + 12])[0])
