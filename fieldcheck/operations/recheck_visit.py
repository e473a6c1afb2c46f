"""The hazards that one visit rechecks: what waits, what was seen of each, and taking that back.

What was seen is one recheck (`steps.Recheck`) of this visit; another word about it annuls the one before. What is being
typed lies in a draft until then, since a recheck is written once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.clocks import Calendar
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import Life, life
from fieldcheck.model.records import Document, Finding, Inspection, Photo
from fieldcheck.model.steps import Annulment, Recheck
from fieldcheck.model.values import Moment, PhotoPurpose
from fieldcheck.operations import document_sources, drafts, duplicates, holidays, photos, steps
from fieldcheck.operations.hazards import life_of
from fieldcheck.operations.inspections import now_text
from fieldcheck.store import Changes, Reader, Store, Transaction, dossiers, local
from fieldcheck.store.queries import hazards_due, records
from fieldcheck.store.queries.ledger import arrived
from fieldcheck.store.reader import one_view

FIELD = "seen"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a hazard: `result` is a `RecheckResult` or empty, `comment` what was seen."""

    result: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A hazard that the visit rechecks.

    Attributes:
        document: the newest document in force that names it, None where it is not here.
        in_opinion: an order or a decision of a visit that this one rechecks names it, so the opinion does too.
        recheck: what was recorded of it on this visit, None where nothing was, or it was taken back.
        said: what was typed last; what is recorded, where nothing was typed since.
        before: photos as it was found whose bytes are here, `missing` counts the others; `after` as it is now.
    """

    finding: Finding
    life: Life
    document: Document | None
    in_opinion: bool
    recheck: Recheck | None
    said: Said
    before: tuple[Photo, ...]
    missing: int
    after: int


@dataclass(frozen=True, slots=True)
class Rechecking:
    """The hazards of a visit, those of its opinion first in the order of their papers, and the days off.

    `answers` says whether the visit names the one that it rechecks.
    """

    answers: bool
    hazards: tuple[Waiting, ...]
    calendar: Calendar


def read(reader: Reader, inspection: str) -> Rechecking:
    """Return what the visit rechecks, as of one moment. Raises RecordNotFound."""
    with one_view(reader):
        visit = records.get(reader, Inspection, inspection)
        sites = duplicates.one_with(reader, "site", visit.site or "")
        wanted = hazards_due.to_recheck(reader, [visit.site or "", *sites], inspection)
        found = _waiting(reader, visit, wanted)
        return Rechecking(bool(visit.recheck_of), tuple(found), holidays.calendar(reader))


def _waiting(reader: Reader, visit: Inspection, wanted: Sequence[str]) -> list[Waiting]:
    groups = dossiers.groups(reader, wanted)
    lives = [life(dossier) for dossier in dossiers.load(reader, groups)]
    chosen = [next(one for one in group if one in wanted) for group in groups]
    findings = records.many(reader, Finding, chosen)
    named = _named(reader, visit)
    typed = {draft.entity: draft.value for draft in local.drafts(reader) if draft.field == FIELD}
    pictures = _Pictures(reader, findings)
    documents = records.many(reader, Document, sorted({_newest(one) for one in lives}))
    found = []
    for entity, group, one in zip(chosen, groups, lives, strict=True):
        recheck = _recorded(one, visit.id)
        before, missing = pictures.before(findings[entity])
        found.append(
            Waiting(
                finding=findings[entity],
                life=one,
                document=documents.get(_newest(one)),
                in_opinion=any(member in named for member in group),
                recheck=recheck,
                said=_said(typed.get(_key(visit.id, entity)), recheck),
                before=before,
                missing=missing,
                after=one.facts.dossier.after,
            )
        )
    return sorted(found, key=lambda one: (not one.in_opinion, named.get(one.finding.id, (0, 0))))


def _newest(one: Life) -> str:
    return one.facts.papers[-1][1].id if one.facts.papers else ""


def _named(reader: Reader, visit: Inspection) -> Mapping[str, tuple[int, int]]:
    """Return where the opinion's papers name hazards: the place of the paper, and the number in it."""
    found: dict[str, tuple[int, int]] = {}
    for place, earlier in enumerate(document_sources.earlier_papers(reader, visit)):
        for finding, number in earlier.items.items():
            found.setdefault(finding, (place, number))
    return found


