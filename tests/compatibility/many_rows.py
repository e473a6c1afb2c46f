"""Packages of very many rows, whose end is not the one that was signed: all of them are read before it is refused."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fieldcheck.exchange import certificates, layout, writer
from fieldcheck.exchange.contents import Addressee, PackageInfo, Range, Sender
from fieldcheck.model.journal import genesis
from fieldcheck.operations import imports, stores
from tests import forging
from tests.compatibility.kit import kit, opened

AT = "2026-06-01T08:00:00.000Z"
PIECE = 2_000
PACKAGE_ID = "0196f0a0-0000-7000-8000-000000000001"


def write(path: Path, rows: int) -> None:
    """Write the laptop's package of `rows` new sites; nothing of it lies in memory."""
    with tempfile.TemporaryDirectory() as folder, kit(Path(folder)) as known:
        own = certificates.decode(forging.canonical(known.laptop.certificate))
        start, end = genesis(own.device, bytes.fromhex(own.public_key)), bytes(32)
        signed = forging.signed_head(known.laptop, rows, end)
        info = PackageInfo(
            format=1,
            features=[],
            package=PACKAGE_ID,
            direction="upward",
            number=1,
            sender=Sender(own.device, own.name, own.role),
            addressees=[Addressee(known.bureau.device, "bureau", known.recipients["bureau"])],
            clock=AT,
            before={},
            after={own.device: rows},
            ranges=[Range(own.device, 1, rows, start.hex(), end.hex(), signed, own)],
        )
        journal = writer.member(layout.journal_name(own.device), lambda: _pieces(own.device, rows))
        signer = writer.Signer(own, known.laptop.private_key)
        writer.write(path, info, [journal], signer, lambda done, total: None)


def _pieces(device: str, rows: int) -> Iterator[bytes]:
    head = f'{{"at":"{AT}","author":"","device":"{device}","entity":"site-'
    middle, tail = '","kind":"site","of":"","seq":', ',"set":{"name":"水库","town":"初家街道"}}\n'
    for first in range(1, rows + 1, PIECE):
        last = min(first + PIECE, rows + 1)
        yield "".join(f"{head}{seq}{middle}{seq}{tail}" for seq in range(first, last)).encode()


@dataclass(frozen=True)
class Refused:
    """How a package of many rows was refused, what memory (MiB) the process had before, and at the most."""

    code: str
    before: int
    most: int


def refused_apart(path: Path) -> Refused:
    """Import a package into the bureau of v1, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_refuse, (path,))


def _refuse(path: Path) -> Refused:
    with tempfile.TemporaryDirectory() as folder, opened("bureau", Path(folder)) as bureau:
        digest = stores.digest_store(bureau)
        before = _most()
        error = imports.import_packages(bureau, [path])[0].error
        assert stores.digest_store(bureau) == digest
        return Refused(error.code if error else "", before, _most())


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
