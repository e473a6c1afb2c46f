"""What the papers beside record and order are made of: service, interviews, samples, and the bureau's own layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldcheck.model.values import Moment, Person


class ServiceMethod(StrEnum):
    """How a document was served (送达方式): 直接, 留置, 邮寄, 公告, 电子."""

    DIRECT = "direct"
    LEFT = "left"
    MAIL = "mail"
    ANNOUNCEMENT = "announcement"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A document was served (送达): how, when, where, by whom, to whom; left where receipt was refused (留置送达)."""

    id: str
    document: str | None = None
    method: str | None = None
    at: Moment | None = None
    place: str | None = None
    officers: tuple[str, ...] | None = None
    recipient: Person | None = None
    reason: str | None = None
    witness: Person | None = None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A question and its answer."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What a person was asked and said (询问笔录). `ordinal` counts the interviews of one person in a case from 1.

    `told_at` is when the officers showed their certificates and told the person duties and rights; `corrects` is the
    interview whose issued record this one corrects.
    """

    id: str
    inspection: str | None = None
    ordinal: int | None = None
    began_at: Moment | None = None
    ended_at: Moment | None = None
    place: str | None = None
    person: Person | None = None
    gender: str | None = None
    age: int | None = None
    identity_number: str | None = None
    employer: str | None = None
    home: str | None = None
    officers: tuple[str, ...] | None = None
    recorder: str | None = None
    present: str | None = None
    told_at: Moment | None = None
    exchanged: tuple[Exchanged, ...] | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class SampledItem:
    """A thing that was taken as evidence: name, specification and batch, quantity."""

    name: str
    specification: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """What was taken as evidence (抽样取证): when, where, from whom, by whom; `corrects` as in an interview."""

    id: str
    inspection: str | None = None
    at: Moment | None = None
    place: str | None = None
    site_manager: Person | None = None
    items: tuple[SampledItem, ...] | None = None
    officers: tuple[str, ...] | None = None
    corrects: str | None = None


CasePaper = Interview | Sampling
"""Records of a visit of which one document each is made; a visit may have several."""


def masked_identity(number: str) -> str:
    """Return an identity number as lists and exports show it: the first three letters and the last two stay.

    Of one that is shorter than any identity number, as half of one is, nothing stays.
    """
    return "*" * len(number) if len(number) < 8 else number[:3] + "*" * (len(number) - 5) + number[-2:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """A font of the bureau's own, which its layouts name by `sha256`: that of its file."""

    id: str
    name: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The bureau's own text or layout of one kind of document: `sha256` names its bytes, in force from a day on.

    Empty bytes mean that the shipped one holds again.
    """

    id: str
    document: str | None = None
    version: str | None = None
    in_force_from: date | None = None
    sha256: str | None = None
