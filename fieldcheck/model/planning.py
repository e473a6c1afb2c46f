"""What is planned before a visit: plans and campaigns, drawn lots (双随机), who goes where and when, days off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldcheck.model.values import Moment


class PlanKind(StrEnum):
    """Where the task of a visit comes from (任务来源): 年度检查计划, 专项行动, 个案 (举报, 转办)."""

    ANNUAL = "annual"
    CAMPAIGN = "campaign"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan of inspections: approved by whom and under which number, and its window.

    `most_visits` is how often one unit may be visited in a year under published plans (国办发〔2024〕54号).
    `source` says where an individual case comes from.
    """

    id: str
    name: str | None = None
    kind: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    sectors: tuple[str, ...] | None = None
    towns: tuple[str, ...] | None = None
    forms: tuple[str, ...] | None = None
    approval_number: str | None = None
    approved_on: date | None = None
    approver: str | None = None
    most_visits: int | None = None
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisit:
    """A visit that is to take place: `inspection` of the visit names this id once it has begun.

    `device` is the laptop that takes it along; `organisations` are the others of a joint or cross-district team.
    `beyond_cap` is the reason for one visit more than the plan's `most_visits`; `cancelled` why it does not take place.
    """

    id: str
    site: str | None = None
    plan: str | None = None
    draw: str | None = None
    visit_kind: str | None = None
    recheck_of: str | None = None
    day: date | None = None
    officers: tuple[str, ...] | None = None
    device: str | None = None
    organisations: tuple[str, ...] | None = None
    forms: tuple[str, ...] | None = None
    content: str | None = None
    method: str | None = None
    noticed_at: Moment | None = None
    without_notice: str | None = None
    beyond_cap: str | None = None
    cancelled: str | None = None


@dataclass(frozen=True, slots=True)
class DrawGroup:
    """Sites (ids) that are drawn among themselves, for example those of one risk colour: `wanted` of them."""

    name: str
    sites: tuple[str, ...]
    wanted: int


@dataclass(frozen=True, slots=True)
class Excused:
    """An officer (id) who may not go to a site (回避), or to none where `site` is empty, and why."""

    officer: str
    site: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DrawnVisit:
    """One result of a draw: the site and the two officers (ids) that the lot gave it."""

    site: str
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Sites and officers drawn by lot (双随机): from whom, with which seed, so that anyone can draw it again.

    `method` names the way from the seed to the result (`model.draws`).
    """

    id: str
    plan: str | None = None
    drawn_at: Moment | None = None
    seed: str | None = None
    method: str | None = None
    groups: tuple[DrawGroup, ...] | None = None
    officers: tuple[str, ...] | None = None
    excused: tuple[Excused, ...] | None = None
    result: tuple[DrawnVisit, ...] | None = None
    witnesses: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """The days off of one year as the State Council announces them, and the weekends that are worked instead."""

    id: str
    year: int | None = None
    days_off: tuple[date, ...] | None = None
    working_days: tuple[date, ...] | None = None
    source: str | None = None
