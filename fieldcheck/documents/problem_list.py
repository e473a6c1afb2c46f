"""问题清单 and 交办单: what is wrong, who is competent, a request to put it right. They order nothing (P12).

The list goes to the unit, the slip to the department or town that is to see to it.
"""

from __future__ import annotations

from fieldcheck.documents import sealed, texts, wordings
from fieldcheck.documents.flow import Row, paragraph, space, together
from fieldcheck.documents.parts import (
    Field,
    body_size,
    field_rows,
    officers_named,
    period,
    principal_fields,
)
from fieldcheck.documents.sheet import Sheet
from fieldcheck.documents.texts import ListWording, date_text, fill
from fieldcheck.documents.typesetting import Inline, Size, Text
from fieldcheck.model.document import Assignment, DocumentContent, Problem
from fieldcheck.model.form import Level

LEAST_BELOW = 2
"""Lines below a problem that go to a further page at the least."""


def compose(content: DocumentContent) -> Sheet:
    """Return the problem list or the assignment slip as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, ListWording)
    return sealed.compose(content, wording, [*fields(content, wording), space(6), *body(content, wording)])


def fields(content: DocumentContent, wording: ListWording) -> list[Row]:
    """Return the fields that say which visit this is."""
    layout = wording.layout
    labels = (wording.principal, wording.post, wording.phone)
    kind = Field(wording.kind, texts.visit_kind(content.visit_kind))
    campaign = [Field(wording.campaign, content.campaign)] if content.campaign else []
    manager = content.site_manager
    managers = [Field(wording.site_manager, _joined(manager.name, manager.post, manager.phone))] if manager.name else []
    groups = [
        [Field(wording.unit, content.unit_name)],
        [Field(wording.address, content.address)],
        principal_fields(labels, content.principal),
        managers,
        [kind, *campaign],
        [Field(wording.place, content.place_inspected)],
        [Field(wording.time, period(content))],
        [Field(wording.officers, officers_named(content))],
    ]
    return [row for group in groups if group for row in field_rows(layout, group, layout.small)]


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)


def body(content: DocumentContent, wording: ListWording) -> list[Row]:
    """Return the problems and the request."""
    layout = wording.layout
    size = body_size(layout, content)
    indented = layout.indented(size)
    kind = texts.visit_kind(content.visit_kind)
    recipient = content.details.recipient if isinstance(content.details, Assignment) else ""
    addressee = fill(wording.addressee, unit=content.unit_name, recipient=recipient)
    rows = paragraph(addressee, layout.measure(size))
    day = date_text(content.started_at.date())
    opening = fill(wording.opening, bureau=content.bureau, kind=kind, unit=content.unit_name, date=day)
    rows += paragraph(opening, indented)
    for problem in content.problems:
        rows += problem_rows(problem, wording, size)
    sentences = (authorities(content, wording), request(content, wording), fill(wording.nature))
    return [*rows, *together([row for one in sentences if one for row in paragraph(one, indented)])]


def problem_rows(problem: Problem, wording: ListWording, size: Size) -> list[Row]:
    """Return one numbered problem, and below it what is known of it, a smaller size down."""
    layout = wording.layout
    rows = paragraph([Text(f"{problem.number}. {problem.description}")], layout.indented(size), keep=True)
    lesser = layout.least if size == layout.small else layout.small
    inset = 2 * size.points
    detail = layout.measure(lesser, first_indent=inset, hanging=inset, justified=False)
    below = [row for inlines in details(problem, wording) for row in paragraph(inlines, detail)]
    return [*rows, *below[:-LEAST_BELOW], *together(below[-LEAST_BELOW:])]


def details(problem: Problem, wording: ListWording) -> list[list[Inline]]:
    """Return the lines below a problem: place and level, basis, measure and person, deadline and authority."""
    major = problem.level == Level.MAJOR
    level = fill(wording.level, level=[Text(wording.major if major else wording.general, bold=major)])
    location = fill(wording.location, location=problem.location) if problem.location else []
    basis = fill(wording.basis, basis="；".join(problem.basis)) if problem.basis else []
    measure = fill(wording.measure, measure=problem.measure) if problem.measure else []
    responsible = fill(wording.person, person=problem.responsible_person) if problem.responsible_person else []
    deadline = fill(wording.deadline, deadline=date_text(problem.deadline)) if problem.deadline else []
    authority = fill(wording.authority, authority=problem.authority)
    lines = (_side(location, level), basis, measure, responsible, _side(deadline, authority))
    return [line for line in lines if line]


def _side(*groups: list[Inline]) -> list[Inline]:
    """Return groups of words one behind the other, a space of two letters between them."""
    joined: list[Inline] = []
    for group in groups:
        if joined and group:
            joined.append(Text("　　"))
        joined += group
    return joined


def authorities(content: DocumentContent, wording: ListWording) -> list[Inline]:
    """Return which authority is competent for which problems."""
    groups: dict[str, list[int]] = {}
    for problem in content.problems:
        groups.setdefault(problem.authority, []).append(problem.number)
    joined: list[Inline] = []
    for authority, numbers in groups.items():
        if joined:
            joined.append(Text("，"))
        joined += fill(wording.authority_group, items=texts.number_list(numbers), authority=authority)
    return fill(wording.authorities, groups=joined) if joined else []


def request(content: DocumentContent, wording: ListWording) -> list[Inline]:
    """Return what the unit is asked to do, and by when to answer."""
    if content.reply_by is None:
        return fill(wording.request, bureau=content.bureau, unit=content.unit_name)
    deadline = date_text(content.reply_by)
    return fill(wording.request_by, bureau=content.bureau, unit=content.unit_name, deadline=deadline)
