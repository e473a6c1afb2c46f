"""What a visit still lacks, what is proposed as major, and which documents it may end in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fieldcheck.forms.filled import FilledForm, Proposal
from fieldcheck.model import authority
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.errors import N_
from fieldcheck.model.form import CheckAnswer, FormDefinition, ItemType
from fieldcheck.model.identifiers import answer_id, finding_id
from fieldcheck.model.records import Finding, Inspection, Officer, Photo
from fieldcheck.operations import findings, forms, profile
from fieldcheck.store import Reader
from fieldcheck.store.queries import records


class Weight(StrEnum):
    """Whether a gap stops the documents, or is only worth a look."""

    BLOCKS = "blocks"
    ADVISES = "advises"


MESSAGES = {
    "bureau_answer": N_(
        "The bureau's answer has not come yet: its name and numbers stand on every document. Open it under Exchange."
    ),
    "visit_kind": N_("Choose the kind of visit."),
    "sector": N_("Choose the sector."),
    "place_inspected": N_("Say which place was inspected."),
    "started_at": N_("Enter when the visit began."),
    "ended_at": N_("Enter when the visit ended."),
    "principal": N_("Enter the unit's principal with post and phone."),
    "site_manager": N_("Enter who was in charge on site."),
    "officers": N_("Two officers with certificate numbers must be named (行政处罚法 42)."),
    "certificates_shown": N_("Confirm that the certificates were shown (安全生产法 67)."),
    "recheck_of": N_("Choose the visit that is rechecked."),
    "no_form": N_("Add at least one form, or describe what was found."),
    "unanswered": N_("{form}: {count} items have no answer."),
    "required": N_("{form}: {item} must be answered."),
    "invalid": N_("{form}: {item} has an answer that is not possible."),
    "description": N_("Describe the hazard at {item}."),
    "deadline": N_("Set a deadline for {item}."),
    "deadline_past": N_("The deadline for {item} lies before the visit."),
    "measure": N_("Say what is to be done about {item}."),
    "location": N_("Say where {item} was found."),
    "responsible_person": N_("Name who is responsible for {item}."),
    "evidence": N_("{item} needs a photo."),
    "basis_unverified": N_("{item}: its legal basis is not checked against the official text."),
    "level": N_("Confirm the level of {item}: it is proposed as major."),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: `code` is a key of MESSAGES; `target` is where it is filled in."""

    code: str
    weight: Weight
    details: dict[str, object]
    page: str
    form: str = ""
    item: str = ""
    finding: str = ""

    def message(self) -> str:
        """Return the English text with placeholders, the key of the translation."""
        return MESSAGES[self.code]


