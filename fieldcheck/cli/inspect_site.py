"""fieldcheck inspect STORE --form ID --site NAME --answers FILE."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, print_json, read_json
from fieldcheck.operations import findings, visit_file
from fieldcheck.operations.review import review
from fieldcheck.translation import _


@click.command("inspect")
@click.argument("store", type=PathArgument)
@click.option("--form", required=True, help="Id of the form; see 'fieldcheck forms list'.")
@click.option("--site", required=True, help="Full name of the site; an unknown one is created.")
@click.option("--answers", type=PathArgument, required=True, help="JSON {visit, facts, answers}.")
@as_json
def command(store: Path, form: str, site: str, answers: Path, json_output: bool) -> None:
    """Record a visit to SITE from a file of answers."""
    members = read_json(answers)
    with opened(store) as found:
        changes = visit_file.record(found, form, site, members, answers.parent)
        reader = found.reader()
        reviewed = review(reader, changes.main)
        standing = findings.standing(reader, changes.main)
    report = {
        "inspection": changes.main,
        "site": reviewed.inspection.site,
        "findings": [
            {"id": finding.id, "item": finding.item, "description": finding.description} for finding in standing
        ],
        "proposed_major": [
            {"rule": proposal.proposal.rule.id, "items": list(proposal.proposal.items)}
            for proposal in reviewed.proposals
        ],
        "missing": [{"code": gap.code, "weight": gap.weight.value, **gap.details} for gap in reviewed.gaps],
        "documents": [kind.value for kind in reviewed.kinds],
    }
    if json_output:
        print_json(report)
    else:
        click.echo(_("Recorded visit {id} with {count} findings.").format(id=changes.main, count=len(standing)))
