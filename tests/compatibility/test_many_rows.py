"""Very many rows: memory stays flat. `python -m tests.deep rows` tries ten million."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import imports
from tests.compatibility import many_rows
from tests.compatibility.kit import opened


def most_memory(folder: Path, rows: int) -> int:
    """Return how many bytes checking a package of so many rows takes at the most."""
    path = folder / f"{rows}.fcpkg"
    many_rows.write(path, rows)
    (folder / str(rows)).mkdir()
    with opened("bureau", folder / str(rows)) as bureau:
        tracemalloc.start()
        try:
            with pytest.raises(FieldCheckError) as caught:
                imports.inspect_for(bureau, path)
            assert caught.value.code == "PACKAGE_HEAD"
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    few, many = most_memory(tmp_path, 4_000), most_memory(tmp_path, 24_000)
    assert many < few + 500_000
