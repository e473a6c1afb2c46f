"""fieldcheck ledger STORE --out FILE.xlsx."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened_to_read
from fieldcheck.operations import ledger
from fieldcheck.translation import ngettext


@click.command("ledger")
@click.argument("store", type=PathArgument)
@click.option("--out", type=PathArgument, required=True, help="Where the Excel file goes.")
def command(store: Path, out: Path) -> None:
    """Write the ledger of hazards (隐患排查治理台账) as an Excel file that prints on A3."""
    with opened_to_read(store) as found:
        count = ledger.write(found.reader(), out) or 0
    written = ngettext("Wrote {path} with {count} hazard.", "Wrote {path} with {count} hazards.", count)
    click.echo(written.format(path=out, count=count))
