"""fieldcheck digest STORE [--records]."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened_to_read
from fieldcheck.operations import stores


@click.command("digest")
@click.argument("store", type=PathArgument)
@click.option("--records", "by_record", is_flag=True, help="One line for each record: kind, id, digest.")
def command(store: Path, by_record: bool) -> None:
    """Print the digest over all shared records: equal wherever the same is known."""
    with opened_to_read(store) as found:
        if by_record:
            for record in stores.digest_records(found):
                click.echo(f"{record.kind} {record.entity} {record.sha256}")
        else:
            click.echo(stores.digest_store(found))
