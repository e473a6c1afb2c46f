"""Random histories of an office and three inspectors, and what every one of them means to be so in the end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

INSPECTORS = 3
PARENT = "inspection"
FIELDS = (PARENT, "description", "location")
"""Fields of a hazard that people change: where it belongs, and two texts."""

Cell = tuple[str, str]
"""A hazard's id and one of its fields."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody began an inspection."""

    id: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """Somebody recorded a hazard."""

    id: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """Somebody changed one field of a hazard."""

    id: str
    field: str
    value: str


Step = Visit | Hazard | Edit


@dataclass(slots=True)
class History:
    """What the office had before, and what each person did then, none knowing of the others: the office comes first."""

    base: list[Step] = field(default_factory=list)
    done: list[list[Step]] = field(default_factory=list)

    def truth(self) -> dict[Cell, frozenset[str]]:
        """Return the values that stand in each cell: the last of everyone who changed it, or what was there before."""
        before = _last(self.base)
        found: dict[Cell, set[str]] = {cell: set() for cell in before}
        for steps in self.done:
            for cell, value in _last(steps).items():
                found.setdefault(cell, set()).add(value)
        return {cell: frozenset(values or {before[cell]}) for cell, values in found.items()}


def _last(steps: list[Step]) -> dict[Cell, str]:
    found: dict[Cell, str] = {}
    for step in steps:
        if isinstance(step, Hazard):
            found.update({(step.id, name): value for name, value in step.values.items()})
        elif isinstance(step, Edit):
            found[step.id, step.field] = step.value
    return found


def history(seed: int) -> History:
    """Return one history; the same seed gives the same."""
    chance = random.Random(seed)
    made = History()
    known = _Known(chance, f"{seed}-office")
    made.base = [step for _ in range(4) for step in known.visit(chance.randint(2, 4))]
    for person in range(1 + INSPECTORS):
        made.done.append(list(known.copy(f"{seed}-{person}").day()))
    return made


class _Known:
    """What one person knows, and does next."""

    def __init__(self, chance: random.Random, name: str) -> None:
        self._chance, self._name = chance, name
        self._visits: list[str] = []
        self._hazards: list[str] = []
        self._count = 0

    def copy(self, name: str) -> _Known:
        """Return another person who knows the same."""
        other = _Known(self._chance, name)
        other._visits, other._hazards = list(self._visits), list(self._hazards)
        return other

    def _new(self, what: str) -> str:
        self._count += 1
        return f"{what}-{self._name}-{self._count}"

    def visit(self, hazards: int) -> Iterator[Step]:
        """Begin an inspection and record hazards in it."""
        visit = self._new("visit")
        self._visits.append(visit)
        yield Visit(visit)
        for _ in range(hazards):
            yield self._hazard(visit)

    def _hazard(self, visit: str) -> Hazard:
        hazard = self._new("hazard")
        self._hazards.append(hazard)
        return Hazard(hazard, {PARENT: visit, "description": self._new("text"), "location": self._new("text")})

    def day(self) -> Iterator[Step]:
        """Work for a day: new inspections, new hazards in known ones, corrections, hazards put where they belong."""
        chance = self._chance
        known = list(self._hazards)
        for _ in range(chance.randint(1, 3)):
            yield from self.visit(chance.randint(1, 5))
        for _ in range(chance.randint(0, 3)):
            yield self._hazard(chance.choice(self._visits))
        for hazard in chance.sample(known, chance.randint(2, 5)):
            yield Edit(hazard, chance.choice(FIELDS[1:]), self._new("text"))
        for hazard in chance.sample(known, chance.randint(0, 2)):
            yield Edit(hazard, PARENT, chance.choice(self._visits))
