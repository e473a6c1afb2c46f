"""The bureau's own wording of its documents: kept as it was written, in force from a day on."""

from __future__ import annotations

from datetime import date

from fieldcheck import documents
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.papers import Wording
from fieldcheck.store import Changes, Reader, Store, Transaction, blobs
from fieldcheck.store.queries import records


def put(store: Store, kind: DocumentKind, text: str, author: str = "") -> Changes:
    """Keep a wording (TOML, as in `resources/documents`); it holds for documents from its own first day on.

    Raises WordingWrong where it lacks a blank or a sentence that the law requires, DataMissing.
    """
    version, first_day = documents.check_wording(text, kind)
    entity = new_id()

    def work(transaction: Transaction) -> str:
        sha256 = blobs.put(transaction, text.encode())
        values = {"document": kind, "version": version, "in_force_from": first_day, "sha256": sha256}
        transaction.append("wording", entity, "", values)
        return entity

    return store.write(work, author)


def every(reader: Reader, kind: DocumentKind) -> list[Wording]:
    """Return the bureau's own wordings of a kind, the one that holds longest last."""
    found = [one for one in records.everything(reader, Wording) if one.document == kind and one.in_force_from]
    return sorted(found, key=lambda one: (one.in_force_from or date.min, one.id))


def text_of(reader: Reader, kind: DocumentKind, day: date) -> str:
    """Return the bureau's own wording in force on a day, or an empty text for the shipped one. Raises BlobMissing."""
    holding = [one for one in every(reader, kind) if (one.in_force_from or date.max) <= day]
    return blobs.get(reader, holding[-1].sha256 or "").decode() if holding else ""
