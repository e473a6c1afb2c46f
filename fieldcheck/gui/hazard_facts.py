"""What the page of one hazard shows, read in one go on a reader thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fieldcheck.gui import decision_words, record_history
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.form import Level
from fieldcheck.model.lifecycle import Life, life
from fieldcheck.model.papers import Service
from fieldcheck.model.records import Document, Finding, Inspection, Officer, Photo, Signing, Site
from fieldcheck.model.steps import Step
from fieldcheck.model.values import PhotoPurpose
from fieldcheck.operations import duplicates, findings, hazards, holidays, photos, service
from fieldcheck.store import Reader, Seen, devices
from fieldcheck.store.queries import conflicts, details, lists, records
from fieldcheck.store.queries.ledger import arrived
from fieldcheck.store.queries.lists import FindingRow


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in which the hazard stands: how it was signed last, served, and whether a correction replaced it."""

    document: Document
    signing: Signing | None
    service: Service | None
    superseded: bool


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """One hazard with all that belongs to it.

    Attributes:
        photos: those whose bytes are here; `missing` counts the others.
        proposed: a rule proposes it as major, and nobody confirmed its level.
        officers: names by id, retired ones too.
        history: its changes in words, newest first; empty where only a snapshot of it is here.
        questions: what is not settled about it.
        decisions: what the bureau decided about it.
        one_with: the other records of the same hazard, as a person judged.
        calendar: the days off that its deadline runs around.
        life: where it is and what happened; `steps` are its steps by id, those of the records it is one with too.
        rechecks: the visits that recheck the one on which it was found, newest first.
        after: photos of how it is now whose bytes are here.
        seen: what is shown of others in the fields that this page can set.
    """

    finding: Finding
    row: FindingRow
    visit: Inspection | None
    site: Site | None
    photos: tuple[Photo, ...]
    missing: int
    proposed: bool
    papers: tuple[Paper, ...]
    officers: dict[str, str]
    several_laptops: bool
    history: tuple[record_history.Entry, ...]
    questions: tuple[str, ...]
    decisions: tuple[decision_words.Told, ...]
    one_with: tuple[Finding, ...]
    life: Life
    calendar: Calendar
    steps: Mapping[str, Step]
    known_officers: tuple[Officer, ...]
    rechecks: tuple[Inspection, ...]
    after: tuple[Photo, ...]
    seen: Seen

    @property
    def is_major(self) -> bool:
        """Return whether an officer confirmed it as major."""
        return self.finding.confirmed_level is not None and self.finding.confirmed_level.level == Level.MAJOR


def read(reader: Reader, entity: str) -> HazardFacts | None:
    """Return what is known of a hazard; None where it is not here, or was deleted."""
    finding = records.find(reader, Finding, entity)
    rows = lists.finding_rows(reader, [entity])
    if finding is None or not rows:
        return None
    taken = photos.of_finding(reader, finding)
    after = photos.of_finding(reader, finding, PhotoPurpose.AFTER)
    here = arrived(reader, [photo.sha256 or "" for photo in (*taken, *after)], photos.THUMBNAIL)
    dossier = hazards.dossier_of(reader, entity)
    shown = tuple(photo for photo in taken if photo.sha256 in here)
    officers = {officer.id: officer.name or "" for officer in records.everything(reader, Officer)}
    laptops = {device.id: device.name for device in devices.every(reader)}
    return HazardFacts(
        finding=finding,
        row=rows[0],
        visit=records.find(reader, Inspection, finding.inspection or ""),
        site=records.find(reader, Site, finding.site or ""),
        photos=shown,
        missing=len(taken) - len(shown),
        proposed=findings.waits_for_level(reader, finding),
        papers=tuple(_papers(reader, finding)),
        officers=officers,
        several_laptops=len(lists.laptops(reader)) > 1,
        history=tuple(record_history.entries(details.history(reader, entity), officers, laptops)),
        questions=decision_words.open_questions(reader, "finding", entity),
        decisions=decision_words.about(reader, entity),
        life=life(dossier),
        calendar=holidays.calendar(reader),
        steps={one.step.id: one.step for one in dossier.steps},
        known_officers=tuple(records.everything(reader, Officer)),
        rechecks=tuple(_rechecks(reader, finding)),
        after=tuple(photo for photo in after if photo.sha256 in here),
        seen=conflicts.joined(conflicts.seen(reader, "finding", entity).values()),
        one_with=tuple(records.many(reader, Finding, duplicates.one_with(reader, "finding", entity)).values()),
    )


def _rechecks(reader: Reader, finding: Finding) -> list[Inspection]:
    found = records.many(reader, Inspection, details.rechecking(reader, finding.inspection or ""))
    return sorted(found.values(), key=lambda visit: visit.started_at or "", reverse=True)


def _papers(reader: Reader, finding: Finding) -> list[Paper]:
    """Return the documents that name a hazard, newest first."""
    of_visit = records.children(reader, Document, finding.inspection or "")
    replaced = {document.supersedes for document in of_visit}
    found = []
    for document in of_visit:
        if finding.id in (document.findings or ()):
            signings = records.children(reader, Signing, document.id)
            signing, served = signings[-1] if signings else None, service.standing(reader, document.id)
            found.append(Paper(document, signing, served, document.id in replaced))
    return found[::-1]
