"""What a document says: plain values from which `fieldcheck.documents` makes the bytes.

Field order and wording follow the statutory set (安全生产监管执法文书, MEM numbering 应急检记 / 应急责改).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fieldcheck.model.canonical import encode, sha256_hex
from fieldcheck.model.document_kinds import (
    OF_ONE_RECORD,
    TO_BE_SERVED,
    WITHOUT_NUMBER,
    DocumentKind,
    DocumentNumber,
)
from fieldcheck.model.papers import Exchanged, SampledItem
from fieldcheck.model.values import Person

__all__ = [
    "DETAILS",
    "OF_ONE_RECORD",
    "TO_BE_SERVED",
    "WITHOUT_NUMBER",
    "Assignment",
    "DeadlinePair",
    "Decided",
    "DocumentContent",
    "DocumentKind",
    "DocumentNumber",
    "Interviewed",
    "Material",
    "Measures",
    "OfficerLine",
    "PersonLine",
    "PhotoEntry",
    "Problem",
    "RecheckOpinion",
    "Rechecked",
    "Sampled",
    "Scheme",
    "Served",
    "ServiceReceipt",
    "Titled",
    "TransferLetter",
    "content_bytes",
    "content_hash",
]


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """An officer as the signature block prints them."""

    name: str
    certificate_number: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the unit: name, post, phone; unknown parts are empty and print as a blank to be filled by hand."""

    name: str = ""
    post: str = ""
    phone: str = ""

    @classmethod
    def of(cls, person: Person | None) -> PersonLine:
        """Return a person as printed; blanks for one that is not known."""
        return cls() if person is None else cls(person.name, person.post, person.phone)


@dataclass(frozen=True, slots=True)
class Problem:
    """One numbered problem with the text that the unit reads. `number` counts from 1 in the document."""

    number: int
    description: str
    location: str
    basis: tuple[str, ...]
    level: str
    measure: str
    deadline: date | None
    responsible_person: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class DeadlinePair:
    """The items of an order that share one deadline."""

    numbers: tuple[int, ...]
    deadline: date


