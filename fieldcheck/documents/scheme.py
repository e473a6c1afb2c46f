"""现场检查方案: whom, when, by whom, what and how; reviewed and approved inside the bureau before anyone goes."""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.documents import texts, wordings
from fieldcheck.documents.flow import Row, paragraph, ruled_row, space, together
from fieldcheck.documents.layouts import Layout
from fieldcheck.documents.parts import (
    Field,
    body_size,
    continuation_heading,
    date_row,
    field_rows,
    further_officer_rows,
    heading,
    number_line,
    officer_rows,
    officers_named,
    period,
)
from fieldcheck.documents.sheet import Sheet, words_filler
from fieldcheck.documents.texts import SchemeWording, chinese_date, fill
from fieldcheck.documents.typesetting import Blank, Text
from fieldcheck.model.document import DocumentContent, Scheme

BY_HAND = 3
"""Empty lines where it is not known yet what is to be inspected."""


def compose(content: DocumentContent) -> Sheet:
    """Return the scheme as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, SchemeWording)
    number = number_line(content, wording.series)
    layout = wording.layout
    officers = officer_rows(layout, wording.officer, wording.certificate, content.officers)
    signed = [space(8), *officers, date_row(layout, chinese_date(content.issued_on))]
    return Sheet(
        layout=layout,
        title=wording.title,
        running=wording.header,
        heading=heading(layout, wording.title, number, content.supersedes),
        continuation=continuation_heading(layout, wording.title, number),
        body=[
            *body(content, wording),
            *further_officer_rows(layout, wording.officer, wording.certificate, content.officers),
        ],
        closing=signed,
        last_closing=signed,
        copies=wording.copies,
        filler=words_filler(layout, 3 * body_size(layout, content).leading),
    )


def body(content: DocumentContent, wording: SchemeWording) -> list[Row]:
    """Return the fields in the order of the form, then both opinions with a line to sign and date each."""
    details = content.details
    assert isinstance(details, Scheme), "a scheme says what is to be inspected"
    groups = [
        [Field(wording.unit, content.unit_name)],
        [Field(wording.address, content.address)],
        [Field(wording.contact, details.contact.name), Field(wording.phone, details.contact.phone)],
        [Field(wording.industry, details.industry)],
        [Field(wording.time, period(content))],
        [Field(wording.officers, officers_named(content))],
        [Field(wording.kind, texts.visit_kind(content.visit_kind)), Field(wording.source, content.campaign)],
        [Field(wording.approval, details.approval)],
    ]
    layout = wording.layout
    rows = [row for group in groups for row in field_rows(layout, group, layout.small)]
    rows += [space(6), *_listed(layout, wording.subjects, details.subjects)]
    rows += field_rows(layout, [Field(wording.methods, details.methods)], layout.small)
    for opinion in (wording.reviewed, wording.approved):
        rows += [space(6), *_opinion(opinion, wording)]
    return [*rows, space(6), *field_rows(layout, [Field(wording.remark, details.remark)], layout.small)]


def _listed(layout: Layout, label: str, subjects: Sequence[str]) -> list[Row]:
    rows = paragraph([Text(label)], layout.measure(layout.small), keep=True)
    indented = layout.indented(layout.small)
    for number, subject in enumerate(subjects, 1):
        rows += paragraph([Text(f"{number}. {subject}")], indented)
    return rows if subjects else [*rows, *(ruled_row(layout.measure(layout.small)) for _line in range(BY_HAND))]


def _opinion(label: str, wording: SchemeWording) -> list[Row]:
    layout = wording.layout
    rows = field_rows(layout, [Field(label, "")], layout.small)
    signed = fill(wording.signature, name=[Blank(7)], day=chinese_date(None))
    return together([*rows, *paragraph([Text("　" * 10), *signed], layout.measure(layout.small))])
