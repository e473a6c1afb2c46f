"""fieldcheck [open STORE]: the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PASSPHRASE, PathArgument


@click.command("open")
@click.argument("store", type=PathArgument, required=False)
def command(store: Path | None = None) -> None:
    """Open the window, on STORE or on the one that was open last; it asks for the passphrase itself."""
    from fieldcheck.gui.application import run

    sys.exit(run(store, os.environ.get(PASSPHRASE)))
