"""案件移送书: what another authority is competent for, by which law, with which papers. No officer signs it."""

from __future__ import annotations

from fieldcheck.documents import sealed, texts, wordings
from fieldcheck.documents.flow import Row
from fieldcheck.documents.order import item
from fieldcheck.documents.parts import letter_rows
from fieldcheck.documents.sheet import Sheet
from fieldcheck.documents.texts import TransferWording, chinese_date, closed, fill
from fieldcheck.documents.typesetting import Inline
from fieldcheck.model.document import DocumentContent, TransferLetter


def compose(content: DocumentContent) -> Sheet:
    """Return the letter as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, TransferWording)
    return sealed.compose(content, wording, body(content, wording))


def body(content: DocumentContent, wording: TransferWording) -> list[Row]:
    """Return what stands between the number and the seal."""
    details = content.details
    assert isinstance(details, TransferLetter), "a letter has an authority that it goes to"
    sentences = [
        fill(wording.cause, cause=closed(details.cause)),
        _opening(content, wording),
        *(item(problem, wording) for problem in content.problems),
    ]
    closing = [
        fill(wording.transfer, articles=wording.articles),
        *_materials(content, details, wording),
        fill(wording.contact, name=details.contact.name, phone=details.contact.phone),
    ]
    return letter_rows(
        wording.layout, content, fill(wording.addressee, recipient=details.recipient), sentences, closing
    )


def _opening(content: DocumentContent, wording: TransferWording) -> list[Inline]:
    return fill(
        wording.opening,
        bureau=content.bureau,
        date=chinese_date(content.started_at.date()),
        unit=content.unit_name,
        address=content.address,
        kind=texts.visit_kind(content.visit_kind),
    )


def _materials(content: DocumentContent, details: TransferLetter, wording: TransferWording) -> list[list[Inline]]:
    if not details.materials:
        return [fill(wording.no_materials)]
    listed = [fill(wording.materials)]
    for place, one in enumerate(details.materials, 1):
        title = wordings.title_of(content, one.kind, one.number, content.issued_on)
        listed.append(fill(wording.material, place=str(place), title=title, number=one.number))
    return listed
