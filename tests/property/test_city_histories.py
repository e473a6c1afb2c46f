"""Random histories below a city that may see now this town, now all: what it knows in the end is what was typed."""

from __future__ import annotations

from tests.histories.city import walk


def test_histories_below_a_city_keep_the_promises() -> None:
    assert walk(1) + walk(3) > 20