@dataclass(frozen=True, slots=True)
class PhotoEntry:
    """A photo of the appendix: which problem, caption, time, and the bytes to print (already turned upright)."""

    problem_number: int | None
    caption: str
    taken_at: str
    sha256: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a scheme says beside the facts of the visit (现场检查方案); `approval` is the number of its approval."""

    contact: PersonLine
    industry: str
    subjects: tuple[str, ...]
    methods: str
    approval: str
    remark: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One measure of a decision and the problems that it answers: `kind` is a `MeasureKind`, `until` where it ends."""

    kind: str
    what: str
    numbers: tuple[int, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Measures:
    """What a decision on measures orders, and the record that it rests on (现场处理措施决定书)."""

    record_number: str
    measures: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What was seen at a recheck of one earlier document: the numbers of its items by what became of them."""

    kind: str
    number: str
    issued_on: date | None
    passed: tuple[int, ...]
    failed: tuple[int, ...]
    pending: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RecheckOpinion:
    """What an opinion says of each earlier document (整改复查意见书)."""

    papers: tuple[Rechecked, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whom an assignment slip goes to: a department, a town; empty where it is filled in by hand (交办单)."""

    recipient: str


@dataclass(frozen=True, slots=True)
class Material:
    """A document that goes with a transfer, or was served: its `DocumentKind` and its number."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class TransferLetter:
    """To which authority hazards are transferred, for what, with which papers, and who can be asked (案件移送书)."""

    recipient: str
    cause: str
    contact: PersonLine
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """Documents that were served together: how (`ServiceMethod`), when (ISO), where, by whom, to whom; why left."""

    method: str
    at: str
    place: str
    officers: tuple[OfficerLine, ...]
    recipient: PersonLine
    reason: str
    witness: PersonLine
    papers: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class ServiceReceipt:
    """What a receipt confirms (文书送达回执): the services of a visit's documents, oldest first."""

    services: tuple[Served, ...]


@dataclass(frozen=True, slots=True)
class Interviewed:
    """Who was asked, what was said, who was there (询问笔录). `posts` are those of the officers, in their order.

    `told_at` is when certificates were shown and duties and rights told, ISO with offset.
    """

    ordinal: int | None
    person: PersonLine
    gender: str
    age: str
    identity_number: str
    employer: str
    home: str
    posts: tuple[str, ...]
    recorder: str
    present: str
    told_at: str
    exchanged: tuple[Exchanged, ...]


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was taken as evidence (抽样取证凭证)."""

    items: tuple[SampledItem, ...]


@dataclass(frozen=True, slots=True)
class Titled:
    """What the bureau calls an earlier document in its own wording; `number` tells it from others of its kind."""

    kind: str
    number: str
    title: str


Details = Scheme | Measures | RecheckOpinion | Assignment | TransferLetter | ServiceReceipt | Interviewed | Sampled
"""What only one kind of document says."""

DETAILS: Mapping[DocumentKind, type] = {
    DocumentKind.INSPECTION_SCHEME: Scheme,
    DocumentKind.MEASURES_DECISION: Measures,
    DocumentKind.RECHECK_OPINION: RecheckOpinion,
    DocumentKind.ASSIGNMENT_SLIP: Assignment,
    DocumentKind.TRANSFER_LETTER: TransferLetter,
    DocumentKind.SERVICE_RECEIPT: ServiceReceipt,
    DocumentKind.INTERVIEW_RECORD: Interviewed,
    DocumentKind.SAMPLING_VOUCHER: Sampled,
}
"""Which kind says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """All that a document prints. `number` is None while it is a draft (watermark 草稿) or 待编号, or has none.

    `draft` draws the watermark; `document_id` and the content hash go into the QR code with the number.
    `bureau` is the full name of the issuing body; `government`, `court` and `second_body` fill the remedy
    paragraph (行政复议法 2023 第二十、二十四条; 行政诉讼法 2017 第四十六条).
    `supersedes` names the number of a document that this one corrects. `details` is what only this kind says;
    `wording` is the bureau's own wording (TOML), empty where the shipped one that is in force on the day is printed;
    `fonts` are the files of the bureau's own fonts, which it names by their SHA-256; `titles` are those of earlier
    documents that this one may name, where the bureau calls them otherwise than the shipped wording.
    """

    kind: DocumentKind
    document_id: str
    number: DocumentNumber | None
    draft: bool
    bureau: str
    unit_name: str
    address: str
    principal: PersonLine
    site_manager: PersonLine
    place_inspected: str
    started_at: datetime
    ended_at: datetime | None
    officers: tuple[OfficerLine, ...]
    certificates_shown: bool
    visit_kind: str
    campaign: str
    sector: str
    situation: str
    problems: tuple[Problem, ...]
    photos: tuple[PhotoEntry, ...]
    issued_on: date
    government: str = ""
    court: str = ""
    second_body: str = ""
    supersedes: str = ""
    reply_by: date | None = None
    details: Details | None = None
    wording: str = ""
    fonts: tuple[bytes, ...] = ()
    titles: tuple[Titled, ...] = ()

    def deadline_pairs(self) -> tuple[DeadlinePair, ...]:
        """Return the problems grouped by deadline, in the order of the deadlines."""
        groups: dict[date, list[int]] = {}
        for problem in self.problems:
            if problem.deadline is not None:
                groups.setdefault(problem.deadline, []).append(problem.number)
        return tuple(DeadlinePair(tuple(groups[day]), day) for day in sorted(groups))


def content_bytes(content: DocumentContent) -> bytes:
    """Return the canonical JSON of what a document was made of; photos by hash, their bytes lie beside it.

    Raises NotRepresentable where a text holds what canonical JSON cannot (a lone surrogate).
    """
    members = {
        name: getattr(content, name)
        for name in content.__dataclass_fields__
        if name not in ("photos", "started_at", "ended_at", "wording", "fonts", "titles")
    }
    return encode(
        {
            **members,
            **({"titles": content.titles} if content.titles else {}),
            "started_at": content.started_at.isoformat(),
            "ended_at": content.ended_at.isoformat() if content.ended_at else None,
            "wording": sha256_hex(content.wording.encode()) if content.wording else "",
            "photos": [
                {
                    "problem_number": photo.problem_number,
                    "caption": photo.caption,
                    "taken_at": photo.taken_at,
                    "sha256": photo.sha256,
                }
                for photo in content.photos
            ],
        }
    )


def content_hash(content: DocumentContent) -> str:
    """Return the SHA-256 of `content_bytes` as 64 hexadecimal digits: what the QR code names."""
    return sha256_hex(content_bytes(content))
