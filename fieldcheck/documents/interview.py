"""询问笔录: who was asked by whom, what duties and rights were told, question and answer; signed on every page."""

from __future__ import annotations

from itertools import zip_longest

from fieldcheck.documents import wordings
from fieldcheck.documents.flow import Row, paragraph, ruled_row, space, together
from fieldcheck.documents.parts import (
    Field,
    continuation_heading,
    field_rows,
    further_officer_rows,
    heading,
    officer_rows,
    period,
    signature_row,
    tick,
)
from fieldcheck.documents.sheet import Filler, Sheet
from fieldcheck.documents.texts import InterviewWording, common, fill, moment_text
from fieldcheck.documents.typesetting import Blank, Inline, Size, Text
from fieldcheck.model.document import DocumentContent, Interviewed
from fieldcheck.model.strokes import SignedAs

BY_HAND = 30.0
"""Height of the line that the person writes on."""


def compose(content: DocumentContent) -> Sheet:
    """Return the record as a sheet. Raises WordingWrong, DataMissing."""
    wording, details = wordings.of(content, InterviewWording), _details(content)
    ordinal = fill(wording.ordinal, ordinal=[Text(str(details.ordinal)) if details.ordinal else Blank(2)])
    signed, layout = signatures(content, wording), wording.layout
    return Sheet(
        layout=layout,
        title=wording.title,
        running=wording.header,
        heading=heading(layout, wording.title, ordinal, content.supersedes),
        continuation=continuation_heading(layout, wording.title, ordinal),
        body=[
            *fields(content, wording),
            *told(content, wording),
            *spoken(details, wording),
            *further_officer_rows(layout, wording.officer, wording.certificate, content.officers),
        ],
        closing=signed,
        last_closing=[*by_hand(wording), *signed],
        filler=Filler(
            ruled_row(layout.measure(layout.body)),
            ruled_row(layout.indented(layout.body), [Text(common().blank_below)]),
            ruled_row(layout.indented(layout.body), [Text(common().continues)]),
        ),
    )


def _details(content: DocumentContent) -> Interviewed:
    assert isinstance(content.details, Interviewed), "a record of an interview says who was asked what"
    return content.details


def fields(content: DocumentContent, wording: InterviewWording) -> list[Row]:
    """Return the fields above the text, in the order of the form."""
    details = _details(content)
    person = details.person
    groups = [
        [Field(wording.time, period(content))],
        [Field(wording.place, content.place_inspected)],
        [
            Field(wording.person, person.name),
            Field(wording.gender, details.gender, 24),
            Field(wording.age, details.age, 24),
        ],
        [Field(wording.identity_number, details.identity_number, 120)],
        [Field(wording.employer, details.employer), Field(wording.post, person.post, 50)],
        [Field(wording.home, details.home), Field(wording.phone, person.phone, 80)],
        *(
            [Field(wording.questioner, officer.name), Field(wording.unit_and_post, f"{content.bureau} {post}".rstrip())]
            for officer, post in zip_longest(content.officers, details.posts[: len(content.officers)], fillvalue="")
            if not isinstance(officer, str)
        ),
        [Field(wording.recorder, details.recorder, 50), Field(wording.present, details.present, 50)],
    ]
    layout = wording.layout
    return [row for group in groups for row in field_rows(layout, group, layout.small)]


def told(content: DocumentContent, wording: InterviewWording) -> list[Row]:
    """Return who the officers said they were, what duties and rights they told, and that it was done."""
    names = "、".join(officer.name for officer in content.officers if officer.name)
    certificates = "、".join(o.certificate_number for o in content.officers if o.certificate_number)
    sentences: tuple[list[Inline], ...] = (
        fill(wording.identity, bureau=content.bureau, names=names, certificates=certificates),
        [Text(wording.rights)],
        tick(_told_text(content, wording), ticked=content.certificates_shown),
    )
    measure = wording.layout.indented(wording.layout.body)
    return [space(4), *(row for sentence in sentences for row in paragraph(sentence, measure))]


def _told_text(content: DocumentContent, wording: InterviewWording) -> str:
    told_at = _details(content).told_at
    return wording.told + (f"（{moment_text(told_at)}）" if told_at else "")


def spoken(details: Interviewed, wording: InterviewWording) -> list[Row]:
    """Return question and answer on ruled lines that go on over the pages."""
    words = [
        inlines
        for one in details.exchanged
        for inlines in (fill(wording.question, text=one.question), fill(wording.answer, text=one.answer))
    ]
    measure = wording.layout.indented(wording.layout.body)
    return [row for inlines in words for row in paragraph(inlines, measure, ruled=True)]


def signatures(content: DocumentContent, wording: InterviewWording) -> list[Row]:
    """Return the lines that are signed on every page: who was asked, who asked, who wrote it down."""
    blanks = {"year": [Blank(2.5)], "month": [Blank(1.5)], "day": [Blank(1.5)]}
    layout, details = wording.layout, _details(content)
    recorder, when = wording.recorder_signer, fill(wording.signed_on, **blanks)
    return [
        space(8),
        *signature_row(layout, wording.unit_signer, when, name=details.person.name),
        *officer_rows(layout, wording.officer, wording.certificate, content.officers),
        *signature_row(layout, recorder, when, signed_as=SignedAs.OFFICER, name=details.recorder),
    ]


def by_hand(wording: InterviewWording) -> list[Row]:
    """Return what the person is asked to write with the own hand, its line, and where corrections are signed."""
    layout = wording.layout
    asked = paragraph([Text(wording.by_hand)], layout.measure(layout.least))
    corrected = paragraph([Text(wording.corrected)], layout.measure(layout.least))
    line = ruled_row(layout.measure(Size(layout.small.points, BY_HAND)))
    return together([space(8), *asked, line, space(4), *corrected])
