"""fieldcheck [open STORE]: the window."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument


@click.command("open")
@click.argument("store", type=PathArgument, required=False)
def command(store: Path | None = None) -> None:
    """Open the window, on STORE or on the one that was open last."""
    from fieldcheck.gui.application import run

    sys.exit(run(store))
