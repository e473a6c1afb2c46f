"""A hazard and its steps, as tests of its life write them down."""

from __future__ import annotations

from datetime import date
from typing import Any

from fieldcheck.model.dossier import Dossier, Paper, Recorded, Stamp
from fieldcheck.model.records import Finding, Inspection
from fieldcheck.model.steps import Closure, Recheck, Rectification, Step
from fieldcheck.model.values import Commitments, ConfirmedLevel, Moment

COMMITTED = Commitments("张三", "加装防护罩", "2", "2026-08-31", "现场处置方案")
MAJOR = ConfirmedLevel("major", "o1", "2026-07-01T08:00:00.000Z")
OFFICERS = ("o1", "o2")


def day(text: str) -> date:
    """Return a day of the summer of 2026: "7-1"."""
    month, number = text.split("-")
    return date(2026, int(month), int(number))


def at(text: str, clock: str = "10:00") -> Moment:
    return Moment(f"{day(text).isoformat()}T{clock}+08:00")


def order(issued: str = "7-1", deadline: str | None = "7-31", entity: str = "d1", **values: Any) -> Paper:
    members: dict[str, Any] = {
        "kind": "rectification-order",
        "inspection": "v1",
        "issued_on": day(issued),
        "deadline": day(deadline) if deadline else None,
        **values,
    }
    return Paper(id=entity, **members)


def recheck(text: str, result: str = "pass", entity: str = "r1", clock: str = "10:00", **values: Any) -> Recheck:
    members = {"finding": "f", "result": result, "at": at(text, clock), "officers": OFFICERS, **values}
    return Recheck(id=entity, **members)


def closure(text: str = "8-5", entity: str = "c1", **values: Any) -> Closure:
    members = {"finding": "f", "approver": "o9", "approved_on": day(text), **values}
    return Closure(id=entity, **members)


def report(text: str, entity: str = "x1", *, on_spot: bool = False) -> Rectification:
    return Rectification(id=entity, finding="f", on_spot=on_spot, done_at=at(text, "09:00"))


def finding(**values: Any) -> Finding:
    return Finding(id="f", inspection="v1", **values)


def dossier(*steps: Step, papers: tuple[Paper, ...] = (), **values: Any) -> Dossier:
    """Return a dossier with before and after photos and two officers, unless `values` say otherwise."""
    members: dict[str, Any] = {
        "findings": (finding(deadline=day("7-31")),),
        "visits": (Inspection(id="v1", visit_kind="enforcement", officers=OFFICERS),),
        "papers": papers,
        "before": 1,
        "after": 1,
        **values,
    }
    recorded = tuple(Recorded(step, Stamp("o1", "d", "2026-07-01T00:00:00.000Z")) for step in steps)
    return Dossier(steps=recorded, **members)
