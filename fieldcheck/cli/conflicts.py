"""fieldcheck conflicts STORE [--json]."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, print_json
from fieldcheck.operations import conflicts, wording
from fieldcheck.translation import _, ngettext


@click.command("conflicts")
@click.argument("store", type=PathArgument)
@as_json
def command(store: Path, json_output: bool) -> None:
    """List the fields in which different values stand; 'decide' settles one."""
    with opened(store) as found:
        rows = conflicts.conflicts(found.reader())
    if json_output:
        print_json({"conflicts": [{"id": row.id, **asdict(row)} for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.id}  {wording.kind(row.kind)}")
        click.echo("    " + _("before: {value}").format(value=_text(row.base)))
        for value in row.values:
            click.echo(
                f"    {_text(value.value)}  — {value.device_name or value.device}, {wording.wall_clock(value.at)}"
            )
    click.echo(ngettext("{count} conflict.", "{count} conflicts.", len(rows)).format(count=len(rows)))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
