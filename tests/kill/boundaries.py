"""Stops a process at each write that reaches a file, and looks whether the next try completes what it had begun.

Run by `stop_everywhere` in a process of its own into which `boundaries.c` is preloaded. It opens no store itself:
OpenSSL's locks do not outlive a fork of a process that used them. Making the stores, each try, and each look at what it
left are forks of it.
"""

from __future__ import annotations

import ctypes
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from fieldcheck.exchange.errors import PackageError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import Site
from fieldcheck.operations import drop_folder, drop_layout, imports, marks, packages, sites, stores, trust
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store.queries import records
from tests.county import bureau_name
from tests.histories.world import World
from tests.stores import PASSPHRASE

FAULTS = ("kill", "tear", "full", "lose", "shuffle")
Made = TypeVar("Made")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Found:
    """How many boundaries a piece of work has, at how many of them it was stopped, and what was wrong afterwards."""

    boundaries: int
    tried: int
    problems: tuple[str, ...]


def build(folder: Path) -> Path:
    """Compile the library that is preloaded."""
    library = folder / "boundaries.so"
    source = Path(__file__).with_name("boundaries.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl", "-lpthread"], check=True)
    return library


def stop_everywhere(folder: Path, work: str, fault: str, every: int) -> Found:
    """Stop `work` at each `every`th boundary by `fault`, one of FAULTS; see `task_of` for what it can be."""
    library = build(folder)
    command = [sys.executable, "-m", "tests.kill.boundaries", str(library), str(folder), work, fault, str(every)]
    environment = {**os.environ, "LD_PRELOAD": str(library)}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    boundaries, tried, problems = json.loads(ran.stdout)
    return Found(boundaries, tried, tuple(problems))


class Stage:
    """Closed stores and a package; each try works on copies in `place`."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "try"
        self._computers = folder / "county"
        with ExitStack() as closing:
            world = World(folder / "county", closing, 2)
            self._fill(world)
            self.bureau_name = bureau_name(world.bureau.store)
            self.bureau_device, self.laptop_device = (
                trust.own_certificate(site.store.reader()).device for site in (world.bureau, world.laptops[0])
            )
            self.laptop = world.laptops[0].store.path
            self.bureau = world.bureau.store.path
            with world.laptops[1].at_work():
                self.up = world.county.up(world.laptops[1].store).path
            with world.bureau.at_work():
                self.down = world.county.down(world.laptops[0].store).path
        self.digests = {
            "import": self._digest_after(self.bureau, self.up),
            "receive": self._digest_after(self.laptop, self.down),
        }

    def _fill(self, world: World) -> None:
        """Let both laptops type in the same records, with photos, and let one of them be known to the bureau."""
        for town in range(3):
            world.create_site(0, town)
        world.sticks.settle()
        for number in range(24):
            world.edit(1 + number % 2, number, number, fresh=True)
            world.create(1 + number % 2, ("finding", "photo", "inspection")[number % 3], number)
        world.sticks.write_up(0, again=False)
        world.sticks.deliver(len(world.sticks.flying) - 1)
        world.edit(1, 0, 0, fresh=True)

    def _digest_after(self, store: Path, package: Path) -> str:
        self.fresh()
        with stores.open_store(self.copy(store), PASSPHRASE) as opened:
            verdict = imports.import_packages(opened, [package])[0]
            assert verdict.outcome is Outcome.IMPORTED, verdict
            return stores.digest_store(opened)

    def fresh(self) -> None:
        """Empty the place of the next try; its computer remembers what those of all stores did."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        for computer in self._computers.glob("*/marks"):
            shutil.copytree(computer, marks.folder(), dirs_exist_ok=True)

    def copy(self, store: Path) -> Path:
        """Return a copy of a closed store to work on."""
        return Path(shutil.copyfile(store, self.place / store.name))


