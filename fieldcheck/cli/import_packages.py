"""fieldcheck import STORE PACKAGE... [--dry-run] [--json]."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, print_json
from fieldcheck.cli.words import description_lines, description_members, verdict_lines, verdict_members
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import exchange_wording, held_back, imports, photos
from fieldcheck.operations.verdicts import Preview
from fieldcheck.store import Store
from fieldcheck.translation import error_text


@click.command("import")
@click.argument("store", type=PathArgument)
@click.argument("package", nargs=-1, required=True, type=PathArgument)
@click.option("--dry-run", is_flag=True, help="Say what each package would bring; change nothing.")
@as_json
def command(store: Path, package: tuple[Path, ...], dry_run: bool, json_output: bool) -> None:
    """Import each PACKAGE into STORE, and what waited for it; one that is refused never stands in the way of others."""
    with opened(store) as found:
        worst = _preview(found, package, json_output) if dry_run else _import(found, package, json_output)
    if worst:
        sys.exit(worst)


def _import(store: Store, paths: tuple[Path, ...], json_output: bool) -> int:
    verdicts = held_back.import_all(store, paths)
    photos.fill_thumbnails(store)
    if json_output:
        print_json({"packages": [verdict_members(verdict) for verdict in verdicts]})
    else:
        for verdict in verdicts:
            click.echo("\n".join(verdict_lines(verdict)))
        if len(verdicts) > 1:
            click.echo(exchange_wording.summary([verdict.outcome for verdict in verdicts]))
    return next((verdict.error.exit_code for verdict in verdicts if verdict.error is not None), 0)


def _preview(store: Store, paths: tuple[Path, ...], json_output: bool) -> int:
    worst, members = 0, []
    for path in paths:
        try:
            found: Preview | FieldCheckError = imports.preview(store, path)
        except FieldCheckError as error:
            found, worst = error, worst or error.exit_code
        members.append(_members(path, found))
        if not json_output:
            click.echo("\n".join(_lines(path, found)))
    if json_output:
        print_json({"packages": members})
    return worst


def _members(path: Path, found: Preview | FieldCheckError) -> dict[str, Any]:
    if isinstance(found, FieldCheckError):
        return {"path": str(path), "error": {"code": found.code, "message": error_text(found)}}
    return {"path": str(path), "error": None, **asdict(found), "description": description_members(found.description)}


def _lines(path: Path, found: Preview | FieldCheckError) -> list[str]:
    if isinstance(found, FieldCheckError):
        return [path.name, f"  {found.code}: {error_text(found)}"]
    return [
        path.name,
        *(f"  {line}" for line in description_lines(found.description)),
        *(f"  {line}" for line in exchange_wording.bring_lines(found)),
    ]
