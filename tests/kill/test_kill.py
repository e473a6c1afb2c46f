"""P1: nothing shown as saved is lost, whenever the process is killed; `python -m tests.deep kill` does it 50 times."""

from __future__ import annotations

from pathlib import Path

from tests.kill.driver import kill_fillings


def test_nothing_shown_as_saved_is_lost(tmp_path: Path) -> None:
    outcome = kill_fillings(tmp_path, kills=5, seed=2026)
    assert (outcome.lost, outcome.problems) == ([], [])
    assert outcome.kills == 5
    assert outcome.shown >= 5
