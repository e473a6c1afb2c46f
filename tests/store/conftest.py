"""Store tests: a bureau and two laptops, whose stores verify at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.store.verify import verify
from tests.store.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    for store in made.stores():
        assert verify(store.reader()).problems == []
        store.close()
