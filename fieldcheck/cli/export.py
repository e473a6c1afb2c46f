"""fieldcheck export STORE --to NAME --out DIR."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, print_json
from fieldcheck.operations import packages
from fieldcheck.translation import _


@click.command("export")
@click.argument("store", type=PathArgument)
@click.option("--to", default="", help="Whom it is for; can be left out where there is one addressee.")
@click.option("--out", type=PathArgument, required=True, help="The folder where the package goes.")
@click.option("--again", is_flag=True, help="Also what was sent and is not confirmed.")
@click.option("--number", type=int, help="Write this earlier package once more.")
@as_json
def command(store: Path, to: str, out: Path, again: bool, number: int | None, json_output: bool) -> None:
    """Write the next package of STORE: what its addressee was not yet sent."""
    with opened(store) as found:
        if not to:
            every = packages.targets(found.reader())
            to = every[0].device if len(every) == 1 else ""
        if number is None:
            written = packages.export(found, to, out, again=again)
        else:
            written = packages.rewrite(found, to, number, out)
    if json_output:
        print_json(asdict(written))
        return
    click.echo(_("Wrote {path}.").format(path=written.path))
    click.echo(
        _("Package {number} for {name}: {changes} changes, {records} records, {files} files.").format(
            number=written.number,
            name=written.name,
            changes=written.changes,
            records=written.records,
            files=written.blobs,
        )
    )
