"""The frozen program, named by `--frozen PROGRAM`."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def program(request: pytest.FixtureRequest) -> Path:
    """The executable of the frozen folder; the test is skipped where none was named."""
    named = request.config.getoption("--frozen")
    if named is None:
        pytest.skip("needs --frozen PROGRAM: pyinstaller build.spec makes one")
    return Path(named).resolve()
