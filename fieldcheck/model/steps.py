"""The steps in the life of a hazard: write-once records about a finding, from which its state is computed.

Each names its finding, and belongs to it. A step that was recorded by mistake is never removed: an `Annulment` names
it, and says why. 一般: 安全生产事故隐患排查治理暂行规定 (16号令); clocks: 安全生产违法行为行政处罚办法 (15号令) 16.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldcheck.model.values import Moment, Person


class RecheckResult(StrEnum):
    """What the officers saw at the recheck (复查结论)."""

    PASS = "pass"
    FAIL = "fail"


class ListingLevel(StrEnum):
    """Who supervises a listed major hazard (挂牌督办)."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """The hazard was put right: on the spot before the officers (当场整改), or as the unit reports (申请复查).

    Its photos are those of the finding with the purpose `after`. `funds` in 万元, as text.
    """

    id: str
    finding: str | None = None
    on_spot: bool | None = None
    done_at: Moment | None = None
    description: str | None = None
    reported_by: Person | None = None
    funds: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The unit asks for more time (延期申请): at the latest ten days before the deadline (15号令 16)."""

    id: str
    finding: str | None = None
    requested_on: date | None = None
    until: date | None = None
    reason: str | None = None
    requested_by: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionAnswer:
    """What was answered to an extension, in writing and within five days (15号令 16): `until` where it was granted."""

    id: str
    finding: str | None = None
    extension: str | None = None
    granted: bool | None = None
    until: date | None = None
    answered_on: date | None = None
    reason: str | None = None
    officers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """What was found at the recheck (复查); `inspection` is the visit of kind recheck on which it was seen."""

    id: str
    finding: str | None = None
    inspection: str | None = None
    result: str | None = None
    at: Moment | None = None
    officers: tuple[str, ...] | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """The hazard is closed (销号): who approved it and when.

    A major one also needs `approval_number` (核销), and `resumption` (审查同意恢复) where work was stopped (法 65).
    """

    id: str
    finding: str | None = None
    recheck: str | None = None
    approver: str | None = None
    approved_on: date | None = None
    approval_number: str | None = None
    resumption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A major hazard is listed for supervision (挂牌督办): by whom, under which number, until when, where published."""

    id: str
    finding: str | None = None
    level: str | None = None
    supervisor: str | None = None
    number: str | None = None
    listed_on: date | None = None
    until: date | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delisting:
    """A listed hazard is taken off the list (摘牌)."""

    id: str
    finding: str | None = None
    listing: str | None = None
    number: str | None = None
    delisted_on: date | None = None
    approver: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """The hazard goes to the authority that is competent (移送)."""

    id: str
    finding: str | None = None
    authority: str | None = None
    transferred_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFiling:
    """A case was opened for a penalty (立案): its number, when, for what."""

    id: str
    finding: str | None = None
    number: str | None = None
    filed_on: date | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annulment:
    """A step was recorded by mistake: `step` is its id, `kind` its kind. It no longer counts, and stays to be read."""

    id: str
    finding: str | None = None
    kind: str | None = None
    step: str | None = None
    reason: str | None = None


Step = (
    Rectification
    | Extension
    | ExtensionAnswer
    | Recheck
    | Closure
    | Listing
    | Delisting
    | Transfer
    | CaseFiling
    | Annulment
)
