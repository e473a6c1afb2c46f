"""fieldcheck site list | show | add | set | import."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli import site_import
from fieldcheck.cli.common import PathArgument, as_json, opened, opened_to_read, print_json
from fieldcheck.cli.set_fields import parse_assignment
from fieldcheck.model import register
from fieldcheck.model.canonical import Json, plain
from fieldcheck.model.records import Site
from fieldcheck.operations import search, site_wording, sites
from fieldcheck.operations.masking import masked
from fieldcheck.store import Reader
from fieldcheck.store.queries import lists
from fieldcheck.translation import _


@click.group("site")
def command() -> None:
    """List, show, add or change the sites of the register, or take them from an office's table."""


command.add_command(site_import.command)


@command.command("list")
@click.argument("store", type=PathArgument)
@click.argument("words", nargs=-1)
@as_json
def list_sites(store: Path, words: tuple[str, ...], json_output: bool) -> None:
    """List the sites, all of them or those in which WORDS occur: written, in pinyin, or as initials."""
    with opened(store) as found:
        while words and search.catch_up(found, search.SITES):
            pass
        reader = found.reader()
        rows = lists.site_rows(reader, lists.site_ids(reader, " ".join(words)))
    if json_output:
        print_json([{"id": row.id, "name": row.name, "kind": row.kind, "town": row.town} for row in rows])
        return
    for row in rows:
        click.echo("  ".join(part for part in (row.id, row.name, row.town, row.credit_code) if part))


@command.command("show")
@click.argument("store", type=PathArgument)
@click.argument("site")
@click.option("--phones", is_flag=True, help="Phone numbers with all their digits.")
@as_json
def show_site(store: Path, site: str, phones: bool, json_output: bool) -> None:
    """Show what is known of SITE: its full name, or the beginning of its id."""
    with opened_to_read(store) as found:
        shown = sites.named(found.reader(), site)
        values = _values(shown, phones)
        told = [] if json_output else _lines(found.reader(), shown, values)
    if json_output:
        print_json({"id": shown.id, **values})
    for line in told:
        click.echo(line)


@command.command("add")
@click.argument("store", type=PathArgument)
@click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE...")
def add_site(store: Path, assignments: tuple[str, ...]) -> None:
    """Add a site."""
    values = dict(parse_assignment("site", assignment) for assignment in assignments)
    with opened(store) as found:
        entity = sites.create(found, values).main
    _remark(values)
    click.echo(entity)


@command.command("set")
@click.argument("store", type=PathArgument)
@click.argument("site")
@click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE...")
def set_fields(store: Path, site: str, assignments: tuple[str, ...]) -> None:
    """Set fields of SITE; nothing behind = clears one."""
    values = dict(parse_assignment("site", assignment) for assignment in assignments)
    with opened(store) as found:
        entity = sites.named(found.reader(), site).id
        sites.edit_site(found, entity, values)
    _remark(values)
    click.echo(_("Saved {kind} {id}.").format(kind="site", id=entity))


def _values(site: Site, phones: bool) -> dict[str, Json]:
    """Return the fields that hold something, in the order in which a person reads them."""
    names = (name for group in register.GROUPS.values() for name in group)
    values = {name: plain(getattr(site, name)) for name in names}
    return {
        name: value if phones else masked(name, value) for name, value in values.items() if value not in (None, "", [])
    }


def _lines(reader: Reader, site: Site, values: dict[str, Json]) -> list[str]:
    lines = []
    for group, names in register.GROUPS.items():
        told = [
            f"  {site_wording.title(name)}: {_told(reader, name, values[name])}" for name in names if name in values
        ]
        lines += [_(site_wording.GROUPS[group]), *told] if told else []
    remark = site_wording.code_remark(site.credit_code)
    return [f"site {site.id}", *lines, *([remark] if remark else [])]


def _told(reader: Reader, name: str, value: Json) -> str:
    if name == "landlord":
        rows = lists.site_rows(reader, [str(value)])
        return rows[0].name if rows else str(value)
    return site_wording.value_text(name, value)


def _remark(values: dict[str, object]) -> None:
    """Say what is odd about a credit code that was taken."""
    remark = site_wording.code_remark(str(values.get("credit_code") or ""))
    if remark:
        click.echo(remark, err=True)