class _Import:
    """A package taken in: by the bureau, or by a laptop."""

    def __init__(self, stage: Stage, name: str) -> None:
        self._stage, self._name = stage, name
        self._store = stage.bureau if name == "import" else stage.laptop
        self._package = stage.up if name == "import" else stage.down
        self._copy = stage.place / self._store.name

    def prepare(self) -> None:
        self._stage.fresh()
        self._stage.copy(self._store)

    def run(self) -> None:
        with stores.open_store(self._copy, PASSPHRASE) as store:
            error = imports.import_packages(store, [self._package])[0].error
        if error is not None:
            raise error

    def wrong(self) -> Iterable[str]:
        """Yield what is wrong after a stop and a second try."""
        with stores.open_store(self._copy, PASSPHRASE) as store:
            yield from (problem.code for problem in stores.verify_store(store).problems)
            verdict = imports.import_packages(store, [self._package])[0]
            if verdict.error is not None:
                yield str(verdict.error)
            if stores.digest_store(store) != self._stage.digests[self._name]:
                yield "another digest"
            yield from (problem.code for problem in stores.verify_store(store).problems)


class _Export:
    """A package written to a stick."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._copy = stage.place / stage.laptop.name
        self._stick = stage.place / "stick"

    def prepare(self) -> None:
        self._stage.fresh()
        self._stage.copy(self._stage.laptop)
        self._stick.mkdir()

    def run(self) -> None:
        with stores.open_store(self._copy, PASSPHRASE) as store:
            packages.export(store, self._stage.bureau_name, self._stick)

    def wrong(self) -> Iterable[str]:
        """Yield what is wrong after a stop: a package under its name is whole, and writing again completes it."""
        first = list(self._stick.glob("*.fcpkg"))
        with stores.open_store(self._copy, PASSPHRASE) as store:
            yield from (problem.code for problem in stores.verify_store(store).problems)
            try:
                packages.export(store, self._stage.bureau_name, self._stick)
            except packages.NothingToSend:
                if not first:
                    yield "nothing to send, and no package"
            sent = stores.digest_records(store)
        with stores.open_store(self._stage.copy(self._stage.bureau), PASSPHRASE) as bureau:
            for verdict in imports.import_packages(bureau, sorted(self._stick.glob("*.fcpkg"))):
                if isinstance(verdict.error, PackageError):
                    yield str(verdict.error)
            known = {(one.kind, one.entity) for one in stores.digest_records(bureau)}
            if any((one.kind, one.entity) not in known for one in sent):
                yield "a record did not arrive"


class _Visit:
    """A bureau's visit to a shared folder: what lies there is imported, and every laptop is answered."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._copy = stage.place / stage.bureau.name
        self._share = stage.place / "share"

    def prepare(self) -> None:
        self._stage.fresh()
        self._stage.copy(self._stage.bureau)
        inbox = self._share / drop_layout.ROOT / self._stage.bureau_device
        inbox.mkdir(parents=True)
        shutil.copy(self._stage.up, inbox)

    def run(self) -> None:
        with stores.open_store(self._copy, PASSPHRASE) as store:
            done = drop_folder.sync(store, self._share)
        for error in (*(verdict.error for verdict in done.verdicts), *done.errors):
            if error is not None:
                raise error

    def wrong(self) -> Iterable[str]:
        """Yield what is wrong after a stop and a second visit: packages under their names are whole."""
        with stores.open_store(self._copy, PASSPHRASE) as store:
            yield from (problem.code for problem in stores.verify_store(store).problems)
            done = drop_folder.sync(store, self._share)
            yield from (str(verdict.error) for verdict in done.verdicts if verdict.error is not None)
            yield from map(str, done.errors)
            if stores.digest_store(store) != self._stage.digests["import"]:
                yield "another digest"
            yield from (problem.code for problem in stores.verify_store(store).problems)
        written = self._share / drop_layout.ROOT / self._stage.laptop_device
        with stores.open_store(self._stage.copy(self._stage.laptop), PASSPHRASE) as laptop:
            verdicts = imports.import_packages(laptop, sorted(written.glob("*.fcpkg")))
        if not verdicts:
            yield "the laptop was not answered"
        yield from (str(verdict.error) for verdict in verdicts if verdict.error is not None)


