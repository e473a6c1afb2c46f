"""What the page of one site shows, read in one go on a reader thread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.gui import decision_words, texts
from fieldcheck.gui.session import Route
from fieldcheck.model.canonical import plain
from fieldcheck.model.document import DocumentNumber
from fieldcheck.model.lifecycle import ENDED, STATES
from fieldcheck.model.records import Finding, Inspection, Site
from fieldcheck.operations import hazards, holidays, site_wording
from fieldcheck.operations.masking import masked
from fieldcheck.operations.recurring import Recurring, recurring
from fieldcheck.store import Reader
from fieldcheck.store.queries import duplicates, records, sites
from fieldcheck.store.queries.sites import Paper
from fieldcheck.translation import _

MOST_HAZARDS = 60
"""Hazards whose life is looked at: a site with more shows the newest, and the list of hazards has all."""
MOST_EVENTS = 12


@dataclass(frozen=True, slots=True)
class OpenHazard:
    """A hazard at which something is left to do: its words, its state in a word, the tone of that word.

    `answered` is the visit that a recheck of it answers, empty where none can be next.
    """

    id: str
    description: str
    state: str
    tone: str
    answered: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline."""

    day: str
    text: str
    route: Route


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One site with all that belongs to it; `one_with` are the other records of the same site, by (id, name)."""

    site: Site
    landlord: str
    open: tuple[OpenHazard, ...]
    recurring: tuple[Recurring, ...]
    visits: int
    papers: tuple[Paper, ...]
    tenants: tuple[tuple[str, str], ...]
    one_with: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    questions: tuple[str, ...]
    decisions: tuple[decision_words.Told, ...]

    def told(self, field: str, *, phones: bool) -> str:
        """Return what stands in a field, in words; phone numbers masked unless they are asked for."""
        if field == "landlord":
            return self.landlord
        value = plain(getattr(self.site, field))
        return site_wording.value_text(field, value if phones else masked(field, value))


def read(reader: Reader, entity: str) -> SiteFacts | None:
    """Return what is known of a site; None where it is not here, or was deleted."""
    site = records.find(reader, Site, entity)
    if site is None:
        return None
    together = duplicates.together(reader, "site", entity)
    problems = sites.problems_of(reader, together)
    visits = [visit for one in together for visit in records.children(reader, Inspection, one)]
    papers = sites.papers_of(reader, together)
    landlord = records.find(reader, Site, site.landlord) if site.landlord else None
    others = records.many(reader, Site, together[1:])
    return SiteFacts(
        site=site,
        landlord=(landlord.name or "") if landlord else site.landlord or "",
        open=tuple(_open(reader, [one.id for one in problems[:MOST_HAZARDS]])),
        recurring=tuple(recurring(problems)),
        visits=len(visits),
        papers=tuple(papers),
        tenants=tuple(sites.tenants_of(reader, together)),
        one_with=tuple((other.id, other.name or "") for other in others.values()),
        events=_events(visits, papers),
        questions=decision_words.open_questions(reader, "site", entity),
        decisions=decision_words.about(reader, entity),
    )


def _open(reader: Reader, problems: Sequence[str]) -> list[OpenHazard]:
    today, calendar = date.today(), holidays.calendar(reader)
    known = records.many(reader, Finding, list(problems))
    found = []
    for finding in (known[entity] for entity in problems):
        life = hazards.life_of(reader, finding.id)
        if life.state in ENDED and not life.broken:
            continue
        overdue = life.is_overdue(today, calendar)
        state = _("Overdue") if overdue else _(STATES[life.state_on(today, calendar)])
        answered = hazards.answered_by_recheck(finding, life)
        found.append(
            OpenHazard(finding.id, finding.description or "", state, "warning" if overdue else "info", answered)
        )
    return found


def _events(visits: Sequence[Inspection], papers: Sequence[Paper]) -> tuple[Event, ...]:
    """Return the newest of what happened at the site, newest first."""
    events = [
        Event(
            (visit.started_at or "")[:10],
            " · ".join(part for part in (texts.visit_kind(visit.visit_kind), visit.campaign or "") if part),
            Route("visit", visit.id, "checklist"),
        )
        for visit in visits
    ]
    events += [Event(paper.issued_on, texts.document_kind(paper.kind), paper_route(paper)) for paper in papers]
    return tuple(sorted(events, key=lambda event: event.day, reverse=True)[:MOST_EVENTS])


def paper_route(paper: Paper) -> Route:
    """Return where a document is."""
    return Route("visit", paper.inspection, "documents", paper.kind)


def paper_title(paper: Paper) -> str:
    """Return the number of a document, which says its kind; the kind where it has none."""
    return str(DocumentNumber(**json.loads(paper.number))) if paper.number else texts.document_kind(paper.kind)
