"""fieldcheck conflicts STORE [--json]."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.model.journal import DELETED
from fieldcheck.operations import conflicts, wording
from fieldcheck.operations.conflicts import Conflict, Value, Waiting
from fieldcheck.translation import _, ngettext


@click.command("conflicts")
@click.argument("store", type=PathArgument)
@as_json
def command(store: Path, json_output: bool) -> None:
    """List the fields in which different values stand; 'decide' settles one."""
    with opened_to_read(store) as found:
        rows, waiting = conflicts.conflicts(found.reader()), conflicts.waiting(found.reader())
    if json_output:
        listed = [{"id": row.id, **asdict(row)} for row in rows]
        print_json({"conflicts": listed, "waiting": [asdict(one) for one in waiting]})
        return
    for row in rows:
        _print(row)
    for one in waiting:
        click.echo(_waits(one))
    click.echo(ngettext("{count} conflict.", "{count} conflicts.", len(rows)).format(count=len(rows)))


def _print(row: Conflict) -> None:
    click.echo(f"{row.id}  {wording.kind(row.kind)}")
    if row.field != DELETED:
        click.echo("    " + _("before: {value}").format(value=_text(row.base)))
    for value in row.values:
        told = _side(value) if row.field == DELETED else _text(value.value)
        click.echo(f"    {told}  — {value.device_name or value.device}, {wording.wall_clock(value.at)}")


def _side(value: Value) -> str:
    """Return one side of a deletion against edits."""
    return _("Kept, as edited") if value.value is None else _("Deleted: {reason}").format(reason=value.value)


def _waits(found: Waiting) -> str:
    missing = (f"{one.device_name or one.device} {one.seq}" for one in found.missing)
    return _("{record} waits for {changes}.").format(record=f"{found.kind} {found.entity}", changes=", ".join(missing))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
