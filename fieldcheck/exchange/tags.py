"""The small files of the bag, as bytes: a reader makes each again from what was signed, and compares."""

from __future__ import annotations

from collections.abc import Iterable

from fieldcheck.exchange import layout
from fieldcheck.exchange.contents import FORMAT, PackageInfo

FORMAT_LINE = "FieldCheck-Package-Format"
CHUNKS_LINE = "Chunks"


def listing(hashes: Iterable[tuple[str, str]]) -> bytes:
    """Return a manifest of members: (name in the tar, SHA-256 as hexadecimal), in their order."""
    return "".join(f"{sha256}  {name.removeprefix(layout.ROOT)}\n" for name, sha256 in hashes).encode()


def bag_info(info: PackageInfo, size: int, count: int, chunks: int) -> bytes:
    """Return bag-info.txt of a package with `count` payload files of `size` bytes in all, sealed in `chunks`."""
    # The number of chunks has a fixed width, so that it does not change the size that it counts.
    lines = (
        f"{FORMAT_LINE}: {FORMAT}",
        f"External-Identifier: {info.package}",
        f"Bagging-Date: {info.clock[:10]}",
        f"Source-Organization: {info.sender.name}",
        f"Payload-Oxum: {size}.{count}",
        f"{CHUNKS_LINE}: {chunks:012d}",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def number_after(name: str, data: bytes) -> int | None:
    """Return the number on a line of bag-info.txt, or None where there is none."""
    for line in data.decode("utf-8", "replace").split("\n"):
        key, _, value = line.partition(": ")
        if key == name and value.isascii() and value.isdecimal() and len(value) <= 12:
            return int(value)
    return None


def parse(data: bytes) -> dict[str, str]:
    """Return the hashes of a manifest by name in the tar, in its order. Raises ValueError."""
    found: dict[str, str] = {}
    for line in data.decode("ascii").split("\n")[:-1]:
        found[layout.ROOT + line[66:]] = line[:64]
    if listing(found.items()) != data:
        raise ValueError("a line is not as the format says, or stands twice")
    return found
