"""Facts that are only true together: one field each in the journal, one small value here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

Moment = NewType("Moment", str)
"""A time with legal meaning: ISO 8601 to the minute or closer, local with its offset."""


class VisitKind(StrEnum):
    """执法检查, 督政督查, 专家帮扶, 企业自查, 防汛检查, 复查: only the first, and a recheck of it, may order."""

    ENFORCEMENT = "enforcement"
    SUPERVISION = "supervision"
    ASSISTANCE = "assistance"
    SELF_CHECK = "self_check"
    FLOOD_PATROL = "flood_patrol"
    RECHECK = "recheck"


class Role(StrEnum):
    """What a device is enrolled as; a new role is a new device."""

    INSPECTOR = "inspector"
    BUREAU = "bureau"
    ENTERPRISE = "enterprise"


class PhotoPurpose(StrEnum):
    """Why a photo was taken."""

    EVIDENCE = "evidence"
    AFTER = "after"
    SIGNED_PAGE = "signed_page"
    SERVICE = "service"


class SigningResult(StrEnum):
    """What the unit did with the paper (签收, 拒签)."""

    SIGNED = "signed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the unit: name, post, phone; an unknown part is empty."""

    name: str = ""
    post: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Another person of a site and what they are there for; the roles are local, and therefore words."""

    role: str = ""
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Elevation:
    """A level in metres, as text so that no digit is lost, with the datum of its heights; unknown where empty."""

    metres: str
    datum: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """A class or grade that was given (a code), and the day: of an appraisal, or on which a certificate ends."""

    grade: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """A plan that was approved: under which number, on which day."""

    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of an enterprise: which, its number, the last day that it is good for."""

    name: str = ""
    number: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point in decimal degrees, as text so that no digit is lost, with the datum that it was read in."""

    latitude: str
    longitude: str
    datum: str = "WGS84"


@dataclass(frozen=True, slots=True)
class FormReference:
    """A form exactly as it was used: `sha256` names the bytes of its definition in the store."""

    form: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ConfirmedLevel:
    """The level of a hazard as an officer confirmed it: who (officer id) and when (UTC, as the clock read)."""

    level: str
    by: str
    at: str


class MeasureKind(StrEnum):
    """What is ordered on the spot where a hazard cannot wait (法 65 第一款第三项)."""

    REMOVE = "remove"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"


@dataclass(frozen=True, slots=True)
class OnSiteMeasure:
    """A measure on site: its `MeasureKind`, what it is about (a place, plant, works), and its last day as text."""

    kind: str
    what: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Commitments:
    """The five commitments for a major hazard (五落实). `funds` in 万元 and the day `until` as text."""

    responsible: str = ""
    measure: str = ""
    funds: str = ""
    until: str = ""
    emergency_plan: str = ""


@dataclass(frozen=True, slots=True)
class ItemDeadline:
    """The deadline of one hazard (its id) in a document, as it was printed."""

    finding: str
    deadline: date


@dataclass(frozen=True, slots=True)
class SeriesStart:
    """Where the numbers of one kind begin in a year, for a bureau that already used some on paper."""

    code: str
    year: int
    first: int


@dataclass(frozen=True, slots=True)
class DecidedValue:
    """One of the values that a decision chose from: JSON text, and the change that it came from."""

    value: str
    device: str
    seq: int
    at: str
    author: str = ""
