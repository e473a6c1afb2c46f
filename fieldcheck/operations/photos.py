"""Photos: the original bytes for evidence, a thumbnail for lists, time and place as the camera wrote them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from fieldcheck import photos
from fieldcheck.model.errors import PhotoError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Finding, Inspection, Photo
from fieldcheck.model.values import PhotoPurpose, Place
from fieldcheck.operations import edits
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction, blobs
from fieldcheck.store.queries import records

THUMBNAIL = "thumbnail"
PRINTED_EDGE = 1400
"""Pixels of the longer edge of a photo in a document."""


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A picture as it comes in: the name of its file (or empty, when pasted) and its bytes.

    `source` are the bytes of the file that it is a page of, empty where it is a file itself.
    """

    file_name: str
    data: bytes
    source: bytes = b""


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    """A picture that was decoded, with its facts and thumbnail."""

    picture: NewPhoto
    intake: photos.Intake


@dataclass(frozen=True, slots=True)
class Target:
    """What a photo shows: a visit, and in it a finding or an item, or the document whose signed page it is."""

    inspection: str
    finding: str | None = None
    form: str | None = None
    item: str | None = None
    document: str | None = None
    purpose: PhotoPurpose = PhotoPurpose.EVIDENCE


def add(store: Store, target: Target, pictures: Sequence[NewPhoto], author: str = "") -> Changes:
    """Keep pictures; all of them or, where one cannot be read, none. `main` is the id of the last one.

    Decoding runs in the calling thread, before the transaction. Raises RecordNotFound and the errors of `photos`.
    """
    return add_read(store, target, read(pictures), author)


def read(pictures: Sequence[NewPhoto]) -> list[ReadPhoto]:
    """Return pictures decoded and described, not yet kept. Raises the errors of `photos`."""
    return [ReadPhoto(picture, photos.intake(picture.data, picture.file_name)) for picture in pictures]


def add_read(store: Store, target: Target, pictures: Sequence[ReadPhoto], author: str = "") -> Changes:
    """Keep pictures that `read` returned, as `add` does. Raises RecordNotFound."""

    def work(transaction: Transaction) -> str:
        records.get(transaction, Inspection, target.inspection)
        entity = ""
        for picture in pictures:
            entity = append(transaction, target, picture)
        return entity

    return store.write(work, author)


def append(transaction: Transaction, target: Target, read: ReadPhoto) -> str:
    """Do the work of `add_read` for one picture inside a transaction that does more; return the photo's id."""
    entity, picture, intake = new_id(), read.picture, read.intake
    facts = intake.facts
    place = None
    if facts.latitude is not None and facts.longitude is not None:
        place = Place(facts.latitude, facts.longitude)
    blobs.put(transaction, picture.data)
    source = blobs.put(transaction, picture.source) if picture.source else None
    blobs.put_derivative(transaction, facts.sha256, THUMBNAIL, intake.thumbnail)
    values = {
        "inspection": target.inspection,
        "finding": target.finding,
        "form": target.form,
        "item": target.item,
        "document": target.document,
        "purpose": target.purpose,
        "sha256": facts.sha256,
        "size": len(picture.data),
        "format": facts.format,
        "width": facts.width,
        "height": facts.height,
        "taken_at": facts.taken_at,
        "place": place,
        "camera": facts.camera or None,
        "file_name": picture.file_name or None,
        "source_sha256": source,
    }
    kept = {name: value for name, value in values.items() if value is not None}
    transaction.append("photo", entity, target.inspection, kept)
    return entity


def remove(store: Store, photo: str, reason: str, author: str = "") -> Changes:
    """Take a photo out of its visit, with a reason; the bytes stay, undoing brings it back. Raises RecordNotFound."""

    def work(transaction: Transaction) -> str:
        records.get(transaction, Photo, photo)
        transaction.delete("photo", photo, reason)
        return photo

    return store.write(work, author)


def set_caption(store: Store, photo: str, caption: str, author: str = "", seen: Seen | None = None) -> Changes:
    """Set the caption that is printed below the photo."""
    return edits.edit(store, "photo", photo, {"caption": caption or None}, author, seen)


def thumbnail(reader: Reader, photo: Photo) -> bytes:
    """Return the small upright JPEG of a photo. Raises BlobMissing."""
    sha256 = photo.sha256 or ""
    kept = blobs.derivative(reader, sha256, THUMBNAIL)
    return photos.thumbnail(blobs.get(reader, sha256)) if kept is None else kept


def fill_thumbnails(store: Store, cancelled: Callable[[], bool] = lambda: False) -> int:
    """Make the thumbnails of photos that came in packages, which lists read; return how many were made.

    A picture that cannot be read stays without: its page says so.
    """
    made = 0
    for sha256 in blobs.photos_without(store.reader(), THUMBNAIL):
        if cancelled():
            break
        try:
            small = photos.thumbnail(blobs.get(store.reader(), sha256))
        except PhotoError:
            continue
        store.write(partial(_keep_thumbnail, sha256, small))
        made += 1
    return made


def _keep_thumbnail(sha256: str, small: bytes, transaction: Transaction) -> str:
    blobs.put_derivative(transaction, sha256, THUMBNAIL, small)
    return sha256


def original(reader: Reader, photo: Photo) -> bytes:
    """Return the bytes exactly as they came in. Raises BlobMissing."""
    return blobs.get(reader, photo.sha256 or "")


def printed(reader: Reader, photo: Photo) -> bytes:
    """Return a photo as a document prints it: an upright JPEG. Raises BlobMissing and the errors of `photos`."""
    return photos.upright_jpeg(original(reader, photo), edge=PRINTED_EDGE)


def of_finding(reader: Reader, finding: Finding, purpose: PhotoPurpose = PhotoPurpose.EVIDENCE) -> list[Photo]:
    """Return the photos of a finding that were taken for this purpose, oldest first."""
    of_visit = records.children(reader, Photo, finding.inspection or "")
    return [photo for photo in of_visit if photo.finding == finding.id and photo.purpose == purpose]
