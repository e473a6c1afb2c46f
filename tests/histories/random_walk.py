"""Random histories by a seed: what the long proof runs, and what a failing seed runs again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.histories import steps
from tests.histories.checks import check
from tests.histories.world import World

Action = Callable[[World, Random], None]


def _number(random: Random) -> int:
    return random.randrange(1 << 16)


ACTIONS: tuple[tuple[float, Action], ...] = (
    (4, lambda world, random: world.create_site(_number(random), _number(random))),
    (2, lambda world, random: world.create(_number(random), "inspection", _number(random))),
    (4, lambda world, random: world.create(_number(random), "finding", _number(random))),
    (2, lambda world, random: world.create(_number(random), "photo", _number(random))),
    (4, lambda world, random: world.steps.record(_number(random), random.choice(list(steps.FIELDS)), _number(random))),
    (6, lambda world, random: world.look(_number(random), _number(random))),
    (
        30,
        lambda world, random: world.edit(
            _number(random), _number(random), _number(random), fresh=random.random() < 0.5
        ),
    ),
    (4, lambda world, random: world.same(_number(random), _number(random))),
    (3, lambda world, random: world.delete(_number(random), _number(random))),
    (1, lambda world, random: world.write_newer_kind(_number(random))),
    (2, lambda world, random: world.keep_form(_number(random), _number(random))),
    (1, lambda world, random: world.forbid(0)),
    (4, lambda world, random: world.decide(_number(random), own_wording=random.random() < 0.5)),
    (2, lambda world, random: world.judge(_number(random), _number(random), same=random.random() < 0.7)),
    (10, lambda world, random: world.sticks.write_up(_number(random), again=random.random() < 0.2)),
    (8, lambda world, random: world.sticks.write_down(_number(random))),
    (22, lambda world, random: world.sticks.deliver(_number(random))),
    (3, lambda world, random: world.sticks.stop_halfway(_number(random), _number(random))),
    (2, lambda world, random: world.sticks.cut(_number(random), _number(random))),
    (3, lambda world, random: world.sticks.lose(_number(random))),
    (2, lambda world, random: world.change_city_area(_number(random))),
    (3, lambda world, random: world.move(_number(random), _number(random))),
    (2, lambda world, random: world.lives.back_up(_number(random))),
    (1, lambda world, random: world.lives.restore(_number(random))),
    (1, lambda world, random: world.lives.copy(_number(random), whole_computer=random.random() < 0.5)),
    (0.5, lambda world, random: world.lives.steal(_number(random))),
    (1, lambda world, random: world.lives.back_up_bureau()),
    (0.5, lambda world, random: world.lives.restore_bureau()),
    (
        0.3,
        lambda world, random: world.lives.restore_amid(
            _number(random), _number(random), _number(random), _number(random)
        ),
    ),
    (2, lambda world, random: world.change_area(_number(random), _number(random))),
)


def walk(seed: int) -> int:
    """Run one history of 50 to 400 operations with two to six laptops; return how many operations it had.

    Raises AssertionError where a promise is broken.
    """
    random = Random(seed)
    weights = [weight for weight, _ in ACTIONS]
    operations = random.randrange(50, 401)
    years = tuple(random.randrange(-10, 11) for _ in range(7))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        world = World(Path(folder), closing, random.randrange(2, 7), years, city=random.random() < 0.5)
        for _ in range(operations):
            random.choices(ACTIONS, weights)[0][1](world, random)
        world.sticks.settle()
        check(world)
    return operations
