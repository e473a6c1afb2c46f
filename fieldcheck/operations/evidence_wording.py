"""The evidence of a document as readable text, for the window and the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fieldcheck.model.records import Officer
from fieldcheck.operations import wording
from fieldcheck.operations.evidence import Evidence, Link, State
from fieldcheck.store import Reader
from fieldcheck.store.queries import records
from fieldcheck.translation import N_, _

Title = Callable[[str, str], str]


def _as_it_is(_kind: str, field: str) -> str:
    return field


STATES: Mapping[State, str] = {
    State.GOOD: N_("holds"),
    State.BROKEN: N_("BROKEN"),
    State.NOT_HERE: N_("not here"),
    State.CHANGED: N_("changed"),
    State.OPEN: N_("open"),
}


def line(reader: Reader, link: Link, title: Title = _as_it_is) -> str:
    """Return one link in words; `title` names a field of a kind of records."""
    told = dict(link.details)
    if link.state is State.CHANGED:
        author = records.find(reader, Officer, str(told["who"]))
        told["who"] = (author.name if author is not None else "") or told["device"]
        told["field"] = title(str(told["kind"]), str(told["field"]))
        told["kind"] = wording.kind(str(told["kind"]))
    if "at" in told:
        told["at"] = wording.wall_clock(str(told["at"]))
    return _(link.message()).format(**told)


def lines(reader: Reader, found: Evidence, title: Title = _as_it_is) -> list[tuple[State, str]]:
    """Return every link with its state, in the order of the chain."""
    return [(link.state, line(reader, link, title)) for link in found.links]


def state(found: State) -> str:
    """Return in a word what a link is worth."""
    return _(STATES[found])


def verdict(found: Evidence) -> str:
    """Return what is to be made of the whole chain."""
    states = {link.state for link in found.links}
    if State.BROKEN in states:
        return _("The chain is broken: see the lines marked so.")
    if State.NOT_HERE in states:
        return _("What is here holds. Not everything is here: see the lines marked so.")
    return _("Every link that is here holds.")
