"""Rows of sites in which those that are one are counted together."""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.store.queries.duplicates import any_joined_sites, together
from fieldcheck.store.queries.lists import SiteRow, site_rows
from fieldcheck.store.reader import Reader


def joined_site_rows(reader: Reader, entities: Sequence[str]) -> list[SiteRow]:
    """Return the rows of these sites; the visits and hazards of sites that are one are counted together."""
    rows = site_rows(reader, entities)
    if not any_joined_sites(reader):
        return rows
    return [_summed(reader, row) for row in rows]


def _summed(reader: Reader, row: SiteRow) -> SiteRow:
    every = together(reader, "site", row.id)
    if len(every) == 1:
        return row
    parts = site_rows(reader, every)
    return SiteRow(
        row.id,
        row.name,
        row.kind,
        row.credit_code,
        row.town,
        row.sector,
        row.address,
        max(part.last_visit for part in parts),
        sum(part.inspections for part in parts),
        sum(part.findings for part in parts),
    )
