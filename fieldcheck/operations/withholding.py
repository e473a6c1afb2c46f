"""What a bureau's package upward does not show: records of one bureau alone, and of sites outside the area above.

A change that may not be seen goes as its hash. Which ones those are follows from the journal, the area and the list of
sites that were shown (`Peer.shown`); a site that joins the area is shown whole, what was sent as a hash included.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from fieldcheck.operations import trust
from fieldcheck.operations.peers import Peer
from fieldcheck.store import Reader
from fieldcheck.store.queries import belonging, exchange
from fieldcheck.store.queries.belonging import Belonging


class Withholding:
    """What the next package for the bureau above shows and withholds.

    Attributes:
        shown: the sites that it knows then, each with the number of the package that showed what had been withheld
            (0: it was never withheld); None where it may see all, and always could.
    """

    def __init__(self, reader: Reader, known: Peer, had: dict[str, int], *, again: bool = False) -> None:
        """Look at what is here; `had` is what the addressee has. `again` shows anew what no receipt confirms."""
        self._reader, self._had, self._before = reader, had, known.shown or {}
        self._unlimited_before = known.shown is None and known.number > 0
        self._bureau = trust.is_bureau(reader)
        scope = trust.upward_certificate(reader).scope
        limited = self._bureau and bool(scope.towns or scope.sectors)
        self._outside: frozenset[str] = frozenset()
        self._joined: frozenset[str] = frozenset()
        self.shown: dict[str, int] | None = None
        if limited or known.shown is not None:
            self._outside = belonging.sites(reader, scope.towns, scope.sectors, inside=False)
            inside = belonging.sites(reader, scope.towns, scope.sectors, inside=True)
            self._compare(known, inside, again=again)
        self._belonging = Belonging(reader)

    def _compare(self, known: Peer, inside: frozenset[str], *, again: bool) -> None:
        """Find which sites joined the area since the last package."""
        before = dict.fromkeys(inside, 0) if self._unlimited_before else self._before
        kept = {site: number for site, number in before.items() if site in inside}
        if again:
            kept = {site: number for site, number in kept.items() if number == 0 or known.confirms(number)}
        self._joined = frozenset(
            site for site in inside - kept.keys() if belonging.is_older(self._reader, site, self._had)
        )
        number = known.number + 1
        self.shown = {**kept, **{site: number if site in self._joined else 0 for site in inside - kept.keys()}}

    def changes_joined(self) -> int:
        """Return how many changes of their own records the sites that joined have; what belongs to them comes too."""
        return sum(belonging.count_of(self._reader, site) for site in self._joined)

    @cached_property
    def _late(self) -> dict[str, frozenset[int]]:
        """Which changes that were sent as hashes are shown now, by device. It reads the journal once."""
        return {device: self._late_of(device, seq) for device, seq in self._had.items()} if self._joined else {}

    def _late_of(self, device: str, last: int) -> frozenset[int]:
        site_of = self._belonging.site_of
        return frozenset(
            seq
            for seq, kind, entity, of in belonging.changes(self._reader, device, 1, last)
            if site_of(kind, entity, of) in self._joined
        )

    def late(self, device: str) -> frozenset[int]:
        """Return the changes of a device that the addressee has as hashes and is shown now."""
        return self._late.get(device, frozenset())

    def hidden(self, device: str, first: int, last: int) -> Collection[int]:
        """Return which of a device's changes from `first` to `last` go as hashes."""
        if not self._bureau:
            return ()
        if not self._outside:
            return exchange.of_kinds(self._reader, device, first, last, trust.OF_ONE_BUREAU)
        rows = belonging.changes(self._reader, device, first, last)
        return frozenset(seq for seq, kind, entity, of in rows if self._hides(kind, entity, of))

    def _hides(self, kind: str, entity: str, of: str) -> bool:
        if kind in trust.OF_ONE_BUREAU:
            return True
        if kind == "site" and self._knew(entity):
            # A site that left: where it went is the last that is told.
            return False
        return self._belonging.site_of(kind, entity, of) in self._outside

    def _knew(self, site: str) -> bool:
        """Return whether the addressee was shown a site before this package."""
        if self._unlimited_before:
            return belonging.is_older(self._reader, site, self._had)
        return site in self._before
