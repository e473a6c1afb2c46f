"""What the documents of an interview and of a sampling say, and why none can be issued yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from fieldcheck.model.document import DocumentContent, Interviewed, PersonLine, Sampled
from fieldcheck.model.errors import N_
from fieldcheck.model.guards import OFFICERS
from fieldcheck.model.papers import CasePaper, Interview, Sampling
from fieldcheck.operations.document_sources import Sources

PAPER_MISSING = N_("the visit has no such interview or sampling. Begin it on the page of the visit first.")
ENFORCEMENT_ONLY = N_("only an enforcement visit, or the recheck of one, has interviews and samplings.")
OUTSIDE_REMIT = N_("the sector of this visit is not in the bureau's remit.")
NOT_BEGUN = N_("the visit has not begun. Type when it began.")
TWO_OFFICERS = N_("two officers with certificates are needed (行政处罚法 42). Choose both.")
TIME_MISSING = N_("it is not said when it was. Type the time.")
ENDED_TOO_EARLY = N_("it ended before it began. Correct the times.")
PERSON_MISSING = N_("it is not said who was asked. Type the person's name.")
NOT_TOLD = N_("certificates were not shown, or duties and rights not told (行政处罚法 55). Tick both once it is done.")
QUESTION_MISSING = N_("nothing was asked yet. Type the first question.")
NOTHING_TAKEN = N_("nothing is listed that was taken. Type the first thing.")


def not_allowed(source: Sources) -> str:
    """Return why a visit has no interview and no sampling at all; empty where it may have them."""
    visit = source.review.inspection
    if not source.enforcing:
        return ENFORCEMENT_ONLY
    if visit.sector not in (source.profile.sectors or ()):
        return OUTSIDE_REMIT
    return "" if visit.started_at else NOT_BEGUN


def no_record(source: Sources, day: date) -> str:
    """Return why no document can be made of the interview of `source`; empty where one can."""
    paper = source.about
    return _not_yet(source) or _interview_lacks(paper) if isinstance(paper, Interview) else PAPER_MISSING


def no_voucher(source: Sources, day: date) -> str:
    """Return why no document can be made of the sampling of `source`; empty where one can."""
    paper = source.about
    return _not_yet(source) or _sampling_lacks(paper) if isinstance(paper, Sampling) else PAPER_MISSING


def _not_yet(source: Sources) -> str:
    """Return what stands against both: the visit, or that two officers with certificates are not named."""
    certified = {officer.id for officer in source.officers if (officer.certificate_number or "").strip()}
    return not_allowed(source) or ("" if len(certified) >= OFFICERS else TWO_OFFICERS)


def _interview_lacks(interview: Interview) -> str:
    began, ended = clock_time(interview.began_at), clock_time(interview.ended_at)
    lacking = (
        (began, TIME_MISSING),
        (began and (ended is None or began <= ended), ENDED_TOO_EARLY),
        (interview.person is not None and interview.person.name.strip(), PERSON_MISSING),
        (interview.told_at, NOT_TOLD),
        (any(one.question.strip() for one in interview.exchanged or ()), QUESTION_MISSING),
    )
    return next((reason for there, reason in lacking if not there), "")


def _sampling_lacks(sampling: Sampling) -> str:
    if not sampling.at:
        return TIME_MISSING
    return "" if any(item.name.strip() for item in sampling.items or ()) else NOTHING_TAKEN


def of(source: Sources, paper: CasePaper) -> Interviewed | Sampled:
    """Return what only the document of this interview or sampling says."""
    if not isinstance(paper, Interview):
        return Sampled(paper.items or ())
    return Interviewed(
        ordinal=paper.ordinal,
        person=PersonLine.of(paper.person),
        gender=paper.gender or "",
        age=str(paper.age) if paper.age is not None else "",
        identity_number=paper.identity_number or "",
        employer=paper.employer or "",
        home=paper.home or "",
        posts=tuple(officer.post or "" for officer in source.officers),
        recorder=paper.recorder or "",
        present=paper.present or "",
        told_at=paper.told_at or "",
        exchanged=paper.exchanged or (),
    )


def instead_of_visit(content: DocumentContent, paper: CasePaper) -> DocumentContent:
    """Return the content with the times, the place and the persons of the paper in place of the visit's."""
    here = replace(
        content,
        principal=PersonLine(),
        place_inspected=paper.place or "",
        campaign="",
        situation="",
        government="",
        court="",
        second_body="",
    )
    if not isinstance(paper, Interview):
        began = clock_time(paper.at) or content.started_at
        return replace(here, started_at=began, ended_at=None, site_manager=PersonLine.of(paper.site_manager))
    return replace(
        here,
        started_at=clock_time(paper.began_at) or content.started_at,
        ended_at=clock_time(paper.ended_at),
        site_manager=PersonLine(),
        certificates_shown=bool(paper.told_at),
    )


def clock_time(text: str | None) -> datetime | None:
    """Return a moment as the clock on the wall showed it, or None."""
    return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
