"""fieldcheck decide STORE CONFLICT --value … --reason …."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.cli.set_fields import parse_assignment
from fieldcheck.operations import conflicts
from fieldcheck.translation import _


@click.command("decide")
@click.argument("store", type=PathArgument)
@click.argument("conflict")
@click.option("--value", required=True, help="Text, or JSON where the field is not a text; nothing clears the field.")
@click.option("--reason", required=True, help="Why; everybody who wrote one of the values will read it.")
def command(store: Path, conflict: str, value: str, reason: str) -> None:
    """Settle CONFLICT (as 'conflicts' lists it; the beginning is enough); the decision travels back."""
    with opened(store) as found:
        named = conflicts.named(found.reader(), conflict)
        _name, decided = parse_assignment(named.kind, f"{named.field}={value}")
        conflicts.decide(found, named, json.loads(json.dumps(decided)), reason)
    click.echo(_("Decided {conflict}.").format(conflict=named.id))
