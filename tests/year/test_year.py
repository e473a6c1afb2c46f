"""A small county year: what the bureau knows at its end is what was done."""

from __future__ import annotations

from pathlib import Path

from tests.county import county
from tests.year.checks import check
from tests.year.script import SCENARIOS, live
from tests.year.world import begin_year


def test_a_year_ends_as_it_was_made(tmp_path: Path) -> None:
    with county(tmp_path) as land:
        year = begin_year(land, site_count=12, laptop_count=2)
        live(year, 2 * len(SCENARIOS))
        check(year)
