"""The copy that shows what was drawn on the screen: derived when it is wanted, never in place of what was issued."""

from __future__ import annotations

from fieldcheck import documents
from fieldcheck.model import strokes
from fieldcheck.model.errors import N_, DocumentError
from fieldcheck.model.records import Document, Signing, Site
from fieldcheck.model.strokes import SignatureSheet
from fieldcheck.operations import kept_content, wordings
from fieldcheck.store import Reader, blobs
from fieldcheck.store.queries import records


class NothingDrawn(DocumentError):
    """No signature of this document was drawn on the screen."""

    code = "NOTHING_DRAWN"
    message = N_("Nobody signed this document on the screen. The signed paper is what counts.")


def strokes_of(reader: Reader, document: str) -> Signing | None:
    """Return the newest record about signing a document in which something was drawn, or None."""
    drawn = [signing for signing in records.children(reader, Signing, document) if signing.strokes]
    return drawn[-1] if drawn else None


def pdf(reader: Reader, document: str) -> bytes:
    """Return the document with the strokes beside the lines to sign, and the page that says when they were drawn.

    The page alone where this version does not make the issued bytes again: it would put the strokes elsewhere.
    Raises RecordNotFound, NothingDrawn, BlobMissing, DataMissing.
    """
    found, signing = records.get(reader, Document, document), strokes_of(reader, document)
    if signing is None or signing.strokes is None:
        raise NothingDrawn
    drawn = strokes.decoded(blobs.get(reader, signing.strokes))
    if drawn is None or found.issued_on is None:
        raise NothingDrawn
    site = records.find(reader, Site, found.site or "")
    sheet = SignatureSheet(
        kind=found.kind or "",
        number=str(found.number or "待编号"),
        unit=site.name or "" if site is not None else "",
        issued_on=found.issued_on,
        sha256=found.sha256 or "",
        strokes_sha256=signing.strokes,
        signatures=drawn,
        title=wordings.own_title(reader, found.kind or "", found.issued_on),
    )
    content = kept_content.remade(reader, found)
    return documents.signatures(sheet) if content is None else documents.signed_copy(content, sheet)
