"""责令限期整改指令书: the problems, the deadline of each, the remedy, two officers, the unit, the seal."""

from __future__ import annotations

from fieldcheck.documents import sealed, texts, wordings
from fieldcheck.documents.flow import Row
from fieldcheck.documents.parts import letter_rows
from fieldcheck.documents.sheet import Sheet
from fieldcheck.documents.texts import (
    Filling,
    MeasuresWording,
    OrderWording,
    Wording,
    chinese_date,
    closed,
    fill,
)
from fieldcheck.documents.typesetting import Inline, Text
from fieldcheck.model.document import DocumentContent, Problem
from fieldcheck.model.form import Level


def compose(content: DocumentContent) -> Sheet:
    """Return the order as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, OrderWording)
    return sealed.compose(content, wording, body(content, wording))


def body(content: DocumentContent, wording: OrderWording) -> list[Row]:
    """Return what stands between the number and the signatures."""
    sentences = [fill(wording.opening), *(item(problem, wording) for problem in content.problems)]
    sentences.append(order_sentence(content, wording))
    closing = [fill(wording.interim), remedy(content, wording)]
    return letter_rows(wording.layout, content, fill(wording.addressee, unit=content.unit_name), sentences, closing)


def item(problem: Problem, wording: Wording) -> list[Inline]:
    """Return one numbered problem with its place and its basis."""
    found: list[Inline] = [Text(f"{problem.number}. {closed(problem.description)}")]
    if problem.level == Level.MAJOR:
        found.append(Text(wording.major, bold=True))
    found.append(Text("。"))
    if problem.location:
        found += fill(wording.location, location=closed(problem.location))
    if problem.basis:
        found += fill(wording.basis, basis="；".join(problem.basis))
    return found


def order_sentence(content: DocumentContent, wording: OrderWording) -> list[Inline]:
    """Return the order itself: every deadline with the problems that it holds for, the earliest first."""
    undated = tuple(problem.number for problem in content.problems if problem.deadline is None)
    pairs = [(pair.numbers, chinese_date(pair.deadline)) for pair in content.deadline_pairs()]
    if undated:
        pairs.append((undated, chinese_date(None)))
    joined: list[Inline] = []
    for numbers, deadline in pairs:
        if joined:
            joined.append(Text("，"))
        joined += fill(wording.pair, items=texts.number_list(numbers), deadline=deadline)
    return fill(wording.order, pairs=joined)


def remedy(content: DocumentContent, wording: OrderWording | MeasuresWording) -> list[Inline]:
    """Return the paragraph on reconsideration and lawsuit; it is never left out (行政复议法 20)."""
    common = texts.common()
    government: Filling = texts.named(content.government, common.government, common.government_ends)
    if content.second_body.strip():
        government = fill(wording.second_body, government=government, body=content.second_body.strip())
    court = texts.named(content.court, common.court, common.court_ends)
    return fill(wording.remedy, government=government, court=court)
