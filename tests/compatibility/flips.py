"""Flips and cuts: of the sealed file, and of the tar inside it, sealed again with the right keys.

Every byte of a package is either sealed or follows from what was signed, so that each must be noticed.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import imports, stores
from fieldcheck.store import Store, devices
from tests import forging
from tests.compatibility.kit import V1, opened, state_of


@dataclass
class Noticed:
    """What was done to packages: how often each error came, and what was taken all the same, by its place."""

    names: Counter[str] = field(default_factory=Counter)
    taken: list[str] = field(default_factory=list)
    changed: bool = False

    @property
    def holds(self) -> bool:
        return not self.taken and not self.changed

    def text(self) -> str:
        listed = ", ".join(f"{name} {count}" for name, count in sorted(self.names.items()))
        return f"{listed}; taken: {self.taken or 'none'}; store {'CHANGED' if self.changed else 'unchanged'}"


@dataclass(frozen=True)
class Target:
    """A store, the sealed package that is for it, and the tar inside."""

    store: Store
    recipient: str
    sealed: bytes
    plain: bytes

    def bytes_of(self, inside: bool, data: bytes) -> bytes:
        """Return the file of these bytes: the tar is sealed again, as anybody can who knows the addressee."""
        return forging.sealed(data, self.recipient) if inside else data


def targets(folder: Path, closing: ExitStack) -> Iterator[Target]:
    """Yield the bureau with the laptop's package, and the laptop with the bureau's."""
    for name, package in (("bureau", "up.fcpkg"), ("laptop", "down.fcpkg")):
        store = closing.enter_context(opened(name, folder))
        own = devices.own_identity(store.reader())
        plain = forging.opened(V1 / package, own.identity)
        yield Target(store, own.recipient, (V1 / package).read_bytes(), plain)


def flip(times: int, seed: int) -> Noticed:
    """Change one byte `times` times in the sealed files, and as often in the tars."""
    random = Random(seed)

    def attempts(target: Target) -> Iterator[tuple[str, bytes]]:
        for number in range(times):
            inside = bool(number % 2)
            data = bytearray(target.plain if inside else target.sealed)
            # The members come first: half of the flips in the tar fall there, and not on its padding.
            end = len(target.plain.rstrip(b"\0")) if inside and number % 4 == 1 else len(data)
            place = random.randrange(end)
            data[place] ^= random.randrange(1, 256)
            yield f"{'tar' if inside else 'file'} {place}", target.bytes_of(inside, bytes(data))

    return _try(attempts)


def cut(step: float) -> Noticed:
    """Cut the sealed files, and the tars, at every `step` per cent."""

    def attempts(target: Target) -> Iterator[tuple[str, bytes]]:
        for inside in (False, True):
            data = target.plain if inside else target.sealed
            for number in range(int(100 / step)):
                size = int(len(data) * number * step / 100)
                yield f"{'tar' if inside else 'file'} {size}", target.bytes_of(inside, data[:size])
                if inside:
                    # Filled up with zeros to its old length, so that only the content can tell.
                    yield f"filled {size}", target.bytes_of(inside, data[:size].ljust(len(data), b"\0"))

    return _try(attempts)


Attempts = Callable[[Target], Iterator[tuple[str, bytes]]]
"""Yields the name of what was done and the bytes that came of it."""


def _try(attempts: Attempts) -> Noticed:
    found = Noticed()
    with tempfile.TemporaryDirectory() as place, ExitStack() as closing:
        folder = Path(place)
        for target in targets(folder, closing):
            before = stores.digest_store(target.store)
            for name, data in attempts(target):
                _note(found, target, name, data, folder / "bad.fcpkg")
            found.changed |= stores.digest_store(target.store) != before
            found.changed |= bool(stores.verify_store(target.store).problems)
    return found


def _note(found: Noticed, target: Target, name: str, data: bytes, path: Path) -> None:
    if data in (target.sealed, b"") or (name.startswith("filled") and _is_whole(target, name)):
        return
    path.write_bytes(data)
    before = state_of(target.store)
    error: FieldCheckError | None = imports.import_packages(target.store, [path])[0].error
    if error is None:
        found.taken.append(name)
    else:
        found.names[error.code] += 1
    found.changed |= state_of(target.store) != before


def _is_whole(target: Target, name: str) -> bool:
    """Return whether only padding was cut."""
    return int(name.split()[1]) >= len(target.plain.rstrip(b"\0"))
