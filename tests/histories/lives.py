"""What becomes of laptops: put back from a backup, copied, stolen; and what each of these leaves of what was typed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from fieldcheck.exchange.errors import ChainForked, ChainForkedBefore, FormerChainForked, FormerForked
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import identity, imports, local, packages, payloads, peers, revocations, stores
from fieldcheck.store import devices
from tests.histories.actors import Actor, Backup
from tests.histories.oracle import Typed
from tests.stores import PASSPHRASE

if TYPE_CHECKING:
    from tests.histories.sticks import Flying
    from tests.histories.world import World

MOST_LAPTOPS = 6


class Lives:
    """The fates of the laptops of a world.

    Attributes:
        forks: how often two stores were found to write as one device.
    """

    def __init__(self, world: World, folder: Path, closing: ExitStack) -> None:
        self._world, self._folder, self._closing = world, folder, closing
        self._files = 0
        self.forks = 0

    def back_up(self, who: int) -> None:
        """Somebody copies a laptop's store to a stick."""
        laptop = self._laptop(who)
        if laptop.rogue:
            return
        path = self._new_path()
        assert not stores.backup_store(laptop.store, path).problems
        laptop.backup = Backup(path, laptop.typed(), frozenset(_bodies([laptop])))

    def restore(self, who: int) -> None:
        """A laptop's disk fails: its last backup takes the place of its store, on the same computer."""
        laptop = self._laptop(who)
        if laptop.backup is None:
            return
        self._hand_over(laptop)
        kept = laptop.backup.own
        after = {
            number
            for key, numbers in laptop.own.items()
            for number in numbers
            if number not in kept.get(key, frozenset())
        }
        self._forget(laptop, after, restored=True)
        laptop.store.close()
        self._open(laptop, laptop.backup.path)
        laptop.own = {key: set(numbers) for key, numbers in kept.items()}

    def back_up_bureau(self) -> None:
        """The bureau's clerk copies its store to a stick."""
        bureau, path = self._world.bureau, self._new_path()
        problems = stores.backup_store(bureau.store, path).problems
        # One that was just put back itself asks for bytes, and is backed up once they came.
        assert all(problem.code == "blob_missing" for problem in problems), problems
        if problems:
            return
        bureau.backup = Backup(path, bureau.typed(), frozenset())

    def restore_bureau(self) -> None:
        """The bureau's disk fails: its last backup takes the place of its store.

        Whom it took in since it takes in again. What nobody else's journal holds is gone.
        """
        bureau = self._world.bureau
        if bureau.backup is None:
            return
        self._hand_over(bureau)
        reached = payloads.next_receipt_number(bureau.reader)
        bureau.store.close()
        self._open(bureau, bureau.backup.path)
        bureau.own = {key: set(numbers) for key, numbers in bureau.backup.own.items()}
        bureau.backup = None
        self._forget_what_is_nowhere()
        # Receipts are numbered by the second, and a backup is older than a walk takes.
        local.set_state(bureau.store, peers.RECEIPT_NUMBER, reached)
        known = {device.id for device in packages.below(bureau.reader)}
        for laptop in self._world.laptops:
            if devices.own(laptop.reader).id not in known:
                self._world.enrol(laptop)

    def _forget_what_is_nowhere(self) -> None:
        world = self._world
        bodies = _bodies(world.actors)
        gone = {number for number, one in world.oracle.typed.items() if not _is_in(one, world.stamp(number), bodies)}
        reasons = {one.reason for one in world.oracle.deletions if not any(one.reason in body for body in bodies)}
        world.oracle.drop(gone, reasons)

    def restore_amid(self, one: int, other: int, which: int, field: int) -> None:
        """The bureau is put back to before a laptop's edit, and hears the one first who saw and replaced that."""
        world = self._world
        count = len(world.laptops)
        first, second = one % count, (one + 1 + other % (count - 1)) % count
        for back_up in (True, False):
            world.edit(1 + first, which, field, fresh=True)
            world.sticks.send(world.laptops[first])
            if back_up:
                self.back_up_bureau()
        world.sticks.send_down(world.laptops[second])
        world.edit(1 + second, which, field, fresh=True)
        self.restore_bureau()
        world.sticks.send(world.laptops[second])
        world.watch(world.bureau)

    def copy(self, who: int, *, whole_computer: bool) -> None:
        """Somebody copies a laptop's store to another computer, or the whole computer, and both go on."""
        laptop = self._laptop(who)
        if laptop.rogue or len(self._world.laptops) >= MOST_LAPTOPS:
            return
        path = self._new_path()
        assert not stores.backup_store(laptop.store, path).problems
        name = f"{len(self._world.laptops) + 1}号的副本{self._files}"
        copied = Actor(name, laptop.store, self._folder / name, laptop.years, laptop.rogue)
        copied.own = {key: set(numbers) for key, numbers in laptop.own.items()}
        if whole_computer and laptop.computer.exists():
            shutil.copytree(laptop.computer, copied.computer)
        self._world.laptops.append(copied)
        self._open(copied, path)

    def steal(self, who: int) -> None:
        """A laptop is stolen: the bureau revokes it, and what it had not sent is gone."""
        if len(self._world.laptops) < 3:
            return
        laptop = self._laptop(who)
        device = devices.own(laptop.reader)
        if self.is_double(laptop) or self._is_carried(laptop, device.id):
            return
        self._hand_over(laptop)
        if devices.find(self._world.bureau.reader, device.id) is not None:
            with self._world.bureau.at_work():
                revocations.revoke(self._world.bureau.store, device.id, "笔记本电脑被盗")
        self._forget(laptop, {number for numbers in laptop.own.values() for number in numbers}, restored=False)
        self._world.laptops.remove(laptop)
        self._world.sticks.flying = [flown for flown in self._world.sticks.flying if flown.to is not laptop]

    def forked(self, flown: Flying, error: FieldCheckError) -> None:
        """Two stores wrote as one: who is told so takes a new identity, and is taken in again.

        Which change is the first that differs, the bureau names when it is shown all that it did not confirm. Of a
        device as which the laptop wrote before, a bureau's package tells the store itself.
        """
        world = self._world
        laptop = flown.sender if flown.sender in world.laptops else flown.to
        told = isinstance(error, FormerForked)
        of, after = ("", None) if told else self._last_common(laptop, error)
        self.forks += 1
        with laptop.at_work():
            identity.take_new_identity(laptop.store, after, of)
        laptop.pages.clear()
        world.sticks.flying = [one for one in world.sticks.flying if laptop not in (one.sender, one.to)]
        world.enrol(laptop)

    def _last_common(self, laptop: Actor, error: FieldCheckError | None) -> tuple[str, int | None]:
        """Return the device that another store wrote as too, and the last change that both have."""
        if not isinstance(error, FormerChainForked):
            with laptop.at_work():
                try:
                    path = self._world.county.up(laptop.store, again=True).path
                except packages.NothingToSend:
                    return "", devices.own(laptop.reader).seq
            error = imports.import_packages(self._world.bureau.store, [path])[0].error
        assert not isinstance(error, ChainForkedBefore), error
        if not isinstance(error, ChainForked):
            return "", devices.own(laptop.reader).seq
        return str(error.details.get("id", "")), int(str(error.details["seq"])) - 1

    def is_double(self, laptop: Actor) -> bool:
        """Return whether another store writes as the same device, and nobody has found out yet."""
        device = devices.own(laptop.reader).id
        others = (other for other in self._world.laptops if other is not laptop)
        return any(devices.own(other.reader).id == device for other in others)

    def _is_carried(self, laptop: Actor, device: str) -> bool:
        """Return whether a copy carries changes of this device that the bureau does not have: they would not count."""
        others = [other for other in self._world.laptops if other is not laptop]
        held = [devices.find(actor.reader, device) for actor in (self._world.bureau, *others)]
        at_the_bureau = held[0].seq if held[0] is not None else 0
        return any(one is not None and one.seq > at_the_bureau for one in held[1:])

    def _laptop(self, who: int) -> Actor:
        return self._world.laptops[who % len(self._world.laptops)]

    def _new_path(self) -> Path:
        self._files += 1
        return self._folder / f"copy-{self._files}.fcstore"

    def _open(self, laptop: Actor, file: Path) -> None:
        """Open a copy of a store's file in a laptop's place; where it took another identity, it is taken in again."""
        path = self._new_path()
        shutil.copyfile(file, path)
        with laptop.at_work():
            laptop.store = self._closing.enter_context(stores.open_store(path, PASSPHRASE))
        laptop.pages.clear()
        self._world.sticks.flying = [one for one in self._world.sticks.flying if laptop is not one.sender]
        if laptop is self._world.bureau:
            self._world.county.bureau = laptop.store
        else:
            self._world.sticks.flying = [one for one in self._world.sticks.flying if laptop is not one.to]
        if identity.former(laptop.reader) is not None:
            self._world.take_in(laptop)

    def _hand_over(self, laptop: Actor) -> None:
        """Let what a laptop had written to sticks arrive before it is lost."""
        world = self._world
        for flown in [flown for flown in world.sticks.flying if flown.sender is laptop]:
            if flown in world.sticks.flying:
                world.sticks.take(flown)
        world.sticks.flying = [flown for flown in world.sticks.flying if flown.sender is not laptop]

    def _forget(self, laptop: Actor, numbers: set[int], *, restored: bool) -> None:
        """Forget those of these values, and the deletions, that nobody but this laptop has."""
        oracle = self._world.oracle
        gone = numbers - self._known(laptop, numbers)
        there = [*self._elsewhere(laptop), *(laptop.backup.bodies if restored and laptop.backup else ())]
        mine = _bodies([laptop])
        lost = {
            one.reason
            for one in oracle.deletions
            if any(one.reason in body for body in mine) and not any(one.reason in body for body in there)
        }
        oracle.drop(gone, lost)

    def _known(self, laptop: Actor, numbers: set[int]) -> set[int]:
        """Return those of these values that lie in a store other than this laptop's."""
        typed = self._world.oracle.typed
        bodies = self._elsewhere(laptop)
        return {
            number
            for number in numbers
            if number in typed
            and any(
                typed[number].record[1] in body and f'"{typed[number].field}":"{typed[number].value}"' in body
                for body in bodies
            )
        }

    def _elsewhere(self, laptop: Actor) -> list[str]:
        return _bodies(actor for actor in self._world.actors if actor is not laptop)


def _is_in(one: Typed, stamp: tuple[str, int] | None, bodies: Iterable[str]) -> bool:
    """Return whether a value lies in one of these changes; of a decision, in the very change that it was."""
    needed = [one.record[1], f'"{one.field}":"{one.value}"']
    if stamp is not None:
        needed += [f'"device":"{stamp[0]}"', f'"seq":{stamp[1]},']
    return any(all(text in body for text in needed) for body in bodies)


def _bodies(actors: Iterable[Actor]) -> list[str]:
    return [bytes(row[0]).decode() for actor in actors for row in actor.reader.rows("SELECT body FROM journal")]
