"""fieldcheck step STORE KIND HAZARD… [FIELD=VALUE…]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.cli.set_fields import parse_assignment
from fieldcheck.model.canonical import plain
from fieldcheck.model.errors import N_, AuthorityError, InputError
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.operations import bulk_steps, edits
from fieldcheck.operations.bulk_steps import VOID, Outcome, Verdict
from fieldcheck.operations.entities import id_of
from fieldcheck.translation import _, error_text


class HazardMissing(InputError):
    """No hazard is named."""

    code = "STEP_NO_HAZARD"
    message = N_("Name the hazard that the step is about: fieldcheck step STORE KIND HAZARD FIELD=VALUE…")


class SomeRefused(AuthorityError):
    """Of several hazards, some did not take the step."""

    code = "STEP_SOME_REFUSED"
    message = N_("{refused} of {count} hazards did not take the step; each says above why. The others have it.")


@click.command("step")
@click.argument("store", type=PathArgument)
@click.argument("kind", type=click.Choice([*STEPS, VOID]))
@click.argument("words", nargs=-1, required=True, metavar="HAZARD... FIELD=VALUE...")
def command(store: Path, kind: str, words: tuple[str, ...]) -> None:
    """Record a step in the life of each HAZARD: its recheck, its closing, …; 'void' takes reason=TEXT.

    Each hazard is judged for itself: one that a guard refuses holds up no other.
    """
    named = [word for word in words if "=" not in word]
    if not named:
        raise HazardMissing
    with opened(store) as found:
        chosen = [id_of(found.reader(), "finding", word) for word in named]
        outcome = bulk_steps.record(found, kind, chosen, _values(kind, [word for word in words if "=" in word]))
    _tell(kind, outcome)


def _tell(kind: str, outcome: Outcome) -> None:
    """Print what became of each hazard. Raises the error of the only one, SomeRefused where it is one of several."""
    several = len(outcome.verdicts) > 1
    for verdict in outcome.verdicts:
        if verdict.error is not None and not several:
            raise verdict.error
        click.echo(_line(kind, verdict, several=several))
    if outcome.refused:
        raise SomeRefused(refused=len(outcome.refused), count=len(outcome.verdicts))


def _line(kind: str, verdict: Verdict, *, several: bool) -> str:
    told = _("Saved {kind} {id}.").format(kind=kind, id=verdict.step)
    if verdict.error is not None:
        told = f"{verdict.error.code}: {error_text(verdict.error)}"
    return f"{verdict.finding}  {told}" if several else told


def _values(kind: str, assignments: Sequence[str]) -> Mapping[str, object]:
    """Return the fields that the words on the command line set. Raises FieldUnknown, ValueNotUnderstood."""
    if kind == VOID:
        return dict(parse_assignment("annulment", one) for one in assignments)
    known = KINDS[kind]
    values: dict[str, object] = {}
    for assignment in assignments:
        name, value = parse_assignment(kind, assignment)
        if name not in known.fields:
            raise edits.FieldUnknown(kind=kind, field=name, fields=", ".join(known.fields))
        edits.check_type(kind, name, value)
        values[name] = None if value is None else known.fields[name].decode(plain(value))
    return values
