"""The shared records of a store. Every field but the id may be None: a fold never refuses.

Times with legal meaning are ISO 8601 texts to the minute, local with offset; days are dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldcheck.model.document_kinds import DocumentNumber
from fieldcheck.model.form import Basis
from fieldcheck.model.judgements import Decision, Join
from fieldcheck.model.papers import Interview, Sampling, Service, Typeface, Wording
from fieldcheck.model.planning import Draw, Holidays, Plan, PlannedVisit
from fieldcheck.model.steps import Step
from fieldcheck.model.values import (
    Approval,
    Commitments,
    ConfirmedLevel,
    Contact,
    Elevation,
    FormReference,
    Graded,
    ItemDeadline,
    Licence,
    Moment,
    OnSiteMeasure,
    Person,
    Place,
    SeriesStart,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The bureau: what its documents print and the sectors in which it may order (P12).

    With `case_serials` a case keeps its serial: the order, the recheck opinion … take that of its first document.
    """

    id: str
    bureau_name: str | None = None
    region_prefix: str | None = None
    sectors: tuple[str, ...] | None = None
    government: str | None = None
    court: str | None = None
    second_body: str | None = None
    address: str | None = None
    phone: str | None = None
    role: str | None = None
    first_serials: tuple[SeriesStart, ...] | None = None
    case_serials: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A certified officer (行政执法人员)."""

    id: str
    name: str | None = None
    certificate_number: str | None = None
    post: str | None = None
    phone: str | None = None
    retired: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is inspected: an enterprise or a flood work; `kind` is a `SiteKind`.

    `model.register` says which fields matter for which site, and the codes of those that hold one. Decimal numbers
    are texts: `dam_height` and `crest_length` in metres, `total_capacity` in 万m³, `catchment_area` in km².

    Attributes:
        address: where it works; `registered_address` is the one on its licence.
        landlord: the site whose premises it rents (出租厂房), by id.
        place: a point with the datum that it was read in.
        dust, hot_metal, special_equipment: codes; ("none",) where it is known that there is none.
        standardisation: the grade of safety standardisation and the day on which it ends.
        appraisal: the class that the last safety appraisal gave, and its day.
        downstream_people: how many live downstream of a work.
    """

    id: str
    name: str | None = None
    kind: str | None = None
    alias: str | None = None
    credit_code: str | None = None
    address: str | None = None
    registered_address: str | None = None
    town: str | None = None
    village: str | None = None
    division_code: str | None = None
    sector: str | None = None
    supervision_class: str | None = None
    industry: str | None = None
    industry_code: str | None = None
    size_class: str | None = None
    employees: int | None = None
    status: str | None = None
    landlord: str | None = None
    principal: Person | None = None
    legal_representative: Person | None = None
    actual_controller: Person | None = None
    safety_director: Person | None = None
    safety_staff: int | None = None
    contacts: tuple[Contact, ...] | None = None
    place: Place | None = None
    risk_level: str | None = None
    high_risk: bool | None = None
    confined_spaces: int | None = None
    toxic_gas_risk: bool | None = None
    dust: tuple[str, ...] | None = None
    ammonia: bool | None = None
    hot_metal: tuple[str, ...] | None = None
    solvent_spray: bool | None = None
    special_equipment: tuple[str, ...] | None = None
    special_equipment_count: int | None = None
    hazardous_chemicals: bool | None = None
    major_hazard_source: str | None = None
    contractors: bool | None = None
    standardisation: Graded | None = None
    licences: tuple[Licence, ...] | None = None
    work_type: str | None = None
    work_class: str | None = None
    work_code: str | None = None
    river: str | None = None
    owner: str | None = None
    competent_department: str | None = None
    built_year: int | None = None
    administrative_person: Person | None = None
    technical_person: Person | None = None
    patrol_person: Person | None = None
    dam_person: Person | None = None
    is_unsafe: bool | None = None
    appraisal: Graded | None = None
    downstream_people: int | None = None
    downstream_villages: str | None = None
    operation_plan: Approval | None = None
    emergency_plan: Approval | None = None
    dam_type: str | None = None
    dam_height: str | None = None
    crest_elevation: Elevation | None = None
    crest_length: str | None = None
    total_capacity: str | None = None
    catchment_area: str | None = None
    flood_limit_level: Elevation | None = None
    normal_level: Elevation | None = None
    design_flood_level: Elevation | None = None
    check_flood_level: Elevation | None = None
    dead_level: Elevation | None = None
    spillway_type: str | None = None
    spillway_size: str | None = None
    gates: int | None = None
    materials: str | None = None
    monitoring: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A visit: what the record (法 68) and the ledger need, and the forms exactly as they were used."""

    id: str
    site: str | None = None
    visit_kind: str | None = None
    planned_visit: str | None = None
    recheck_of: str | None = None
    campaign: str | None = None
    town: str | None = None
    sector: str | None = None
    place_inspected: str | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None
    principal: Person | None = None
    site_manager: Person | None = None
    officers: tuple[str, ...] | None = None
    fewer_officers_reason: str | None = None
    certificates_shown: bool | None = None
    forms: tuple[FormReference, ...] | None = None
    situation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one item, or a fact of the site as found on this visit. `value` is a text or a list of choices."""

    id: str
    inspection: str | None = None
    form: str | None = None
    item: str | None = None
    instances: tuple[str, ...] | None = None
    value: str | tuple[str, ...] | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A hazard found on a visit; its basis is the one of the form on that day (P6).

    `withdrawn` holds the reason where the answer no longer says that the item fails; the finding is kept.
    """

    id: str
    inspection: str | None = None
    site: str | None = None
    form: str | None = None
    item: str | None = None
    answer: str | None = None
    description: str | None = None
    location: str | None = None
    category: str | None = None
    basis: tuple[Basis, ...] | None = None
    confirmed_level: ConfirmedLevel | None = None
    measure: str | None = None
    deadline: date | None = None
    responsible_person: Person | None = None
    sector: str | None = None
    commitments: Commitments | None = None
    on_site_measure: OnSiteMeasure | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo: `sha256` names the original bytes, untouched. `taken_at` is the camera's own time, as it stands.

    A page that was drawn from a scanned file (a PDF) names that file's bytes in `source_sha256`.
    """

    id: str
    inspection: str | None = None
    finding: str | None = None
    form: str | None = None
    item: str | None = None
    document: str | None = None
    purpose: str | None = None
    sha256: str | None = None
    size: int | None = None
    format: str | None = None
    width: int | None = None
    height: int | None = None
    taken_at: str | None = None
    place: Place | None = None
    camera: str | None = None
    file_name: str | None = None
    caption: str | None = None
    source_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An issued document, frozen (P8): `sha256` names its bytes, `content_sha256` the values that it was made of.

    `deadlines` are those of its findings as printed: what the finding says later changes nothing that was ordered.
    `stops_work` is what a measures decision does (暂时停产停业 or the like, 安全生产法 65). `about` is the record that
    it is made of, where a visit has several of its kind: an interview, a sampling.
    """

    id: str
    inspection: str | None = None
    site: str | None = None
    kind: str | None = None
    number: DocumentNumber | None = None
    sha256: str | None = None
    content_sha256: str | None = None
    issued_on: date | None = None
    findings: tuple[str, ...] | None = None
    deadlines: tuple[ItemDeadline, ...] | None = None
    stops_work: bool | None = None
    about: str | None = None
    supersedes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What happened with the paper at the gate: signed, or refused with reason and witness (法 68).

    `strokes` is the SHA-256 of what was drawn on the signature pad, an aid beside the ink on the paper.
    """

    id: str
    document: str | None = None
    inspection: str | None = None
    result: str | None = None
    at: Moment | None = None
    signer: Person | None = None
    reason: str | None = None
    witness: Person | None = None
    strokes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form definition that was used in this store; its bytes are the blob `sha256` (P6)."""

    id: str
    form: str | None = None
    version: str | None = None
    title: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A device that the bureau took in; `certificate` is the canonical JSON that the bureau signed.

    `replaces` is the device whose place it took, if any: a lost passphrase, a store that was copied or restored.
    """

    id: str
    device: str | None = None
    name: str | None = None
    role: str | None = None
    towns: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None
    certificate: str | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBlock:
    """Serial numbers `first` to `last` of one series (prefix, code, year), for one device alone (P7)."""

    id: str
    device: str | None = None
    prefix: str | None = None
    code: str | None = None
    year: int | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidNumber:
    """A number that was spoiled on paper, and why: no document carries it, and none will."""

    id: str
    number: DocumentNumber | None = None
    reason: str | None = None


Record = (
    Profile
    | Officer
    | Site
    | Inspection
    | Answer
    | Finding
    | Photo
    | Document
    | Signing
    | Form
    | Enrolment
    | NumberBlock
    | VoidNumber
    | Decision
    | Join
    | Step
    | Plan
    | PlannedVisit
    | Draw
    | Holidays
    | Service
    | Interview
    | Sampling
    | Wording
    | Typeface
)
