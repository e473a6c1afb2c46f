"""What the ledger needs beside the records themselves, for a few hundred hazards at a time."""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.store.reader import Reader

ORDERS = "rectification-order"
LISTS = "problem-list"


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)


def photos_of(reader: Reader, findings: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    """Return the ids of the photos of each of these hazards, by (hazard, purpose), oldest first."""
    rows = reader.rows(
        "SELECT finding, purpose, id FROM photo WHERE NOT _deleted AND sha256 IS NOT NULL "
        f"AND finding IN ({_marks(findings)}) ORDER BY _device, _seq",
        findings,
    )
    found: dict[tuple[str, str], list[str]] = {}
    for finding, purpose, photo in rows:
        found.setdefault((finding, purpose or ""), []).append(photo)
    return found


def numbers_naming(reader: Reader, findings: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    """Return the numbers (as JSON) of the documents in force that tell of each hazard, by (hazard, kind of document).

    A document that a correction replaced is not in force.
    """
    rows = reader.rows(
        "SELECT p.finding, d.kind, d.number FROM hazard_paper p CROSS JOIN document d ON d.id = p.document "
        f"WHERE p.finding IN ({_marks(findings)}) AND NOT d._deleted AND d.number IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM document n WHERE n.supersedes = d.id AND NOT n._deleted) ORDER BY d.id",
        findings,
    )
    found: dict[tuple[str, str], list[str]] = {}
    for finding, kind, number in rows:
        found.setdefault((finding, kind), []).append(number)
    return found


def arrived(reader: Reader, hashes: Sequence[str], derivative: str) -> set[str]:
    """Return which of these blobs are here, themselves or by the `derivative` that was made of them."""
    marks = _marks(hashes)
    rows = reader.rows(
        f"SELECT sha256 FROM blob WHERE sha256 IN ({marks}) "
        f"UNION SELECT parent FROM derivative WHERE parent IN ({marks}) AND name = ?",
        [*hashes, *hashes, derivative],
    )
    return {row[0] for row in rows}


def span(reader: Reader, findings: Sequence[str]) -> tuple[str, str, int]:
    """Return when the first and the last visit of these hazards began, empty without any, and how many are major."""
    first, last, majors = "", "", 0
    for start in range(0, len(findings), 500):
        part = findings[start : start + 500]
        row = reader.row(
            "SELECT min(i.started_at), max(i.started_at), "
            "total(json_extract(f.confirmed_level, '$.level') = 'major') "
            f"FROM finding f JOIN inspection i ON i.id = f.inspection WHERE f.id IN ({_marks(part)})",
            part,
        )
        assert row is not None
        first = min(filter(None, (first, row[0])), default="")
        last = max(filter(None, (last, row[1])), default="")
        majors += int(row[2])
    return first, last, majors
