"""fieldcheck show STORE ENTITY [--history] [--json]."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.operations.entities import resolve
from fieldcheck.store import Reader
from fieldcheck.store.queries import details


def report(reader: Reader, kind: str, entity: str, history: bool) -> dict[str, Any]:
    """Return what `show` prints: the shown value of each field, conflicts, and every change where asked."""
    values = details.standing_values(reader, kind, entity)
    shown: dict[str, object] = {}
    conflicts: dict[str, list[object]] = {}
    for value in values:
        if value.field not in shown:
            shown[value.field] = value.value
        elif value.value != shown[value.field]:
            conflicts.setdefault(value.field, [shown[value.field]]).append(value.value)
    found: dict[str, Any] = {"kind": kind, "id": entity, "fields": shown, "conflicts": conflicts}
    if history:
        found["history"] = [
            {"at": change.at, "device": change.device, "seq": change.seq, "author": change.author, "set": change.set}
            for change in details.history(reader, entity)
        ]
    return found


@click.command("show")
@click.argument("store", type=PathArgument)
@click.argument("entity")
@click.option("--history", is_flag=True, help="Every change of the record, oldest first.")
@as_json
def command(store: Path, entity: str, history: bool, json_output: bool) -> None:
    """Show the record ENTITY (the beginning of its id is enough)."""
    with opened_to_read(store) as found:
        kind, identifier = resolve(found.reader(), entity)
        shown = report(found.reader(), kind, identifier, history)
    if json_output:
        print_json(shown)
        return
    click.echo(f"{kind} {identifier}")
    _print_fields(shown["fields"])
    for change in shown.get("history", []):
        click.echo(f"  {change['at']} {change['seq']:>6} {change['author'] or '-'}")
        _print_fields(change["set"])


def _print_fields(fields: object) -> None:
    assert isinstance(fields, dict)
    for name, value in fields.items():
        click.echo(f"    {name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
