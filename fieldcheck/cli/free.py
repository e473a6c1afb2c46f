"""fieldcheck free STORE [--dry-run]."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.operations import freeing, wording
from fieldcheck.translation import _


@click.command("free")
@click.argument("store", type=PathArgument)
@click.option("--dry-run", is_flag=True, help="Say how much could be freed; change nothing.")
def command(store: Path, dry_run: bool) -> None:
    """Give up originals of photos on a laptop that the bureau's verified backup holds, of closed matters only."""
    with opened(store) as found:
        if dry_run:
            space = freeing.freeable(found.reader(), date.today())
            told = _("{count} photos, {size}, could be freed.")
        else:
            space = freeing.free(found, date.today())
            told = _("Freed {count} photos, {size}; their originals lie in the bureau's store.")
    click.echo(told.format(count=space.photos, size=wording.size(space.size)))
