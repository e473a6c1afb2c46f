"""All that the visit page shows of one visit, read at once on a reader thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from fieldcheck.gui.decision_words import Told, about, open_questions
from fieldcheck.model.document import OF_ONE_RECORD, DocumentKind, DocumentNumber
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.form import FormDefinition
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.papers import CasePaper, Interview
from fieldcheck.model.records import Document, Inspection, Officer, Photo, Profile, Signing, Site
from fieldcheck.model.values import Person, PhotoPurpose, SigningResult, VisitKind
from fieldcheck.operations import (
    case_numbers,
    case_paper_details,
    case_papers,
    document_changes,
    document_details,
    documents,
    forms,
)
from fieldcheck.operations.addressing import AS_PROPOSED, Addressed, addressed_of
from fieldcheck.operations.case_numbers import NextNumber
from fieldcheck.operations.document_content import listed_findings
from fieldcheck.operations.document_sources import Sources, sources, with_paper
from fieldcheck.operations.documents import NothingToOrder
from fieldcheck.operations.numbers import LOW, NumbersExhausted, left
from fieldcheck.operations.review import Gap, Review, Weight
from fieldcheck.store import Reader, Seen
from fieldcheck.store.queries import conflicts, records
from fieldcheck.store.reader import one_view


class DocumentState(StrEnum):
    """Where a document stands: not yet possible, as a draft, issued, and what the unit did with the paper."""

    NOT_ALLOWED = "not_allowed"
    EMPTY = "empty"
    DRAFT = "draft"
    ISSUED = "issued"
    SIGNED = "signed"
    REFUSED = "refused"
    SERVED = "served"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued document with what was recorded about signing it, oldest first.

    `changed` says that the visit has come to say something else since; what was replaced is not asked. `served`: it is
    recorded how the document was served. `addressed`: what was chosen for it.
    """

    document: Document
    signings: tuple[Signing, ...]
    superseded: bool
    changed: bool = False
    served: bool = False
    addressed: Addressed = AS_PROPOSED

    @property
    def state(self) -> DocumentState:
        """Return the state; the newest record about signing counts."""
        if self.superseded:
            return DocumentState.SUPERSEDED
        if self.served:
            return DocumentState.SERVED
        if not self.signings:
            return DocumentState.ISSUED
        signed = self.signings[-1].result == SigningResult.SIGNED
        return DocumentState.SIGNED if signed else DocumentState.REFUSED


