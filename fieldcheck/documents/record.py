"""现场检查记录: who was inspected, where and when, by whom, what was found; ruled, and closed 以下空白."""

from __future__ import annotations

from fieldcheck.documents import appendix, texts, wordings
from fieldcheck.documents.flow import Row, paragraph, ruled_row, space
from fieldcheck.documents.parts import (
    Field,
    announces,
    body_size,
    continuation_heading,
    date_row,
    field_rows,
    further_officer_rows,
    heading,
    is_enforcement,
    number_line,
    officer_rows,
    period,
    principal_fields,
    signature_row,
    tick,
)
from fieldcheck.documents.sheet import Filler, Sheet, room
from fieldcheck.documents.texts import RecordWording, chinese_date, closed, date_text, fill
from fieldcheck.documents.typesetting import Inline, Text
from fieldcheck.model.document import DocumentContent, PersonLine, Problem
from fieldcheck.model.form import Level


def compose(content: DocumentContent) -> Sheet:
    """Return the record as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, RecordWording)
    number = number_line(content, wording.series)
    layout = wording.layout
    continuation = continuation_heading(layout, wording.title, number)
    size = body_size(layout, content)
    signed = [
        space(8),
        *officer_rows(layout, wording.officer, wording.certificate, content.officers),
        *signature_row(layout, wording.unit_signer, person(content.site_manager), name=content.site_manager.name),
        date_row(layout, chinese_date(content.issued_on)),
    ]
    photo_pages = appendix.pages(layout, content.photos, room(layout, continuation, signed))
    return Sheet(
        layout=layout,
        title=wording.title,
        running=wording.header,
        heading=heading(layout, wording.title, number, content.supersedes),
        continuation=continuation,
        body=[
            *fields(content, wording),
            *situation(content, wording, appendix.note(photo_pages, content.photos)),
            *further_officer_rows(layout, wording.officer, wording.certificate, content.officers),
        ],
        closing=signed,
        last_closing=signed,
        filler=Filler(
            ruled_row(layout.measure(size)),
            ruled_row(layout.indented(size), [Text(wording.blank_below)]),
            ruled_row(layout.indented(size), [Text(texts.common().continues)]),
        ),
        appendix=photo_pages,
    )


def fields(content: DocumentContent, wording: RecordWording) -> list[Row]:
    """Return the fields above 检查情况, in the order of the form."""
    layout = wording.layout
    size = layout.small
    labels = (wording.principal, wording.post, wording.phone)
    rows = field_rows(layout, [Field(wording.unit, content.unit_name)], size)
    rows += field_rows(layout, [Field(wording.address, content.address)], size)
    rows += field_rows(layout, principal_fields(labels, content.principal), size)
    rows += field_rows(layout, [Field(wording.place, content.place_inspected)], size)
    rows += field_rows(layout, [Field(wording.time, period(content))], size)
    size = body_size(layout, content)
    indented = layout.indented(size)
    rows += [space(4), *paragraph(identity(content, wording), indented)]
    shown = tick(wording.certificates_shown, ticked=content.certificates_shown)
    rows += paragraph(shown, indented)
    return [*rows, *paragraph([Text(wording.situation)], layout.measure(size), keep=True)]


def identity(content: DocumentContent, wording: RecordWording) -> list[Inline]:
    """Return the sentence with which the officers say who they are and what they come for."""
    names = "、".join(officer.name for officer in content.officers if officer.name)
    certificates = "、".join(o.certificate_number for o in content.officers if o.certificate_number)
    template = wording.identity if is_enforcement(content) else wording.identity_other
    kind = texts.visit_kind(content.visit_kind)
    return fill(template, bureau=content.bureau, names=names, certificates=certificates, kind=kind)


def situation(content: DocumentContent, wording: RecordWording, note: str) -> list[Row]:
    """Return what stands on the ruled lines: what was seen, then every problem with what is to be done about it."""
    indented = wording.layout.indented(body_size(wording.layout, content))
    words: list[list[Inline]] = [[Text(line)] for line in content.situation.splitlines() if line.strip()]
    words.append([Text(wording.problems if content.problems else wording.no_problem)])
    words += [problem_words(problem, wording) for problem in content.problems]
    if note:
        words.append([Text(f"{note}。")])
    return [row for inlines in words for row in paragraph(inlines, indented, ruled=True, keep=announces(inlines))]


def problem_words(problem: Problem, wording: RecordWording) -> list[Inline]:
    """Return one numbered problem with everything that is known of it."""
    found: list[Inline] = [Text(f"{problem.number}. {closed(problem.description)}")]
    if problem.level == Level.MAJOR:
        found.append(Text(wording.major, bold=True))
    found.append(Text("。"))
    parts = (
        (wording.location, "location", closed(problem.location)),
        (wording.basis, "basis", "；".join(problem.basis)),
        (wording.measure, "measure", closed(problem.measure)),
        (wording.deadline, "deadline", date_text(problem.deadline) if problem.deadline else ""),
        (wording.person, "person", closed(problem.responsible_person)),
        (wording.authority, "authority", closed(problem.authority)),
    )
    for template, name, value in parts:
        if value:
            found += fill(template, **{name: value})
    return found


def person(line: PersonLine) -> list[Inline]:
    """Return a person as printed behind a line to sign: name and post in brackets; nothing where unknown."""
    words = "，".join(part for part in (line.name, line.post) if part)
    return [Text(f"（{words}）")] if words else []
