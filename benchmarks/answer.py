"""One answer, from the click to the disk, against one bare insert and commit with the same driver and pragmas."""

from __future__ import annotations

import os
from itertools import cycle
from pathlib import Path

from benchmarks import world
from benchmarks.measure import Row, peak_memory, side_by_side
from fieldcheck.model.form import ItemType
from fieldcheck.operations import forms, inspections
from fieldcheck.store.connection import connect
from fieldcheck.store.key import derive, new_salt

TIMES = 300

_TABLE = (
    "CREATE TABLE journal (device INTEGER, seq INTEGER, at TEXT, author TEXT, kind TEXT, entity TEXT, body BLOB, "
    "hash BLOB, PRIMARY KEY (device, seq)) STRICT"
)


class Bare:
    """The floor: one row of a journal, inserted and committed, nothing else."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path, derive(world.PASSPHRASE, new_salt(world.CHEAP)), writable=True)
        self.connection.execute(_TABLE)
        self.seq, self.body = 0, os.urandom(320)

    def insert(self) -> None:
        """Insert one row and commit."""
        self.seq += 1
        row = (
            1,
            self.seq,
            "2026-06-01T08:00:00.000Z",
            "author",
            "answer",
            f"entity-{self.seq}",
            self.body,
            self.body[:32],
        )
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?)", row)
        self.connection.execute("COMMIT")


def rows() -> list[Row]:
    """Measure the operation, and the same by a key press in the window."""
    with world.folder() as folder, world.new_store(folder / "a.fcstore") as store:
        inspection = world.begin(store, "machinery")
        checks = [item.id for item in forms.shipped()["machinery"].items() if item.type is ItemType.CHECK]
        clicks = cycle([(item, value) for value in ("pass", "fail", "not_applicable") for item in checks])

        def click() -> None:
            item, value = next(clicks)
            inspections.answer(store, inspection, "machinery", item, value)

        bare = Bare(folder / "bare.db")
        seconds, floor = side_by_side(click, bare.insert, TIMES)
        bare.connection.close()
    against = "bare insert + commit, same driver and pragmas"
    note = "every third click opens or withdraws a finding in the same transaction"
    return [Row("one answer, click to durable", against, seconds, floor, 3.0, peak_memory(), note)]