USUAL = frozenset({DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.PROBLEM_LIST})
"""Documents that any visit may end in; the list says why not, where one cannot be issued."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One document that the visit may end in.

    `issued` is the one that stands, `earlier` those that it replaced, newest first. `refusal` says why no document of
    this kind can be issued now; `next_number` is the number that issuing, or correcting, takes, None where the laptop
    has none left or the kind has none; `numbers_left` counts them where they come from blocks. `problems` counts the
    findings that it would name, `blocking` is what the visit lacks for it; `expected`: this kind of visit ends in it
    as a rule. `missed_serial` is the case's serial where the document cannot keep it. `about` is the interview or
    sampling that it is made of, where a visit may have several of its kind, `title` says whose, `signer` who signs it;
    such a one is always shown; `gone`: another laptop deleted that record before it knew of the document. `proposed`
    is whom it goes to, where that is chosen; `several`: the visit has letters
    to others too.
    """

    kind: DocumentKind
    issued: Issued | None
    earlier: tuple[Issued, ...]
    refusal: FieldCheckError | None
    next_number: DocumentNumber | None
    numbers_left: int | None
    problems: int
    blocking: tuple[Gap, ...]
    expected: bool
    missed_serial: int | None = None
    about: str = ""
    title: str = ""
    signer: Person | None = None
    proposed: Addressed = AS_PROPOSED
    several: bool = False
    gone: bool = False

    @property
    def key(self) -> str:
        """Return what tells it from other documents of its kind; empty where the visit has but one."""
        return self.about or (self.proposed.recipient if self.several else "")

    @property
    def few_numbers(self) -> bool:
        """Return whether it is time to ask the bureau for more numbers."""
        return self.numbers_left is not None and self.numbers_left < LOW

    @property
    def state(self) -> DocumentState:
        """Return the state of the document that stands, or of the draft."""
        if self.issued is not None:
            return self.issued.state
        if self.refusal is None or self.about:
            return DocumentState.DRAFT
        return DocumentState.EMPTY if isinstance(self.refusal, NothingToOrder) else DocumentState.NOT_ALLOWED

    @property
    def offered(self) -> bool:
        """Return whether the list shows it: an expected one always, another where it is, or can be, issued."""
        return (
            self.expected or bool(self.about) or self.issued is not None or bool(self.earlier) or self.refusal is None
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """One visit as the page shows it. `photos` counts the evidence photos by finding.

    `seen` is what the findings show of other devices, by finding and field; `questions` are what is not settled about
    the visit, `decisions` what the bureau decided about it and its answers. `no_papers` says why the visit can have no
    interview and no sampling; empty where it can.
    """

    review: Review
    site: Site
    profile: Profile
    forms: tuple[FormDefinition, ...]
    officers: dict[str, Officer]
    photos: dict[str, int]
    slots: tuple[Slot, ...]
    seen: Mapping[str, Mapping[str, Seen]]
    questions: tuple[str, ...]
    decisions: tuple[Told, ...]
    no_papers: str

    @property
    def inspection(self) -> Inspection:
        """Return the visit."""
        return self.review.inspection

    @property
    def blocking(self) -> tuple[Gap, ...]:
        """Return what stops the documents."""
        return tuple(gap for gap in self.review.gaps if gap.weight is Weight.BLOCKS)

    @property
    def advising(self) -> tuple[Gap, ...]:
        """Return what is only worth a look."""
        return tuple(gap for gap in self.review.gaps if gap.weight is Weight.ADVISES)

    def slot(self, kind: DocumentKind, about: str = "") -> Slot:
        """Return the document of this kind, made of this interview or sampling where it is. Raises KeyError."""
        for slot in self.slots:
            if slot.kind is kind and about in ("", slot.key):
                return slot
        raise KeyError(kind)

    def form(self, form: str) -> FormDefinition | None:
        """Return the form of the visit, or None."""
        return next((definition for definition in self.forms if definition.id == form), None)


def overview(reader: Reader, inspection: str) -> Overview:
    """Return all that the page shows of a visit, as of one moment. Raises RecordNotFound, BlobMissing."""
    with one_view(reader):
        return _overview(reader, inspection)


def _overview(reader: Reader, inspection: str) -> Overview:
    source = sources(reader, inspection)
    found, bureau = source.review, source.profile
    visit = found.inspection
    return Overview(
        review=found,
        site=source.site,
        profile=bureau,
        forms=tuple(forms.definitions_of(reader, visit)),
        officers={officer.id: officer for officer in records.everything(reader, Officer)},
        photos=_photo_counts(reader, inspection),
        slots=tuple(_slots(reader, source)),
        no_papers=case_paper_details.not_allowed(source),
        questions=open_questions(reader, "inspection", inspection),
        decisions=about(reader, inspection, *records.child_ids(reader, "answer", inspection)),
        seen=conflicts.shown(reader, "finding", [finding.id for finding in found.findings]),
    )


def _photo_counts(reader: Reader, inspection: str) -> dict[str, int]:
    evidence = (p for p in records.children(reader, Photo, inspection) if p.purpose == PhotoPurpose.EVIDENCE)
    return Counter(photo.finding for photo in evidence if photo.finding)


def _slots(reader: Reader, source: Sources) -> list[Slot]:
    of_visit = records.children(reader, Document, source.review.inspection.id)
    return [
        slot
        for kind in DocumentKind
        for slot in _of_kind(reader, source, kind, [d for d in of_visit if d.kind == kind])
    ]


def _of_kind(reader: Reader, source: Sources, kind: DocumentKind, made: Sequence[Document]) -> Iterator[Slot]:
    """Yield the one document of a kind, or one for each interview or sampling of the visit."""
    if kind is DocumentKind.TRANSFER_LETTER:
        yield from _letters(reader, source, made)
        return
    if kind not in OF_ONE_RECORD:
        yield _slot(reader, source, kind, made)
        return
    record: type[CasePaper] = KINDS[OF_ONE_RECORD[kind]].record
    written = records.children(reader, record, source.review.inspection.id)
    chains = [(paper, _corrected(paper, written)) for paper in case_papers.not_corrected(written)]
    for paper, chain in chains:
        papers = [document for document in made if document.about in chain]
        yield _slot(reader, with_paper(reader, source, paper.id), kind, papers)
    named = {about for _paper, chain in chains for about in chain}
    for gone in dict.fromkeys(document.about or "" for document in made if document.about not in named):
        yield _slot(reader, source, kind, [one for one in made if (one.about or "") == gone], gone)


def _letters(reader: Reader, source: Sources, made: Sequence[Document]) -> Iterator[Slot]:
    """Yield the letter to each authority; one slot that says why there is none where nothing was transferred."""
    sent = {document.id: addressed_of(reader, document).recipient for document in made}
    every = list(dict.fromkeys([*document_details.authorities(source), *sent.values()]))
    if len(every) < 2:
        yield _slot(reader, replace(source, addressed=Addressed("".join(every))), DocumentKind.TRANSFER_LETTER, made)
        return
    for authority in every:
        one = replace(source, addressed=Addressed(authority))
        papers = [document for document in made if sent[document.id] == authority]
        slot = _slot(reader, one, DocumentKind.TRANSFER_LETTER, papers)
        yield replace(slot, title=authority, several=True)


def _proposed(source: Sources, kind: DocumentKind) -> Addressed:
    if kind is DocumentKind.ASSIGNMENT_SLIP:
        return Addressed("、".join(document_details.recipients(source, listed_findings(source, kind))))
    return source.addressed


def _corrected(paper: CasePaper, written: Sequence[CasePaper]) -> list[str]:
    """Return a paper and those that it corrects, at any remove, a deleted one too."""
    corrects = {one.id: one.corrects for one in written}
    chain = [paper.id]
    while (before := corrects.get(chain[-1])) and before not in chain:
        chain.append(before)
    return chain


def paper_title(paper: CasePaper | None) -> str:
    """Return whose interview it is, or the first thing that was taken; empty where there is nothing of it."""
    if isinstance(paper, Interview):
        return paper.person.name if paper.person is not None else ""
    return paper.items[0].name if paper is not None and paper.items else ""


def _signer(paper: CasePaper | None) -> Person | None:
    return paper.person if isinstance(paper, Interview) else paper.site_manager if paper is not None else None


def _slot(reader: Reader, source: Sources, kind: DocumentKind, made: Sequence[Document], gone: str = "") -> Slot:
    about = source.about.id if source.about is not None else gone
    replaced = {document.supersedes for document in made}
    history = [_issued(reader, source, document, superseded=document.id in replaced) for document in reversed(made)]
    standing = next(
        (issued for issued in history if not issued.superseded and (issued.document.about or "") == about), None
    )
    number = _next_number(reader, source, kind)
    refusal = _refusal(source, kind)
    return Slot(
        kind=kind,
        issued=standing,
        earlier=tuple(issued for issued in history if issued is not standing),
        refusal=number if refusal is None and isinstance(number, NumbersExhausted) else refusal,
        next_number=None if isinstance(number, NumbersExhausted) else number.number,
        numbers_left=left(reader, kind, date.today().year),
        problems=len(listed_findings(source, kind)),
        blocking=tuple(documents.blocking(source, kind)),
        expected=kind in USUAL or _rechecks(source, kind),
        missed_serial=None if isinstance(number, NumbersExhausted) else number.missed,
        about=about,
        title=paper_title(source.about),
        proposed=_proposed(source, kind),
        signer=_signer(source.about),
        gone=bool(gone),
    )


def _rechecks(source: Sources, kind: DocumentKind) -> bool:
    return kind is DocumentKind.RECHECK_OPINION and source.review.inspection.visit_kind == VisitKind.RECHECK


def _issued(reader: Reader, source: Sources, document: Document, *, superseded: bool) -> Issued:
    changed = not superseded and document_changes.changed_since(reader, source, document)
    served, chosen = document.id in source.services, addressed_of(reader, document)
    return Issued(document, tuple(documents.signings(reader, document.id)), superseded, changed, served, chosen)


def _next_number(reader: Reader, source: Sources, kind: DocumentKind) -> NextNumber | NumbersExhausted:
    visit = source.review.inspection.id
    try:
        return case_numbers.next_for(reader, source.profile, kind, date.today().year, visit)
    except NumbersExhausted as error:
        return error


def _refusal(source: Sources, kind: DocumentKind) -> FieldCheckError | None:
    """Return why no document of this kind can be issued now; what it lacks is a gap of the review, not a refusal."""
    try:
        documents.check(source, kind)
    except FieldCheckError as error:
        return error
    return None
