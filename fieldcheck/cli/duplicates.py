"""fieldcheck duplicates STORE [--json]."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.operations import duplicates
from fieldcheck.operations.duplicates import SIGNS
from fieldcheck.translation import _, ngettext


@click.command("duplicates")
@click.argument("store", type=PathArgument)
@as_json
def command(store: Path, json_output: bool) -> None:
    """List records that may be one, and the pairs that were judged; 'join' judges one."""
    with opened_to_read(store) as found:
        pairs, judged = duplicates.probable(found.reader()), duplicates.judged(found.reader())
    if json_output:
        print_json({"probable": [asdict(pair) for pair in pairs], "judged": [asdict(one.join) for one in judged]})
        return
    for pair in pairs:
        signs = _("; ").join(_(SIGNS[sign]) for sign in pair.signs)
        click.echo(f"{pair.kind}  {pair.entity}  {pair.other}  {signs}")
    for one in judged:
        told = _("the same") if one.join.same else _("not the same")
        click.echo(f"{one.join.kind}  {one.join.entity}  {one.join.other}  {told}: {one.join.reason}")
    click.echo(ngettext("{count} pair may be one.", "{count} pairs may be one.", len(pairs)).format(count=len(pairs)))
