"""A bureau's store for the tests of operations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.store import Store
from tests.bureau import new_bureau


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new bureau's store."""
    with new_bureau(tmp_path / "a.fcstore") as made:
        yield made
