"""fieldcheck verify STORE | PACKAGE [--document ID] [--store STORE] [--key FILE] [--json]."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened_to_read, print_json
from fieldcheck.cli.words import description_lines, description_members
from fieldcheck.exchange.keys import identities_in
from fieldcheck.exchange.reader import MARK
from fieldcheck.model.errors import N_, InputError, VerificationError
from fieldcheck.operations import evidence, evidence_wording, files, imports, stores
from fieldcheck.operations.entities import id_of
from fieldcheck.store.verify import Report
from fieldcheck.translation import _


class KeyNeeded(InputError):
    """A sealed package, and no key that could open it."""

    code = "INPUT_KEY"
    message = N_("{path} is a sealed package. Name the store that it is for (--store), or a file with a key (--key).")


@click.command("verify")
@click.argument("path", type=PathArgument)
@click.option("--store", type=PathArgument, help="For a package: the store whose keys open it.")
@click.option("--key", type=PathArgument, help="For a package: a file with an age key, the escrow key for example.")
@click.option("--document", metavar="ID", help="Of a store: walk the evidence of this document, photo to receipt.")
@as_json
def command(path: Path, store: Path | None, key: Path | None, document: str | None, json_output: bool) -> None:
    """Prove that a store is what its journal says, or that a package is what its sender signed."""
    if document is not None:
        _walk_document(path, document, json_output)
    elif is_package(path):
        _verify_package(path, store, key, json_output)
    else:
        _verify_store(path, json_output)


def is_package(path: Path) -> bool:
    """Return whether the file at `path` is sealed as a package is."""
    try:
        with path.open("rb") as file:
            return file.read(len(MARK)) == MARK
    except OSError:
        # Opening it as a store says what is wrong.
        return False


def _verify_package(path: Path, store: Path | None, key: Path | None, json_output: bool) -> None:
    if store is not None:
        with opened_to_read(store) as found:
            description = imports.inspect_for(found, path)
    elif key is not None:
        description = imports.inspect(path, keys_of(key))
    else:
        raise KeyNeeded(path=path)
    if json_output:
        print_json({"ok": True, **description_members(description)})
        return
    for line in description_lines(description):
        click.echo(line)
    click.echo(_("Not one byte was changed since it was written."))


def keys_of(path: Path) -> list[str]:
    """Return the age keys in a file. Raises FileNotRead, KeyNeeded."""
    found = identities_in(files.read(path).decode("utf-8", "replace"))
    if not found:
        raise KeyNeeded(path=path)
    return found


def _verify_store(path: Path, json_output: bool) -> None:
    with opened_to_read(path) as found:
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


def _walk_document(path: Path, document: str, json_output: bool) -> None:
    with opened_to_read(path) as found:
        reader = found.reader()
        entity = id_of(reader, "document", document)
        chain = evidence.walk(reader, entity)
        lines = evidence_wording.lines(reader, chain)
    if json_output:
        links = [{"code": link.code, "state": link.state.value, **link.details} for link in chain.links]
        print_json({"ok": not chain.broken, "document": entity, "links": links})
    else:
        click.echo(str(chain.document.number or entity))
        for state, line in lines:
            click.echo(f"  [{evidence_wording.state(state)}] {line}")
        click.echo(evidence_wording.verdict(chain))
    if chain.broken:
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
