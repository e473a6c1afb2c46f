"""Titles without the engine: the same as with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldcheck.forms import loader
from fieldcheck.operations.form_titles import title_of


@pytest.mark.parametrize("folder", loader.shipped(), ids=lambda folder: folder.name)
def test_the_head_of_a_form_gives_its_title(folder: Path) -> None:
    source = loader.read_bytes(folder)
    assert title_of(source) == loader.load(source).title
