"""Packages in every order: whatever arrives first, the same is known in the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

from fieldcheck.operations import imports, stores
from fieldcheck.operations.verdicts import Outcome
from tests.histories.world import World
from tests.stores import PASSPHRASE


def packages(folder: Path, closing: ExitStack, count: int, seed: int) -> tuple[Path, list[Path]]:
    """Return a bureau's closed store and `count` packages for it, of three laptops that typed in the same records."""
    random = Random(seed)
    world = World(folder, closing, 3)
    for town in range(3):
        world.create_site(0, town)
    world.sticks.settle()
    world.sticks.flying.clear()
    while len(world.sticks.flying) < count:
        laptop = len(world.sticks.flying) % 3
        for _ in range(random.randrange(2, 6)):
            world.edit(laptop + 1, random.randrange(3), random.randrange(4), fresh=random.random() < 0.7)
        world.create(laptop + 1, random.choice(("finding", "photo")), random.randrange(3))
        world.delete(laptop + 1, random.randrange(20))
        world.sticks.write_up(laptop, again=False)
    world.bureau.store.close()
    return world.bureau.store.path, [flown.path for flown in world.sticks.flying]


def every_order(folder: Path, count: int, seed: int = 1) -> tuple[int, set[str]]:
    """Import `count` packages in each order, a package that waits again at the end; return orders and digests."""
    with ExitStack() as closing:
        bureau, paths = packages(folder, closing, count, seed)
        digests = list(_orders(folder, bureau, (), paths))
    return len(digests), set(digests)


def _orders(folder: Path, before: Path, waiting: Sequence[Path], left: Sequence[Path]) -> Iterator[str]:
    if not left:
        yield _finished(before, waiting)
        return
    for path in left:
        copy = folder / f"bureau-{len(left)}.fcstore"
        shutil.copyfile(before, copy)
        with stores.open_store(copy, PASSPHRASE) as store:
            outcome = imports.import_packages(store, [path])[0].outcome
        held = [*waiting, path] if outcome is Outcome.WAITING else waiting
        yield from _orders(folder, copy, held, [other for other in left if other != path])


def _finished(path: Path, waiting: Sequence[Path]) -> str:
    with stores.open_store(path, PASSPHRASE) as store:
        verdicts = imports.import_packages(store, waiting)
        assert all(verdict.error is None for verdict in verdicts), verdicts
        return stores.digest_store(store)
