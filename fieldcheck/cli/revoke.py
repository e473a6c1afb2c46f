"""fieldcheck revoke STORE DEVICE --reason …."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.operations import revocations
from fieldcheck.translation import _


@click.command("revoke")
@click.argument("store", type=PathArgument)
@click.argument("device")
@click.option("--reason", required=True, help="Why, for example: laptop stolen.")
@click.option("--last", "last_seq", type=int, help="The last of its changes that counts; else all that is here counts.")
def command(store: Path, device: str, reason: str, last_seq: int | None) -> None:
    """Let nothing count that DEVICE (its name, or the beginning of its id) writes from now on."""
    with opened(store) as found:
        changes = revocations.revoke(found, device, reason, last_seq)
        known = next(one for one in revocations.revoked(found.reader()) if one.device == changes.main)
    told = _("{name} is revoked: its changes count up to number {last}. The next package to each laptop says so.")
    click.echo(told.format(name=known.name, last=known.last_seq))
