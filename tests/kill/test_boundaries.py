from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.kill.boundaries import stop_everywhere

needs_compiler = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="the preloaded library is built by a C compiler"
)


@needs_compiler
@pytest.mark.parametrize(
    ("work", "fault", "every"),
    [
        ("import", "tear", 13),
        ("import", "full", 29),
        ("receive", "lose", 17),
        ("export", "kill", 5),
        ("export", "full", 9),
        ("visit", "shuffle", 41),
        ("visit", "full", 67),
        ("type", "lose", 41),
    ],
)
def test_a_stop_at_any_write_leaves_a_legal_store_and_the_next_try_completes_it(
    tmp_path: Path, work: str, fault: str, every: int
) -> None:
    found = stop_everywhere(tmp_path, work, fault, every)
    assert found.tried >= 3
    assert found.problems == ()
