"""Signatures from the pad: the same strokes have the same bytes, and other bytes are no signature."""

from __future__ import annotations

import pytest

from fieldcheck.model.strokes import Drawn, Point, decoded, encoded

DRAWN = Drawn(
    "unit",
    "宋建国",
    520,
    200,
    "2026-06-01T11:40:02.125+08:00",
    ((Point(100, 900, 0, 500), Point(140, 960, 16, 620)), (Point(300, 500, 420, 500),)),
)


def test_what_was_drawn_is_read_back_from_its_bytes() -> None:
    kept = encoded((DRAWN, DRAWN))
    assert kept == encoded((DRAWN, DRAWN))
    assert decoded(kept) == (DRAWN, DRAWN)
    assert DRAWN.milliseconds == 420


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"[]",
        b"not json",
        b'{"format":"fieldcheck-strokes-2","signatures":[]}',
        b'{"format":"fieldcheck-strokes-1","signatures":[{}]}',
        encoded((DRAWN,)).replace(b'"width":520', b'"width":0'),
        encoded((DRAWN,)).replace(b"[100,900,0,500]", b"[100,900,0]"),
        encoded((DRAWN,)).replace(b"[100,900,0,500]", b'[100,900,0,"x"]'),
    ],
)
def test_other_bytes_are_no_signature(kept: bytes) -> None:
    assert decoded(kept) is None
