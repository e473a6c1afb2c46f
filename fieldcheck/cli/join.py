"""fieldcheck join STORE KIND A B --reason … [--not-the-same|--take-back]."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.operations import duplicates
from fieldcheck.operations.entities import id_of
from fieldcheck.translation import _


@click.command("join")
@click.argument("store", type=PathArgument)
@click.argument("kind", type=click.Choice(duplicates.JOINABLE))
@click.argument("entity")
@click.argument("other")
@click.option("--reason", required=True, help="Why; whoever looks at the two later will read it.")
@click.option("--not-the-same", is_flag=True, help="Keep that they are two, and propose them no more.")
@click.option("--take-back", is_flag=True, help="Take back what was judged about the pair.")
def command(store: Path, kind: str, entity: str, other: str, reason: str, not_the_same: bool, take_back: bool) -> None:
    """Keep that two records (ids, or their beginnings) are one; nothing is rewritten."""
    with opened(store) as found:
        one, two = (id_of(found.reader(), kind, name) for name in (entity, other))
        if take_back:
            duplicates.take_back(found, kind, one, two, reason)
        else:
            duplicates.judge(found, kind, one, two, reason, same=not not_the_same)
    told = _("Taken back: {pair}.") if take_back else _("Kept: {pair}.")
    click.echo(told.format(pair=f"{one} {two}"))
