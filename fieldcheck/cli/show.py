"""fieldcheck show STORE ENTITY [--history] [--json]."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.model.canonical import Json
from fieldcheck.operations.entities import resolve
from fieldcheck.operations.masking import masked
from fieldcheck.store import Reader
from fieldcheck.store.queries import details


def report(reader: Reader, kind: str, entity: str, history: bool, digits: bool) -> dict[str, Any]:
    """Return what `show` prints: the shown value of each field, conflicts, and every change where asked.

    Phone and identity numbers hide their middle digits unless `digits` are asked for. In a conflict they are whole:
    two numbers that differ in the middle would look the same.
    """
    values = details.standing_values(reader, kind, entity)
    shown: dict[str, Any] = {}
    conflicts: dict[str, list[Any]] = {}
    for value in values:
        if value.field not in shown:
            shown[value.field] = value.value
        elif value.value != shown[value.field]:
            conflicts.setdefault(value.field, [shown[value.field]]).append(value.value)
    told = dict[str, Json] if digits else _masked
    found: dict[str, Any] = {"kind": kind, "id": entity, "fields": told(shown), "conflicts": conflicts}
    if history:
        found["history"] = [
            {
                "at": change.at,
                "device": change.device,
                "seq": change.seq,
                "author": change.author,
                "set": told(change.set),
            }
            for change in details.history(reader, entity)
        ]
    return found


def _masked(values: Mapping[str, Json]) -> dict[str, Json]:
    return {name: masked(name, value) for name, value in values.items()}


@click.command("show")
@click.argument("store", type=PathArgument)
@click.argument("entity")
@click.option("--history", is_flag=True, help="Every change of the record, oldest first.")
@click.option("--digits", is_flag=True, help="Phone and identity numbers with all their digits.")
@as_json
def command(store: Path, entity: str, history: bool, digits: bool, json_output: bool) -> None:
    """Show the record ENTITY (the beginning of its id is enough)."""
    with opened_to_read(store) as found:
        kind, identifier = resolve(found.reader(), entity)
        shown = report(found.reader(), kind, identifier, history, digits)
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
