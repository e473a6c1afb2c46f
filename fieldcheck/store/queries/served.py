"""Which issued documents were served, and which hazards wait for that."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldcheck.model.document_kinds import TO_BE_SERVED, DocumentNumber
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.model.values import PhotoPurpose
from fieldcheck.store.reader import Reader

SERVED = (
    "(EXISTS (SELECT 1 FROM signing g WHERE g.\"of\" = d.id AND g.result = 'signed' AND NOT g._deleted) "
    'OR EXISTS (SELECT 1 FROM service e WHERE e."of" = d.id AND NOT e._deleted))'
)
"""SQL: whether the document `d` was served: recorded so, or signed for on the spot. A refusal to sign is no service."""


IN_FORCE = "NOT EXISTS (SELECT 1 FROM document n WHERE n.supersedes = d.id AND NOT n._deleted)"
"""SQL: whether no correction replaced the document `d`."""

_TO_BE_SERVED = f"d.kind IN ({', '.join(repr(kind.value) for kind in sorted(TO_BE_SERVED))})"
_NO_PAGE = (
    "EXISTS (SELECT 1 FROM signing g WHERE g.\"of\" = d.id AND g.result = 'signed' AND NOT g._deleted) "
    f'AND NOT EXISTS (SELECT 1 FROM photo p WHERE p."of" = d.inspection AND p.document = d.id '
    f"AND p.purpose = '{PhotoPurpose.SIGNED_PAGE}' AND NOT p._deleted)"
)


class Serving(StrEnum):
    """What the list of documents is narrowed to: served, not served, signed without the page of the paper."""

    DONE = "served"
    WAITING = "unserved"
    NO_PAGE = "no_page"


CONDITIONS: Mapping[Serving, str] = {
    Serving.DONE: f"{_TO_BE_SERVED} AND {SERVED}",
    Serving.WAITING: f"{_TO_BE_SERVED} AND {IN_FORCE} AND NOT {SERVED}",
    Serving.NO_PAGE: f"{IN_FORCE} AND {_NO_PAGE}",
}
"""SQL: which documents `d` each of these names."""

SERVICE = (
    f"CASE WHEN {CONDITIONS[Serving.DONE]} THEN '{Serving.DONE}' "
    f"WHEN {CONDITIONS[Serving.WAITING]} THEN '{Serving.WAITING}' ELSE '' END"
)
"""SQL: whether the document `d` was served, waits for it, or is not served at all (empty)."""


def pages_missing(reader: Reader) -> int:
    """Return how many documents in force were signed on paper, and no page of that paper is here."""
    return int(reader.value(f"SELECT count(*) FROM document d WHERE NOT d._deleted AND {CONDITIONS[Serving.NO_PAGE]}"))


@dataclass(frozen=True, slots=True)
class UnservedRow:
    """A document in force that waits for its service; without a number `number` is empty, the day is ISO or empty."""

    id: str
    inspection: str
    site_name: str
    number: str
    issued_on: str


@dataclass(frozen=True, slots=True)
class UnservedRows:
    """How many documents there are, and the first of them."""

    count: int
    first: tuple[UnservedRow, ...]


# From the hazards that were told and have not moved since: few, and found by their state.
_WAITING = f"""FROM document d WHERE d.id IN (
    SELECT p.document FROM hazard_state h JOIN hazard_paper p ON p.finding = h.finding WHERE h.state IN
    ('{HazardState.ORDERED}', '{HazardState.REORDERED}', '{HazardState.MEASURES}'))
    AND NOT d._deleted AND {IN_FORCE} AND NOT {SERVED}"""


def unserved(reader: Reader, kinds: Collection[str], most: int) -> UnservedRows:
    """Return the documents of these kinds that told a unit of its hazards and were not served, the oldest first."""
    listed = sorted(kinds)
    condition = f"{_WAITING} AND d.kind IN ({', '.join('?' * len(listed))})"
    count = int(reader.value(f"SELECT count(*) {condition}", listed))
    rows = reader.rows(
        "SELECT d.id, coalesce(d.inspection, ''), coalesce((SELECT name FROM site s WHERE s.id = d.site), ''), "
        f"coalesce(d.number, ''), coalesce(d.issued_on, '') {condition} ORDER BY d.issued_on, d.id LIMIT ?",
        (*listed, most),
    )
    return UnservedRows(count, tuple(_row(*row) for row in rows))


def _row(entity: str, inspection: str, site: str, number: str, issued_on: str) -> UnservedRow:
    known = str(DocumentNumber(**json.loads(number))) if number else ""
    return UnservedRow(entity, inspection, site, known, issued_on)
