"""fieldcheck today STORE."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.operations import today, today_wording
from fieldcheck.translation import _


@click.command("today")
@click.argument("store", type=PathArgument)
@as_json
def command(store: Path, json_output: bool) -> None:
    """Say what is to be done today."""
    with opened_to_read(store) as found:
        known = today.read(found.reader(), date.today())
    if json_output:
        print_json(asdict(known))
        return
    if known.is_empty:
        click.echo(_("Nothing waits today."))
    for line in today_wording.lines(known):
        click.echo(line.text if not line.detail else f"{line.text}  {line.detail}")
