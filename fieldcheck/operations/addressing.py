"""Whom a slip or a letter goes to, by when an answer is asked for: chosen when it is made, kept in what it says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document
from fieldcheck.store import Reader, blobs

ASKING = frozenset({DocumentKind.PROBLEM_LIST, DocumentKind.ASSIGNMENT_SLIP})
"""Kinds that can ask for an answer until a day."""
ADDRESSED = frozenset({*ASKING, DocumentKind.TRANSFER_LETTER})
"""Kinds of which something is chosen when one is made."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a person chose for one document: whom it goes to, empty as proposed; the last day for an answer, or None."""

    recipient: str = ""
    reply_by: date | None = None


AS_PROPOSED = Addressed()


def addressed_of(reader: Reader, document: Document) -> Addressed:
    """Return what was chosen for a document that was issued. Raises BlobMissing."""
    if document.kind not in ADDRESSED:
        return AS_PROPOSED
    kept = json.loads(blobs.get(reader, document.content_sha256 or ""))
    details, reply_by = kept.get("details") or {}, kept.get("reply_by")
    return Addressed(details.get("recipient", ""), date.fromisoformat(reply_by) if reply_by else None)
