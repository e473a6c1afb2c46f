"""fieldcheck recover STORE PACKAGE... --escrow FILE."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.cli.enrol import parse_words
from fieldcheck.cli.words import verdict_lines
from fieldcheck.operations import photos, recovery, trust
from fieldcheck.translation import _


@click.command("recover")
@click.argument("store", type=PathArgument)
@click.argument("package", nargs=-1, required=True, type=PathArgument)
@click.option("--escrow", type=PathArgument, required=True, help="The file with the escrow key; it is not kept.")
@click.option("--fingerprint", help="The eight words of the lost bureau, as a laptop shows them; else you are asked.")
def command(store: Path, package: tuple[Path, ...], escrow: Path, fingerprint: str | None) -> None:
    """Let STORE, a new bureau's, take the place of one that is lost, and import what was sent to that one."""
    key = recovery.read_escrow(escrow)
    former = recovery.former_bureau(package, key)
    words = trust.fingerprint_of(former) if fingerprint is None else parse_words(fingerprint)
    if fingerprint is None:
        told = _("These packages were written for {bureau}. Does a laptop show these words of it? {words}")
        click.confirm(told.format(bureau=former.name, words=" ".join(words)), abort=True)
    with opened(store) as found:
        verdicts = recovery.recover(found, package, key, words)
        photos.fill_thumbnails(found)
    for verdict in verdicts:
        click.echo("\n".join(verdict_lines(verdict)))
    click.echo(_("Take each laptop in again with 'enrol approve': it then sends everything that it ever wrote."))
    sys.exit(next((verdict.error.exit_code for verdict in verdicts if verdict.error is not None), 0))
