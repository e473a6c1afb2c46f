"""Whether a visit has come to say something else than a document that was issued of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from fieldcheck.model.document import DocumentKind, content_bytes
from fieldcheck.model.records import Document
from fieldcheck.operations import document_content
from fieldcheck.operations.addressing import addressed_of
from fieldcheck.operations.document_sources import Sources, named, with_paper
from fieldcheck.store import Reader, blobs
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.queries import records

OF_THE_BUREAU = {"bureau", "government", "court", "second_body", "wording"}
"""Members of a document's content that come from the bureau's profile."""

ONLY_PRINTED: Mapping[DocumentKind, Collection[str]] = {DocumentKind.SERVICE_RECEIPT: {"unit_name", "details"}}
"""Of kinds that print little of the visit: the members of the content that they do print."""

_Details = dict[str, Any] | None
"""What only one kind of document says, as its kept content has it in JSON."""


def changed_since(reader: Reader, source: Sources, document: Document) -> bool:
    """Return whether its visit, as `source` has it, has come to say something else than this document.

    The document stays as it was issued. The bureau's own data do not count: a government that was renamed makes no old
    order wrong. An interview or a sampling that was deleted says nothing any more. A unit is sent the pages alone, and
    compares nothing. Raises BlobMissing.
    """
    if document.content_sha256 is None:
        return False
    kept = json.loads(blobs.get(reader, document.content_sha256))
    old = records.find(reader, Document, document.supersedes) if document.supersedes else None
    source = replace(source, addressed=addressed_of(reader, document))
    if document.about:
        try:
            source = with_paper(reader, source, document.about)
        except RecordNotFound:
            return True
    now = document_content.content(
        reader,
        source,
        DocumentKind(document.kind or ""),
        document_id=document.id,
        number=document.number,
        draft=False,
        issued_on=document.issued_on or date.today(),
        supersedes=named(old),
        picture=None,
    )
    told = json.loads(content_bytes(now))
    told["details"], kept["details"] = _compared(told.get("details"), kept.get("details"))
    printed = ONLY_PRINTED.get(DocumentKind(document.kind or ""), told.keys())
    return any(told[name] != kept[name] for name in (told.keys() & kept.keys() & printed) - OF_THE_BUREAU)


def _compared(told: _Details, kept: _Details) -> tuple[_Details, _Details]:
    """Return what only one kind of document says, of papers those alone that it lists and that stand no longer.

    What was issued after a letter is in its file too, and makes no letter wrong; nor does a later service a receipt.
    """
    listing = next((name for name in ("materials", "services") if kept and name in kept), "")
    if not told or not kept or not listing:
        return told, kept
    gone = [one for one in kept[listing] if one not in told[listing]]
    return {**told, listing: []}, {**kept, listing: gone}
