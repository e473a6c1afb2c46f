"""整改复查意见书: which items of which document were put right, which were not, and what follows."""

from __future__ import annotations

from collections.abc import Iterator

from fieldcheck.documents import sealed, texts, wordings
from fieldcheck.documents.flow import Row
from fieldcheck.documents.order import item
from fieldcheck.documents.parts import letter_rows
from fieldcheck.documents.sheet import Sheet
from fieldcheck.documents.texts import RecheckWording, chinese_date, closed, fill
from fieldcheck.documents.typesetting import Inline, Text
from fieldcheck.model.document import DocumentContent, Rechecked, RecheckOpinion


def compose(content: DocumentContent) -> Sheet:
    """Return the opinion as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, RecheckWording)
    return sealed.compose(content, wording, body(content, wording), unit_first=True)


def body(content: DocumentContent, wording: RecheckWording) -> list[Row]:
    """Return what stands between the number and the signatures."""
    details = content.details
    assert isinstance(details, RecheckOpinion), "an opinion has what was rechecked"
    sentences = [fill(wording.opening, papers=_papers(content, details, wording))]
    sentences += _opinion(content, details, wording)
    sentences += [[Text(line)] for line in content.situation.splitlines() if line.strip()]
    if content.problems:
        sentences.append(fill(wording.failed_items))
        sentences += [item(problem, wording) for problem in content.problems]
    addressee = fill(wording.addressee, unit=content.unit_name)
    return letter_rows(wording.layout, content, addressee, sentences[:-1], [sentences[-1], *_follows(details, wording)])


def _follows(details: RecheckOpinion, wording: RecheckWording) -> Iterator[list[Inline]]:
    if any(paper.passed for paper in details.papers):
        yield fill(wording.all_passed)
    if any(paper.failed for paper in details.papers):
        yield fill(wording.follows)


def _papers(content: DocumentContent, details: RecheckOpinion, wording: RecheckWording) -> list[Inline]:
    joined: list[Inline] = []
    for paper in details.papers:
        if joined:
            joined.append(Text("，"))
        title, number = _title(content, paper), closed(paper.number)
        joined += fill(wording.paper, day=chinese_date(paper.issued_on), title=title, number=number)
    return joined


def _title(content: DocumentContent, paper: Rechecked) -> str:
    return wordings.title_of(content, paper.kind, paper.number, paper.issued_on or content.issued_on)


def _opinion(content: DocumentContent, details: RecheckOpinion, wording: RecheckWording) -> Iterator[list[Inline]]:
    index = 0
    for paper in details.papers:
        for template, numbers in (
            (wording.passed, paper.passed),
            (wording.failed, paper.failed),
            (wording.pending, paper.pending),
        ):
            if numbers:
                index += 1
                items = texts.number_list(numbers)
                yield fill(template, number=str(index), title=_title(content, paper), paper=paper.number, items=items)
