"""现场处理措施决定书: what cannot wait, what is ordered on the spot and until when, the remedy, officers, seal."""

from __future__ import annotations

from fieldcheck.documents import sealed, texts, wordings
from fieldcheck.documents.flow import Row
from fieldcheck.documents.order import item, remedy
from fieldcheck.documents.parts import letter_rows
from fieldcheck.documents.sheet import Sheet
from fieldcheck.documents.texts import MeasuresWording, chinese_date, closed, fill
from fieldcheck.documents.typesetting import Inline
from fieldcheck.model.document import Decided, DocumentContent, Measures
from fieldcheck.model.values import MeasureKind


def compose(content: DocumentContent) -> Sheet:
    """Return the decision as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, MeasuresWording)
    return sealed.compose(content, wording, body(content, wording))


def body(content: DocumentContent, wording: MeasuresWording) -> list[Row]:
    """Return what stands between the number and the signatures."""
    details = content.details
    assert isinstance(details, Measures), "a decision on measures has its measures"
    sentences = [fill(wording.opening, day=chinese_date(content.started_at.date()))]
    sentences += [item(problem, wording) for problem in content.problems]
    sentences.append(fill(wording.record, number=details.record_number))
    sentences.append(fill(wording.decision, basis=wording.decision_basis))
    *measures, last = [_measure(index, one, wording) for index, one in enumerate(details.measures, 1)]
    restart = [fill(wording.restart)] if any(one.kind != MeasureKind.REMOVE for one in details.measures) else []
    closing = [last, *restart, remedy(content, wording)]
    addressee = fill(wording.addressee, unit=content.unit_name)
    return letter_rows(wording.layout, content, addressee, [*sentences, *measures], closing)


def _measure(index: int, one: Decided, wording: MeasuresWording) -> list[Inline]:
    template = {
        MeasureKind.REMOVE: wording.remove,
        MeasureKind.WITHDRAW: wording.withdraw,
        MeasureKind.SUSPEND: wording.suspend,
    }[MeasureKind(one.kind)]
    what = f"（{closed(one.what)}）" if one.what.strip() else ""
    until = fill(wording.until, day=chinese_date(one.until)) if one.until else []
    return fill(
        wording.measure,
        number=str(index),
        items=texts.number_list(one.numbers),
        measure=template.format(what=what),
        until=until,
    )
