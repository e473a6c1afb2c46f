"""Packages on their way: written, lost, cut off, delivered in any order and again, and all of them in the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldcheck.exchange.errors import ChainForked, ChainForkedBefore, StoreCopied
from fieldcheck.operations import imports, packages
from fieldcheck.operations.verdicts import Outcome, Verdict
from fieldcheck.store.queries import conflicts, exchange
from tests.histories.actors import Actor

if TYPE_CHECKING:
    from tests.histories.world import World


@dataclass
class Flying:
    """A package that was written and lies on a stick."""

    to: Actor
    sender: Actor
    path: Path


class Sticks:
    """The packages of a world that were written and are not lost; `flying` in the order in which they were written."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.flying: list[Flying] = []

    def write_up(self, who: int, *, again: bool) -> None:
        """A laptop writes a package for the bureau, or the bureau for the city."""
        sender = self._world.below[who % len(self._world.below)]
        try:
            with sender.at_work():
                written = self._world.county.up(sender.store, again=again)
        except packages.NothingToSend:
            return
        self.flying.append(Flying(self._above(sender), sender, written.path))

    def write_down(self, who: int) -> None:
        """The bureau writes a package for a laptop, or the city for the bureau."""
        to = self._world.below[who % len(self._world.below)]
        with self._above(to).at_work():
            written = self._world.county.down(to.store)
        self.flying.append(Flying(to, self._above(to), written.path))

    def send(self, laptop: Actor) -> None:
        """A laptop's package reaches the bureau at once."""
        before = len(self.flying)
        self.write_up(self._world.below.index(laptop), again=False)
        for flown in self.flying[before:]:
            self.take(flown)

    def send_down(self, laptop: Actor) -> None:
        """The bureau's package reaches a laptop at once."""
        self.write_down(self._world.below.index(laptop))
        self.take(self.flying[-1])

    def _above(self, actor: Actor) -> Actor:
        return self._world.city if actor is self._world.bureau and self._world.city is not None else self._world.bureau

    def deliver(self, which: int) -> None:
        """Any package arrives, an old one too; it stays on the stick and can come again."""
        if self.flying:
            flown = self.flying[which % len(self.flying)]
            self.take(flown)
            self._world.watch(flown.to)

    def take(self, flown: Flying) -> Verdict:
        with flown.to.at_work():
            verdict = imports.import_packages(flown.to.store, [flown.path])[0]
        if isinstance(verdict.error, ChainForked | ChainForkedBefore | StoreCopied):
            self._world.lives.forked(flown, verdict.error)
        else:
            assert verdict.outcome is not Outcome.REFUSED, verdict.error
        return verdict

    def stop_halfway(self, which: int, steps: int) -> None:
        """A package arrives, and the person stops it after some steps."""
        if not self.flying:
            return
        flown = self.flying[which % len(self.flying)]
        left = iter(range(steps % 12))
        with flown.to.at_work():
            verdict = imports.import_packages(flown.to.store, [flown.path], cancelled=lambda: next(left, None) is None)[
                0
            ]
        forked = isinstance(verdict.error, ChainForked | ChainForkedBefore | StoreCopied)
        assert forked or verdict.outcome is not Outcome.REFUSED, verdict.error

    def cut(self, which: int, percent: int) -> None:
        """A package was cut off on its way: it is refused, and nothing changes."""
        if not self.flying:
            return
        flown = self.flying[which % len(self.flying)]
        data = flown.path.read_bytes()
        half = flown.path.with_name(f"cut-{flown.path.name}")
        half.write_bytes(data[: len(data) * (percent % 100) // 100])
        before = conflicts.count(flown.to.reader)
        with flown.to.at_work():
            verdict = imports.import_packages(flown.to.store, [half])[0]
        half.unlink()
        assert verdict.outcome is Outcome.REFUSED, (percent, len(data), verdict)
        assert conflicts.count(flown.to.reader) == before

    def lose(self, which: int) -> None:
        """A stick is lost."""
        if self.flying:
            self.flying.pop(which % len(self.flying))

    def settle(self) -> None:
        """Let everything that is not lost arrive everywhere: up first, then down; the city sees all again."""
        self._world.change_city_area(0)
        # A bureau that was put back from a backup says what it lacks before it can be sent that.
        for laptop in list(self._world.laptops):
            self.send_down(laptop)
        for laptop in self._world.laptops:
            # Two that never differ would go on sharing what is sent to the one device that both are.
            if self._world.lives.is_double(laptop):
                self._world.create_site(self._world.actors.index(laptop), 0)
        self._everything_arrives()
        if any(exchange.missing_blobs(actor.reader) for actor in self._world.actors):
            # Bytes went to another store of the same device: what a receipt says is missing is sent again.
            self._everything_arrives()

    def _everything_arrives(self) -> None:
        # Two that write as one are found out one after the other; each then sends again.
        while self._all_up():
            pass
        if self._world.city is not None:
            self.write_up(len(self._world.laptops), again=True)
            self._arrive_at(self._world.city)
        self._all_down()

    def _all_down(self) -> None:
        for number in reversed(range(len(self._world.below))):
            self.write_down(number)
            self._arrive_at(self._world.below[number])

    def _all_up(self) -> bool:
        for laptop in range(len(self._world.laptops)):
            self.write_up(laptop, again=True)
        return self._arrive_at(self._world.bureau)

    def _arrive_at(self, actor: Actor) -> bool:
        """Let everything arrive that is on its way to somebody; return whether a fork was found."""
        before = self._world.lives.forks
        waiting = [flown for flown in self.flying if flown.to is actor]
        for _ in range(len(waiting)):
            waiting = [one for one in waiting if one in self.flying and self.take(one).outcome is Outcome.WAITING]
        assert not waiting or self._world.lives.forks > before, waiting
        return self._world.lives.forks > before