class _Typing:
    """Sites typed one after the other; each is shown as saved once it is, and what was shown is there ever after."""

    COUNT = 8

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._copy = stage.place / stage.laptop.name
        self._shown = stage.place / "shown"

    def prepare(self) -> None:
        self._stage.fresh()
        self._stage.copy(self._stage.laptop)

    def run(self) -> None:
        with stores.open_store(self._copy, PASSPHRASE) as store, self._shown.open("w", encoding="utf-8") as shown:
            for number in range(self.COUNT):
                shown.write(f"{sites.create(store, {'name': f'第{number}家'}).main}\n")
                shown.flush()
                # What a person saw stays seen.
                os.fsync(shown.fileno())

    def wrong(self) -> Iterable[str]:
        """Yield what is wrong after a stop."""
        lines = self._shown.read_text("utf-8").split("\n") if self._shown.exists() else []
        # A line that was not synced is one that nobody saw.
        shown = [line for line in lines if line.strip("\0")]
        with stores.open_store(self._copy, PASSPHRASE) as store:
            yield from (problem.code for problem in stores.verify_store(store).problems)
            known = {site.id for site in records.everything(store.reader(), Site)}
            yield from (f"site {site} was shown as saved and is gone" for site in shown if site not in known)


Task = _Import | _Export | _Visit | _Typing
"""A piece of work that is stopped."""


def forked(work: Callable[[], Made]) -> tuple[int, Made | None]:
    """Do `work` in a fork; return the exit code (negative: a signal) and what it returned, None where it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            with os.fdopen(writing, "wb") as result:
                pickle.dump(work(), result)
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as result:
        made = result.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), pickle.loads(made) if made else None


def _try(library: ctypes.CDLL, run: Callable[[], None], at: int, fault: int) -> int:
    """Run with the fault at boundary `at`; return how many boundaries there were, or -1 where it ended in an error."""
    library.fault_arm(at, fault)
    try:
        run()
    except FieldCheckError:
        return -1
    return int(library.fault_count())


def main(library: str, folder: str, work: str, fault: str, every: str) -> int:
    """Print [boundaries, tried, problems] as JSON."""
    preloaded = ctypes.CDLL(library)
    preloaded.fault_arm.argtypes = [ctypes.c_long, ctypes.c_int]
    preloaded.fault_count.restype = ctypes.c_long
    (Path(folder) / "county").mkdir()
    os.environ[marks.FOLDER] = str(Path(folder) / "try" / "computer")
    _, stage = forked(lambda: Stage(Path(folder)))
    assert stage is not None, "the stores were made"
    task = task_of(stage, work)
    task.prepare()
    _, boundaries = forked(lambda: _try(preloaded, task.run, 0, 0))
    assert boundaries is not None and boundaries > 0, "undisturbed it succeeds"
    problems: list[str] = []
    places = range(1, boundaries + 1, int(every))
    for at in places:
        problems += [f"{at}: {what}" for what in _stopped_at(preloaded, task, at, FAULTS.index(fault))]
    sys.stdout.write(json.dumps([boundaries, len(places), problems]))
    return 0


def task_of(stage: Stage, work: str) -> Task:
    """Return the piece of work that is called so: "export", "import", "receive", "visit" or "type"."""
    if work == "type":
        return _Typing(stage)
    if work == "visit":
        return _Visit(stage)
    return _Export(stage) if work == "export" else _Import(stage, work)


def _stopped_at(library: ctypes.CDLL, task: Task, at: int, fault: int) -> list[str]:
    """Return what is wrong after a fault at one boundary."""
    task.prepare()
    code, ended = forked(lambda: _try(library, task.run, at, fault))
    as_meant = ended is not None if FAULTS[fault] == "full" else code == -signal.SIGKILL
    _, wrong = forked(lambda: list(task.wrong()))
    return [*([] if as_meant else [f"ended with {code}"]), *(["the look at it failed"] if wrong is None else wrong)]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
