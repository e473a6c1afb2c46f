"""fieldcheck holidays STORE [FILE]."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened, opened_to_read
from fieldcheck.operations import holidays
from fieldcheck.translation import _


@click.command("holidays")
@click.argument("store", type=PathArgument)
@click.argument("file", type=PathArgument, required=False)
def command(store: Path, file: Path | None) -> None:
    """Show the days off that deadlines run around, or take those of FILE (TOML, CSV, or a notice as .txt)."""
    if file is not None:
        years = holidays.read(file)
        with opened(store) as found:
            holidays.set_years(found, years)
    with opened_to_read(store) as found:
        for table in holidays.everything(found.reader()):
            click.echo(f"{table.year}  {table.source or ''}")
            click.echo(f"  {_('Days off')}: {' '.join(map(str, table.days_off or ()))}")
            click.echo(f"  {_('Worked')}: {' '.join(map(str, table.working_days or ()))}")
