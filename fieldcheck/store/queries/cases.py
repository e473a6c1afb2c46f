"""A case: the visits that recheck one another, and which of their interviews and samplings were issued."""

from __future__ import annotations

from fieldcheck.model.papers import CasePaper
from fieldcheck.store.reader import Reader


def visits(reader: Reader, opening: str) -> list[str]:
    """Return the visit with which a case began and its rechecks, at any remove."""
    rows = reader.rows(
        "WITH RECURSIVE visit (id) AS (VALUES (?) UNION "
        "SELECT i.id FROM inspection i JOIN visit v ON i.recheck_of = v.id WHERE NOT i._deleted) SELECT id FROM visit",
        (opening,),
    )
    return [entity for (entity,) in rows]


def is_issued(reader: Reader, paper: CasePaper) -> bool:
    """Return whether a document was made of an interview or a sampling."""
    rows = reader.rows(
        'SELECT 1 FROM document WHERE "of" = ? AND about = ? AND NOT _deleted LIMIT 1', (paper.inspection, paper.id)
    )
    return bool(rows)
