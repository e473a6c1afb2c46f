"""Drawing by lot (双随机): sites and officers of a plan, recorded whole and once, and drawn again by anyone."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from fieldcheck.model import draws
from fieldcheck.model.errors import N_, VerificationError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.planning import Draw, DrawGroup, DrawnVisit, Excused, Plan
from fieldcheck.operations import inspections, planned_visits, trust
from fieldcheck.store import Changes, Reader, Store, Transaction
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries import records

EVERY_RISK = ""
"""Name of the one group of a draw that does not tell risk colours apart."""


class DrawDiffers(VerificationError):
    """A recorded draw does not give what it says."""

    code = "DRAW_DIFFERS"
    message = N_("Draw {draw} does not give the recorded result: {count} visits differ. Draw again before witnesses.")


class DrawMethodUnknown(VerificationError):
    """A draw was made by a method of a newer version."""

    code = "DRAW_METHOD"
    message = N_("Draw {draw} was made by the method {method}, which this version does not know. Use a newer version.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be drawn for a plan.

    Attributes:
        count: how many sites; not looked at where there are `shares`.
        shares: by risk colour, how many of a hundred sites are drawn, each colour a group of its own (rounded up).
        officers: ids of those who may be drawn; `excused`, who may not go where.
        seed: a text that those who are present agree on; a random one where it is empty.
        visit_kind, site_kind: what the visits are, and to which kind of sites.
    """

    plan: str
    count: int = 0
    shares: Mapping[str, int] | None = None
    officers: tuple[str, ...]
    excused: tuple[Excused, ...] = ()
    seed: str = ""
    witnesses: tuple[str, ...] = ()
    visit_kind: str = "enforcement"
    site_kind: str = "enterprise"


def groups(reader: Reader, wanted: Wanted) -> tuple[DrawGroup, ...]:
    """Return the groups that are drawn from: the sites in the plan's towns and sectors. Raises RecordNotFound."""
    plan = records.get(reader, Plan, wanted.plan)
    pool = queries.pool(reader, plan.towns or (), plan.sectors or (), wanted.site_kind)
    if not wanted.shares:
        every = tuple(site for sites in pool.values() for site in sites)
        return (DrawGroup(EVERY_RISK, tuple(sorted(every)), wanted.count),)
    return tuple(
        DrawGroup(risk, tuple(pool.get(risk, ())), math.ceil(len(pool.get(risk, ())) * share / 100))
        for risk, share in wanted.shares.items()
        if share > 0
    )


def draw(store: Store, wanted: Wanted, author: str = "") -> Changes:
    """Draw, record the draw, and plan a visit to each site that was drawn; `main` is the draw's id.

    Raises BureauOnly at a laptop that was taken in, RecordNotFound, TooFewSites, TooFewOfficers; nothing is recorded
    then.
    """
    reader = store.reader()
    if trust.is_enrolled(reader):
        trust.require_bureau(reader)
    seed = wanted.seed.strip() or secrets.token_hex(16)
    lot = draws.Lot(seed, groups(reader, wanted), tuple(sorted(wanted.officers)), wanted.excused)
    result = draws.draw(lot)
    entity = new_id()
    return store.write(lambda transaction: _record(transaction, entity, wanted, lot, result), author)


def _record(
    transaction: Transaction, entity: str, wanted: Wanted, lot: draws.Lot, result: tuple[DrawnVisit, ...]
) -> str:
    values: dict[str, object] = {
        "plan": wanted.plan,
        "drawn_at": inspections.now_text(),
        "seed": lot.seed,
        "method": draws.METHOD,
        "groups": lot.groups,
        "officers": lot.officers,
        "excused": lot.excused,
        "result": result,
        "witnesses": wanted.witnesses,
    }
    transaction.append("draw", entity, "", values)
    for one in result:
        members = {
            "plan": wanted.plan,
            "draw": entity,
            "visit_kind": wanted.visit_kind,
            "officers": one.officers,
        }
        planned_visits.append(transaction, new_id(), one.site, members)
    return entity


def of_plan(reader: Reader, plan: str = "") -> list[Draw]:
    """Return the draws of a plan, of every plan where none is named, the newest first."""
    found = records.many(reader, Draw, queries.draw_ids(reader, plan))
    return sorted(found.values(), key=lambda one: (one.drawn_at or "", one.id), reverse=True)


@dataclass(frozen=True, slots=True)
class Redone:
    """A recorded draw and what its own seed and lists give by its method."""

    recorded: Draw
    result: tuple[DrawnVisit, ...]

    @property
    def differing(self) -> int:
        """Return how many visits are not as recorded."""
        recorded = self.recorded.result or ()
        same = sum(ours == theirs for ours, theirs in zip(self.result, recorded, strict=False))
        return max(len(self.result), len(recorded)) - same


def redo(reader: Reader, entity: str) -> Redone:
    """Draw a recorded draw again. Raises RecordNotFound, DrawMethodUnknown, TooFewSites, TooFewOfficers."""
    found = records.get(reader, Draw, entity)
    if found.method != draws.METHOD:
        raise DrawMethodUnknown(draw=entity, method=found.method or "—")
    lot = draws.Lot(found.seed or "", found.groups or (), found.officers or (), found.excused or ())
    return Redone(found, draws.draw(lot))


def verify(reader: Reader, entity: str) -> Redone:
    """Draw a recorded draw again. Raises DrawDiffers where it gives another result, and what `redo` raises."""
    redone = redo(reader, entity)
    if redone.differing:
        raise DrawDiffers(draw=entity, count=redone.differing)
    return redone
