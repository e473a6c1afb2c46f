"""fieldcheck hazard show STORE HAZARD [--json]."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.model import clocks
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.lifecycle import FLAGS, STATES, TOLD, Life
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
        print_json(_members(finding, life))
        return
    click.echo("\n".join(_lines(life, calendar, date.today())))


def _members(finding: str, life: Life) -> dict[str, object]:
    """Return what --json prints: the life as recorded, and what is not possible now."""
    return {
        "id": finding,
        "state": life.state,
        "since": life.since,
        "flags": sorted(life.flags),
        "due": life.due,
        "due_from": life.due_from,
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
    lines += [f"{name}: {day}" for name, day in _days(life, calendar) if day is not None]
    lines += hazard_wording.faults(life)
    for event in life.history:
        state = _(STATES[event.state]) if event.state is not None else ""
        mark = "" if event.counts else _("(annulled)")
        lines.append(f"  {event.when:<16} {event.kind:<20} {event.record} {state} {mark}".rstrip())
    return lines


def _days(life: Life, calendar: Calendar) -> list[tuple[str, date | None]]:
    """Return what is due when: the deadline in force, and the clocks that run."""
    stopped = life.stopped_on
    waits = life.due is not None and life.state in TOLD
    return [
        (_("Deadline"), life.due),
        (_(clocks.EXTENSION_REQUEST.name), clocks.latest_request(life.due) if waits and life.due else None),
        (_(clocks.EXTENSION_ANSWER.name), life.answer_due(calendar)),
        (_(clocks.RECHECK.name), life.recheck_due(calendar)),
        (_(clocks.SUSPENSION.name), clocks.SUSPENSION.due(stopped, calendar) if stopped else None),
    ]
