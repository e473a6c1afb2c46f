"""Values in, bytes out: the statutory documents as PDF, always in Chinese, in the shipped fonts."""

from __future__ import annotations

from fieldcheck.model.document import DocumentContent, DocumentKind


def render(content: DocumentContent) -> bytes:
    """Return the document as a PDF; the same content gives the same bytes.

    Raises PhotoNotDrawable, WordingWrong, DataMissing.
    """
    # The PDF library and the fonts are read when the first document is made, not when the program starts.
    from fieldcheck.documents import order, problem_list, record, sheet

    compose = {
        DocumentKind.INSPECTION_RECORD: record.compose,
        DocumentKind.RECTIFICATION_ORDER: order.compose,
        DocumentKind.PROBLEM_LIST: problem_list.compose,
    }[content.kind]
    return sheet.write(compose(content), content)


def warm_up() -> None:
    """Read the library and the fonts (about half a second) ahead of the first document. Raises DataMissing."""
    from fieldcheck.documents import fonts, sheet, texts

    assert sheet
    fonts.load()
    texts.common()
