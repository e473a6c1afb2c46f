"""Names, headers and limits of the tar inside a package (docs/package-format.md §1, §2, §10)."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass

CHUNK = 65536
"""age seals in chunks of 64 KiB, each 16 bytes longer when sealed."""
TAG = 16
NONCE = 16
BLOCK = 512

ROOT = "package/"
BAGIT = ROOT + "bagit.txt"
BAG_INFO = ROOT + "bag-info.txt"
MANIFEST = ROOT + "manifest-sha256.txt"
SIGNATURE = ROOT + "signature.json"
TAG_MANIFEST = ROOT + "tagmanifest-sha256.txt"
PACKAGE = ROOT + "data/package.json"
RECORDS = ROOT + "data/records.jsonl"

TAG_FILES = (BAGIT, BAG_INFO, MANIFEST, SIGNATURE, TAG_MANIFEST)
BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

MAXIMUM_MEMBERS = 200_000
MAXIMUM_MANIFEST = 32 << 20
MAXIMUM_SMALL = 1 << 20
MAXIMUM_PACKAGE = 16 << 20
MAXIMUM_BLOB = 128 << 20


def journal_name(device: str) -> str:
    """Return the name of a device's journal member."""
    return f"{ROOT}data/journal/{device}.jsonl"


def blob_name(sha256: str) -> str:
    """Return the name of a blob's member."""
    return f"{ROOT}data/blobs/{sha256}"


def header(name: str, size: int) -> bytes:
    """Return the 512 bytes before a member: ustar, a regular file, mode 0644, owner 0, time 0."""
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o644
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def padding(size: int) -> int:
    """Return how many zero bytes follow `size` bytes of a member."""
    return -size % BLOCK


@dataclass(frozen=True, slots=True)
class Entry:
    """What the header of a member says."""

    name: str
    size: int


class HeaderWrong(ValueError):
    """A header that a package may not have."""


def parse_header(block: bytes) -> Entry | None:
    """Return the member that a header announces, or None for a block of zeros. Raises HeaderWrong."""
    if not any(block):
        return None
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        same = block == header(info.name, info.size)
    except (tarfile.HeaderError, ValueError) as error:
        raise HeaderWrong("not a tar header") from error
    if not same:
        raise HeaderWrong("not a plain file as the format writes it")
    return Entry(info.name, info.size)


def tar_size(sizes: list[int]) -> int:
    """Return the length of a tar of members with these sizes, padded to whole chunks and at least two."""
    plain = sum(BLOCK + size + padding(size) for size in sizes) + 2 * BLOCK
    return max(2, -(-plain // CHUNK)) * CHUNK
