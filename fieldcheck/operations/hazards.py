"""The life of one hazard as it is known here, and why a step in it is not possible."""

from __future__ import annotations

from fieldcheck.model.dossier import Dossier
from fieldcheck.model.errors import N_, AuthorityError
from fieldcheck.model.lifecycle import TOLD, HazardState, Life, life
from fieldcheck.store import Reader, dossiers

TO_BE_RECHECKED = TOLD | {HazardState.RECHECK_DUE, HazardState.RECHECKED_FAIL}
"""Where a hazard is while a recheck can be next."""


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
