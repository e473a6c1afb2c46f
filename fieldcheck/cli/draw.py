"""fieldcheck draw make | list | verify."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, opened_to_read, print_json
from fieldcheck.model.planning import DrawnVisit, Excused
from fieldcheck.model.records import Officer, Site
from fieldcheck.operations import draws, profile
from fieldcheck.store import Reader
from fieldcheck.store.queries import records
from fieldcheck.translation import _


@click.group("draw")
def command() -> None:
    """Draw sites and officers by lot, so that anyone can draw again."""


def _shares(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in given:
        risk, _sign, share = one.partition("=")
        if not share.isdecimal() or int(share) > 100:
            raise click.BadParameter(f"{one}: like red=50, from 0 to 100")
        found[risk] = int(share)
    return found


def _excused(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[Excused, ...]:
    return tuple(_excuse(*one.partition("=")) for one in given)


def _excuse(where: str, _sign: str, reason: str) -> Excused:
    officer, _at, site = where.partition("@")
    return Excused(officer, site, reason)


@command.command("make")
@click.argument("store", type=PathArgument)
@click.option("--plan", required=True, help="Id of the plan: its towns and sectors say which sites are drawn from.")
@click.option("--count", type=click.IntRange(1), default=1, help="How many sites, where no --share is given.")
@click.option("--share", "shares", multiple=True, callback=_shares, help="RISK=PERCENT, for example red=50.")
@click.option("--officer", "officers", multiple=True, help="Id of an officer; all where left out.")
@click.option("--excuse", "excused", multiple=True, callback=_excused, help="OFFICER[@SITE][=REASON].")
@click.option("--seed", default="", help="A text that those present agree on; random where left out.")
@click.option("--witness", "witnesses", multiple=True, help="Who was there.")
@as_json
def make(
    store: Path,
    plan: str,
    count: int,
    shares: dict[str, int],
    officers: tuple[str, ...],
    excused: tuple[Excused, ...],
    seed: str,
    witnesses: tuple[str, ...],
    json_output: bool,
) -> None:
    """Draw, record the draw, and plan a visit to each site."""
    with opened(store) as found:
        every = officers or tuple(one.id for one in profile.officers(found.reader()))
        wanted = draws.Wanted(
            plan=plan, count=count, shares=shares, officers=every, excused=excused, seed=seed, witnesses=witnesses
        )
        changes = draws.draw(found, wanted)
        _show(found.reader(), draws.redo(found.reader(), changes.main), json_output)


@command.command("list")
@click.argument("store", type=PathArgument)
@click.option("--plan", default="", help="Id of a plan; every plan where left out.")
@as_json
def list_draws(store: Path, plan: str, json_output: bool) -> None:
    """List the draws, the newest first; each can be drawn again with verify."""
    with opened_to_read(store) as found:
        every = draws.of_plan(found.reader(), plan)
    if json_output:
        print_json([asdict(one) for one in every])
        return
    for one in every:
        click.echo(f"{one.id}  {one.drawn_at}  {len(one.result or ())}  {one.seed}")


@command.command("verify")
@click.argument("store", type=PathArgument)
@click.argument("draw")
@as_json
def verify(store: Path, draw: str, json_output: bool) -> None:
    """Draw DRAW (its id) again from its seed and lists; an error where the result is another."""
    with opened_to_read(store) as found:
        _show(found.reader(), draws.verify(found.reader(), draw), json_output)


def _show(reader: Reader, redone: draws.Redone, json_output: bool) -> None:
    drawn = redone.recorded
    if json_output:
        print_json({**asdict(drawn), "verified": not redone.differing})
        return
    click.echo(
        _("Draw {draw}, method {method}, seed {seed}").format(draw=drawn.id, method=drawn.method, seed=drawn.seed)
    )
    for one in redone.result:
        click.echo(_line(reader, one))


def _line(reader: Reader, one: DrawnVisit) -> str:
    site = records.find(reader, Site, one.site)
    officers = records.many(reader, Officer, list(one.officers))
    names = [officers[officer].name or "" if officer in officers else officer for officer in one.officers]
    return f"{site.name if site is not None else one.site}  {'、'.join(names)}"
