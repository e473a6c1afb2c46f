"""`python -m tests.deep [NAME…]`: the long proofs, with what they counted. Exit 1 where one does not hold."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

from tests.compatibility import many_rows
from tests.compatibility.flips import cut, flip
from tests.county import county as opened_county
from tests.deep.damage import change_bytes
from tests.histories.permutations import every_order
from tests.histories.random_walk import walk
from tests.kill.boundaries import FAULTS, stop_everywhere
from tests.kill.driver import kill_fillings
from tests.kill.moments import kill_exchanges
from tests.year.checks import check
from tests.year.script import live
from tests.year.world import begin_year

ROOT = Path(__file__).resolve().parents[2]

Proof = Callable[[Path, int], tuple[bool, str]]


def kill(folder: Path, seed: int) -> tuple[bool, str]:
    """Kill a filling 200 times; nothing that was shown as saved may be lost."""
    found = kill_fillings(folder, kills=200, seed=seed)
    lost, problems = len(found.lost), len(found.problems)
    text = f"{found.kills} kills, {found.shown} writes shown as saved, {lost} lost, {problems} problems"
    return not found.lost and not found.problems, text


def exchanges(folder: Path, seed: int) -> tuple[bool, str]:
    """Kill imports, exports and visits to a shared folder 200 times at random moments; the next try completes them."""
    found = kill_exchanges(folder, kills=200, seed=seed)
    text = f"{found.killed} kills, {found.done} were done before; problems: {found.problems or 'none'}"
    return not found.problems and found.killed == 200, text


def damage(folder: Path, seed: int) -> tuple[bool, str]:
    """Change 300 bytes of a store, one at a time; each must be noticed."""
    found = change_bytes(folder, times=300, seed=seed)
    listed = ", ".join(f"{name} {count}" for name, count in sorted(found.noticed.items()))
    return (
        not found.unnoticed,
        f"{found.bytes_changed} bytes changed: {listed}; unnoticed at {found.unnoticed or 'none'}",
    )


def histories(folder: Path, seed: int) -> tuple[bool, str]:
    """Run the property tests on many more random histories, expressions and texts than every test run does."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/property", "--examples", "1000"]
    ran = subprocess.run([*command, "--hypothesis-seed", str(seed)], cwd=ROOT, capture_output=True, text=True)
    return ran.returncode == 0, ran.stdout.strip().splitlines()[-1]


def county(folder: Path, seed: int) -> tuple[bool, str]:
    """Run 300 histories of 50 to 400 operations with two to six laptops, half of them below a city."""
    operations = 0
    broken: list[str] = []
    for number in range(seed, seed + 300):
        try:
            operations += walk(number)
        except AssertionError as error:
            broken.append(f"seed {number}: {error}"[:300])
    return not broken, f"300 histories, {operations} operations; broken: {broken or 'none'}"


def year(folder: Path, seed: int) -> tuple[bool, str]:
    """Live a county's year of 300 sites, 1,200 visits and four laptops; the bureau must know what was done."""
    started = time.perf_counter()
    with opened_county(folder) as land:
        made = begin_year(land, site_count=300, laptop_count=4)
        live(made, 1_200)
        size = land.bureau.path.stat().st_size
        try:
            check(made)
        except AssertionError as error:
            return False, f"{error}"[:500]
    seconds = time.perf_counter() - started
    papers = sum(made.papers.values())
    return True, (
        f"{made.visits} visits, {len(made.hazards)} hazards, {papers} documents of {len(made.papers)} kinds, "
        f"{size / 1e6:.0f} MB, {seconds:.0f} s: all as it was made"
    )


def orders(folder: Path, seed: int) -> tuple[bool, str]:
    """Import six packages of three laptops in all 720 orders; one digest must come out."""
    count, digests = every_order(folder, 6, seed)
    return len(digests) == 1, f"6 packages in {count} orders, {len(digests)} digest"


def boundaries(folder: Path, seed: int) -> tuple[bool, str]:
    """Stop, tear, fill the disk and cut the power at every write of an export, of both imports and of what is typed.

    The next try must complete them, and nothing is gone that was shown as saved.
    """
    texts: list[str] = []
    problems: list[str] = []
    for work, fault in product(("import", "receive", "export", "type"), FAULTS):
        place = folder / f"{work}-{fault}"
        place.mkdir()
        found = stop_everywhere(place, work, fault, 1)
        texts.append(f"{work} {fault} {found.tried}")
        problems += found.problems
    return not problems, f"boundaries: {', '.join(texts)}; problems: {problems or 'none'}"


def flips(folder: Path, seed: int) -> tuple[bool, str]:
    """Change 20,000 bytes of two packages, half of them inside the seal, and cut them at every 1 %: all are refused."""
    changed, shortened = flip(10_000, seed), cut(1)
    return changed.holds and shortened.holds, f"20,000 flips: {changed.text()}. Cuts: {shortened.text()}"


def rows(folder: Path, seed: int) -> tuple[bool, str]:
    """Refuse a package of ten million rows at its last one; it takes hardly more memory than one of 100,000."""
    texts: list[str] = []
    most: list[int] = []
    for count in (100_000, 10_000_000):
        path = folder / f"{count}.fcpkg"
        many_rows.write(path, count)
        started = time.monotonic()
        found = many_rows.refused_apart(path)
        most.append(found.most - found.before if found.code == "PACKAGE_HEAD" else 1 << 20)
        size, seconds = path.stat().st_size >> 20, time.monotonic() - started
        texts.append(f"{count:,} rows ({size} MiB): {found.code} after {seconds:.0f} s, {most[-1]} MiB more memory")
        path.unlink()
    return most[1] < most[0] + 20, "; ".join(texts)


PROOFS: dict[str, Proof] = {
    "kill": kill,
    "exchanges": exchanges,
    "damage": damage,
    "histories": histories,
    "county": county,
    "year": year,
    "orders": orders,
    "boundaries": boundaries,
    "flips": flips,
    "rows": rows,
}


def main() -> int:
    """Run the proofs that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.deep", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PROOFS))
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    names = arguments.names or list(PROOFS)
    return max([_run(name, arguments.seed) for name in names])


def _run(name: str, seed: int) -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        held, text = PROOFS[name](Path(folder), seed)
    print(f"{'holds' if held else 'FAILS'}  {name:<10} {text}  ({time.monotonic() - started:.0f} s)", flush=True)  # noqa: T201
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
