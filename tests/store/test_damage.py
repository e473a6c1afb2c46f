"""A damaged byte is noticed and named, in the program's own words: `python -m tests.deep damage` changes 300."""

from __future__ import annotations

from pathlib import Path

from tests.deep.damage import change_bytes


def test_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    outcome = change_bytes(tmp_path, times=12, seed=7)
    assert outcome.unnoticed == []
    assert sum(outcome.noticed.values()) == 12
