"""fieldcheck forms list | check PATH…."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, print_json
from fieldcheck.forms import examples, loader
from fieldcheck.forms.loader import FormDefinitionErrors
from fieldcheck.model.errors import FormError
from fieldcheck.operations import forms
from fieldcheck.translation import current_language, ngettext


@click.group("forms")
def command() -> None:
    """List the forms, or check the definition of one."""


@command.command("list")
@as_json
def list_forms(json_output: bool) -> None:
    """List the forms that the program carries."""
    rows = [
        {
            "id": definition.id,
            "version": definition.version,
            "title": definition.title.text(current_language()),
            "sector": definition.sector,
            "authority": definition.authority,
            "items": len(definition.items()),
            "sha256": definition.sha256,
        }
        for definition in forms.shipped().values()
    ]
    if json_output:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']:<28}{row['version']:<10}{row['items']:>3}  {row['title']}")


@command.command("check")
@click.argument("paths", nargs=-1, required=True, type=PathArgument)
@as_json
def check_forms(paths: tuple[Path, ...], json_output: bool) -> None:
    """Check form folders or form.toml files: every error at once, then their examples."""
    found = [problem for path in paths for problem in problems_of(path)]
    if json_output:
        print_json({"ok": not found, "problems": found})
    else:
        for problem in found:
            where = f"{problem['file']}:{problem['line']}" if problem["line"] else problem["file"]
            click.echo(f"{where}: {problem['what']} {problem['instead']}".rstrip(), err=True)
        click.echo(ngettext("{count} problem.", "{count} problems.", len(found)).format(count=len(found)))
    if found:
        sys.exit(FormError.exit_code)


def problems_of(path: Path) -> list[dict[str, object]]:
    """Return every problem of a form folder or file: of its definition, or else of its examples."""
    folder = path if path.is_dir() else path.parent
    try:
        loader.load(path / "form.toml" if path.is_dir() else path)
    except FormDefinitionErrors as errors:
        return [
            {"file": str(problem.file), "line": problem.line, "what": problem.what, "instead": problem.instead}
            for problem in errors.problems
        ]
    return [
        {"file": str(folder / "examples"), "line": 0, "what": str(mismatch), "instead": ""}
        for mismatch in examples.check(folder)
    ]
