"""What does not hold about a hazard and which clocks run, in words that the window and the commands share."""

from __future__ import annotations

from datetime import date

from fieldcheck.model import clocks
from fieldcheck.model.clocks import Calendar, Clock
from fieldcheck.model.lifecycle import NOT_VALID, TOLD, VERDICTS, Life
from fieldcheck.translation import _


def faults(life: Life) -> list[str]:
    """Return what is not valid, then what does not fit together, a sentence each."""
    template = _(VERDICTS.get(life.state, NOT_VALID))
    found = [template.format(reason=_(reason)) for reason in dict.fromkeys(one.message() for one in life.broken)]
    return found + [_("Contradiction: {what}.").format(what=_(one.message())) for one in life.contradictions]


def running(life: Life, calendar: Calendar) -> list[tuple[Clock, date]]:
    """Return the clocks of the law that run for a hazard, each with its last day."""
    waits = life.due if life.state in TOLD else None
    stopped = life.stopped_on
    days = (
        (clocks.EXTENSION_REQUEST, clocks.latest_request(waits) if waits is not None else None),
        (clocks.EXTENSION_ANSWER, life.answer_due(calendar)),
        (clocks.RECHECK, life.recheck_due(calendar)),
        (clocks.SUSPENSION, clocks.SUSPENSION.due(stopped, calendar) if stopped is not None else None),
    )
    return [(clock, day) for clock, day in days if day is not None]


def source_text(clock: Clock) -> str:
    """Return the article that sets a clock, and that nobody checked it against the official text where that is so."""
    return clock.source if clock.verified else _("{source} (article not verified)").format(source=clock.source)
