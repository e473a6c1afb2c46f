"""文书送达回执: which documents were served when, where, how and by whom; who received them, or why nobody did.

It has no number of its own and no seal. Each service of a visit is a block with its own lines to sign.
"""

from __future__ import annotations

from fieldcheck.documents import texts, wordings
from fieldcheck.documents.flow import Row, paragraph, space, together
from fieldcheck.documents.parts import (
    Field,
    continuation_heading,
    field_rows,
    heading,
    number_line,
    officer_rows,
    signature_row,
    tick,
)
from fieldcheck.documents.sheet import Sheet, words_filler
from fieldcheck.documents.texts import ReceiptWording, chinese_date, fill
from fieldcheck.documents.typesetting import Inline, Text
from fieldcheck.model.document import DocumentContent, PersonLine, Served, ServiceReceipt
from fieldcheck.model.papers import ServiceMethod
from fieldcheck.model.strokes import SignedAs


def compose(content: DocumentContent) -> Sheet:
    """Return the receipt as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, ReceiptWording)
    number, layout = number_line(content, wording.series), wording.layout
    return Sheet(
        layout=layout,
        title=wording.title,
        running=wording.header,
        heading=heading(layout, wording.title, number, content.supersedes),
        continuation=continuation_heading(layout, wording.title, number),
        body=body(content, wording),
        closing=(),
        last_closing=(),
        copies=wording.copies,
        filler=words_filler(layout, 3 * layout.small.leading),
    )


def body(content: DocumentContent, wording: ReceiptWording) -> list[Row]:
    """Return the unit, then a block for each service; what one signs stays on one page with what it is about."""
    details = content.details
    assert isinstance(details, ServiceReceipt), "a receipt has what was served"
    rows = _field(wording, wording.unit, content.unit_name)
    for served in details.services:
        rows += [space(10), *together([*_papers(content, served, wording), *_service(served, wording)])]
    return rows


def _field(wording: ReceiptWording, label: str, value: str) -> list[Row]:
    return field_rows(wording.layout, [Field(label, value)], wording.layout.small)


def _papers(content: DocumentContent, served: Served, wording: ReceiptWording) -> list[Row]:
    layout = wording.layout
    rows = paragraph([Text(wording.papers)], layout.measure(layout.small), keep=True)
    for place, paper in enumerate(served.papers, 1):
        title = wordings.title_of(content, paper.kind, paper.number, content.issued_on)
        line = fill(wording.paper, place=str(place), title=title, number=paper.number)
        rows += paragraph(line, layout.indented(layout.small))
    return rows


def _service(served: Served, wording: ReceiptWording) -> list[Row]:
    layout = wording.layout
    rows = _field(wording, wording.time, texts.moment_text(served.at))
    rows += _field(wording, wording.place, served.place)
    rows += [*_methods(served, wording), space(6)]
    rows += officer_rows(layout, wording.officer, wording.certificate, served.officers)
    recipient, witness = served.recipient, served.witness
    rows += signature_row(layout, wording.unit_signer, _signed_by(recipient), name=recipient.name)
    rows += [space(6), *_field(wording, wording.reason, served.reason)]
    if served.method == ServiceMethod.LEFT:
        rows += paragraph([Text(wording.left)], layout.indented(layout.small))
        signing = _signed_by(witness)
        rows += signature_row(layout, wording.witness, signing, signed_as=SignedAs.WITNESS, name=witness.name)
    return rows


def _methods(served: Served, wording: ReceiptWording) -> list[Row]:
    line: list[Inline] = [Text(wording.method)]
    for method, word in wording.methods.items():
        line += [*tick(word, ticked=method == served.method), Text("　")]
    return paragraph(line[:-1], wording.layout.measure(wording.layout.small, justified=False))


def _signed_by(person: PersonLine) -> list[Inline]:
    """Return who is meant to sign a line, and the blanks of a date that is written by hand."""
    who = "，".join(part for part in (person.name, person.post) if part)
    return [*([Text(f"（{who}）")] if who else []), *chinese_date(None)]
