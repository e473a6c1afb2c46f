"""fieldcheck demo DIR [--open] [--json]."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, print_json, scrypt_cost
from fieldcheck.model.errors import EnvironmentProblem
from fieldcheck.operations import demo
from fieldcheck.translation import _, error_text


@click.command("demo")
@click.argument("directory", type=PathArgument)
@click.option("--open", "open_it", is_flag=True, help="Open the window on the sample.")
@as_json
def command(directory: Path, open_it: bool, json_output: bool) -> None:
    """Make a sample in DIRECTORY by the real operations; a finished one is used again."""
    store = demo.open_finished(directory) or demo.make(directory, _progress, cost=scrypt_cost())
    counted = demo.counts(store)
    store.close()
    # The counts are the result: one JSON object on standard output, with --json or without.
    print_json(counted)
    if not json_output:
        click.echo(
            _("Sample in {path}; its passphrase is {passphrase}.").format(path=directory, passphrase=demo.PASSPHRASE),
            err=True,
        )
    if open_it:
        _open(directory / demo.BUREAU)


def _progress(done: int, total: int) -> None:
    click.echo(_("Visit {done} of {total}").format(done=done, total=total), err=True)


def _open(path: Path) -> None:
    from fieldcheck.gui.application import run

    try:
        sys.exit(run(path, demo.PASSPHRASE))
    except EnvironmentProblem as problem:
        click.echo(f"{problem.code}: {error_text(problem)}", err=True)
        click.echo(_("The files are in {path}.").format(path=path.parent), err=True)
