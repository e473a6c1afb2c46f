"""fieldcheck recover STORE PACKAGE... --escrow FILE."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.cli.enrol import parse_block, parse_words
from fieldcheck.cli.words import verdict_lines
from fieldcheck.model.values import SeriesStart
from fieldcheck.operations import first_serials, photos, recovery, trust
from fieldcheck.store import Store
from fieldcheck.translation import _


@click.command("recover")
@click.argument("store", type=PathArgument)
@click.argument("package", nargs=-1, required=True, type=PathArgument)
@click.option("--escrow", type=PathArgument, required=True, help="The file with the escrow key; it is not kept.")
@click.option("--fingerprint", help="The eight words of the lost bureau, as a laptop shows them; else you are asked.")
@click.option("--laptops", default=0, help="How many laptops the bureau had, those of which nothing came too.")
@click.option("--first", "firsts", multiple=True, metavar="CODE:NUMBER", help="Where a series begins this year.")
def command(
    store: Path,
    package: tuple[Path, ...],
    escrow: Path,
    fingerprint: str | None,
    laptops: int,
    firsts: tuple[str, ...],
) -> None:
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
        _begin_numbers(found, laptops, firsts, asking=fingerprint is None)
    for verdict in verdicts:
        click.echo("\n".join(verdict_lines(verdict)))
    click.echo(_("Take each laptop in again with 'enrol approve': it then sends everything that it ever wrote."))
    sys.exit(next((verdict.error.exit_code for verdict in verdicts if verdict.error is not None), 0))


def _begin_numbers(store: Store, laptops: int, firsts: tuple[str, ...], *, asking: bool) -> None:
    """Let each series begin where it is said, or behind all that may have been given out."""
    said = {grant.code: grant.count for grant in map(parse_block, firsts)}
    proposed = first_serials.proposed(store.reader(), laptops=laptops)
    starts = [SeriesStart(one.code, one.year, said.get(one.code, one.first)) for one in proposed]
    for one in starts:
        told = _("{code} of {year} begins at {first}.")
        click.echo(told.format(code=one.code, year=one.year, first=one.first))
    if asking:
        click.confirm(_("Is no paper numbered beyond that? Say no to give other beginnings (--first)."), abort=True)
    first_serials.confirm(store, starts)
