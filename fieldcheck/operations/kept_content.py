"""What an issued document was made of, read back: it gives the issued bytes again, or it is not used."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from fieldcheck import documents
from fieldcheck.model.canonical import Json, sha256_hex
from fieldcheck.model.codec import decoder
from fieldcheck.model.document import DETAILS, DocumentContent, DocumentKind, PhotoEntry
from fieldcheck.model.errors import DocumentError, PhotoError
from fieldcheck.model.records import Document, Photo
from fieldcheck.operations import photo_stamps, photos, wordings
from fieldcheck.operations.document_content import Picture
from fieldcheck.store import Reader, blobs
from fieldcheck.store.errors import BlobMissing
from fieldcheck.store.queries import records

READ_APART = {"kind", "started_at", "ended_at", "photos", "details", "wording", "fonts"}
"""Members that are more than their JSON says."""


def remade(reader: Reader, document: Document) -> DocumentContent | None:
    """Return the content from which this version makes the very bytes that were issued.

    None where it cannot: another version laid the document out differently, or a photo is not here any more.
    """
    for picture in (photos.printed, partial(photo_stamps.printed, number=document.number)):
        try:
            content = read(reader, document, picture)
            if sha256_hex(documents.render(content)) == document.sha256:
                return content
        except (ValueError, BlobMissing, DocumentError, PhotoError):
            return None
        if not content.photos:
            return None
    return None


def read(reader: Reader, document: Document, picture: Picture) -> DocumentContent:
    """Return what a document was made of, its photos drawn by `picture`.

    Raises BlobMissing, ValueError where it is not as this version writes it, the errors of `picture`.
    """
    kept = json.loads(blobs.get(reader, document.content_sha256 or ""))
    kind = DocumentKind(kept["kind"])
    hints = typing.get_type_hints(DocumentContent)
    plain = {name: decoder(hints[name])(kept[name]) for name in hints.keys() - READ_APART if name in kept}
    details: Json = kept.get("details")
    wording = blobs.get(reader, kept["wording"]).decode() if kept.get("wording") else ""
    ended = kept.get("ended_at")
    return DocumentContent(
        kind=kind,
        started_at=datetime.fromisoformat(kept["started_at"]),
        ended_at=datetime.fromisoformat(ended) if ended else None,
        photos=tuple(_photos(reader, document, kept["photos"], picture)),
        details=None if details is None else decoder(DETAILS[kind])(details),
        wording=wording,
        fonts=wordings.fonts_of(reader, kind, wording),
        **plain,
    )


def _photos(reader: Reader, document: Document, kept: list[dict[str, Json]], picture: Picture) -> Iterator[PhotoEntry]:
    here = {photo.sha256: photo for photo in records.children(reader, Photo, document.inspection or "")}
    for one in kept:
        sha256 = str(one["sha256"])
        if sha256 not in here:
            raise ValueError(f"photo {sha256[:16]} is not of this visit")
        number = decoder(int | None)(one["problem_number"])
        yield PhotoEntry(number, str(one["caption"]), str(one["taken_at"]), sha256, picture(reader, here[sha256]))
