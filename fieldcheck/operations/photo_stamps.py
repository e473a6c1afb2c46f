"""Stamped copies of photos: when, where, by whom, at which site, under which number; the original is not touched."""

from __future__ import annotations

from pathlib import Path

from fieldcheck import photos
from fieldcheck.model.document import DocumentNumber
from fieldcheck.model.records import Document, Inspection, Officer, Photo, Site
from fieldcheck.operations import files
from fieldcheck.operations.photos import PRINTED_EDGE, original
from fieldcheck.store import Reader
from fieldcheck.store.queries import records

EDGE = 2400


def lines(reader: Reader, photo: Photo, number: DocumentNumber | None = None) -> tuple[str, ...]:
    """Return what the stamp says, in Chinese as all that goes on paper; what is not known is said so.

    `number` is that of the document that prints the photo.
    """
    visit = records.find(reader, Inspection, photo.inspection or "")
    site = records.find(reader, Site, visit.site or "") if visit is not None else None
    taken = (photo.taken_at or "")[:19].replace("T", " ")
    place = photo.place
    where = f"北纬{place.latitude} 东经{place.longitude}（{place.datum}）" if place is not None else "未记录"
    return (
        f"拍摄时间：{taken or '未记录'}　位置：{where}",
        f"检查对象：{site.name or '' if site is not None else ''}　执法人员：{_officers(reader, visit)}",
        f"编号：{number or _number(reader, photo)}　原图SHA-256：{(photo.sha256 or '')[:16]}",
    )


def _officers(reader: Reader, visit: Inspection | None) -> str:
    wanted = list(visit.officers or ()) if visit is not None else []
    known = records.many(reader, Officer, wanted)
    return "、".join(known[officer].name or "" for officer in wanted if officer in known) or "未记录"


def _number(reader: Reader, photo: Photo) -> str:
    """Return the number of the newest document that names the photo's hazard, else the end of the hazard's id."""
    of_visit = records.children(reader, Document, photo.inspection or "")
    numbered = [d for d in of_visit if d.number is not None and photo.finding in (d.findings or ())]
    return str(numbered[-1].number) if numbered else f"隐患{(photo.finding or photo.id)[-8:]}"


def stamped(reader: Reader, photo: Photo) -> bytes:
    """Return the stamped copy as a JPEG. Raises BlobMissing, DataMissing and the errors of `photos`."""
    return photos.stamped_jpeg(original(reader, photo), lines(reader, photo), edge=EDGE)


def printed(reader: Reader, photo: Photo, number: DocumentNumber | None) -> bytes:
    """Return the stamped copy as a document prints it. Raises BlobMissing, DataMissing and the errors of `photos`."""
    return photos.stamped_jpeg(original(reader, photo), lines(reader, photo, number), edge=PRINTED_EDGE)


def save(reader: Reader, photo: str, path: Path) -> None:
    """Write the stamped copy into a file, made anew each time. Raises RecordNotFound, FileNotWritten."""
    files.write_new(path, stamped(reader, records.get(reader, Photo, photo)))
