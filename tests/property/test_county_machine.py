"""A bureau and its laptops as a state machine: anything in any order; the promises about merging hold at the end."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from fieldcheck.store import fold
from tests.histories import steps
from tests.histories.checks import check
from tests.histories.permutations import every_order
from tests.histories.random_walk import walk
from tests.histories.world import World

NUMBER = st.integers(0, 30)
YEARS = st.lists(st.integers(-10, 10), min_size=3, max_size=3)


class CountyMachine(RuleBasedStateMachine):
    """Each rule is one thing that somebody does; numbers choose among the people, records and packages there are."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.folder = Path(self.closing.enter_context(tempfile.TemporaryDirectory()))
        self.world: World | None = None

    @initialize(years=YEARS, city=st.booleans())
    def begin(self, years: list[int], city: bool) -> None:
        """A bureau with two laptops and one site that all know."""
        self.world = World(self.folder, self.closing, 2, tuple(years), city=city)
        self.world.create_site(0, 0)
        self.world.sticks.settle()

    @property
    def county(self) -> World:
        """Return the world, which `begin` made."""
        assert self.world is not None
        return self.world

    @rule(who=NUMBER, town=NUMBER)
    def create_site(self, who: int, town: int) -> None:
        self.county.create_site(who, town)

    @rule(who=NUMBER, kind=st.sampled_from(["inspection", "finding", "photo"]), which=NUMBER)
    def create(self, who: int, kind: str, which: int) -> None:
        self.county.create(who, kind, which)

    @rule(who=NUMBER, kind=st.sampled_from(sorted(steps.FIELDS)), which=NUMBER)
    def record_step(self, who: int, kind: str, which: int) -> None:
        self.county.steps.record(who, kind, which)

    @rule(who=NUMBER, which=NUMBER)
    def look(self, who: int, which: int) -> None:
        self.county.look(who, which)

    @rule(who=NUMBER, which=NUMBER, field=NUMBER, fresh=st.booleans())
    def edit(self, who: int, which: int, field: int, fresh: bool) -> None:
        self.county.edit(who, which, field, fresh=fresh)

    @rule(who=NUMBER, which=NUMBER, field=NUMBER, fresh=st.booleans())
    def edit_more(self, who: int, which: int, field: int, fresh: bool) -> None:
        self.county.edit(who, which, field, fresh=fresh)

    @rule(who=NUMBER, which=NUMBER)
    def type_the_same(self, who: int, which: int) -> None:
        self.county.same(who, which)

    @rule(who=NUMBER, which=NUMBER)
    def delete(self, who: int, which: int) -> None:
        self.county.delete(who, which)

    @rule(who=NUMBER)
    def write_newer_kind(self, who: int) -> None:
        self.county.write_newer_kind(who)

    @rule(who=NUMBER, version=NUMBER)
    def keep_form(self, who: int, version: int) -> None:
        self.county.keep_form(who, version)

    @rule(which=NUMBER, own_wording=st.booleans())
    def decide(self, which: int, own_wording: bool) -> None:
        self.county.decide(which, own_wording=own_wording)

    @rule(who=NUMBER, again=st.booleans())
    def write_up(self, who: int, again: bool) -> None:
        self.county.sticks.write_up(who, again=again)

    @rule(who=NUMBER)
    def write_down(self, who: int) -> None:
        self.county.sticks.write_down(who)

    @rule(which=NUMBER)
    def deliver(self, which: int) -> None:
        self.county.sticks.deliver(which)

    @rule(which=NUMBER, steps=NUMBER)
    def stop_halfway(self, which: int, steps: int) -> None:
        self.county.sticks.stop_halfway(which, steps)

    @rule(which=NUMBER)
    def lose(self, which: int) -> None:
        self.county.sticks.lose(which)

    @rule(who=NUMBER, town=NUMBER)
    def change_area(self, who: int, town: int) -> None:
        self.county.change_area(who, town)

    @rule(who=NUMBER)
    def back_up(self, who: int) -> None:
        self.county.lives.back_up(who)

    @rule(who=NUMBER)
    def restore(self, who: int) -> None:
        self.county.lives.restore(who)

    @rule(who=NUMBER, whole_computer=st.booleans())
    def copy(self, who: int, whole_computer: bool) -> None:
        self.county.lives.copy(who, whole_computer=whole_computer)

    @rule(who=NUMBER)
    def steal(self, who: int) -> None:
        self.county.lives.steal(who)

    @rule()
    def back_up_bureau(self) -> None:
        self.county.lives.back_up_bureau()

    @rule()
    def restore_bureau(self) -> None:
        self.county.lives.restore_bureau()

    @rule(which=NUMBER, town=NUMBER)
    def move(self, which: int, town: int) -> None:
        self.county.move(which, town)

    @rule(town=NUMBER)
    def change_city_area(self, town: int) -> None:
        self.county.change_city_area(town)

    def teardown(self) -> None:
        try:
            if self.world is not None:
                self.world.sticks.settle()
                check(self.world)
        finally:
            self.closing.close()


TestCounty = CountyMachine.TestCase
EXAMPLES = settings.default.max_examples if settings.default is not None else 100
TestCounty.settings = settings(max_examples=15 if EXAMPLES == 100 else EXAMPLES, stateful_step_count=25, deadline=None)


def test_long_histories_of_many_laptops_keep_the_promises() -> None:
    for seed in (1, 2, 3):
        assert walk(seed) >= 50


def test_a_history_finds_out_where_records_do_not_wait(tmp_path: Path) -> None:
    def history(folder: Path) -> None:
        folder.mkdir()
        with ExitStack() as closing:
            world = World(folder, closing, 2)
            world.create_site(0, 0)
            world.sticks.settle()
            world.lives.restore_amid(0, 0, 0, 0)
            world.sticks.settle()
            check(world)

    history(tmp_path / "sound")
    with patch.object(fold, "not_arrived", lambda *_: []), pytest.raises(AssertionError, match="文字"):
        history(tmp_path / "faulty")


def test_packages_in_every_order_give_the_same_digest(tmp_path: Path) -> None:
    orders, digests = every_order(tmp_path, 4)
    assert orders == 24
    assert len(digests) == 1
