"""Unlocking a store by its passphrase, against the key derivation alone."""

from __future__ import annotations

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from benchmarks import world
from benchmarks.measure import Row, peak_memory, side_by_side
from fieldcheck.operations import stores
from fieldcheck.store.key import COST


def rows() -> list[Row]:
    """Measure opening a store of the shipped cost."""
    with world.folder() as folder:
        path = folder / "a.fcstore"
        world.new_store(path, COST).close()

        def derive() -> None:
            Scrypt(salt=bytes(16), length=32, n=1 << COST, r=8, p=1).derive(world.PASSPHRASE.encode())

        seconds, floor = side_by_side(lambda: stores.open_store(path, world.PASSPHRASE).close(), derive, 9)
    return [Row("unlocking: passphrase to open store", "scrypt alone", seconds, floor, None, peak_memory())]
