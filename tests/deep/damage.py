"""A byte of the file is changed at a random place: opening or `verify` says so, in the program's own words."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import stores
from tests.bureau import answer_rest, begin, fail, new_bureau
from tests.stores import PASSPHRASE


@dataclass
class Outcome:
    """How many bytes were changed, how each was noticed, and where one was not."""

    bytes_changed: int = 0
    noticed: dict[str, int] = field(default_factory=dict)
    unnoticed: list[int] = field(default_factory=list)


def change_bytes(folder: Path, times: int, seed: int) -> Outcome:
    """Change one byte at a time of a filled store; the places are drawn evenly over the file."""
    random, outcome = Random(seed), Outcome()
    whole = folder / "whole.fcstore"
    with new_bureau(whole) as store:
        inspection = begin(store, "machinery")
        fail(store, inspection, "MEC-05", "MEC-10")
        answer_rest(store, inspection)
    for _ in range(times):
        position = random.randrange(whole.stat().st_size)
        name = noticed_as(damaged(whole, position, random.randrange(1, 256)))
        outcome.bytes_changed += 1
        if name is None:
            outcome.unnoticed.append(position)
        else:
            outcome.noticed[name] = outcome.noticed.get(name, 0) + 1
    return outcome


def damaged(whole: Path, position: int, difference: int) -> Path:
    """Return a copy with one byte changed."""
    copy = whole.with_name("damaged.fcstore")
    shutil.copyfile(whole, copy)
    with copy.open("r+b") as file:
        file.seek(position)
        before = file.read(1)[0]
        file.seek(position)
        file.write(bytes([before ^ difference]))
    return copy


def noticed_as(path: Path) -> str | None:
    """Return the code of the error or problem, or None where nothing was said."""
    try:
        with stores.open_store(path, PASSPHRASE) as store:
            problems = stores.verify_store(store).problems
            return problems[0].code if problems else None
    except FieldCheckError as error:
        return error.code
    finally:
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
