"""What is left of the blocks of numbers, of all devices in one reading."""

from __future__ import annotations

from dataclasses import dataclass

from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class LeftNumbers:
    """What a device (its id and name) has left of one series, as far as its documents are here."""

    device: str
    name: str
    code: str
    year: int
    left: int


def left_numbers(reader: Reader, since: int) -> list[LeftNumbers]:
    """Return what is left for the year `since` and later ones of every block that a device holds still, by device.

    A device that was revoked holds none; what comes behind the highest number used in a block is left.
    """
    rows = reader.rows(
        "WITH used AS MATERIALIZED (SELECT json_extract(number, '$.prefix') AS prefix, "
        "json_extract(number, '$.code') AS code, json_extract(number, '$.year') AS year, "
        "json_extract(number, '$.serial') AS serial FROM document WHERE number IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM number_block)), "
        "ends AS (SELECT b.device, b.code, b.year, b.last, b.first, (SELECT max(u.serial) FROM used u "
        "WHERE u.code = b.code AND u.year = b.year AND coalesce(u.prefix, '') = coalesce(b.prefix, '') "
        "AND u.serial BETWEEN b.first AND b.last) AS reached FROM number_block b WHERE NOT b._deleted "
        "AND b.year >= ? AND b.first IS NOT NULL AND b.last IS NOT NULL) "
        "SELECT e.device, coalesce(d.name, ''), e.code, e.year, sum(e.last - coalesce(e.reached, e.first - 1)) "
        "FROM ends e JOIN device d ON d.id = e.device AND d.revoked_after IS NULL "
        "GROUP BY e.device, e.code, e.year ORDER BY d.name, e.device, e.year, e.code",
        (since,),
    )
    return [LeftNumbers(*row) for row in rows]
