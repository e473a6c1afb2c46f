"""The ledger of hazards (隐患排查治理台账) as a file: what the bureau's clerk prints and sends upward."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fieldcheck.model.document import DocumentNumber
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.form import Level, SiteKind
from fieldcheck.model.ledger import LedgerHead, LedgerPhoto, LedgerPhotos, LedgerRow, masked_phone
from fieldcheck.model.records import Answer, Finding, Inspection, Officer, Photo, Profile, Site
from fieldcheck.operations import child, files, forms, photos, profile
from fieldcheck.operations.document_content import sector_name
from fieldcheck.store import Reader, Store
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
    officers: Mapping[str, Officer]
    answers: Mapping[str, Answer]
    photos: Mapping[str, LedgerPhotos]
    numbers: Mapping[tuple[str, str], list[str]]


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

    Return how many rows it has, or None where `cancelled` said so: then nothing is written. Photos are written after
    the rows and are not counted by `progress`. Raises FileNotWritten.
    """
    from fieldcheck.documents import ledger

    wanted = lists.finding_ids(reader, order=Order.OLDEST) if findings is None else list(findings)
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
        return _Known(
            visits=visits,
            sites=records.many(reader, Site, sorted(sites)),
            officers=self._officers,
            answers=records.many(reader, Answer, sorted({finding.answer or "" for finding in found})),
            photos=self._photos([finding.id for finding in found]),
            numbers=queries.numbers_naming(reader, list(visits)),
        )

    def _photos(self, findings: Sequence[str]) -> dict[str, LedgerPhotos]:
        of = queries.evidence_of(self._reader, findings)
        known = records.many(self._reader, Photo, [photo for group in of.values() for photo in group])
        hashes = sorted({photo.sha256 or "" for photo in known.values()})
        here = queries.arrived(self._reader, hashes, photos.THUMBNAIL)
        cells = {}
        for finding, group in of.items():
            shown = [known[photo] for photo in group if photo in known]
            usable = tuple(self._photo(photo) for photo in shown if photo.sha256 in here)
            cells[finding] = LedgerPhotos(usable, len(shown) - len(usable))
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
        return LedgerRow(
            number=number,
            inspected_on=_day(visit.started_at),
            inspectors=self._inspectors(visit, known),
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
            level=finding.confirmed_level.level if finding.confirmed_level else Level.GENERAL.value,
            basis=tuple(basis.citation() for basis in finding.basis or ()),
            measure=finding.measure or "",
            responsible_unit=_responsible_unit(site),
            responsible_person="\n".join(part for part in (person.name, person.post) if part) if person else "",
            phone=masked_phone(person.phone) if person else "",
            deadline=finding.deadline,
            order_number=_numbers(known, finding, queries.ORDERS),
            before=known.photos.get(finding.id, LedgerPhotos()),
            remark="\n".join(filter(None, (_numbers(known, finding, queries.LISTS), answer.remark if answer else ""))),
        )

    def _inspectors(self, visit: Inspection, known: _Known) -> str:
        names = [known.officers[entity].name for entity in visit.officers or () if entity in known.officers]
        return "\n".join(filter(None, (self._profile.bureau_name, "、".join(filter(None, names)))))

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


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written[:10]) if written else None


def _responsible_unit(site: Site) -> str:
    """Return who answers for the hazard: the owner of a flood work, else the unit that was inspected."""
    return (site.owner if site.kind == SiteKind.FLOOD_WORK else None) or site.name or ""


def _numbers(known: _Known, finding: Finding, kind: str) -> str:
    found = known.numbers.get((finding.id, kind), [])
    return "\n".join(str(DocumentNumber(**json.loads(number))) for number in found)
