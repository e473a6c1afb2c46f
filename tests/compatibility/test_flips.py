"""A byte changed, or the end cut off: noticed, wherever it is. `python -m tests.deep flips` tries 20,000 places."""

from __future__ import annotations

from tests.compatibility.flips import cut, flip


def test_no_flipped_byte_is_taken() -> None:
    found = flip(150, seed=1)
    assert found.holds, found.text()
    assert found.names.total() == 300


def test_no_cut_is_taken() -> None:
    found = cut(5)
    assert found.holds, found.text()
    assert found.names["PACKAGE_TRUNCATED"] > 40
