"""fieldcheck sync STORE FOLDER [--json]."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, print_json
from fieldcheck.cli.words import verdict_lines, verdict_members
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import drop_folder
from fieldcheck.operations.drop_folder import Synced
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.translation import _, error_text


@click.command("sync")
@click.argument("store", type=PathArgument)
@click.argument("folder", type=PathArgument)
@as_json
def command(store: Path, folder: Path, json_output: bool) -> None:
    """Take what lies for STORE in the shared FOLDER, and put there what waits for others."""
    with opened(store) as found:
        done = drop_folder.sync(found, folder)
    if json_output:
        print_json(_members(done))
    else:
        click.echo("\n".join(_lines(done)))
    worst = _exit_code(done)
    if worst:
        sys.exit(worst)


def _exit_code(done: Synced) -> int:
    """Return the code of the first error; what waits for another package or another moment is none."""
    refused = [verdict.error for verdict in done.verdicts if verdict.outcome is Outcome.REFUSED]
    return next((error.exit_code for error in (*refused, *done.errors) if error is not None), 0)


def _members(done: Synced) -> dict[str, Any]:
    return {
        "written": [asdict(one) for one in done.written],
        "packages": [verdict_members(verdict) for verdict in done.verdicts],
        "incomplete": [str(path) for path in done.incomplete],
        "removed": [str(path) for path in done.removed],
        "requests": [
            {"name": one.request.name, "words": one.request.words, "path": str(one.path)} for one in done.requests
        ],
        "request": None if done.request is None else str(done.request),
        "answers": [asdict(one) for one in done.answers],
        "errors": [_error(error) for error in done.errors],
    }


def _error(error: FieldCheckError) -> dict[str, str]:
    return {"code": error.code, "message": error_text(error)}


def _lines(done: Synced) -> list[str]:
    lines = [line for verdict in done.verdicts for line in verdict_lines(verdict)]
    told = _("{name} is not complete yet. It is read again the next time.")
    lines += [told.format(name=path.name) for path in done.incomplete]
    told = _("Wrote package {number} for {name}: {path}")
    lines += [told.format(number=one.number, name=one.name, path=one.path) for one in done.written]
    told = _("Removed {name}, which is no longer needed there.")
    lines += [told.format(name=path.name) for path in done.removed]
    lines += _enrolment(done)
    lines += [f"{error.code}: {error_text(error)}" for error in done.errors]
    return lines or [_("Nothing to take and nothing to send.")]


def _enrolment(done: Synced) -> list[str]:
    told = _("{name} asks to be taken in ({words}). Compare the words, then: enrol approve STORE {path}")
    lines = [
        told.format(name=one.request.name, words=" ".join(one.request.words), path=one.path) for one in done.requests
    ]
    told = _("{bureau} answered ({words}). Compare the words, then: enrol accept STORE {path}")
    lines += [told.format(bureau=one.bureau, words=" ".join(one.words), path=one.path) for one in done.answers]
    if done.request is not None and not done.answers:
        lines.append(_("The request lies in the folder and waits for the bureau: {path}").format(path=done.request))
    return lines