def _said(typed: object, recheck: Recheck | None) -> Said:
    if isinstance(typed, list) and len(typed) == len(Said.__dataclass_fields__):
        return Said(*map(str, typed))
    return recorded(recheck)


def recorded(recheck: Recheck | None) -> Said:
    """Return what a recheck says; nothing where there is none."""
    return Said() if recheck is None else Said(recheck.result or "", recheck.comment or "")


def _recorded(one: Life, inspection: str) -> Recheck | None:
    of_visit = [recheck for recheck in one.facts.of(Recheck) if recheck.inspection == inspection]
    return of_visit[-1] if of_visit else None


class _Pictures:
    """The photos of hazards as they were found; each visit is read once."""

    def __init__(self, reader: Reader, findings: Mapping[str, Finding]) -> None:
        visits = sorted({finding.inspection or "" for finding in findings.values()})
        every = [photo for visit in visits for photo in records.children(reader, Photo, visit)]
        self._found = [one for one in every if one.finding in findings and one.purpose == PhotoPurpose.EVIDENCE]
        self._here = arrived(reader, [photo.sha256 or "" for photo in self._found], photos.THUMBNAIL)

    def before(self, finding: Finding) -> tuple[tuple[Photo, ...], int]:
        """Return the photos of a hazard that can be shown, and how many have not arrived."""
        taken = [photo for photo in self._found if photo.finding == finding.id]
        shown = tuple(photo for photo in taken if photo.sha256 in self._here)
        return shown, len(taken) - len(shown)


def record(store: Store, inspection: str, finding: str, said: Said, reason: str, author: str = "") -> Changes:
    """Record what was seen of a hazard on a visit; what this visit said of it before is annulled for `reason`.

    `main` is the id of the recheck. Raises RecordNotFound, StepIncomplete, NotPossible, and then nothing is changed.
    """

    def work(transaction: Transaction) -> str:
        visit = records.get(transaction, Inspection, inspection)
        made = Recheck(
            id=new_id(),
            finding=finding,
            inspection=inspection,
            result=said.result or None,
            at=Moment(_when(visit)),
            officers=visit.officers or (),
            comment=said.comment or None,
        )
        _annul(transaction, inspection, finding, reason)
        steps.append(transaction, made)
        local.drop_draft(transaction, _key(inspection, finding), FIELD)
        return made.id

    return store.write(work, author)


def take_back(store: Store, inspection: str, finding: str, comment: str, reason: str, author: str = "") -> Changes:
    """Annul what this visit says of a hazard, for a reason; the comment stays as a draft.

    Raises RecordNotFound, StepIncomplete where no reason is given.
    """

    def work(transaction: Transaction) -> str:
        _annul(transaction, inspection, finding, reason)
        draft = local.Draft("recheck", _key(inspection, finding), inspection, FIELD, ["", comment], author)
        local.put_draft(transaction, draft)
        return finding

    return store.write(work, author)


def keep(store: Store, inspection: str, finding: str, said: Said, author: str = "") -> None:
    """Keep what is being typed of a hazard; it is recorded once the row is left."""
    drafts.keep(store, "recheck", _key(inspection, finding), inspection, FIELD, [said.result, said.comment], author)


def _annul(transaction: Transaction, inspection: str, finding: str, reason: str) -> None:
    standing = _recorded(life_of(transaction, finding), inspection)
    if standing is not None:
        annulment = Annulment(id=new_id(), finding=finding, kind="recheck", step=standing.id, reason=reason)
        steps.append(transaction, annulment)


def _when(visit: Inspection) -> str:
    """Return now on the day of the visit; what is written later was seen when the visit ended, or began."""
    started = visit.started_at or ""
    if not started or started[:10] == date.today().isoformat():
        return now_text()
    return visit.ended_at or started


def _key(inspection: str, finding: str) -> str:
    """Return what a draft lies under: the recheck that it is about has no id yet."""
    return f"{inspection} {finding}"
