"""What the page of possible duplicates shows, read on a reader thread and put in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fieldcheck.gui import texts
from fieldcheck.gui.decision_words import names_here
from fieldcheck.gui.pages.conflicts.facts import Titles, route_of
from fieldcheck.gui.record_words import FIELDS, Names, field_title, value_text
from fieldcheck.gui.session import Route
from fieldcheck.model.canonical import plain
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Document, Finding, Photo
from fieldcheck.operations import duplicates, photos, trust, wording
from fieldcheck.operations.duplicates import SIGNS, Judged
from fieldcheck.store import Reader
from fieldcheck.store.queries import lists, records
from fieldcheck.store.queries.ledger import arrived
from fieldcheck.translation import _


@dataclass(frozen=True, slots=True)
class ListedPair:
    """A pair in the list: which records, why they may be one, and what was judged about them, in words or empty."""

    kind: str
    entity: str
    other: str
    names: tuple[str, str]
    signs: str
    judged: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs that may be one, then those that were judged, and whether it is the store that judges."""

    every: tuple[ListedPair, ...]
    judges: bool

    @property
    def open(self) -> int:
        """Return how many nobody judged yet."""
        return sum(not pair.judged for pair in self.every)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing compared: its name, and what it is on the left and on the right."""

    title: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side, with their pages and photos (left, right)."""

    pair: ListedPair
    rows: tuple[Row, ...]
    routes: tuple[Route | None, Route | None]
    photos: tuple[tuple[Photo, ...], tuple[Photo, ...]]


def read(reader: Reader) -> Pairs:
    """Return the pairs of a store."""
    titles = Titles(reader)
    names = names_here(reader)
    open_ones = [
        _listed(titles, pair.kind, pair.entity, pair.other, _("; ").join(_(SIGNS[sign]) for sign in pair.signs), "")
        for pair in duplicates.probable(reader)
    ]
    done = [
        _listed(titles, one.join.kind or "", one.join.entity or "", one.join.other or "", "", _judged(one, names))
        for one in reversed(duplicates.judged(reader))
    ]
    return Pairs((*open_ones, *done), trust.is_bureau(reader))


def _listed(titles: Titles, kind: str, entity: str, other: str, signs: str, judged: str) -> ListedPair:
    return ListedPair(kind, entity, other, (titles.of(kind, entity), titles.of(kind, other)), signs, judged)


def _judged(one: Judged, names: Names) -> str:
    told = _("The same, because: {reason}") if one.join.same else _("Not the same, because: {reason}")
    source = (names.officers.get(one.author, ""), wording.wall_clock(one.at), names.laptop(one.device))
    return " · ".join([told.format(reason=one.join.reason or ""), *filter(None, source)])


def compare(reader: Reader, pair: ListedPair) -> Comparison:
    """Return a pair side by side."""
    names, titles = names_here(reader), Titles(reader)
    sides = [_side(reader, pair.kind, entity, names, titles) for entity in (pair.entity, pair.other)]
    shown = [name for name in dict.fromkeys([*sides[0], *sides[1]]) if sides[0].get(name) or sides[1].get(name)]
    return Comparison(
        pair,
        tuple(Row(name, sides[0].get(name, ""), sides[1].get(name, "")) for name in shown),
        (route_of(reader, pair.kind, pair.entity), route_of(reader, pair.kind, pair.other)),
        (_photos(reader, pair.kind, pair.entity), _photos(reader, pair.kind, pair.other)),
    )


def _side(reader: Reader, kind: str, entity: str, names: Names, titles: Titles) -> dict[str, str]:
    record: Any = records.find(reader, KINDS[kind].record, entity)
    if record is None:
        return {}
    site = getattr(record, "site", None)
    known = replace(names, records={**names.records, **({site: titles.site(site)} if site else {})})
    found = {
        field_title(kind, name): value_text(name, plain(getattr(record, name, None)), known) for name in FIELDS[kind]
    }
    return {**_beside(reader, kind, entity, record), **found}


def _beside(reader: Reader, kind: str, entity: str, record: Any) -> dict[str, str]:
    """Return what is not a field of the record, and tells it from the other."""
    if kind == "site":
        (row,) = lists.site_rows(reader, [entity])
        return {_("Inspections"): str(row.inspections), _("Hazards"): str(row.findings)}
    if kind == "inspection":
        (visit,) = lists.inspection_rows(reader, [entity])
        issued = "、".join(str(paper.number) for paper in records.children(reader, Document, entity) if paper.number)
        return {_("Laptop"): visit.laptop, _("Hazards"): str(visit.findings), _("Documents"): issued}
    (hazard,) = lists.finding_rows(reader, [entity])
    return {_("Laptop"): hazard.laptop, _("Site"): hazard.site_name, _("Found on"): texts.moment(hazard.started_at)}


def _photos(reader: Reader, kind: str, entity: str) -> tuple[Photo, ...]:
    finding = records.find(reader, Finding, entity) if kind == "finding" else None
    taken = photos.of_finding(reader, finding) if finding else []
    here = arrived(reader, [photo.sha256 or "" for photo in taken], photos.THUMBNAIL)
    return tuple(photo for photo in taken if photo.sha256 in here)
