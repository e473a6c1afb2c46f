"""The records that a document of a visit is made of, those of earlier visits too where it answers them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.papers import CasePaper, Interview, Sampling, Service
from fieldcheck.model.planning import Plan, PlannedVisit
from fieldcheck.model.records import Document, Finding, Inspection, Officer, Profile, Site
from fieldcheck.model.steps import Annulment, Recheck, RecheckResult, Transfer
from fieldcheck.operations import profile, service
from fieldcheck.operations.addressing import AS_PROPOSED, Addressed, addressed_of
from fieldcheck.operations.review import Review, enforcing, refusals_of, review
from fieldcheck.store import Reader
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.queries import details, records

ANSWERED = (DocumentKind.RECTIFICATION_ORDER, DocumentKind.MEASURES_DECISION)
"""Kinds of documents that a recheck answers."""

MOST_VISITS = 50
"""Rechecks of rechecks that are followed back; what goes round in a circle ends here."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A document in force of an earlier visit, and the items of it (from 1) by finding."""

    document: Document
    items: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sources:
    """The records that the documents of one visit are made of.

    Attributes:
        record: the inspection record of this visit that is in force.
        earlier: orders and decisions of the visits that this one rechecks.
        rechecks: what was seen on this visit, by finding; annulled results left out, of several the newest.
        rechecked: the findings of those results; `ordered_again` are those that failed and that the law lets order.
        papers: all documents of this visit that are in force, oldest first.
        transfers: the transfer of each finding of this visit that goes to another authority; annulled ones left out.
        services: how documents of this visit were served, by id; those that a correction replaced later, too.
        enforcing: whether the visit is an enforcement visit, or the recheck of one.
        letters: the transfer letter in force to each authority.
        addressed: what a person chose for the document that is made.
        about: the interview or sampling that a document is made of; its officers take the place of the visit's.
    """

    review: Review
    site: Site
    profile: Profile
    officers: tuple[Officer, ...]
    record: Document | None
    earlier: tuple[Earlier, ...]
    rechecks: Mapping[str, Recheck]
    rechecked: Mapping[str, Finding]
    ordered_again: tuple[Finding, ...]
    planned: PlannedVisit | None
    plan: Plan | None
    papers: tuple[Document, ...]
    transfers: Mapping[str, Transfer]
    services: Mapping[str, tuple[Document, Service]]
    enforcing: bool
    letters: Mapping[str, Document]
    addressed: Addressed = AS_PROPOSED
    about: CasePaper | None = None


def sources(reader: Reader, inspection: str, about: str = "", addressed: Addressed = AS_PROPOSED) -> Sources:
    """Return the records that the documents of a visit are made of, or that of one of its interviews or samplings.

    Raises RecordNotFound.
    """
    found = replace(_of_visit(reader, inspection), addressed=addressed)
    return with_paper(reader, found, about) if about else found


def with_paper(reader: Reader, source: Sources, about: str) -> Sources:
    """Return what a document of an interview or a sampling of the visit is made of. Raises RecordNotFound."""
    paper = records.find(reader, Interview, about) or records.find(reader, Sampling, about)
    if paper is None or paper.inspection != source.review.inspection.id:
        raise RecordNotFound(kind="interview", entity=about)
    known = records.many(reader, Officer, list(paper.officers or ()))
    officers = tuple(known[entity] for entity in paper.officers or () if entity in known)
    return replace(source, about=paper, officers=officers)


