"""fieldcheck step STORE KIND HAZARD [FIELD=VALUE…]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.cli.set_fields import parse_assignment
from fieldcheck.model.canonical import plain
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.operations import edits, findings, steps
from fieldcheck.operations.entities import id_of
from fieldcheck.translation import _

VOID = "void"


@click.command("step")
@click.argument("store", type=PathArgument)
@click.argument("kind", type=click.Choice([*STEPS, VOID]))
@click.argument("hazard")
@click.argument("assignments", nargs=-1, metavar="FIELD=VALUE...")
def command(store: Path, kind: str, hazard: str, assignments: tuple[str, ...]) -> None:
    """Record a step in the life of HAZARD: its recheck, its closing, …; 'void' takes reason=TEXT."""
    with opened(store) as found:
        finding = id_of(found.reader(), "finding", hazard)
        if kind == VOID:
            given = dict(parse_assignment("annulment", one) for one in assignments)
            findings.withdraw(found, finding, str(given.get("reason") or ""))
            step = finding
        else:
            step = steps.record(found, [_step(kind, finding, assignments)]).main
    click.echo(_("Saved {kind} {id}.").format(kind=kind, id=step))


def _step(kind: str, finding: str, assignments: tuple[str, ...]) -> Any:
    """Return the step that the words on the command line say. Raises FieldUnknown, ValueNotUnderstood."""
    known = KINDS[kind]
    values: dict[str, object] = {"finding": finding}
    for assignment in assignments:
        name, value = parse_assignment(kind, assignment)
        if name not in known.fields:
            raise edits.FieldUnknown(kind=kind, field=name, fields=", ".join(known.fields))
        edits.check_type(kind, name, value)
        values[name] = None if value is None else known.fields[name].decode(plain(value))
    return known.build(new_id(), values)
