"""Kills a filling from outside at random moments, and looks for everything that was shown as saved."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.records import Inspection, Photo
from fieldcheck.operations import documents, photos, stores
from fieldcheck.store import Store
from fieldcheck.store.queries import details, records
from tests.bureau import new_bureau
from tests.stores import PASSPHRASE

LONGEST_SECONDS = 1.2
"""How long after its first write a filling may live; the moment is drawn evenly."""


@dataclass
class Outcome:
    """What the kills did: how many, how many writes had been shown as saved, what was lost (nothing, one hopes)."""

    kills: int = 0
    shown: int = 0
    lost: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def kill_fillings(folder: Path, kills: int, seed: int) -> Outcome:
    """Fill one store `kills` times, each time until SIGKILL; check after each that nothing is lost."""
    random = Random(seed)
    path = folder / "killed.fcstore"
    new_bureau(path).close()
    outcome = Outcome()
    for _ in range(kills):
        lines = fill_until_killed(path, random)
        outcome.kills += 1
        outcome.shown += len(lines)
        with stores.open_store(path, PASSPHRASE) as store:
            outcome.lost += lost(store, lines)
            outcome.problems += [problem.code for problem in stores.verify_store(store).problems]
    return outcome


def fill_until_killed(path: Path, random: Random) -> list[dict[str, str]]:
    """Return the lines of one filling, killed at a random moment after its first write."""
    command = [sys.executable, "-m", "tests.kill.filler", str(path), str(random.randrange(10**9))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0, cwd=Path(__file__).resolve().parents[2])
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        output = first + read_for(process.stdout.fileno(), random.uniform(0, LONGEST_SECONDS))
    finally:
        process.kill()
        rest = process.stdout.read()
        process.stdout.close()
        code = process.wait()
    assert code == -signal.SIGKILL, f"the filling stopped by itself with {code}"
    # The last line may be cut off by the kill: then nobody read it.
    return [json.loads(line) for line in (output + rest).decode().split("\n")[:-1]]


def read_for(descriptor: int, seconds: float) -> bytes:
    """Return what arrives in the next `seconds`."""
    until, read = time.monotonic() + seconds, b""
    while (left := until - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            read += os.read(descriptor, 65536)
    return read


def lost(store: Store, lines: list[dict[str, str]]) -> list[str]:
    """Return what was shown as saved and is not there."""
    shown: dict[tuple[str, str, str], list[str]] = {}
    for line in lines:
        shown.setdefault((line["kind"], line["entity"], line["field"]), []).append(line["value"])
    return [
        f"{kind} {entity} {name}" for (kind, entity, name), v in shown.items() if not kept(store, kind, entity, name, v)
    ]


def kept(store: Store, kind: str, entity: str, name: str, values: list[str]) -> bool:
    """Return whether every value that was shown as saved is there, in its order."""
    reader = store.reader()
    if kind == "photo":
        return sha256_hex(photos.original(reader, records.get(reader, Photo, entity))) == values[-1]
    if kind == "document":
        return sha256_hex(documents.pdf(reader, entity)) == values[-1]
    if kind == "draft":
        return (records.get(reader, Inspection, entity).situation or "").startswith(values[-1])
    history = [change.set[name] for change in details.history(reader, entity) if name in change.set]
    # A finding opens with the wording of its form; the answer's first value is its creation.
    begin = 1 if kind == "finding" else 0
    return history[begin : begin + len(values)] == values
