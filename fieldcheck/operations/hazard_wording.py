"""What does not hold about a hazard, in sentences that the window and the commands share."""

from __future__ import annotations

from fieldcheck.model.lifecycle import NOT_VALID, VERDICTS, Life
from fieldcheck.translation import _


def faults(life: Life) -> list[str]:
    """Return what is not valid, then what does not fit together, a sentence each."""
    template = _(VERDICTS.get(life.state, NOT_VALID))
    found = [template.format(reason=_(reason)) for reason in dict.fromkeys(one.message() for one in life.broken)]
    return found + [_("Contradiction: {what}.").format(what=_(one.message())) for one in life.contradictions]
