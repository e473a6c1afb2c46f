"""What is missing before the changes of a package, and in which packages it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fieldcheck.exchange.contents import PackageInfo, Range
from fieldcheck.exchange.errors import PackagesMissing, SequenceGap
from fieldcheck.model.journal import Run


def before(
    path: Path, part: Range, here: int, info: PackageInfo, arrived: Callable[[str], Sequence[Run]]
) -> SequenceGap:
    """Return what is missing between change `here` and a range of the package at `path`.

    `arrived` returns the numbers of a sender's packages that came, as runs; those that did not are named.
    """
    details = {
        "path": path,
        "first": part.first,
        "device": part.certificate.name,
        "known": here,
        "sender": info.sender.name,
        "sender_device": info.sender.device,
        "number": info.number,
        "ends": {each.device: each.last for each in info.ranges},
    }
    packages = _missing(arrived(info.sender.device), info.number)
    if not packages:
        return SequenceGap(**details)
    return PackagesMissing(**details, packages=packages)


def _missing(arrived: Sequence[Run], number: int) -> str:
    """Return the numbers of the packages before `number` that did not arrive: since the last that did, or else any."""
    earlier = [run for run in arrived if run[0] < number]
    reached = max((last for _, last in earlier), default=0)
    if reached < number - 1:
        gaps = [(reached + 1, number - 1)]
    else:
        ends = [0, *(last for _, last in earlier)]
        gaps = [(end + 1, first - 1) for end, (first, _) in zip(ends, earlier, strict=False) if end + 1 < first]
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in gaps)
