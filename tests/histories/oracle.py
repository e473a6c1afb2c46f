"""What people typed, what each of them saw when typing, and what must therefore stand: written without the journal."""

from __future__ import annotations

from dataclasses import dataclass, field

Named = tuple[str, str]
"""A record by kind and id."""


@dataclass(frozen=True)
class Typed:
    """One value that somebody typed; `replaces` are the numbers of those that stood on the page, or that were theirs.

    `counts` is False where the writer may not write this.
    """

    number: int
    record: Named
    field: str
    value: str
    replaces: frozenset[int]
    counts: bool = True


@dataclass(frozen=True)
class Deletion:
    """A record that somebody deleted while these values stood in it."""

    record: Named
    named: frozenset[int]
    reason: str


@dataclass
class Oracle:
    """Everything that was typed anywhere."""

    typed: dict[int, Typed] = field(default_factory=dict)
    count: int = 0
    deletions: list[Deletion] = field(default_factory=list)

    def add(self, record: Named, name: str, value: str, replaces: frozenset[int], *, counts: bool = True) -> Typed:
        """Remember a value; return it with its number."""
        self.count += 1
        made = Typed(self.count, record, name, value, replaces, counts)
        self.typed[made.number] = made
        return made

    def drop(self, numbers: set[int], reasons: set[str]) -> None:
        """Forget values, and deletions by their reasons, that lay nowhere but on a disk that is gone."""
        self.typed = {number: one for number, one in self.typed.items() if number not in numbers}
        self.deletions = [one for one in self.deletions if one.reason not in reasons]

    def records(self) -> set[Named]:
        """Return the records in which something was typed."""
        return {one.record for one in self.typed.values()}

    def standing(self, record: Named) -> dict[str, list[Typed]]:
        """Return what must stand in each field of a record once everything has arrived everywhere."""
        every = [one for one in self.typed.values() if one.record == record and one.counts]
        replaced = frozenset().union(*(one.replaces for one in every))
        found: dict[str, list[Typed]] = {}
        for one in every:
            if one.number not in replaced:
                found.setdefault(one.field, []).append(one)
        return found

    def replaced(self) -> frozenset[int]:
        """Return the numbers of all values that somebody replaced, having seen them."""
        return frozenset().union(*(one.replaces for one in self.typed.values() if one.counts))

    def behind(self, number: int) -> set[int]:
        """Return what a value replaced, what that replaced, and so on."""
        found: set[int] = set()
        open_ones = [number]
        while open_ones:
            one = self.typed.get(open_ones.pop())
            fresh = (one.replaces if one else frozenset()) - found
            found |= fresh
            open_ones.extend(fresh)
        return found

    def deleted(self, record: Named) -> bool:
        """Return whether a record must be gone: everything that stands in it was there when it was deleted."""
        return bool(self._deletions(record)) and not self._unseen_by_deletion(record)

    def came_back(self, record: Named) -> bool:
        """Return whether a record was deleted by somebody who did not know of all that stands in it."""
        return bool(self._deletions(record)) and self._unseen_by_deletion(record)

    def _deletions(self, record: Named) -> list[Deletion]:
        return [one for one in self.deletions if one.record == record]

    def _unseen_by_deletion(self, record: Named) -> bool:
        named = frozenset().union(*(one.named for one in self._deletions(record)))
        return any(one.number not in named for values in self.standing(record).values() for one in values)
