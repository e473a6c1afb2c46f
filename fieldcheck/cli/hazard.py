"""fieldcheck hazard show STORE HAZARD [--json]."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.lifecycle import FLAGS, STATES, Life
from fieldcheck.operations import hazard_wording, hazards, holidays
from fieldcheck.operations.entities import id_of
from fieldcheck.translation import _


@click.group("hazard")
def command() -> None:
    """Show the life of one hazard."""


@command.command("show")
@click.argument("store", type=PathArgument)
@click.argument("hazard")
@as_json
def show(store: Path, hazard: str, json_output: bool) -> None:
    """Show where HAZARD is, what happened to it, what is due, and what is not valid."""
    with opened_to_read(store) as found:
        finding = id_of(found.reader(), "finding", hazard)
        life, calendar = hazards.life_of(found.reader(), finding), holidays.calendar(found.reader())
    if json_output:
        print_json(_members(finding, life, calendar))
        return
    click.echo("\n".join(_lines(life, calendar, date.today())))


def _members(finding: str, life: Life, calendar: Calendar) -> dict[str, object]:
    """Return what --json prints: the life as recorded, the clocks that run, and what is not possible now."""
    running = hazard_wording.running(life, calendar)
    return {
        "id": finding,
        "state": life.state,
        "since": life.since,
        "flags": sorted(life.flags),
        "due": life.due,
        "due_from": life.due_from,
        "clocks": [{"name": c.name, "last_day": day, "source": c.source, "verified": c.verified} for c, day in running],
        "broken": [asdict(one) for one in life.broken],
        "contradictions": [asdict(one) for one in life.contradictions],
        "refusals": {action: one.code for action, one in life.refusals.items()},
        "history": [asdict(event) for event in life.history],
    }


def _lines(life: Life, calendar: Calendar, today: date) -> list[str]:
    lines = [_(STATES[life.state_on(today, calendar)])]
    if life.is_overdue(today, calendar):
        lines.append(_("Overdue"))
    lines += [_(FLAGS[flag]) for flag in sorted(life.flags)]
    lines += [] if life.due is None else [f"{_('Deadline')}: {life.due}"]
    for clock, day in hazard_wording.running(life, calendar):
        lines.append(f"{_(clock.name)}: {day}  {hazard_wording.source_text(clock)}")
    lines += hazard_wording.faults(life)
    for event in life.history:
        state = _(STATES[event.state]) if event.state is not None else ""
        mark = "" if event.counts else _("(annulled)")
        lines.append(f"  {event.when:<16} {event.kind:<20} {event.record} {state} {mark}".rstrip())
    return lines
