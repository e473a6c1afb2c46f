"""What the tests of operations begin with: a bureau's store, a county, a folder that it shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.store import Store
from tests.bureau import new_bureau
from tests.county import County, county


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new bureau's store."""
    with new_bureau(tmp_path / "a.fcstore") as made:
        yield made


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    """A bureau with its laptops, and a stick."""
    with county(tmp_path) as made:
        yield made


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that a bureau shares, empty."""
    folder = tmp_path / "共享"
    folder.mkdir()
    return folder
