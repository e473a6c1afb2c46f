"""Drawing sites and officers by lot (双随机一公开) so that anyone can draw again: from a seed and lists, by SHA-256.

The method `METHOD`, for redoing it without this program (ids and seed as UTF-8, hashes as lower-case hexadecimal):

1. In each group, order the sites by SHA-256(seed ‖ site); the first `wanted` of them are drawn, group after group.
2. Give officers to the drawn sites: first where the fewest may go, then by the same hash. A site gets the pair, none
   of whom is excused there, that was given least often so far; among equals the one whose two have the fewest visits
   together; among equals the one with the smallest SHA-256(seed ‖ site ‖ officer ‖ officer), the smaller id first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.planning import DrawGroup, DrawnVisit, Excused

METHOD = "sha256-1"
"""Name of the method above; another way of drawing gets another name."""

TEAM = 2
"""Officers of one visit."""

Pair = tuple[str, str]


class TooFewSites(InputError):
    """A group has fewer sites than are to be drawn from it."""

    code = "DRAW_SITES"
    message = N_("{wanted} sites are to be drawn from {group}, but it has {count}. Draw fewer, or widen the group.")


class TooFewOfficers(InputError):
    """Fewer than two officers may go to a site that was drawn."""

    code = "DRAW_OFFICERS"
    message = N_("Only {count} officers may go to {site}; two are needed. Add officers, or excuse fewer.")


@dataclass(frozen=True, slots=True)
class Lot:
    """What a draw is made from: a seed (any text), groups of sites, officers (ids), and who is excused where."""

    seed: str
    groups: tuple[DrawGroup, ...]
    officers: tuple[str, ...]
    excused: tuple[Excused, ...] = ()


def draw(lot: Lot) -> tuple[DrawnVisit, ...]:
    """Return what the lot gives, in the order in which the sites were drawn. Raises TooFewSites, TooFewOfficers."""
    sites = [site for group in lot.groups for site in _drawn(lot.seed, group)]
    teams = _teams(lot, sites)
    return tuple(DrawnVisit(site, teams[site]) for site in sites)


def _hash(*parts: str) -> str:
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _drawn(seed: str, group: DrawGroup) -> list[str]:
    every = sorted(set(group.sites), key=lambda site: _hash(seed, site))
    if len(every) < group.wanted:
        raise TooFewSites(wanted=group.wanted, group=group.name or "—", count=len(every))
    return every[: max(0, group.wanted)]


def _teams(lot: Lot, sites: Sequence[str]) -> dict[str, Pair]:
    """Return the pair of each site."""
    allowed = {site: _allowed(lot, site) for site in sites}
    given: Counter[Pair] = Counter()
    visits: Counter[str] = Counter()
    teams: dict[str, Pair] = {}
    for site in sorted(sites, key=lambda site: (len(allowed[site]), _hash(lot.seed, site))):
        pair = _pair(lot.seed, site, allowed[site], given, visits)
        given[pair] += 1
        visits.update(pair)
        teams[site] = pair
    return teams


def _allowed(lot: Lot, site: str) -> list[str]:
    """Return the officers who may go to a site, by id. Raises TooFewOfficers."""
    away = {one.officer for one in lot.excused if one.site in ("", site)}
    found = sorted(set(lot.officers) - away)
    if len(found) < TEAM:
        raise TooFewOfficers(count=len(found), site=site)
    return found


def _pair(seed: str, site: str, officers: Sequence[str], given: Counter[Pair], visits: Counter[str]) -> Pair:
    def burden(pair: Pair) -> tuple[int, int]:
        return given[pair], visits[pair[0]] + visits[pair[1]]

    pairs: list[Pair] = list(combinations(officers, 2))
    least = min(map(burden, pairs))
    return min((pair for pair in pairs if burden(pair) == least), key=lambda pair: _hash(seed, site, *pair))
