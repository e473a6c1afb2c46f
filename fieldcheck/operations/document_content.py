"""From records to what a document prints: the one place that decides what an order or a slip says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from fieldcheck.model import authority
from fieldcheck.model.document import (
    OF_ONE_RECORD,
    DocumentContent,
    DocumentKind,
    DocumentNumber,
    OfficerLine,
    PersonLine,
    PhotoEntry,
    Problem,
    Titled,
)
from fieldcheck.model.form import Level
from fieldcheck.model.records import Finding, Inspection, Photo
from fieldcheck.model.sectors import BY_CODE
from fieldcheck.model.values import PhotoPurpose
from fieldcheck.operations import case_paper_details, document_details, forms, photos, wordings
from fieldcheck.operations.case_paper_details import clock_time
from fieldcheck.operations.document_sources import Sources
from fieldcheck.operations.review import Counts, Review
from fieldcheck.store import Reader
from fieldcheck.store.queries import records

Picture = Callable[[Reader, Photo], bytes]
"""Returns a photo as a document prints it, as an upright JPEG."""

LISTING = frozenset({DocumentKind.PROBLEM_LIST, DocumentKind.ASSIGNMENT_SLIP})
"""Kinds that name what the bureau may not order."""


NAMING_PAPERS = frozenset({DocumentKind.RECHECK_OPINION, DocumentKind.TRANSFER_LETTER, DocumentKind.SERVICE_RECEIPT})
"""Kinds that name earlier documents by their titles."""

NAMING_NONE = frozenset({DocumentKind.INSPECTION_SCHEME, DocumentKind.SERVICE_RECEIPT, *OF_ONE_RECORD})
"""Kinds that name no finding."""


def listed_findings(source: Sources, kind: DocumentKind) -> tuple[Finding, ...]:
    """Return the findings that a document of this kind names.

    The record names all; the order those that may be ordered (P12), after a recheck also what failed it; the problem
    list the rest; a decision on measures those that cannot wait; an opinion those that were rechecked. A slip names
    what the problem list does, for whom is competent; a letter what is transferred; the others name none.
    """
    found = source.review
    if kind is DocumentKind.RECTIFICATION_ORDER:
        return found.orderable + source.ordered_again
    if kind in LISTING:
        return tuple(finding for finding in found.findings if finding.id in found.refusals)
    if kind is DocumentKind.MEASURES_DECISION:
        return document_details.measured(source)
    if kind is DocumentKind.TRANSFER_LETTER:
        return document_details.transferred(source)
    if kind is DocumentKind.RECHECK_OPINION:
        return tuple(source.rechecked.values())
    return () if kind in NAMING_NONE else found.findings


def _numbered(source: Sources, kind: DocumentKind, named: Sequence[Finding]) -> Sequence[tuple[int, Finding]]:
    """Return the findings that a document prints one by one, with their numbers."""
    return document_details.failed(source) if kind is DocumentKind.RECHECK_OPINION else list(enumerate(named, 1))


WITH_PHOTOS = frozenset(
    {
        DocumentKind.INSPECTION_RECORD,
        DocumentKind.RECTIFICATION_ORDER,
        DocumentKind.PROBLEM_LIST,
        DocumentKind.MEASURES_DECISION,
        DocumentKind.ASSIGNMENT_SLIP,
        DocumentKind.TRANSFER_LETTER,
    }
)
"""Kinds that have the photos of what was found behind them."""


def content(
    reader: Reader,
    source: Sources,
    kind: DocumentKind,
    *,
    document_id: str,
    number: DocumentNumber | None,
    draft: bool,
    issued_on: date,
    supersedes: str = "",
    picture: Picture | None = photos.printed,
) -> DocumentContent:
    """Return all that the document prints. Raises BlobMissing where a photo's bytes are gone.

    Without `picture` the entries of the photos are there, but not their bytes, which are slow to decode.
    """
    visit, site = source.review.inspection, source.site
    wording = wordings.text_of(reader, kind, issued_on)
    named = listed_findings(source, kind)
    shown = named if kind in WITH_PHOTOS else ()
    made = DocumentContent(
        kind=kind,
        document_id=document_id,
        number=number,
        draft=draft,
        bureau=source.profile.bureau_name or "",
        unit_name=site.name or "",
        address=site.address or "",
        principal=PersonLine.of(visit.principal or site.principal),
        site_manager=PersonLine.of(visit.site_manager),
        place_inspected=visit.place_inspected or "",
        started_at=clock_time(visit.started_at) or datetime.combine(issued_on, datetime.min.time()),
        ended_at=clock_time(visit.ended_at),
        officers=tuple(OfficerLine(o.name or "", o.certificate_number or "") for o in source.officers),
        certificates_shown=bool(visit.certificates_shown),
        visit_kind=visit.visit_kind or "",
        campaign=visit.campaign or "",
        sector=visit.sector or "",
        situation=situation(reader, source.review) if kind in WITH_PHOTOS else visit.situation or "",
        problems=tuple(_problem(number, finding) for number, finding in _numbered(source, kind, named)),
        photos=_photos(reader, visit, shown, picture),
        issued_on=issued_on,
        government=source.profile.government or "",
        court=source.profile.court or "",
        second_body=source.profile.second_body or "",
        supersedes=supersedes,
        details=document_details.of(reader, source, kind, named),
        reply_by=source.addressed.reply_by,
        wording=wording,
        fonts=wordings.fonts_of(reader, kind, wording),
        titles=_titles(reader, source) if kind in NAMING_PAPERS else (),
    )
    return case_paper_details.instead_of_visit(made, source.about) if source.about is not None else made


def _titles(reader: Reader, source: Sources) -> tuple[Titled, ...]:
    """Return what the bureau's own wordings call the earlier documents that this one may name."""
    papers = [*(one.document for one in source.earlier), *source.papers]
    made = (
        Titled(paper.kind, str(paper.number or ""), wordings.own_title(reader, paper.kind, paper.issued_on))
        for paper in papers
        if paper.issued_on is not None and paper.kind is not None
    )
    return tuple(one for one in made if one.title)