def _of_visit(reader: Reader, inspection: str) -> Sources:
    found = review(reader, inspection)
    visit = found.inspection
    known = records.many(reader, Officer, list(visit.officers or ()))
    rechecks = _rechecks(reader, inspection)
    rechecked = records.many(reader, Finding, list(rechecks))
    failed = [one for entity, one in rechecked.items() if rechecks[entity].result == RecheckResult.FAIL]
    refused = refusals_of(reader, visit, failed)
    planned = records.find(reader, PlannedVisit, visit.planned_visit or "")
    return Sources(
        review=found,
        site=records.get(reader, Site, visit.site or ""),
        profile=profile.current(reader),
        officers=tuple(known[entity] for entity in visit.officers or () if entity in known),
        record=in_force(reader, inspection, DocumentKind.INSPECTION_RECORD),
        earlier=tuple(earlier_papers(reader, visit)),
        rechecks=rechecks,
        rechecked=rechecked,
        ordered_again=tuple(finding for finding in failed if finding.id not in refused),
        planned=planned,
        plan=records.find(reader, Plan, planned.plan or "") if planned else None,
        papers=tuple(_in_force(reader, inspection)),
        transfers=_transfers(reader, found),
        services=_services(reader, inspection),
        enforcing=enforcing(reader, visit),
        letters=_letters(reader, inspection),
    )


def _services(reader: Reader, inspection: str) -> dict[str, tuple[Document, Service]]:
    of_visit = records.children(reader, Document, inspection)
    found = ((document, service.standing(reader, document.id)) for document in of_visit)
    return {document.id: (document, one) for document, one in found if one is not None}


def in_force(reader: Reader, inspection: str, kind: DocumentKind, about: str = "") -> Document | None:
    """Return the visit's document of this kind that no correction has replaced, or None.

    `about` is the interview or sampling that it is made of, for a kind of which a visit has several.
    """
    of_visit = _in_force(reader, inspection)
    standing = (document for document in of_visit if (document.kind, document.about or "") == (kind, about))
    return max(standing, key=lambda document: document.id, default=None)


def named(document: Document | None) -> str:
    """Return how a later document names an earlier one: by its number, else by its day; empty for None."""
    if document is None:
        return ""
    day = document.issued_on
    return str(document.number) if document.number else f"{day:%Y年}{day.month}月{day.day}日的同名文书" if day else "—"


def _in_force(reader: Reader, inspection: str) -> list[Document]:
    of_visit = records.children(reader, Document, inspection)
    replaced = {document.supersedes for document in of_visit}
    return [document for document in of_visit if document.id not in replaced]


def _letters(reader: Reader, inspection: str) -> dict[str, Document]:
    letters = (paper for paper in _in_force(reader, inspection) if paper.kind == DocumentKind.TRANSFER_LETTER)
    return {addressed_of(reader, letter).recipient: letter for letter in letters}


def _transfers(reader: Reader, found: Review) -> dict[str, Transfer]:
    """Return the newest transfer of each finding that no annulment names, in the order of the findings."""
    newest: dict[str, Transfer] = {}
    for finding in found.findings:
        annulled = {one.step for one in records.children(reader, Annulment, finding.id)}
        of_finding = records.children(reader, Transfer, finding.id)
        newest.update((finding.id, one) for one in of_finding if one.id not in annulled)
    return newest


def _rechecks(reader: Reader, inspection: str) -> dict[str, Recheck]:
    results = records.many(reader, Recheck, details.rechecks_on(reader, inspection))
    found: dict[str, Recheck] = {}
    for entity in details.rechecks_on(reader, inspection):
        one = results[entity]
        if one.finding and entity not in {a.step for a in records.children(reader, Annulment, one.finding)}:
            found[one.finding] = one
    return found


def earlier_papers(reader: Reader, visit: Inspection) -> Iterator[Earlier]:
    """Yield what the visits told the unit that this one rechecks, the oldest first."""
    chain: list[str] = []
    following = visit.recheck_of
    while following and following not in chain and len(chain) < MOST_VISITS:
        chain.append(following)
        above = records.find(reader, Inspection, following)
        following = above.recheck_of if above else None
    for inspection in reversed(chain):
        for kind in ANSWERED:
            document = in_force(reader, inspection, kind)
            if document is not None:
                yield Earlier(document, {entity: n for n, entity in enumerate(document.findings or (), 1)})
