"""What the Conflicts page shows, read on a reader thread and put in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fieldcheck.gui.decision_words import deletion_text, missing_text, names_here
from fieldcheck.gui.record_words import Names, field_title, kind_title, value_text
from fieldcheck.gui.session import Route
from fieldcheck.model.document import OF_ONE_RECORD
from fieldcheck.model.journal import DELETED
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.papers import CasePaper, Interview
from fieldcheck.model.records import Answer, Finding, Inspection, Photo, Site
from fieldcheck.model.values import PhotoPurpose
from fieldcheck.operations import conflicts, forms, inspections, photos, trust, wording
from fieldcheck.operations.conflicts import Conflict, Value
from fieldcheck.store import Reader
from fieldcheck.store.queries import records
from fieldcheck.store.queries.ledger import arrived
from fieldcheck.translation import _, current_language


@dataclass(frozen=True, slots=True)
class Listed:
    """One conflict in the list: `title` says which record, `site` where it is, `field` which field of it."""

    conflict: Conflict
    title: str
    site: str
    field: str


@dataclass(frozen=True, slots=True)
class Cases:
    """All conflicts of a store, what waits, and whether it is the store that decides."""

    every: tuple[Listed, ...]
    waiting: tuple[str, ...]
    decides: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A value in words: what it is, who wrote it when and where, and whether lists show it now."""

    text: str
    source: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One conflict as it is decided.

    Attributes:
        before: the value that all of them replaced, in words.
        told: the values in words, in the order of the conflict's.
        route: the page of the record, or None.
        photos: those that show what it is about; `missing` counts those whose bytes have not arrived.
    """

    listed: Listed
    before: str
    told: tuple[Told, ...]
    route: Route | None
    photos: tuple[Photo, ...]
    missing: int


def read(reader: Reader) -> Cases:
    """Return the conflicts that stand, and the records that wait."""
    titles = Titles(reader)
    every = tuple(
        Listed(found, *titles.parts(found.kind, found.entity), field_title(found.kind, found.field))
        for found in conflicts.conflicts(reader)
    )
    waiting = tuple(
        _("{record} waits for {changes}.").format(
            record=titles.of(found.kind, found.entity), changes=missing_text(found.missing)
        )
        for found in conflicts.waiting(reader)
    )
    return Cases(every, waiting, trust.is_bureau(reader))


class Titles:
    """Names records, each site looked up once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._sites: dict[str, str] = {}

    def of(self, kind: str, entity: str) -> str:
        """Return what the record is called, with its site."""
        return " · ".join(part for part in self.parts(kind, entity) if part)

    def parts(self, kind: str, entity: str) -> tuple[str, str]:
        """Return what the record is called, and its site; empty where it has none, or is one."""
        record: object = records.find(self._reader, KINDS[kind].record, entity) if kind in KINDS else None
        named = getattr(record, "name", None) or getattr(record, "description", None) or getattr(record, "item", None)
        site = getattr(record, "site", None)
        if isinstance(record, Interview) and record.person is not None:
            named = record.person.name
        if isinstance(record, (Answer, CasePaper)):
            visit = records.find(self._reader, Inspection, record.inspection or "")
            site = visit.site if visit else None
        return " · ".join(part for part in (kind_title(kind), str(named or "")) if part), self.site(site)

    def site(self, site: str | None) -> str:
        """Return the name of a site, or an empty text."""
        if site is None:
            return ""
        if site not in self._sites:
            found = records.find(self._reader, Site, site)
            self._sites[site] = (found.name if found else "") or ""
        return self._sites[site]


def case(reader: Reader, listed: Listed) -> Case:
    """Return one conflict with all that helps to decide it."""
    found = listed.conflict
    names = names_of(reader, found)
    shown = _photos(reader, found)
    here = arrived(reader, [photo.sha256 or "" for photo in shown], photos.THUMBNAIL)
    return Case(
        listed=listed,
        before=value_text(found.field, found.base, names),
        told=tuple(_told(found, value, names, shown=index == 0) for index, value in enumerate(found.values)),
        route=route_of(reader, found.kind, found.entity),
        photos=tuple(photo for photo in shown if photo.sha256 in here),
        missing=sum(photo.sha256 not in here for photo in shown),
    )


def _told(found: Conflict, value: Value, names: Names, *, shown: bool) -> Told:
    who = names.officers.get(value.author, "")
    source = " · ".join(part for part in (who, wording.wall_clock(value.at)) if part)
    if found.field == DELETED:
        source = f"{source} · {names.laptop(value.device)}"
        return Told(deletion_text(value.value), source, shown=value.value is None)
    if found.field == "identity_number":
        # Who decides between two numbers must see where they differ.
        return Told(str(value.value or _("(empty)")), source, shown)
    also = [value_text(name, part, names) for name, part in value.also.items()]
    return Told("\n".join([value_text(found.field, value.value, names) or _("(empty)"), *also]), source, shown)


def names_of(reader: Reader, found: Conflict) -> Names:
    """Return the names that the values of a conflict need."""
    every = names_here(reader)
    if found.kind == "answer":
        return replace(every, choices=_choices(reader, found.entity))
    pointed = [str(one.value) for one in found.values] if found.field in ("site", "recheck_of", "finding") else []
    titles = Titles(reader)
    named = {one: titles.of(records.kind_of(reader, one) or "", one) for one in pointed}
    return replace(every, records={**every.records, **named})


def _choices(reader: Reader, answer: str) -> Mapping[str, str]:
    """Return the words of the choices of an answered item, from the form as it was used."""
    found = records.find(reader, Answer, answer)
    visit = records.find(reader, Inspection, (found.inspection if found else None) or "")
    if found is None or visit is None:
        return {}
    definition = forms.definition_of(reader, inspections.reference_of(visit, found.form or ""))
    item = definition.item(found.item or "")
    return {choice.name: choice.label.text(current_language()) for choice in item.choices}


def route_of(reader: Reader, kind: str, entity: str) -> Route | None:
    """Return the page that shows a record, or None."""
    if kind == "finding":
        return Route("hazard", entity)
    if kind == "site":
        return Route("sites", entity)
    if kind == "inspection":
        return Route("visit", entity, "facts")
    if kind == "answer":
        found = records.find(reader, Answer, entity)
        place = f"{found.form}/{found.item}" if found else ""
        return Route("visit", found.inspection or "", "checklist", place) if found else None
    if kind in OF_ONE_RECORD.values():
        paper = records.find(reader, KINDS[kind].record, entity)
        return Route("visit", paper.inspection or "", "papers", entity) if paper else None
    return Route("settings") if kind in ("officer", "profile") else None


def _photos(reader: Reader, found: Conflict) -> list[Photo]:
    """Return the photos of a hazard, of an answered item, of a visit."""
    if found.kind == "finding":
        finding = records.find(reader, Finding, found.entity)
        return photos.of_finding(reader, finding) if finding else []
    if found.kind == "photo":
        photo = records.find(reader, Photo, found.entity)
        return [photo] if photo else []
    answer = records.find(reader, Answer, found.entity) if found.kind == "answer" else None
    visit = answer.inspection if answer else found.entity
    evidence = [p for p in records.children(reader, Photo, visit or "") if p.purpose == PhotoPurpose.EVIDENCE]
    if answer is None:
        return evidence
    return [photo for photo in evidence if (photo.form, photo.item) == (answer.form, answer.item)]
