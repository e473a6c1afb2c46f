"""fieldcheck verify STORE [--json]."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, print_json
from fieldcheck.model.errors import VerificationError
from fieldcheck.operations import stores
from fieldcheck.store.verify import Report
from fieldcheck.translation import _


@click.command("verify")
@click.argument("store", type=PathArgument)
@as_json
def command(store: Path, json_output: bool) -> None:
    """Prove that STORE is what its journal says: chain, fold, blobs, file."""
    with opened(store) as found:
        report = stores.verify_store(found)
    if json_output:
        print_json(as_members(report))
    else:
        for problem in report.problems:
            click.echo(_(problem.message()).format(**problem.details), err=True)
        counted = _("{changes} changes, {records} records, {blobs} files: {count} problems.")
        click.echo(
            counted.format(
                changes=report.changes, records=report.records, blobs=report.blobs, count=len(report.problems)
            )
        )
    if report.problems:
        sys.exit(VerificationError.exit_code)


def as_members(report: Report) -> dict[str, object]:
    """Return the report as JSON members."""
    problems = [{"code": problem.code, **problem.details} for problem in report.problems]
    return {
        "ok": not report.problems,
        "changes": report.changes,
        "records": report.records,
        "blobs": report.blobs,
        "problems": problems,
    }
