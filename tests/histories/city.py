"""The county below a city: a bureau that has a journal of its own and is sent what the city did."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random

from fieldcheck.operations import edits, packages, stores
from fieldcheck.store import snapshots
from fieldcheck.store.queries import conflicts
from tests.county import given
from tests.histories import checks
from tests.histories.actors import Actor
from tests.histories.oracle import Named
from tests.histories.world import TOWNS, Flying, World


class CityWorld(World):
    """A world with a city above the bureau; the city may see everything, or one town."""

    def __init__(self, folder: Path, closing: ExitStack, laptops: int, years: tuple[int, ...]) -> None:
        super().__init__(folder, closing, laptops, years)
        self.city = Actor("市", self.county.found_city(), years=years[-1])
        self.actors.append(self.city)
        self.moved: set[Named] = set()

    @property
    def laptops(self) -> list[Actor]:
        """Return everybody below the bureau."""
        return [actor for actor in self.actors if actor.name not in ("局", "市")]

    def bureau_up(self, *, again: bool) -> None:
        """The bureau writes a package for the city."""
        try:
            with self.bureau.at_the_clock():
                written = self.county.up(self.bureau.store, again=again)
        except packages.NothingToSend:
            return
        self.flying.append(Flying(self.city, self.bureau, written.path))

    def bureau_down(self) -> None:
        """The city writes a package for the bureau."""
        with self.city.at_the_clock():
            written = self.county.down(self.bureau.store)
        self.flying.append(Flying(self.bureau, self.city, written.path))

    def decide_above(self, which: int) -> None:
        """The city's clerk settles a conflict."""
        self._as_seen_above(lambda: self.decide(which, own_wording=False))

    def change_city_area(self, town: int) -> None:
        """The city may see one town from now on, or all; the answer arrives at once."""
        towns = [TOWNS[town % len(TOWNS)]] if town % len(TOWNS) else []
        with self.city.at_the_clock():
            self.county.join(self.city.store, self.bureau.store, *towns)

    def move(self, which: int, town: int) -> None:
        """Somebody at the bureau corrects the town of a site; the oracle knows no towns, so none that was deleted."""
        site = self._shown(self.bureau, which, "site")
        if site is not None and site not in {deletion.record for deletion in self.oracle.deletions}:
            self.moved.add(site)
            with self.bureau.at_the_clock():
                edits.edit(self.bureau.store, *site, {"town": TOWNS[town % len(TOWNS)] or None})

    def delete(self, who: int, which: int) -> None:
        """Somebody deletes a record that is shown, and that nobody moved."""
        if self._shown(self._actor(who), which) not in self.moved:
            super().delete(who, which)

    def settle(self) -> None:
        """Let everything that is not lost arrive everywhere."""
        for number in range(len(self.laptops)):
            self.write_up(number, again=True)
        self._arrive_at(self.bureau)
        self.bureau_up(again=True)
        self._arrive_at(self.city)
        self.bureau_down()
        self._arrive_at(self.bureau)
        for number, laptop in enumerate(self.laptops):
            self.write_down(number)
            self._arrive_at(laptop)

    def check(self) -> None:
        """Raise AssertionError where a promise is broken: the city, which may see all, is held against the oracle."""
        for actor in self.actors:
            if not actor.rogue:
                report = stores.verify_store(actor.store)
                assert report.problems == [], (actor.name, report.problems)
            assert conflicts.waiting(actor.reader) == []
        self._as_seen_above(self._check_city)
        above = given(self.city.store)
        for actor in self.actors:
            if not actor.rogue:
                for record, digest in given(actor.store).items():
                    if not snapshots.is_withdrawn(actor.reader, *record):
                        assert above.get(record) == digest, (actor.name, record)

    def _check_city(self) -> None:
        for record in sorted(self.oracle.records()):
            checks._stands_as_typed(self, record)
        checks._no_other_conflicts(self)
        checks._nothing_vanished(self)

    def _as_seen_above(self, work: Callable[[], None]) -> None:
        bureau, self.bureau = self.bureau, self.city
        try:
            work()
        finally:
            self.bureau = bureau


Action = Callable[[CityWorld, Random], None]


def _number(random: Random) -> int:
    return random.randrange(1 << 16)


ACTIONS: tuple[tuple[int, Action], ...] = (
    (4, lambda world, random: world.create_site(_number(random), _number(random))),
    (2, lambda world, random: world.create(_number(random), "inspection", _number(random))),
    (3, lambda world, random: world.create(_number(random), "finding", _number(random))),
    (2, lambda world, random: world.create(_number(random), "photo", _number(random))),
    (4, lambda world, random: world.look(_number(random), _number(random))),
    (
        20,
        lambda world, random: world.edit(
            _number(random), _number(random), _number(random), fresh=random.random() < 0.5
        ),
    ),
    (2, lambda world, random: world.same(_number(random), _number(random))),
    (3, lambda world, random: world.delete(_number(random), _number(random))),
    (2, lambda world, random: world.write_newer_kind(_number(random))),
    (1, lambda world, random: world.forbid(_number(random))),
    (3, lambda world, random: world.decide(_number(random), own_wording=random.random() < 0.3)),
    (3, lambda world, random: world.decide_above(_number(random))),
    (6, lambda world, random: world.write_up(_number(random), again=random.random() < 0.2)),
    (6, lambda world, random: world.write_down(_number(random))),
    (7, lambda world, random: world.bureau_up(again=random.random() < 0.2)),
    (6, lambda world, random: world.bureau_down()),
    (24, lambda world, random: world.deliver(_number(random))),
    (2, lambda world, random: world.stop_halfway(_number(random), _number(random))),
    (2, lambda world, random: world.lose(_number(random))),
    (1, lambda world, random: world.change_area(_number(random), _number(random))),
    (2, lambda world, random: world.change_city_area(_number(random))),
    (4, lambda world, random: world.move(_number(random), _number(random))),
)


def walk(seed: int, operations: int = 60) -> int:
    """Let a random history happen and hold it against the promises; return how many values were typed.

    Raises AssertionError where a promise is broken.
    """
    random = Random(seed)
    years = tuple(random.randrange(-10, 11) for _ in range(4))
    weights = [weight for weight, _ in ACTIONS]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        world = CityWorld(Path(folder), closing, 2, years)
        world.create_site(0, 0)
        world.settle()
        for _ in range(operations):
            random.choices(ACTIONS, weights)[0][1](world, random)
        world.change_city_area(0)
        world.settle()
        world.check()
        return len(world.oracle.typed)
