"""A package of ten new changes from a store of a million, against the same from a store of a thousand."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks import land, world
from benchmarks.apart import apart, say
from benchmarks.measure import Row, side_by_side
from fieldcheck.operations import packages
from fieldcheck.store import Store

LARGE = int(os.environ.get("FIELDCHECK_BENCHMARK_CHANGES", "1000000"))
SMALL, NEW, TIMES = 1_000, 10, 15


def rows() -> list[Row]:
    """Measure the package, and what the Exchange page says beforehand."""
    with world.folder() as folder:
        say(f"export: stores of {LARGE:,} and {SMALL:,} changes")
        apart(prepare, folder)
        ran = apart(measure, folder)
    export, waiting = ran.result
    against = f"the same from {SMALL:,}"
    note = "the ten were just written; the package is on the disk, read back and renamed"
    return [
        Row(f"export of {NEW} changes from {LARGE:,}", against, *export, 2.0, ran.memory, note),
        Row("what is not yet sent, counted", against, *waiting, 2.0, ran.memory),
    ]


def prepare(folder: Path) -> None:
    """Make two laptops, one with many changes and one with few, that sent all they have."""
    with land.bureau(folder) as bureau:
        for name, count in (("large", LARGE), ("small", SMALL)):
            with land.laptop(bureau, folder, name) as laptop:
                land.write(laptop, land.hazards(count))
                land.send_up(laptop, folder).unlink()


def measure(folder: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the seconds of an export, and of counting what waits, from the large store and from the small one."""
    with land.open_again(folder / "large.fcstore") as large, land.open_again(folder / "small.fcstore") as small:
        export = side_by_side(
            lambda: land.send_up(large, folder),
            lambda: land.send_up(small, folder),
            TIMES,
            lambda: _write_ten(large, small),
        )
        waiting = side_by_side(lambda: packages.outgoing(large), lambda: packages.outgoing(small), TIMES)
    return export, waiting


def _write_ten(*stores: Store) -> None:
    for store in stores:
        land.write(store, land.hazards(NEW))
