"""In the window: a form of 500 items to its first screen, and an answer by a key press up to its commit."""

from __future__ import annotations

import statistics
from pathlib import Path

from benchmarks import large_form, processes, world
from benchmarks.form import FIRST_SCREEN_SECONDS
from benchmarks.measure import Row
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.values import FormReference
from fieldcheck.operations import edits
from fieldcheck.store import Transaction, blobs

TIMES = 7


def rows() -> list[Row]:
    """Measure each in processes of their own, with the list of visits open before."""
    with world.folder() as folder:
        path = folder / "a.fcstore"
        large, usual = _visits(path)
        found = [processes.run(folder, "screen", path, world.PASSPHRASE, large)[1] for _ in range(TIMES)]
        keys = processes.run(folder, "keys", path, world.PASSPHRASE, usual)[1]
    first = statistics.median(one["seconds"] for one in found)
    memory = max(int(one["memory"]) for one in found)
    pressed, floor = statistics.median(keys["pressed"]), statistics.median(keys["floor"])
    note = "the form read from its bytes, the page made and drawn, in a program that has just started"
    drawn = "with the row, the progress and the next item drawn"
    against = "bare insert + commit, same driver and pragmas"
    return [
        Row("500-item form to its first screen, in the window", "—", first, None, FIRST_SCREEN_SECONDS, memory, note),
        Row("one answer by key, to durable, in the window", against, pressed, floor, None, int(keys["memory"]), drawn),
    ]


def _visits(path: Path) -> tuple[str, str]:
    """Return a visit with the form of 500 items, and one with a shipped form."""
    with world.new_store(path) as store:
        large, usual = world.begin(store), world.begin(store, "machinery")

        def use_large_form(transaction: Transaction) -> str:
            sha256 = blobs.put(transaction, large_form.source())
            reference = FormReference("large", "1", sha256)
            members = {"form": "large", "version": "1", "title": "五百项检查表", "sha256": sha256}
            transaction.append("form", new_id(), "", members)
            return edits.apply(transaction, "inspection", large, {"forms": (reference,)})

        store.write(use_large_form)
    return large, usual
