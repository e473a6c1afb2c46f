"""Drawing by lot: the same for everybody who draws again, fair to sites, and no pair twice where it can be avoided."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldcheck.model.draws import Lot, TooFewOfficers, TooFewSites, draw
from fieldcheck.model.planning import DrawGroup, Excused

SITES = tuple(f"site-{number}" for number in range(12))
OFFICERS = tuple(f"officer-{number}" for number in range(6))


def lot(
    seed: str,
    wanted: int = 5,
    groups: tuple[DrawGroup, ...] = (),
    officers: tuple[str, ...] = OFFICERS,
    excused: tuple[Excused, ...] = (),
) -> Lot:
    return Lot(seed, groups or (DrawGroup("", SITES, wanted),), officers, excused)


@given(st.text(max_size=20), st.permutations(SITES), st.permutations(OFFICERS), st.integers(0, 12))
def test_a_draw_follows_from_seed_and_lists_whatever_their_order(
    seed: str, sites: list[str], officers: list[str], wanted: int
) -> None:
    drawn = draw(lot(seed, groups=(DrawGroup("", tuple(sites), wanted),), officers=tuple(officers)))
    assert drawn == draw(lot(seed, wanted))
    assert len({one.site for one in drawn}) == wanted


@given(st.text(max_size=20), st.integers(1, 12), st.sets(st.sampled_from(OFFICERS), max_size=3))
def test_two_officers_none_excused_and_no_pair_twice_while_another_is_free(
    seed: str, wanted: int, away: set[str]
) -> None:
    excused = tuple(Excused(officer) for officer in sorted(away))
    drawn = draw(lot(seed, wanted, excused=excused))
    pairs = Counter(one.officers for one in drawn)
    assert all(len(set(one.officers)) == 2 and not away & set(one.officers) for one in drawn)
    free = len(list(combinations(set(OFFICERS) - away, 2)))
    assert max(pairs.values()) == -(-wanted // free)


def test_each_site_is_drawn_about_as_often() -> None:
    times = Counter(one.site for number in range(2400) for one in draw(lot(f"2026-{number}", 3)))
    # Each is expected 600 times with a deviation of 21: five of these either way.
    assert set(times) == set(SITES)
    assert all(495 <= count <= 705 for count in times.values())


def test_an_officer_is_excused_from_one_site_alone() -> None:
    (first, *_) = draw(lot("seed", 5))
    again = draw(lot("seed", 5, excused=(Excused(first.officers[0], first.site, "亲属在该单位"),)))
    assert [one.site for one in again] == [one.site for one in draw(lot("seed", 5))]
    assert first.officers[0] not in next(one.officers for one in again if one.site == first.site)


def test_groups_are_drawn_apart() -> None:
    groups = (DrawGroup("red", SITES[:4], 2), DrawGroup("blue", SITES[4:], 1))
    drawn = [one.site for one in draw(lot("seed", groups=groups))]
    assert [site in SITES[:4] for site in drawn] == [True, True, False]


def test_too_few_are_refused() -> None:
    with pytest.raises(TooFewSites):
        draw(lot("seed", 13))
    with pytest.raises(TooFewOfficers):
        draw(lot("seed", 1, officers=OFFICERS[:1]))
