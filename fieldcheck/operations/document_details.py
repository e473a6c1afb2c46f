"""What only one kind of document says, from the records of its visit, and why a kind cannot be issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fieldcheck.model import clocks
from fieldcheck.model.document import (
    Assignment,
    Decided,
    Details,
    DocumentContent,
    DocumentKind,
    Material,
    Measures,
    PersonLine,
    Rechecked,
    RecheckOpinion,
    Scheme,
    TransferLetter,
)
from fieldcheck.model.errors import N_, AuthorityError
from fieldcheck.model.form import Level
from fieldcheck.model.records import Document, Finding
from fieldcheck.model.sectors import BY_CODE
from fieldcheck.model.steps import RecheckResult
from fieldcheck.model.values import MeasureKind, VisitKind
from fieldcheck.operations import case_paper_details, forms, receipts
from fieldcheck.operations.addressing import ASKING
from fieldcheck.operations.document_sources import Earlier, Sources
from fieldcheck.store import Reader


class DocumentNotAllowed(AuthorityError):
    """The order of the law does not allow this document here, or not yet."""

    code = "DOCUMENT_NOT_ALLOWED"
    message = N_("This document cannot be issued here: {reason}")


SCHEME_ENFORCEMENT = N_("only an enforcement visit, or the recheck of one, has a scheme.")
MEASURE_MISSING = N_("no hazard of this visit has a measure on site. Choose it at the hazard that cannot wait.")
RECORD_MISSING = N_("a decision on measures rests on the inspection record. Issue the record first.")
BASIS_MISSING = N_("a hazard has no legal basis, and a decision on measures must state it.")
MAJOR_ONLY = N_(
    "people are withdrawn and work is stopped only for a major hazard (安全生产法 65). Confirm its level first."
)
TOO_LONG = N_("work is stopped for six months at the most (安全生产违法行为行政处罚办法 14). Choose an earlier day.")
DEADLINE_PAST = N_(
    "a hazard is ordered again with a deadline that lies before this day. Set a new deadline at the hazard."
)
OF_AN_ENTERPRISE = N_("the computer of an enterprise that belongs to a bureau issues none. Print the draft instead.")
NO_RECHECK_VISIT = N_("only a visit of the kind recheck ends in an opinion.")
NOTHING_ORDERED = N_("the visit that is rechecked ended in no order and no decision on measures.")
NOTHING_RECHECKED = N_("nothing was rechecked on this visit yet. Record what became of each hazard first.")
REPLY_PAST = N_("it asks for an answer by a day that has passed. Choose a later day, or none.")
NOTHING_TRANSFERRED = N_("no hazard of this visit was transferred. Record the transfer on the hazard's page first.")


def authorities(source: Sources) -> list[str]:
    """Return the authorities that hazards of a visit are transferred to, the one that was named last first."""
    newest = sorted(source.transfers.values(), key=lambda one: one.id, reverse=True)
    return list(dict.fromkeys(one.authority or "" for one in newest))


def addressee(source: Sources) -> str:
    """Return the authority that a letter goes to: the chosen one, else the last named that has none yet."""
    every = authorities(source)
    waiting = (one for one in every if one not in source.letters)
    return source.addressed.recipient or next(waiting, every[0] if every else "")


def transferred(source: Sources) -> tuple[Finding, ...]:
    """Return the hazards of a visit that go to the authority of its letter (`addressee`)."""
    authority = addressee(source)
    going = {entity for entity, one in source.transfers.items() if (one.authority or "") == authority}
    return tuple(finding for finding in source.review.findings if finding.id in going)


def measured(source: Sources) -> tuple[Finding, ...]:
    """Return the hazards of a visit that cannot wait: a measure on site was chosen, and the law allows it (P12)."""
    return tuple(finding for finding in source.review.orderable if finding.on_site_measure is not None)


def check(source: Sources, kind: DocumentKind, day: date) -> None:
    """Raise DocumentNotAllowed where the order of the law does not allow this kind of document on a day."""
    if source.addressed.reply_by is not None and source.addressed.reply_by < day:
        raise DocumentNotAllowed(reason=REPLY_PAST)
    if kind in ASKING:
        return
    reason = {
        DocumentKind.INSPECTION_SCHEME: _no_scheme,
        DocumentKind.MEASURES_DECISION: _no_measures,
        DocumentKind.RECTIFICATION_ORDER: _no_order_again,
        DocumentKind.RECHECK_OPINION: _no_opinion,
        DocumentKind.TRANSFER_LETTER: _no_letter,
        DocumentKind.SERVICE_RECEIPT: receipts.refusal,
        DocumentKind.INTERVIEW_RECORD: case_paper_details.no_record,
        DocumentKind.SAMPLING_VOUCHER: case_paper_details.no_voucher,
    }[kind](source, day)
    if reason:
        raise DocumentNotAllowed(reason=reason)


def _no_scheme(source: Sources, day: date) -> str:
    visit = source.review.inspection
    coercive = visit.visit_kind in (VisitKind.ENFORCEMENT, VisitKind.RECHECK)
    return "" if coercive else SCHEME_ENFORCEMENT


def _no_measures(source: Sources, day: date) -> str:
    named = measured(source)
    if not named:
        return MEASURE_MISSING
    if source.record is None:
        return RECORD_MISSING
    if not all(finding.basis for finding in named):
        return BASIS_MISSING
    if any(_wants_major(finding) and not _is_major(finding) for finding in named):
        return MAJOR_ONLY
    last = clocks.SUSPENSION.due(day, clocks.Calendar())
    return TOO_LONG if any((_until(finding) or day) > last for finding in named) else ""


def _wants_major(finding: Finding) -> bool:
    return finding.on_site_measure is not None and finding.on_site_measure.kind != MeasureKind.REMOVE


def _is_major(finding: Finding) -> bool:
    return finding.confirmed_level is not None and finding.confirmed_level.level == Level.MAJOR


def _until(finding: Finding) -> date | None:
    until = finding.on_site_measure.until if finding.on_site_measure else ""
    return date.fromisoformat(until) if until else None


def _no_order_again(source: Sources, day: date) -> str:
    past = any(finding.deadline is None or finding.deadline < day for finding in source.ordered_again)
    return DEADLINE_PAST if past else ""


def _no_opinion(source: Sources, day: date) -> str:
    if source.review.inspection.visit_kind != VisitKind.RECHECK:
        return NO_RECHECK_VISIT
    if not source.earlier:
        return NOTHING_ORDERED
    return "" if any(_rechecked(one, source) for one in source.earlier) else NOTHING_RECHECKED


def _no_letter(source: Sources, day: date) -> str:
    return "" if transferred(source) else NOTHING_TRANSFERRED


def _rechecked(earlier: Earlier, source: Sources) -> list[str]:
    return [finding for finding in earlier.items if finding in source.rechecks]


def stops_work(content: DocumentContent) -> bool | None:
    """Return whether a decision on measures stops work (安全生产法 65), None for the other kinds."""
    if not isinstance(content.details, Measures):
        return None
    return any(one.kind == MeasureKind.SUSPEND for one in content.details.measures)


def last_day(kind: DocumentKind, finding: Finding) -> date | None:
    """Return until when a hazard is to be put right, as a document of this kind prints it."""
    if kind is DocumentKind.MEASURES_DECISION:
        return _until(finding)
    return None if kind is DocumentKind.RECHECK_OPINION else finding.deadline


def of(reader: Reader, source: Sources, kind: DocumentKind, named: Sequence[Finding]) -> Details | None:
    """Return what only this kind says; `named` are the findings in the order of their numbers."""
    if kind is DocumentKind.INSPECTION_SCHEME:
        return _scheme(reader, source)
    if kind is DocumentKind.MEASURES_DECISION:
        return _measures(source, named)
    if kind is DocumentKind.ASSIGNMENT_SLIP:
        return Assignment(source.addressed.recipient or "、".join(recipients(source, named)))
    if kind is DocumentKind.TRANSFER_LETTER:
        return _letter(source, named)
    if kind is DocumentKind.SERVICE_RECEIPT:
        return receipts.of(reader, source)
    if source.about is not None:
        return case_paper_details.of(source, source.about)
    return _opinion(source) if kind is DocumentKind.RECHECK_OPINION else None


def recipients(source: Sources, named: Sequence[Finding]) -> list[str]:
    """Return who is to see to these hazards: the competent authorities; in the bureau's own remit the site's town."""
    remit, town = source.profile.sectors or (), source.site.town or ""
    competent = (
        town if finding.sector in remit else BY_CODE[finding.sector].authority_zh if finding.sector in BY_CODE else town
        for finding in named
    )
    return [name for name in dict.fromkeys(competent) if name]


def _letter(source: Sources, named: Sequence[Finding]) -> TransferLetter:
    steps = [source.transfers[finding.id] for finding in named]
    causes = dict.fromkeys(step.reason.strip() for step in steps if step.reason)
    first = source.officers[0] if source.officers else None
    return TransferLetter(
        recipient=(steps[0].authority or "") if steps else "",
        cause="；".join(causes),
        contact=PersonLine(first.name or "", first.post or "", first.phone or "") if first else PersonLine(),
        materials=tuple(
            Material(paper.kind or "", str(paper.number or "") or _made_on(paper))
            for paper in source.papers
            if paper.kind != DocumentKind.TRANSFER_LETTER
        ),
    )


def _made_on(paper: Document) -> str:
    """Return the day of a document that has no number, as a list of papers names it."""
    day = paper.issued_on
    return f"（{day.year}年{day.month}月{day.day}日）" if day else ""


def _scheme(reader: Reader, source: Sources) -> Scheme:
    visit, planned, plan = source.review.inspection, source.planned, source.plan
    principal = visit.principal or source.site.principal
    subjects = tuple((planned.content or "").splitlines()) if planned else ()
    if not any(subject.strip() for subject in subjects):
        titles = (definition.title.zh for definition in forms.definitions_of(reader, visit))
        subjects = tuple(f"按照《{title}》逐项检查" for title in titles)
    sector = BY_CODE.get(visit.sector or source.site.sector or "")
    return Scheme(
        contact=PersonLine(principal.name, principal.post, principal.phone) if principal else PersonLine(),
        industry=source.site.industry or (sector.zh if sector else ""),
        subjects=tuple(subject for subject in subjects if subject.strip()),
        methods=(planned.method if planned else None) or "查阅资料、现场检查、人员询问、视频回放",
        approval=(plan.approval_number if plan else None) or "",
        remark="，".join(planned.organisations or ()) if planned else "",
    )


def _measures(source: Sources, named: Sequence[Finding]) -> Measures:
    assert source.record is not None, "checked before"
    groups: dict[tuple[str, str, date | None], list[int]] = {}
    for number, finding in enumerate(named, 1):
        chosen = finding.on_site_measure
        assert chosen is not None, "checked before"
        groups.setdefault((chosen.kind, chosen.what, _until(finding)), []).append(number)
    decided = (Decided(kind, what, tuple(numbers), until) for (kind, what, until), numbers in groups.items())
    return Measures(str(source.record.number or ""), tuple(decided))


def _opinion(source: Sources) -> RecheckOpinion:
    papers = (_paper(earlier, source) for earlier in source.earlier if _rechecked(earlier, source))
    return RecheckOpinion(tuple(papers))


def _paper(earlier: Earlier, source: Sources) -> Rechecked:
    def numbers(result: str | None) -> tuple[int, ...]:
        found = source.rechecks
        return tuple(n for entity, n in earlier.items.items() if _result(found.get(entity)) == result)

    document = earlier.document
    return Rechecked(
        kind=document.kind or "",
        number=str(document.number or ""),
        issued_on=document.issued_on,
        passed=numbers(RecheckResult.PASS),
        failed=numbers(RecheckResult.FAIL),
        pending=numbers(None),
    )


def _result(recheck: object) -> str | None:
    found: str | None = getattr(recheck, "result", None)
    return found


def failed(source: Sources) -> list[tuple[int, Finding]]:
    """Return the findings that failed the recheck, numbered as in the document that named them where it is but one."""
    papers = [one for one in source.earlier if _rechecked(one, source)]
    found = [
        (number, source.rechecked[entity])
        for one in papers
        for entity, number in one.items.items()
        if entity in source.rechecked and source.rechecks[entity].result == RecheckResult.FAIL
    ]
    distinct = {finding.id: (number, finding) for number, finding in found}
    ordered = list(distinct.values())
    return ordered if len(papers) == 1 else [(index, finding) for index, (_, finding) in enumerate(ordered, 1)]
