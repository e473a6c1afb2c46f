"""P1: nothing shown as saved is lost, whenever the process is killed; and what was begun is completed.

`python -m tests.deep kill exchanges` does both two hundred times.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.kill.driver import kill_fillings
from tests.kill.moments import kill_exchanges


def test_nothing_shown_as_saved_is_lost(tmp_path: Path) -> None:
    outcome = kill_fillings(tmp_path, kills=5, seed=2026)
    assert (outcome.lost, outcome.problems) == ([], [])
    assert outcome.kills == 5
    assert outcome.shown >= 5


@pytest.mark.skipif(sys.platform == "win32", reason="each try is a fork")
def test_what_was_killed_at_any_moment_is_completed_by_the_next_try(tmp_path: Path) -> None:
    found = kill_exchanges(tmp_path, kills=8, seed=2026)
    assert found.killed == 8
    assert found.problems == ()
