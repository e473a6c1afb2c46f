"""What holds of every approved picture: no ink in the margins, the square of the seal free, a foot on every page."""

from __future__ import annotations

import pytest
from PIL import Image

from fieldcheck import documents
from fieldcheck.documents import layouts
from fieldcheck.model.document import DocumentKind
from tests.golden import pictures
from tests.golden.test_document_texts import DOCUMENTS, HERE, SIGNED

LAYOUT = layouts.default()
EACH_KIND = {content.kind: content for content in DOCUMENTS.values() if not content.problems[3:] and not content.draft}
WITHOUT_SEAL = {
    DocumentKind.INSPECTION_RECORD,
    DocumentKind.INSPECTION_SCHEME,
    DocumentKind.SERVICE_RECEIPT,
    DocumentKind.INTERVIEW_RECORD,
}
SEALED = [name for name in sorted(DOCUMENTS) if DOCUMENTS[name].kind not in WITHOUT_SEAL and not DOCUMENTS[name].draft]


def ink(page: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    """Return whether anything stands in a part of a page; millimetres from its left upper corner."""
    box = [round(millimetres / pictures.MILLIMETRES) for millimetres in (left, top, right, bottom)]
    return page.crop((box[0], box[1], box[2], box[3])).getextrema() != (255, 255)


def text_pages(name: str) -> list[Image.Image]:
    """Return the pages of an approved picture, without those white ones that fill its last row."""
    return [page for page in pictures.kept(HERE / f"{name}.png") if ink(page, 0, 0, 210, 297)]


@pytest.mark.parametrize("name", sorted(DOCUMENTS.keys() - SIGNED.keys()))
def test_nothing_stands_in_the_margins_and_every_page_has_its_foot(name: str) -> None:
    for page in text_pages(name):
        if not DOCUMENTS[name].draft:
            assert not ink(page, 0, 0, LAYOUT.margin_left - 1, 297)
            assert not ink(page, 210 - LAYOUT.margin_right + 1, 0, 210, 297)
        foot = 297 - LAYOUT.margin_bottom + LAYOUT.page_gap
        assert ink(page, 80, foot - 5, 130, foot + 2)
        assert not ink(page, 0, foot + 4, 210, 297)


@pytest.mark.parametrize("name", SEALED)
def test_the_square_of_the_seal_is_free_but_for_name_and_day(name: str) -> None:
    texts = (HERE / f"{name}.txt").read_text(encoding="utf-8").split("----")
    [page] = (page for page, text in zip(text_pages(name), texts, strict=True) if "（印章）" in text)
    right, bottom = 210 - LAYOUT.margin_right, 297 - LAYOUT.margin_bottom
    left, top = right - LAYOUT.seal_edge, bottom - LAYOUT.seal_edge
    assert not ink(page, left, top + 1, right, top + 11)
    assert ink(page, left, top + 11, right, bottom - 11)
    assert not ink(page, left, bottom - 11, right, bottom)


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_same_content_gives_the_same_bytes(kind: DocumentKind) -> None:
    assert documents.render(EACH_KIND[kind]) == documents.render(EACH_KIND[kind])
