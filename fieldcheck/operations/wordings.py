"""The bureau's own wording and layout of its documents, and its fonts: kept as they were written, from a day on."""

from __future__ import annotations

import tomllib
from datetime import date

from fieldcheck import documents
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.papers import Typeface, Wording
from fieldcheck.operations import trust
from fieldcheck.store import Changes, Reader, Store, Transaction, blobs
from fieldcheck.store.queries import records

SHIPPED = ""
"""The text that stands for the shipped wording: a bureau that goes back to it keeps this one from a day on."""


class FontNotHere(InputError):
    """A layout names a font that the bureau has not taken in."""

    code = "FONT_NOT_HERE"
    message = N_("The layout names the font {sha256}, which is not here. Take its file in first; nothing was changed.")


def put(store: Store, kind: DocumentKind, text: str, author: str = "") -> Changes:
    """Keep a wording (TOML, as in `resources/documents`); it holds for documents from its own first day on.

    Raises OwnWordingWrong where it lacks a blank or a sentence that the law requires or cannot be laid out,
    FontNotHere, BureauOnly, DataMissing.
    """
    version, first_day, fonts = documents.check_wording(text, kind)
    known = {one.sha256 for one in typefaces(store.reader())}
    for sha256 in fonts:
        if sha256 not in known:
            raise FontNotHere(sha256=sha256[:16])
    return _keep(store, kind, text, version, first_day, author)


def put_back(store: Store, kind: DocumentKind, first_day: date, author: str = "") -> Changes:
    """Go back to the shipped wording for documents from a day on. Raises BureauOnly."""
    return _keep(store, kind, SHIPPED, "", first_day, author)


def _keep(store: Store, kind: DocumentKind, text: str, version: str, first_day: date, author: str) -> Changes:
    entity = new_id()
    _require_authority(store.reader())

    def work(transaction: Transaction) -> str:
        sha256 = blobs.put(transaction, text.encode())
        values = {"document": kind, "version": version, "in_force_from": first_day, "sha256": sha256}
        transaction.append("wording", entity, "", values)
        return entity

    return store.write(work, author)


def _require_authority(reader: Reader) -> None:
    """Raise BureauOnly at a laptop that was taken in: it has the wording of its bureau."""
    if trust.is_enrolled(reader):
        trust.require_bureau(reader)


def every(reader: Reader, kind: str) -> list[Wording]:
    """Return the bureau's own wordings of a kind, the one that holds longest last."""
    found = [one for one in records.everything(reader, Wording) if one.document == kind and one.in_force_from]
    return sorted(found, key=lambda one: (one.in_force_from or date.min, one.id))


def text_of(reader: Reader, kind: str, day: date) -> str:
    """Return the bureau's own wording in force on a day, or an empty text for the shipped one. Raises BlobMissing."""
    holding = [one for one in every(reader, kind) if (one.in_force_from or date.max) <= day]
    return written(reader, holding[-1]) if holding else SHIPPED


def written(reader: Reader, wording: Wording) -> str:
    """Return a wording as it was kept; an empty text where it goes back to the shipped one. Raises BlobMissing."""
    return blobs.get(reader, wording.sha256 or "").decode()


def own_title(reader: Reader, kind: str, day: date) -> str:
    """Return what the bureau's own wording calls a kind on a day; empty where the shipped one holds."""
    text = text_of(reader, kind, day)
    return str(tomllib.loads(text)["title"]) if text else ""


def in_force(reader: Reader, kind: DocumentKind, day: date) -> str:
    """Return the wording of a kind that holds on a day, own or shipped, as TOML. Raises BlobMissing, DataMissing."""
    return text_of(reader, kind, day) or documents.shipped_wording(kind, day)


def fonts_of(reader: Reader, kind: DocumentKind, text: str) -> tuple[bytes, ...]:
    """Return the files of the bureau's own fonts that a wording names. Raises OwnWordingWrong, BlobMissing."""
    if not text:
        return ()
    _version, _day, fonts = documents.check_wording(text, kind)
    return tuple(blobs.get(reader, sha256) for sha256 in fonts)


def take_font(store: Store, data: bytes, name: str, author: str = "") -> Changes:
    """Keep a font file of the bureau's own; `main` is its record's id, that of the first where it is here already.

    Raises FontUnusable where it cannot be embedded, BureauOnly.
    """
    called = documents.check_font(data, name)
    reader = store.reader()
    _require_authority(reader)
    known = {one.sha256: one.id for one in typefaces(reader)}
    entity = new_id()

    def work(transaction: Transaction) -> str:
        sha256 = blobs.put(transaction, data)
        if sha256 in known:
            return known[sha256]
        transaction.append("typeface", entity, "", {"name": called or name, "sha256": sha256})
        return entity

    return store.write(work, author)


def typefaces(reader: Reader) -> list[Typeface]:
    """Return the bureau's own fonts, in the order in which they were taken in."""
    found = [one for one in records.everything(reader, Typeface) if one.sha256]
    return sorted(found, key=lambda one: one.id)
