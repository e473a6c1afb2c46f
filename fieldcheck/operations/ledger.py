"""The ledger of hazards (隐患排查治理台账) as a file: what the bureau's clerk prints and sends upward."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fieldcheck.model.document import DocumentNumber
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.form import SiteKind
from fieldcheck.model.ledger import LedgerHead, LedgerPhoto, LedgerPhotos, LedgerRow, masked_phone
from fieldcheck.model.records import Answer, Finding, Inspection, Officer, Photo, Profile, Site
from fieldcheck.model.values import Commitments, Person, PhotoPurpose
from fieldcheck.operations import child, files, forms, ledger_endings, photos, profile
from fieldcheck.operations.document_content import sector_name
from fieldcheck.operations.ledger_endings import Ending
from fieldcheck.store import Reader, Store, dossiers
from fieldcheck.store.queries import ledger as queries
from fieldcheck.store.queries import lists, records
from fieldcheck.store.queries.lists import Order

AT_ONCE = 200
"""Hazards whose records are in memory together."""

Progress = Callable[[int, int], None]


class _Stopped(Exception):
    """The person cancelled."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The records that some hazards need."""

    visits: Mapping[str, Inspection]
    sites: Mapping[str, Site]
    answers: Mapping[str, Answer]
    photos: Mapping[tuple[str, str], LedgerPhotos]
    numbers: Mapping[tuple[str, str], list[str]]
    endings: Mapping[str, Ending]


