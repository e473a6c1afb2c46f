"""fieldcheck set STORE ENTITY FIELD=VALUE…."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fieldcheck.cli.common import FileNotUsable, PathArgument, opened
from fieldcheck.model.codec import Column
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import edits
from fieldcheck.operations.entities import resolve
from fieldcheck.translation import _


def parse_assignment(kind: str, assignment: str) -> tuple[str, object]:
    """Return (field, value) of FIELD=VALUE: text for text fields, JSON for the others, nothing clears the field.

    Raises FileNotUsable where it is no assignment or the JSON does not parse.
    """
    name, equals, text = assignment.partition("=")
    if not equals:
        raise FileNotUsable(path=assignment, reason=_("write FIELD=VALUE."))
    field = KINDS[kind].fields.get(name)
    if not text:
        return name, None
    if field is None or field.column is Column.TEXT:
        return name, text
    try:
        return name, json.loads(text)
    except json.JSONDecodeError as error:
        raise FileNotUsable(path=assignment, reason=_("the value should be JSON.")) from error


@click.command("set")
@click.argument("store", type=PathArgument)
@click.argument("entity")
@click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE...")
def command(store: Path, entity: str, assignments: tuple[str, ...]) -> None:
    """Set fields of the record ENTITY."""
    with opened(store) as found:
        kind, identifier = resolve(found.reader(), entity)
        values = dict(parse_assignment(kind, assignment) for assignment in assignments)
        edits.edit(found, kind, identifier, values)
    click.echo(_("Saved {kind} {id}.").format(kind=kind, id=identifier))
