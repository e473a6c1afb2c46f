"""fieldcheck devices STORE [--json]."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.operations import exchange_wording, outstanding
from fieldcheck.operations.outstanding import Standing


@click.command("devices")
@click.argument("store", type=PathArgument)
@as_json
def command(store: Path, json_output: bool) -> None:
    """List the laptops of a bureau: heard when, what has not come, what each was not sent, its numbers left."""
    with opened_to_read(store) as found:
        rows = outstanding.outstanding(found)
    if json_output:
        print_json({"devices": [asdict(row) for row in rows]})
        return
    for row in rows:
        click.echo("\n".join(_lines(row)))


def _lines(row: Standing) -> list[str]:
    return [
        f"{row.name}  {row.device[-8:]}  {exchange_wording.area(row)}",
        *(f"    {line}" for line in exchange_wording.standing_lines(row)),
    ]
