"""fieldcheck plan list | add | visits | visit | assign."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, opened_to_read, print_json
from fieldcheck.model.planning import PlanKind
from fieldcheck.model.values import VisitKind
from fieldcheck.operations import planned_visits, plans, sites
from fieldcheck.store.queries import plans as queries
from fieldcheck.translation import _

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("plan")
def command() -> None:
    """Plans of inspections, and the visits that are planned under them."""


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


@command.command("add")
@click.argument("store", type=PathArgument)
@click.option("--name", required=True, help="As the paper that approved it has it.")
@click.option("--kind", type=click.Choice([kind.value for kind in PlanKind]), default=PlanKind.ANNUAL.value)
@click.option("--from", "first", type=DAY, help="First day, like 2026-03-01.")
@click.option("--until", "last", type=DAY, help="Last day.")
@click.option("--number", default="", help="Number of the approval.")
@click.option("--approver", default="", help="Who approved it.")
@click.option("--approved-on", type=DAY, help="When.")
@click.option("--cap", type=click.IntRange(1), help="How often one unit may be visited in a year.")
@click.option("--source", default="", help="Where an individual case comes from.")
@click.option("--town", "towns", multiple=True, help="A town that it covers; all where left out.")
@click.option("--sector", "sectors", multiple=True, help="A sector that it covers; all where left out.")
@click.option("--form", "forms", multiple=True, help="A form that its visits use.")
def add(
    store: Path,
    name: str,
    kind: str,
    first: datetime | None,
    last: datetime | None,
    number: str,
    approver: str,
    approved_on: datetime | None,
    cap: int | None,
    source: str,
    towns: tuple[str, ...],
    sectors: tuple[str, ...],
    forms: tuple[str, ...],
) -> None:
    """Add a plan to STORE; prints its id."""
    values: dict[str, object] = {
        "name": name,
        "kind": kind,
        "first_day": _day(first),
        "last_day": _day(last),
        "approval_number": number,
        "approver": approver,
        "approved_on": _day(approved_on),
        "most_visits": cap,
        "source": source,
        "towns": towns or None,
        "sectors": sectors or None,
        "forms": forms or None,
    }
    with opened(store) as found:
        click.echo(plans.create(found, values).main)


@command.command("list")
@click.argument("store", type=PathArgument)
@as_json
def list_plans(store: Path, json_output: bool) -> None:
    """List the plans of STORE with their progress."""
    with opened_to_read(store) as found:
        reader = found.reader()
        rows = queries.plan_rows(reader, queries.plan_ids(reader))
    if json_output:
        print_json({"plans": [{**asdict(row), "left": row.left} for row in rows]})
        return
    for row in rows:
        progress = _("{done} of {visits} visits").format(done=row.done, visits=row.visits)
        click.echo(f"{row.id}  {row.name}  {row.first_day or '…'} – {row.last_day or '…'}  {progress}")


@command.command("visit")
@click.argument("store", type=PathArgument)
@click.option("--site", required=True, help="Full name of the site, or the beginning of its id.")
@click.option("--plan", default="", help="Id of the plan.")
@click.option("--day", type=DAY, help="When, like 2026-06-01.")
@click.option("--kind", type=click.Choice([kind.value for kind in VisitKind]), default=VisitKind.ENFORCEMENT.value)
@click.option("--officer", "officers", multiple=True, help="Id of an officer.")
def visit(store: Path, site: str, plan: str, day: datetime | None, kind: str, officers: tuple[str, ...]) -> None:
    """Plan a visit to a site; prints its id and what speaks against it."""
    values: dict[str, object] = {"plan": plan, "day": _day(day), "visit_kind": kind, "officers": officers}
    with opened(store) as found:
        changes = planned_visits.create(found, sites.named(found.reader(), site).id, values)
        told = planned_visits.doubts(found.reader(), planned_visits.get(found.reader(), changes.main))
    click.echo(changes.main)
    for doubt in told:
        click.echo(_(doubt.message).format(**doubt.details), err=True)


@command.command("visits")
@click.argument("store", type=PathArgument)
@click.option("--plan", default="", help="Only those of this plan.")
@as_json
def visits(store: Path, plan: str, json_output: bool) -> None:
    """List the planned visits of STORE by day."""
    with opened_to_read(store) as found:
        reader = found.reader()
        rows = queries.planned_rows(reader, queries.planned_ids(reader, only=queries.PlannedFilter(plan=plan)))
    if json_output:
        print_json({"visits": [asdict(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.id}  {row.day or '…':10}  {row.state.value:9}  {row.site_name}  {row.laptop}")


@command.command("assign")
@click.argument("store", type=PathArgument)
@click.argument("device")
@click.argument("visits", nargs=-1, required=True)
def assign(store: Path, device: str, visits: tuple[str, ...]) -> None:
    """Let DEVICE (its name, or the beginning of its id) take planned VISITS along with its next package."""
    with opened(store) as found:
        planned_visits.assign(found, visits, device)
