"""fieldcheck identity new."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, identity_told, opened
from fieldcheck.operations import identity
from fieldcheck.translation import _


@click.group("identity")
def command() -> None:
    """Which device a store writes as."""


@command.command("new")
@click.argument("store", type=PathArgument)
@click.option(
    "--after", type=int, help="The last change that the bureau has too, as it named it; else the last confirmed."
)
@click.option("--of", default="", help="The device that both wrote as, where it is one as which STORE wrote before.")
def new(store: Path, after: int | None, of: str) -> None:
    """Let STORE write as another device, because a copy of it wrote as the same one."""
    with opened(store) as found:
        taken = identity.take_new_identity(found, after, of)
        click.echo(identity_told(found, taken))
    click.echo(_("{count} changes were written again, with the same authors and times.").format(count=taken.rewritten))
