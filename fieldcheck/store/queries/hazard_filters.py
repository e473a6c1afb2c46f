"""Where a hazard is, in SQL over finding f and its row h of the cache `hazard_state`: what lists filter and sort by.

The cache holds nothing that follows from today. `?` stands for the newest last day that has passed (ISO), weekends and
holidays counted (`Calendar.last_past`): a deadline on that day or before is over, though it may have rolled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from fieldcheck.model.lifecycle import ENDED, TOLD, UNDONE, Flag, HazardState

JOINED = " LEFT JOIN hazard_state h ON h.finding = f.id"
STATE = "coalesce(h.state, CASE WHEN f.withdrawn IS NULL THEN 'registered' ELSE 'void' END)"
DUE = "CASE WHEN h.finding IS NULL THEN f.deadline ELSE h.due END"
"""The last day in force: of the document or of an extension, else of the hazard itself."""


class Standing(StrEnum):
    """What hazards of several states have in common."""

    OPEN = "open"
    OVERDUE = "overdue"
    EXTENSION = "extension"
    TO_CLOSE = "to_close"
    UNCOMMITTED = "uncommitted"
    LISTED = "listed"
    NOT_VALID = "not_valid"


def _among(states: Iterable[HazardState]) -> str:
    return f"{STATE} IN ({', '.join(sorted(repr(state.value) for state in states))})"


def _flagged(flag: Flag) -> str:
    return f"instr(h.flags, ' {flag.value} ')"


TO_CLOSE = (HazardState.RECHECKED_PASS, HazardState.ON_SPOT_FIXED)
"""What passed the recheck, or was put right on the spot, and waits for its approval."""
_PAST = f"{DUE} <= ?"
_NOT_COMMITTED = " OR ".join(
    f"trim(coalesce(json_extract(f.commitments, '$.{part}'), '')) = ''"
    for part in ("responsible", "measure", "funds", "until", "emergency_plan")
)
_CLAUSES: Mapping[HazardState | Standing, str] = {
    **{state: f"{STATE} = '{state.value}'" for state in HazardState},
    **{state: f"{STATE} = '{state.value}' AND NOT coalesce({_PAST}, 0)" for state in TOLD},
    HazardState.RECHECK_DUE: f"({STATE} = 'recheck_due' OR ({_among(TOLD)} AND {_PAST}))",
    Standing.OPEN: f"(NOT {_among(ENDED)} OR coalesce(h.broken, '') <> '')",
    Standing.OVERDUE: f"{_among(UNDONE)} AND {_PAST}",
    Standing.EXTENSION: _flagged(Flag.EXTENSION_REQUESTED),
    Standing.TO_CLOSE: _among(TO_CLOSE),
    Standing.UNCOMMITTED: f"NOT {_among(ENDED)} AND CASE WHEN h.finding IS NULL THEN "
    f"json_extract(f.confirmed_level, '$.level') = 'major' AND ({_NOT_COMMITTED}) "
    f"ELSE {_flagged(Flag.UNCOMMITTED)} END",
    Standing.LISTED: _flagged(Flag.LISTED),
    Standing.NOT_VALID: "coalesce(h.broken, '') <> ''",
}

_WITH_WITHDRAWN = frozenset({HazardState.VOID, Standing.NOT_VALID})


def clause(wanted: HazardState | Standing, past: str) -> tuple[str, list[str]]:
    """Return the condition on f and h under which a hazard is as wanted, and its parameters."""
    sql = _CLAUSES[wanted]
    return sql, [past] * sql.count("?")


def stands(wanted: HazardState | Standing | None) -> str:
    """Return the condition under which a hazard is listed at all: what was withdrawn only where that is asked for."""
    if wanted in _WITH_WITHDRAWN:
        # An item that no longer fails was no hazard; where a document names it all the same, it has a row.
        void = "f.withdrawn IS NULL OR f.withdrawn <> 'answer_changed' OR h.finding IS NOT NULL"
        return f"NOT f._deleted AND f.inspection IS NOT NULL AND ({void})"
    return "NOT f._deleted AND f.inspection IS NOT NULL AND f.withdrawn IS NULL"
