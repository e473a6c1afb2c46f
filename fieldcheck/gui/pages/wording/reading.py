"""What the page on wording and layout reads and checks beside the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck import documents
from fieldcheck.documents.rules import Wrong
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import wording_editing, wordings
from fieldcheck.operations.wording_editing import Editable, Version
from fieldcheck.store import Reader


@dataclass(frozen=True, slots=True)
class Found:
    """The versions of a kind, newest first; what is edited; the notes and the shipped text of each key; the fonts.

    `newer` is the first day of a shipped version that is newer than the bureau's own, which holds, or None.
    """

    kind: DocumentKind
    versions: Sequence[Version]
    editable: Editable
    is_draft: bool
    notes: Mapping[str, str]
    shipped: Mapping[str, str]
    fonts: Sequence[tuple[str, str]]
    newer: date | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A wording as it was typed, and what is wrong with it."""

    text: str
    wrong: Sequence[Wrong]


def found(reader: Reader, kind: DocumentKind, draft: str) -> Found:
    """Return what the page shows of a kind; `draft` is what was typed and not kept, or empty.

    Raises OwnWordingWrong, BlobMissing, DataMissing.
    """
    versions = wording_editing.versions(reader, kind)
    editable = wording_editing.opened(draft or versions[0].text, kind)
    usual = wording_editing.opened(documents.shipped_wording(kind, date.today()), kind)
    fonts = [(name, name) for name in documents.shipped_fonts()]
    fonts += [(one.sha256 or "", one.name or "") for one in wordings.typefaces(reader)]
    notes = wording_editing.notes(kind, date.today())
    return Found(
        kind, versions, editable, bool(draft), notes, usual.texts, fonts, wording_editing.newer_shipped(versions)
    )


def checked(text: str, kind: DocumentKind) -> Checked:
    """Return what is wrong with a wording that is being typed. Raises OwnWordingWrong, DataMissing."""
    return Checked(text, wording_editing.check(text, kind))
