"""What is told of packages that come: what one is, what it would do, how far its import is, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from fieldcheck.model.authority import Breach
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import package_log


class Stopped(Exception):
    """The person stopped the import; what was merged stays, and importing again completes it."""


class Outcome(StrEnum):
    """What became of a package."""

    IMPORTED = package_log.IMPORTED
    NOTHING_NEW = package_log.NOTHING_NEW
    REFUSED = "refused"
    WAITING = package_log.WAITING
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Description:
    """What a package says of itself, every byte of it verified.

    Attributes:
        words: fingerprint of the device that signed it.
        addressees: names of those whom it is sealed for.
        devices: names of the devices whose changes it carries, with the first and the last of them.
        kinds: its changes by kind; `changes` counts withheld ones too, and `withheld` only these.
        clock: the sender's clock; `clock_days`, how many whole days it differs from the one here.
    """

    path: Path
    package: str
    direction: str
    number: int
    sender: str
    sender_name: str
    sender_role: str
    words: tuple[str, ...]
    addressees: tuple[str, ...]
    clock: str
    clock_days: int
    devices: tuple[tuple[str, int, int], ...]
    changes: int
    kinds: dict[str, int]
    records: int
    blobs: int
    blob_bytes: int
    enrolment: bool
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a package would do.

    Attributes:
        new_changes: changes that are not here; `new_records`, records of which nothing is here, by kind.
        changed_records: records that are here and that the package changes.
        conflicts: fields (kind, id, field) in which different values would stand and do not now.
        refused: new changes that will not count, as (kind, `Breach`, how many); those that a revocation in the package
            ends are among them.
    """

    description: Description
    new_changes: int
    new_kinds: dict[str, int]
    new_records: dict[str, int]
    changed_records: int
    conflicts: tuple[tuple[str, str, str], ...]
    new_blobs: int
    nothing_new: bool
    refused: tuple[tuple[str, Breach, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one package: `error` says why where it was refused or waits; `size` is that of the file.

    `twice` are the numbers that stand on two documents since: two copies of a store gave the same one on paper.
    """

    path: Path
    outcome: Outcome
    description: Description | None = None
    changes: int = 0
    records: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    conflicts: int = 0
    blobs: int = 0
    size: int = 0
    error: FieldCheckError | None = None
    twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """How far an import is: package `number` of `total`, and the bytes of it that were read in this pass."""

    path: Path
    number: int
    total: int
    applying: bool
    done: int
    size: int


Report = Callable[[Step], None]
Cancelled = Callable[[], bool]
Judged = Callable[[Verdict], None]
"""Called with what became of a package at once; one that waits may be judged again."""
