"""fieldcheck wording list | export | put | back | font."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened, opened_to_read
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import files, wordings
from fieldcheck.translation import _

DAY = click.DateTime(formats=["%Y-%m-%d"])
KIND = click.Choice([kind.value for kind in DocumentKind])


@click.group("wording")
def command() -> None:
    """Show and change the bureau's own wording, layout and fonts of its documents."""


@command.command("list")
@click.argument("store", type=PathArgument)
def list_wordings(store: Path) -> None:
    """List the bureau's own wordings by the day from which they hold, and its fonts."""
    with opened_to_read(store) as found:
        reader = found.reader()
        for kind in DocumentKind:
            for one in wordings.every(reader, kind):
                click.echo(f"{kind.value:<22}{one.in_force_from}  {one.version or _('as shipped')}")
        for font in wordings.typefaces(reader):
            click.echo(f"{_('font'):<22}{font.sha256}  {font.name}")


@command.command("export")
@click.argument("store", type=PathArgument)
@click.argument("kind", type=KIND)
@click.option("--day", type=DAY, help="The day on which it holds; today where left out.")
def export(store: Path, kind: str, day: datetime | None) -> None:
    """Print the wording of KIND that holds on a day, own or shipped, as TOML to change and put back."""
    with opened_to_read(store) as found:
        chosen = day.date() if day is not None else date.today()
        click.echo(wordings.in_force(found.reader(), DocumentKind(kind), chosen), nl=False)


@command.command("put")
@click.argument("store", type=PathArgument)
@click.argument("kind", type=KIND)
@click.argument("file", type=PathArgument)
def put(store: Path, kind: str, file: Path) -> None:
    """Take the wording of KIND in FILE; documents print with it from its own first day on."""
    with opened(store) as found:
        wordings.put(found, DocumentKind(kind), files.read(file).decode("utf-8", "replace"))


@command.command("back")
@click.argument("store", type=PathArgument)
@click.argument("kind", type=KIND)
@click.option("--from", "first", type=DAY, required=True, help="First day, like 2026-03-01.")
def back(store: Path, kind: str, first: datetime) -> None:
    """Print KIND as shipped again, from a day on."""
    with opened(store) as found:
        wordings.put_back(found, DocumentKind(kind), first.date())


@command.command("font")
@click.argument("store", type=PathArgument)
@click.argument("file", type=PathArgument)
def font(store: Path, file: Path) -> None:
    """Take a TrueType font in; prints the SHA-256 by which a layout names it."""
    with opened(store) as found:
        taken = wordings.take_font(found, files.read(file), file.name).main
        (sha256,) = (one.sha256 for one in wordings.typefaces(found.reader()) if one.id == taken)
        click.echo(sha256)
