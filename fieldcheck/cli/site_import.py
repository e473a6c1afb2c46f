"""fieldcheck site import STORE FILE [--sheet NAME] [--map COLUMN=FIELD]… [--dry-run] [--json]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from fieldcheck.cli.common import FileNotUsable, PathArgument, as_json, opened, print_json
from fieldcheck.model.records import Site
from fieldcheck.operations import site_columns, site_import, site_import_beside
from fieldcheck.operations import site_import_wording as wording
from fieldcheck.operations.site_columns import Column
from fieldcheck.operations.site_import import Choices, Preview
from fieldcheck.operations.site_matching import Duplicate, Fate
from fieldcheck.sheets.text import ENCODINGS
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from fieldcheck.translation import _

SHOWN = (Fate.WRONG, Fate.SKIPPED, Fate.FILLED)
"""Rows that are named one by one, beside those whose credit code looks wrong."""


def _rows(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[int, Duplicate]:
    found = {}
    for one in given:
        row, _sign, choice = one.partition("=")
        if not row.isdecimal() or choice not in set(Duplicate):
            raise click.BadParameter(f"{one}: like 12=skip")
        found[int(row)] = Duplicate(choice)
    return found


@click.command("import")
@click.argument("store", type=PathArgument)
@click.argument("file", type=PathArgument)
@click.option("--sheet", default="", help="The sheet; else the one that holds most sites.")
@click.option(
    "--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="C=name, 电话=principal.phone, D= (leave out)."
)
@click.option("--kind", type=click.Choice(["enterprise", "flood_work"]), default=None, help="What the rows are.")
@click.option("--duplicates", type=click.Choice(list(Duplicate)), default=Duplicate.FILL, help="Sites that are here.")
@click.option(
    "--row", "rows", multiple=True, metavar="ROW=fill|skip|new", callback=_rows, help="The same for one row, by number."
)
@click.option("--encoding", type=click.Choice(ENCODINGS), default=None, help="Of a text file, where it is not clear.")
@click.option("--leave-hidden", is_flag=True, help="Leave hidden and filtered rows out.")
@click.option("--wrong", type=PathArgument, default=None, help="Save the rows that will not do in this workbook.")
@click.option("--dry-run", is_flag=True, help="Say what would become of each row; change nothing.")
@as_json
def command(
    store: Path,
    file: Path,
    sheet: str,
    mapping: tuple[str, ...],
    kind: str | None,
    duplicates: str,
    rows: dict[int, Duplicate],
    encoding: str | None,
    leave_hidden: bool,
    wrong: Path | None,
    dry_run: bool,
    json_output: bool,
) -> None:
    """Import the sites of FILE (.xlsx, .xls, .csv) into STORE: checked whole, then the good rows are written."""
    choices = Choices(sheet, {}, kind or "", Duplicate(duplicates), encoding or "", leave_hidden, rows)
    if mapping:
        choices = replace(choices, columns=_chosen(site_import.read_table(file, choices).mapped.columns, mapping))
    with opened(store) as found:
        preview = site_import.check(found.reader(), file, choices)
        if not preview.named:
            raise site_import.NameColumnMissing
        lines = _preview_lines(found, preview)
        if wrong is not None:
            count = site_import_beside.save_wrong(found.reader(), file, choices, wrong)
            lines.append(_("{count} rows that will not do were saved as {path}.").format(count=count, path=wrong))
        counts = preview.counts
        if not dry_run:
            counts = site_import.run(found, file, choices, expected=preview.mapped.sha256).counts
    if json_output:
        print_json(_members(preview, counts, dry_run=dry_run))
        return
    title = _("Would become: {counts}.") if dry_run else _("Imported: {counts}.")
    click.echo("\n".join([*lines, title.format(counts=wording.count_line(counts))]))


def _chosen(columns: tuple[Column, ...], mapping: tuple[str, ...]) -> dict[int, str]:
    """Return the targets that were named, by place. Raises FileNotUsable."""
    chosen = {}
    for one in mapping:
        name, equals, target = one.partition("=")
        if not equals or (target and target not in site_columns.targets()):
            fields = ", ".join(site_columns.targets())
            raise FileNotUsable(path=one, reason=_("write COLUMN=FIELD, with one of these fields: ") + fields)
        places = [column.place for column in columns if name in (column.letter, column.title)]
        if not places:
            raise FileNotUsable(path=one, reason=_("the sheet has no such column."))
        chosen[places[0]] = target
    return chosen


def _preview_lines(store: Store, preview: Preview) -> list[str]:
    def name_of(entity: str) -> str:
        site = records.find(store.reader(), Site, entity)
        return (site.name or "") if site is not None else entity

    return [
        *wording.found_lines(preview.mapped),
        *(f"  {wording.column_line(column)}" for column in preview.mapped.columns),
        *wording.note_lines(preview),
        *(
            _("Row {row} {name}: {what}").format(
                row=line.row, name=line.name or "—", what=wording.line_text(line, name_of)
            )
            for line in preview.lines
            if line.fate in SHOWN or line.has_odd_code
        ),
    ]


def _members(preview: Preview, counts: Mapping[Fate, int], *, dry_run: bool) -> dict[str, Any]:
    mapped = preview.mapped
    return {
        "path": str(mapped.path),
        "sheet": mapped.sheet,
        "sheets": list(mapped.sheets),
        "kind": mapped.kind,
        "changed": not dry_run,
        "counts": {fate.value: counts.get(fate, 0) for fate in Fate},
        "columns": [
            {"column": one.letter, "title": one.title, "field": one.target, "guess": one.guess.value}
            for one in mapped.columns
        ],
        "wrong": [
            {"row": one.row, "column": one.column, "value": one.value, "reason": one.text()}
            for line in preview.lines
            for one in line.problems
        ],
    }
