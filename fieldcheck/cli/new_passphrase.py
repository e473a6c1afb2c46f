"""fieldcheck passphrase STORE."""

from __future__ import annotations

import os
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.operations import stores
from fieldcheck.translation import _

NEW_PASSPHRASE = "FIELDCHECK_NEW_PASSPHRASE"


@click.command("passphrase")
@click.argument("store", type=PathArgument)
def command(store: Path) -> None:
    """Put STORE, which no other program has open, under a new passphrase. Backups made before keep the old one."""
    with opened(store) as found:
        raw_key = found.raw_key
    new = os.environ.get(NEW_PASSPHRASE)
    if new is None:
        new = str(click.prompt(_("New passphrase"), hide_input=True, confirmation_prompt=True, err=True))
    stores.change_passphrase(store, raw_key, new)
    click.echo(_("The passphrase was changed. Backups made before keep the old one."))
