"""Values in, bytes out: the statutory documents as PDF, always in Chinese, in the shipped fonts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fieldcheck.documents.rules import Rule, Wrong
from fieldcheck.model.document import DocumentContent, DocumentKind
from fieldcheck.model.strokes import SignatureSheet

if TYPE_CHECKING:
    from fieldcheck.documents.sheet import Sheet


def render(content: DocumentContent) -> bytes:
    """Return the document as a PDF; the same content gives the same bytes.

    Raises PhotoNotDrawable, WordingWrong, DataMissing.
    """
    from fieldcheck.documents import sheet

    return sheet.write(_composed(content), content)


def _composed(content: DocumentContent) -> Sheet:
    # The PDF library and the fonts are read when the first document is made, not when the program starts.
    from fieldcheck.documents import (
        interview,
        measures,
        order,
        problem_list,
        receipt,
        recheck,
        record,
        sampling,
        scheme,
        transfer,
    )

    compose = {
        DocumentKind.INSPECTION_RECORD: record.compose,
        DocumentKind.RECTIFICATION_ORDER: order.compose,
        DocumentKind.PROBLEM_LIST: problem_list.compose,
        DocumentKind.INSPECTION_SCHEME: scheme.compose,
        DocumentKind.MEASURES_DECISION: measures.compose,
        DocumentKind.RECHECK_OPINION: recheck.compose,
        DocumentKind.ASSIGNMENT_SLIP: problem_list.compose,
        DocumentKind.TRANSFER_LETTER: transfer.compose,
        DocumentKind.SERVICE_RECEIPT: receipt.compose,
        DocumentKind.INTERVIEW_RECORD: interview.compose,
        DocumentKind.SAMPLING_VOUCHER: sampling.compose,
    }[content.kind]
    return compose(content)


def signatures(sheet: SignatureSheet) -> bytes:
    """Return the page that shows what was drawn on the screen, as a PDF. Raises DataMissing."""
    from fieldcheck.documents import signature_sheet

    return signature_sheet.render(sheet)


def signed_copy(content: DocumentContent, sheet: SignatureSheet) -> bytes:
    """Return a copy of the document with what was drawn on the screen beside the lines to sign, and that page behind.

    Raises PhotoNotDrawable, WordingWrong, DataMissing.
    """
    from fieldcheck.documents import ink_copy

    return ink_copy.render(_composed(content), content, sheet)


def check_wording(text: str, kind: DocumentKind) -> tuple[str, date, list[str]]:
    """Return (version, first day, SHA-256 of own fonts) of a bureau's own wording of a kind of document, as TOML.

    Raises OwnWordingWrong where it lacks a blank or what the law requires, or cannot be laid out, DataMissing.
    """
    from fieldcheck.documents import wordings

    return wordings.check(text, kind)


def shipped_wording(kind: DocumentKind, day: date) -> str:
    """Return the shipped wording of a kind in force on a day, as TOML. Raises WordingWrong, DataMissing."""
    from fieldcheck.documents import wordings

    return wordings.shipped_text(kind, day)


def shipped_versions(kind: DocumentKind) -> list[tuple[str, date]]:
    """Return (version, first day) of each shipped wording of a kind, the oldest first. Raises WordingWrong."""
    from fieldcheck.documents import wordings

    return wordings.shipped_versions(kind)


def wording_rules(kind: DocumentKind, day: date) -> dict[str, Rule]:
    """Return what each text of a wording that begins on a day must keep. Raises WordingWrong, DataMissing."""
    from fieldcheck.documents import wordings

    return wordings.keeps(kind, day)


def wording_wrong(text: str, kind: DocumentKind) -> list[Wrong]:
    """Return what is wrong with a bureau's own wording (TOML), key by key.

    Raises OwnWordingWrong where it is no wording at all.
    """
    from fieldcheck.documents import wordings

    return wordings.wrong(text, kind)


def default_layout() -> dict[str, float | str]:
    """Return the layout that all documents share, by key. Raises WordingWrong, DataMissing."""
    from fieldcheck.documents import layouts

    found = layouts.default()
    return {key: getattr(found, key) for key in found.__struct_fields__}


def shipped_fonts() -> list[str]:
    """Return the names of the shipped fonts as a layout writes them."""
    from fieldcheck.documents import fonts

    return list(fonts.SHIPPED)


def check_font(data: bytes, name: str) -> str:
    """Return the full name of a font file that documents can be printed with. Raises FontUnusable."""
    from fieldcheck.documents import typefaces

    return typefaces.check(data, name)


def warm_up() -> None:
    """Read the library and the fonts (about half a second) ahead of the first document. Raises DataMissing."""
    from fieldcheck.documents import fonts, sheet, texts

    assert sheet
    fonts.load()
    texts.common()
