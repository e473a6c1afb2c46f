"""Package files that were imported whole, known again by their bytes: opening them once more would add nothing.

A clerk who is not sure drops the whole stick again. The SHA-256 of the sealed file, taken while it was opened and
verified, stands for all that it holds; it is kept in the store itself, so that a store that was put back from a backup
forgets it together with what had come. Changes and snapshots never leave a store; bytes may be freed, and are looked
for before it is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from fieldcheck.exchange.contents import PackageInfo
from fieldcheck.exchange.errors import PackageNotReadable
from fieldcheck.exchange.reader import Progress, Seal
from fieldcheck.model.errors import printed
from fieldcheck.store import Reader, Store, Transaction, local
from fieldcheck.store.queries import exchange

_PIECE = 1 << 20
MOST = 4_000
"""Values that are kept of files, two for each: an older file is opened again, and found to bring nothing."""
Description = TypeVar("Description")


class _Whole(msgspec.Struct, frozen=True):
    """The bytes that came with a file, by SHA-256, what it said of itself, and the last change of each device in it."""

    blobs: list[str]
    description: dict[str, object]
    ends: dict[str, int] = {}


def remember(store: Store, info: PackageInfo, seal: Seal, description: object) -> None:
    """Keep that a package was imported whole. `description` is a dataclass, given back by `recognised`."""
    kept = _Whole(
        blobs=[entry.sha256 for entry in info.blobs],
        description=msgspec.to_builtins(description, enc_hook=printed),
        ends={part.device: part.last for part in info.merged},
    )

    def work(transaction: Transaction) -> str:
        local.set_state(transaction, _size_key(seal.size), True)
        local.set_state(transaction, _key(seal.sha256), msgspec.to_builtins(kept))
        local.keep_newest(transaction, "imported.", MOST)
        return info.package

    store.write(work)


def recognised(reader: Reader, path: Path, known_as: type[Description], progress: Progress) -> Description | None:
    """Return what a file said of itself when it was imported, or None where it must be opened.

    Only a file of a size that was seen before is read at all. Raises PackageNotReadable, and what `progress` raises.
    """
    try:
        size = path.stat().st_size
        if local.state(reader, _size_key(size)) is None:
            return None
        kept = local.state(reader, _key(_sha256_of(path, size, progress)))
    except OSError as error:
        raise PackageNotReadable(path=path, reason=error.strerror or str(error)) from error
    if kept is None:
        return None
    whole = msgspec.convert(kept, _Whole)
    return None if exchange.not_here(reader, whole.blobs) else _described(whole, path, known_as)


@dataclass(frozen=True, slots=True)
class Came:
    """A package that was imported: its number and its sender."""

    number: int
    sender: str


def carrying(reader: Reader, device: str, seq: int) -> list[Came]:
    """Return the packages that were imported whole and brought this change of a device."""
    found: list[Came] = []
    for key, kept in local.states(reader, "imported.").items():
        if key.startswith(_size_key("")):
            continue
        whole = msgspec.convert(kept, _Whole)
        about = msgspec.convert(whole.description, _About)
        runs = zip(whole.ends.items(), about.devices, strict=False)
        if any(one == device and first <= seq <= last for (one, last), (_, first, _) in runs):
            found.append(Came(about.number, about.sender_name))
    return found


class _About(msgspec.Struct, frozen=True):
    """What is asked of the description of a package."""

    number: int
    sender_name: str
    devices: list[tuple[str, int, int]]


def _described(whole: _Whole, path: Path, known_as: type[Description]) -> Description:
    members = {**whole.description, "path": str(path)}
    return msgspec.convert(members, known_as, dec_hook=lambda kind, value: kind(value))


def _sha256_of(path: Path, size: int, progress: Progress) -> str:
    seal = Seal()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            seal.update(piece)
            progress(seal.size, size)
    return seal.sha256


def _size_key(size: int | str) -> str:
    return f"imported.size.{size}"


def _key(sha256: str) -> str:
    return f"imported.{sha256}"
