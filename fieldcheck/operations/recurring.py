"""What comes back again and again at one site (屡查屡犯)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldcheck.operations.likeness import plain_text
from fieldcheck.store.queries.sites import Problem

SEVERAL = 2
"""Visits from which on a problem counts as one that comes back."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A problem that was found on several visits: how many, the last day, and the newest record of it."""

    problem: Problem
    visits: int


def recurring(problems: Sequence[Problem]) -> list[Recurring]:
    """Return what was found on two visits or more, most often first: the same item of a form, or the same words.

    `problems` come newest first.
    """
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        key = (problem.form, problem.item) if problem.item else ("", plain_text(problem.description))
        groups.setdefault(key, []).append(problem)
    found = [Recurring(same[0], len({one.inspection for one in same})) for key, same in groups.items() if key[1]]
    return sorted((one for one in found if one.visits >= SEVERAL), key=lambda one: -one.visits)
