"""fieldcheck backup STORE FILE."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.model.errors import VerificationError
from fieldcheck.operations import stores
from fieldcheck.translation import _


@click.command("backup")
@click.argument("store", type=PathArgument)
@click.argument("file", type=PathArgument)
def command(store: Path, file: Path) -> None:
    """Write a verified copy of STORE to FILE, under the same passphrase."""
    with opened(store) as found:
        report = stores.backup_store(found, file)
    for problem in report.problems:
        click.echo(_(problem.message()).format(**problem.details), err=True)
    if report.problems:
        sys.exit(VerificationError.exit_code)
    click.echo(_("Wrote {path}.").format(path=file))
