"""The life of one hazard as it is known here, and why a step in it is not possible."""

from __future__ import annotations

from fieldcheck.model.dossier import Dossier
from fieldcheck.model.errors import N_, AuthorityError
from fieldcheck.model.lifecycle import TO_BE_RECHECKED, Life, life
from fieldcheck.model.records import Finding
from fieldcheck.store import Reader, dossiers


class NotPossible(AuthorityError):
    """A guard of the hazard's life does not allow what was asked."""

    code = "HAZARD_NOT_POSSIBLE"
    message = N_(
        "This cannot be recorded: {reason}. Record first what it rests on, or annul what was recorded wrongly."
    )


def dossier_of(reader: Reader, finding: str) -> Dossier:
    """Return all that is known of a hazard and of the records that it is one with."""
    return dossiers.load(reader, dossiers.groups(reader, [finding]))[0]


def life_of(reader: Reader, finding: str) -> Life:
    """Return the life of a hazard; that of one which is not here is one that never began."""
    return life(dossier_of(reader, finding))


def answered_by_recheck(finding: Finding, known: Life) -> str:
    """Return the visit that a recheck of this hazard answers; empty where no recheck can be next.

    That is the visit of the newest document that names it: what failed and was ordered again goes on from there.
    """
    if known.state not in TO_BE_RECHECKED:
        return ""
    papers = known.facts.papers
    return (papers[-1][1].inspection if papers else "") or finding.inspection or ""