@dataclass(frozen=True, slots=True)
class MajorProposal:
    """A rule of a form that fired, and the findings of this visit that it concerns."""

    form: str
    proposal: Proposal
    findings: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers to the `check` items of a visit that are shown."""

    total: int
    passed: int
    failed: int
    not_applicable: int
    not_examined: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Review:
    """The whole review of one visit. `orderable` and `listed` split the findings by what the law allows (P12)."""

    inspection: Inspection
    counts: dict[str, Counts]
    gaps: tuple[Gap, ...]
    proposals: tuple[MajorProposal, ...]
    findings: tuple[Finding, ...]
    orderable: tuple[Finding, ...]
    refusals: dict[str, authority.Refusal]
    kinds: tuple[DocumentKind, ...]

    @property
    def ready(self) -> bool:
        """Return whether nothing stops the documents."""
        return not any(gap.weight is Weight.BLOCKS for gap in self.gaps)


def review(reader: Reader, inspection: str) -> Review:
    """Return the review of a visit. Raises RecordNotFound."""
    visit = records.get(reader, Inspection, inspection)
    standing = findings.standing(reader, inspection)
    filled = [
        (definition, forms.filled(reader, visit, definition)) for definition in forms.definitions_of(reader, visit)
    ]
    refusals = refusals_of(reader, visit, standing)
    proposals = _proposals(inspection, filled, standing)
    gaps = [*_visit_gaps(reader, visit, standing), *_form_gaps(filled), *_finding_gaps(reader, visit, filled, standing)]
    gaps += _level_gaps(proposals, standing)
    orderable = tuple(finding for finding in standing if finding.id not in refusals)
    counts = {definition.id: count_answers(definition, answers) for definition, answers in filled}
    kinds = _kinds(visit, reader, standing, orderable)
    return Review(visit, counts, tuple(gaps), tuple(proposals), tuple(standing), orderable, refusals, kinds)


def refusals_of(reader: Reader, visit: Inspection, standing: Sequence[Finding]) -> dict[str, authority.Refusal]:
    """Return for each finding that cannot be ordered why not (P12)."""
    remit = profile.current(reader).sectors or ()
    rechecked = records.find(reader, Inspection, visit.recheck_of or "")
    earlier = rechecked.visit_kind if rechecked else None
    found = {
        finding.id: authority.refusal(visit.visit_kind, earlier, visit.sector, finding.sector, remit)
        for finding in standing
    }
    return {entity: reason for entity, reason in found.items() if reason is not None}


def enforcing(reader: Reader, visit: Inspection) -> bool:
    """Return whether the visit is an enforcement visit or the recheck of one."""
    rechecked = records.find(reader, Inspection, visit.recheck_of or "")
    return authority.is_enforcement(visit.visit_kind, rechecked.visit_kind if rechecked else None)


def _kinds(
    visit: Inspection, reader: Reader, standing: Sequence[Finding], orderable: Sequence[Finding]
) -> tuple[DocumentKind, ...]:
    kinds = [DocumentKind.INSPECTION_RECORD]
    if orderable:
        kinds.append(DocumentKind.RECTIFICATION_ORDER)
    if len(orderable) < len(standing) or not enforcing(reader, visit):
        kinds.append(DocumentKind.PROBLEM_LIST)
    return tuple(kinds)


def count_answers(definition: FormDefinition, filled: FilledForm) -> Counts:
    """Return how the shown `check` items of a form were answered."""
    shown = [item.id for item in definition.items() if item.type is ItemType.CHECK and filled.shown(item.id)]
    values = [filled.value(item) for item in shown]
    return Counts(
        total=len(shown),
        passed=values.count(CheckAnswer.PASS.value),
        failed=values.count(CheckAnswer.FAIL.value),
        not_applicable=values.count(CheckAnswer.NOT_APPLICABLE.value),
        not_examined=values.count(CheckAnswer.NOT_EXAMINED.value),
        unanswered=sum(value in (None, "") for value in values),
    )


def _visit_gaps(reader: Reader, visit: Inspection, standing: Sequence[Finding]) -> list[Gap]:
    enforcement = enforcing(reader, visit)
    officers = records.many(reader, Officer, list(visit.officers or ()))
    certified = sum(bool(officer.certificate_number) for officer in officers.values())
    missing = {
        "visit_kind": (not visit.visit_kind, Weight.BLOCKS),
        "sector": (not visit.sector, Weight.BLOCKS),
        "recheck_of": (visit.visit_kind == "recheck" and not visit.recheck_of, Weight.BLOCKS),
        "place_inspected": (not visit.place_inspected, Weight.BLOCKS),
        "started_at": (not visit.started_at, Weight.BLOCKS),
        "ended_at": (not visit.ended_at, Weight.ADVISES),
        "principal": (visit.principal is None or not visit.principal.name, Weight.ADVISES),
        "site_manager": (visit.site_manager is None or not visit.site_manager.name, Weight.ADVISES),
        "officers": (
            certified < 2 and (enforcement or not visit.fewer_officers_reason),
            Weight.BLOCKS,
        ),
        "certificates_shown": (enforcement and not visit.certificates_shown, Weight.BLOCKS),
        "no_form": (not visit.forms and not visit.situation and not standing, Weight.BLOCKS),
    }
    gaps = [Gap(code, weight, {}, "visit") for code, (lacks, weight) in missing.items() if lacks]
    return gaps if profile.is_there(reader) else [Gap("bureau_answer", Weight.BLOCKS, {}, "exchange"), *gaps]


def _form_gaps(filled: Sequence[tuple[FormDefinition, FilledForm]]) -> list[Gap]:
    gaps: list[Gap] = []
    for definition, answers in filled:
        title = definition.title.zh
        gaps += [
            Gap("required", Weight.BLOCKS, {"form": title, "item": item}, "checklist", definition.id, item)
            for item in answers.missing()
        ]
        for entity in (*definition.facts, *definition.items()):
            if answers.shown(entity.id) and answers.value(entity.id) and answers.valid(entity.id) is not None:
                named: dict[str, object] = {"form": title, "item": entity.id}
                gaps.append(Gap("invalid", Weight.BLOCKS, named, "checklist", definition.id, entity.id))
        open_items = [
            item.id
            for item in definition.items()
            if item.type in (ItemType.CHECK, ItemType.MEASURE)
            and answers.shown(item.id)
            and answers.value(item.id) in (None, "")
            and item.id not in answers.missing()
        ]
        if open_items:
            counted: dict[str, object] = {"form": title, "count": len(open_items)}
            gaps.append(Gap("unanswered", Weight.ADVISES, counted, "checklist", definition.id, open_items[0]))
    return gaps


def _finding_gaps(
    reader: Reader,
    visit: Inspection,
    filled: Sequence[tuple[FormDefinition, FilledForm]],
    standing: Sequence[Finding],
) -> list[Gap]:
    with_photo = {photo.finding for photo in records.children(reader, Photo, visit.id)}
    evidence = {item.id for definition, _ in filled for item in definition.items() if item.evidence}
    day = forms.visit_day(visit)
    gaps: list[Gap] = []
    for finding in standing:
        lacks = {
            "description": (not finding.description, Weight.BLOCKS),
            "deadline": (finding.deadline is None, Weight.BLOCKS),
            "deadline_past": (finding.deadline is not None and finding.deadline < day, Weight.BLOCKS),
            "measure": (not finding.measure, Weight.ADVISES),
            "location": (not finding.location, Weight.ADVISES),
            "responsible_person": (finding.responsible_person is None, Weight.ADVISES),
            "evidence": (finding.item in evidence and finding.id not in with_photo, Weight.ADVISES),
            "basis_unverified": (any(not basis.verified for basis in finding.basis or ()), Weight.ADVISES),
        }
        gaps += [_gap(code, weight, finding) for code, (missing, weight) in lacks.items() if missing]
    return gaps


def _gap(code: str, weight: Weight, finding: Finding) -> Gap:
    name = finding.item or (finding.description or "")[:20] or finding.id
    return Gap(code, weight, {"item": name}, "finding", finding.form or "", finding.item or "", finding.id)


def _proposals(
    inspection: str, filled: Sequence[tuple[FormDefinition, FilledForm]], standing: Sequence[Finding]
) -> list[MajorProposal]:
    by_id = {finding.id: finding for finding in standing}
    found: list[MajorProposal] = []
    for definition, answers in filled:
        for proposal in answers.proposed_major():
            entities = [finding_id(answer_id(inspection, definition.id, item)) for item in proposal.items]
            concerned = tuple(entity for entity in entities if entity in by_id)
            confirmed = all(by_id[entity].confirmed_level is not None for entity in concerned)
            found.append(MajorProposal(definition.id, proposal, concerned, confirmed))
    return found


def _level_gaps(proposals: Sequence[MajorProposal], standing: Sequence[Finding]) -> list[Gap]:
    concerned = {entity for proposal in proposals for entity in proposal.findings}
    return [
        _gap("level", Weight.BLOCKS, finding)
        for finding in standing
        if finding.id in concerned and finding.confirmed_level is None
    ]
