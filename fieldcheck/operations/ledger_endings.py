"""What the ledger says of a hazard after it was found: when it is due, put right, rechecked, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldcheck.model.dossier import Dossier, Facts, day_of
from fieldcheck.model.lifecycle import life
from fieldcheck.model.steps import Closure, Recheck, Rectification


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The newest of each; `rechecked_by` are officers' ids, `funds` in 万元 as the unit reported them.

    A hazard that was closed without what closing asks has no day of closing here.
    """

    due: date | None = None
    completed_on: date | None = None
    funds: str = ""
    rechecked_on: date | None = None
    rechecked_by: tuple[str, ...] = ()
    recheck_result: str = ""
    closed_on: date | None = None


def ending(dossier: Dossier) -> Ending:
    """Return what became of a hazard."""
    facts, found = Facts(dossier), life(dossier)
    done = facts.of(Rectification)[-1:]
    rechecked = facts.of(Recheck)[-1:]
    closed = facts.of(Closure)[-1:] if found.is_closed else []
    return Ending(
        due=found.due,
        completed_on=day_of(done[0]) if done else None,
        funds=(done[0].funds or "") if done else "",
        rechecked_on=day_of(rechecked[0]) if rechecked else None,
        rechecked_by=(rechecked[0].officers or ()) if rechecked else (),
        recheck_result=(rechecked[0].result or "") if rechecked else "",
        closed_on=closed[0].approved_on if closed else None,
    )