def _problem(number: int, finding: Finding) -> Problem:
    level = finding.confirmed_level.level if finding.confirmed_level else Level.GENERAL.value
    person = finding.responsible_person
    return Problem(
        number=number,
        description=finding.description or "",
        location=finding.location or "",
        basis=tuple(basis.citation() for basis in finding.basis or ()),
        level=level,
        measure=finding.measure or "",
        deadline=finding.deadline,
        responsible_person=" ".join(part for part in (person.name, person.post, person.phone) if part)
        if person
        else "",
        authority=authority.competent_authority(finding.sector),
    )


def _photos(
    reader: Reader, visit: Inspection, named: Sequence[Finding], picture: Picture | None
) -> tuple[PhotoEntry, ...]:
    numbers = {finding.id: index for index, finding in enumerate(named, 1)}
    of_visit = [p for p in records.children(reader, Photo, visit.id) if p.purpose == PhotoPurpose.EVIDENCE]
    entries = [
        PhotoEntry(
            problem_number=numbers[photo.finding],
            caption=photo.caption or "",
            taken_at=photo.taken_at or "",
            sha256=photo.sha256 or "",
            jpeg=picture(reader, photo) if picture else b"",
        )
        for photo in of_visit
        if photo.finding in numbers
    ]
    return tuple(sorted(entries, key=lambda entry: entry.problem_number or 0))


def situation(reader: Reader, found: Review) -> str:
    """Return what the record says under 检查情况: the officer's own text, then what each form counted.

    Statutory texts are Chinese whatever the language of the window.
    """
    lines = [found.inspection.situation] if found.inspection.situation else []
    lines += [
        _form_line(definition.title.zh, definition.version, found.counts[definition.id])
        for definition in forms.definitions_of(reader, found.inspection)
    ]
    return "\n".join(lines)


def _form_line(title: str, version: str, counts: Counts) -> str:
    parts = (
        ("符合", counts.passed),
        ("不符合", counts.failed),
        ("不适用", counts.not_applicable),
        ("未检查", counts.not_examined + counts.unanswered),
    )
    listed = "，".join(f"{word}{count}项" for word, count in parts if count)
    return f"对照《{title}》（{version}版）检查{counts.total}项：{listed}。"


def sector_name(code: str | None) -> str:
    """Return the Chinese name of a sector; the code itself where it is unknown."""
    return BY_CODE[code].zh if code in BY_CODE else code or ""
