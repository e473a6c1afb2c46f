"""fieldcheck selftest [--json]: opens a store, fills a form, writes a PDF, draws every page; nothing is left behind."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import click

from fieldcheck.cli.common import as_json, print_json, scrypt_cost
from fieldcheck.cli.verify import as_members
from fieldcheck.model.errors import N_, VerificationError
from fieldcheck.model.records import Document
from fieldcheck.operations import demo, documents, stores
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from fieldcheck.translation import _


class SelftestFailed(VerificationError):
    """A part of the program does not work on this machine."""

    code = "SELFTEST"
    message = N_("The self-test stopped at {part}: {reason}. Install the program again, or send this line to support.")


@click.command("selftest")
@as_json
def command(json_output: bool) -> None:
    """Prove that this installation works: store, forms, documents, every page of the window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fieldcheck-selftest-") as folder:
        parts = _run(Path(folder))
    report = {"ok": True, "seconds": round(time.monotonic() - started, 1), **parts}
    if json_output:
        print_json(report)
    else:
        click.echo(_("Everything works."))
    sys.stdout.flush()


def _run(folder: Path) -> dict[str, object]:
    store = demo.make(folder / "sample", cost=scrypt_cost())
    counted = demo.counts(store)
    store.close()
    with stores.open_store(folder / "sample" / demo.BUREAU, demo.PASSPHRASE) as again:
        checked = stores.verify_store(again)
        _require("verify", not checked.problems, str(as_members(checked)))
        pages = _each_document(again)
        drawn = _draw(again)
    return {"counts": counted, "verify": as_members(checked), "documents": pages, "pages": drawn}


def _each_document(store: Store) -> int:
    found = records.everything(store.reader(), Document)
    for document in found:
        _require("documents", documents.pdf(store.reader(), document.id).startswith(b"%PDF-"), document.id)
    return len(found)


def _draw(store: Store) -> list[str]:
    from fieldcheck.gui.selftest import draw_every_page

    drawn = draw_every_page(store)
    for name, colours in drawn.items():
        _require(name, colours > 2, "the page is blank")
    return list(drawn)


def _require(part: str, holds: bool, reason: str) -> None:
    if not holds:
        raise SelftestFailed(part=part, reason=reason)