def write(
    reader: Reader,
    path: Path,
    findings: Sequence[str] | None = None,
    *,
    made_on: date | None = None,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int | None:
    """Write the ledger of these hazards, in their order; of all that stand, oldest first, where None is given.

    Records that a person found to be one hazard have one row, where the first of them stands.
    Return how many rows it has, or None where `cancelled` said so: then nothing is written. Photos are written after
    the rows and are not counted by `progress`. Raises FileNotWritten.
    """
    from fieldcheck.documents import ledger

    wanted = _once(reader, lists.finding_ids(reader, order=Order.OLDEST) if findings is None else findings)
    maker = _Maker(reader, cancelled)
    rows = maker.rows(wanted, progress)
    head = maker.head(wanted, made_on or date.today())
    try:
        files.write_stream(path, lambda file: ledger.write(head, rows, file))
    except _Stopped:
        return None
    return len(wanted)


def write_beside(
    store: Store,
    path: Path,
    findings: Sequence[str] | None = None,
    *,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int | None:
    """Do what `write` does in a child process, so that the window stays as it is. Raises what it raises, ChildDied."""
    count: int | None = child.beside(
        store, _work, path, findings, report=lambda counts: progress(*counts), cancelled=cancelled
    )
    return count


def _work(store: Store, line: child.Line, path: Path, findings: Sequence[str] | None) -> int | None:
    def progress(done: int, total: int) -> None:
        line.report((done, total), final=done == total)

    return write(store.reader(), path, findings, progress=progress, cancelled=line.stopped)


def _once(reader: Reader, findings: Sequence[str]) -> list[str]:
    """Return these hazards, of those that are one the first."""
    found: list[str] = []
    seen: set[str] = set()
    groups = {one: group for group in dossiers.groups(reader, findings) for one in group}
    for finding in findings:
        if finding not in seen:
            found.append(finding)
            seen.update(groups[finding])
    return found


class _Maker:
    """Makes the rows, a few hundred hazards at a time."""

    def __init__(self, reader: Reader, cancelled: Callable[[], bool]) -> None:
        self._reader = reader
        self._cancelled = cancelled
        self._profile = records.find(reader, Profile, profile.PROFILE) or Profile(id="")
        self._officers = {officer.id: officer for officer in records.everything(reader, Officer)}

    def head(self, wanted: Sequence[str], made_on: date) -> LedgerHead:
        """Return what stands above the rows."""
        first, last, majors = queries.span(self._reader, wanted)
        return LedgerHead(self._profile.bureau_name or "", _day(first), _day(last), len(wanted), majors, made_on)

    def rows(self, wanted: Sequence[str], progress: Progress) -> Iterator[LedgerRow]:
        """Yield a row for each hazard that is still there. Raises _Stopped."""
        number = 0
        for start in range(0, len(wanted), AT_ONCE):
            progress(start, len(wanted))
            part = list(wanted[start : start + AT_ONCE])
            found = records.many(self._reader, Finding, part)
            known = self._known(list(found.values()))
            for finding in (found[entity] for entity in part if entity in found):
                self._check()
                number += 1
                yield self._row(number, finding, known)
        progress(len(wanted), len(wanted))

    def _check(self) -> None:
        if self._cancelled():
            raise _Stopped

    def _known(self, found: Sequence[Finding]) -> _Known:
        reader = self._reader
        visits = records.many(reader, Inspection, sorted({finding.inspection or "" for finding in found}))
        sites = {finding.site or "" for finding in found} | {visit.site or "" for visit in visits.values()}
        groups = dossiers.groups(reader, [finding.id for finding in found])
        every = [one for group in groups for one in group]
        of = {one: finding.id for group in groups for finding in found if finding.id in group for one in group}
        return _Known(
            visits=visits,
            sites=records.many(reader, Site, sorted(sites)),
            answers=records.many(reader, Answer, sorted({finding.answer or "" for finding in found})),
            photos=self._photos(of),
            numbers=_together(of, queries.numbers_naming(reader, every)),
            endings={
                of[group[0]]: ledger_endings.ending(dossier)
                for group, dossier in zip(groups, dossiers.load(reader, groups), strict=True)
            },
        )

    def _photos(self, shown_as: Mapping[str, str]) -> dict[tuple[str, str], LedgerPhotos]:
        """Return the cells of photos by (hazard, purpose)."""
        of = _together(shown_as, queries.photos_of(self._reader, list(shown_as)))
        known = records.many(self._reader, Photo, [photo for group in of.values() for photo in group])
        hashes = sorted({photo.sha256 or "" for photo in known.values()})
        here = queries.arrived(self._reader, hashes, photos.THUMBNAIL)
        cells = {}
        for cell, group in of.items():
            shown = [known[photo] for photo in group if photo in known]
            usable = tuple(self._photo(photo) for photo in shown if photo.sha256 in here)
            cells[cell] = LedgerPhotos(usable, len(shown) - len(usable))
        return cells

    def _photo(self, photo: Photo) -> LedgerPhoto:
        def jpeg() -> bytes:
            self._check()
            return photos.thumbnail(self._reader, photo)

        return LedgerPhoto(photo.width or 4, photo.height or 3, jpeg)

    def _row(self, number: int, finding: Finding, known: _Known) -> LedgerRow:
        visit = known.visits.get(finding.inspection or "") or Inspection(id="")
        site = known.sites.get(finding.site or visit.site or "") or Site(id="")
        person = finding.responsible_person
        answer = known.answers.get(finding.answer or "")
        given = finding.commitments or Commitments()
        ending = known.endings[finding.id]
        return LedgerRow(
            number=number,
            inspected_on=_day(visit.started_at),
            inspectors=self._inspectors(visit),
            campaign=visit.campaign or "",
            town=visit.town or site.town or "",
            unit=site.name or "",
            credit_code=site.credit_code or "",
            industry=site.industry or sector_name(finding.sector or visit.sector),
            visit_kind=visit.visit_kind or "",
            methods=self._methods(finding, visit),
            location=finding.location or "",
            description=finding.description or "",
            category=finding.category or "",
            level=finding.confirmed_level.level if finding.confirmed_level else "",
            basis=tuple(basis.citation() for basis in finding.basis or ()),
            measure=finding.measure or given.measure,
            responsible_unit=_responsible_unit(site),
            responsible_person=_person(person) if person else given.responsible,
            phone=masked_phone(person.phone) if person else "",
            funds=given.funds or ending.funds,
            deadline=ending.due,
            precautions=given.emergency_plan,
            order_number=_numbers(known, finding, queries.ORDERS),
            before=known.photos.get((finding.id, PhotoPurpose.EVIDENCE), LedgerPhotos()),
            after=known.photos.get((finding.id, PhotoPurpose.AFTER), LedgerPhotos()),
            completed_on=ending.completed_on,
            rechecked_on=ending.rechecked_on,
            rechecked_by=self._names(ending.rechecked_by),
            recheck_result=ending.recheck_result,
            closed_on=ending.closed_on,
            remark="\n".join(filter(None, (_numbers(known, finding, queries.LISTS), answer.remark if answer else ""))),
        )

    def _inspectors(self, visit: Inspection) -> str:
        return "\n".join(filter(None, (self._profile.bureau_name, self._names(visit.officers or ()))))

    def _names(self, officers: Sequence[str]) -> str:
        known = (self._officers[entity].name for entity in officers if entity in self._officers)
        return "、".join(filter(None, known))

    def _methods(self, finding: Finding, visit: Inspection) -> tuple[str, ...]:
        """Return how the item was checked, as its form said on that day; nothing where the form is not here."""
        used = next((form for form in visit.forms or () if form.form == finding.form), None)
        if used is None or not finding.item:
            return ()
        try:
            return tuple(forms.definition_of(self._reader, used).item(finding.item).methods)
        except (FieldCheckError, KeyError):
            # The row is worth more than this column: the form has not arrived, or is not understood yet.
            return ()


def _person(person: Person) -> str:
    return "\n".join(part for part in (person.name, person.post) if part)


def _together(
    shown_as: Mapping[str, str], found: Mapping[tuple[str, str], list[str]]
) -> dict[tuple[str, str], list[str]]:
    """Return what was found by hazard with what belongs to the hazards that are one under the one that is shown."""
    every: dict[tuple[str, str], list[str]] = {}
    for (finding, key), values in found.items():
        every.setdefault((shown_as[finding], key), []).extend(values)
    return {cell: list(dict.fromkeys(values)) for cell, values in every.items()}


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written[:10]) if written else None


def _responsible_unit(site: Site) -> str:
    """Return who answers for the hazard: the owner of a flood work, else the unit that was inspected."""
    return (site.owner if site.kind == SiteKind.FLOOD_WORK else None) or site.name or ""


def _numbers(known: _Known, finding: Finding, kind: str) -> str:
    found = known.numbers.get((finding.id, kind), [])
    return "\n".join(str(DocumentNumber(**json.loads(number))) for number in found)
