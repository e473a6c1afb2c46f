"""Probable duplicates: found by what is alike, joined only by a person, as a record of the pair.

Nothing is rewritten: what belongs to one of a pair goes on belonging to it, and is listed with what belongs to the
other. Taking a pair back is the deletion of its record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

from fieldcheck.model.errors import N_, InputError, NotFoundError
from fieldcheck.model.identifiers import join_id
from fieldcheck.model.judgements import Join
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import trust
from fieldcheck.operations.edits import standing_now
from fieldcheck.operations.likeness import alike, plain_name, plain_text
from fieldcheck.store import Changes, Reader, Store, Transaction
from fieldcheck.store.queries import conflicts as made
from fieldcheck.store.queries import duplicates as queries
from fieldcheck.store.queries import records
from fieldcheck.store.queries.duplicates import FindingFacts, SiteFacts, VisitFacts

JOINABLE = ("site", "inspection", "finding")
LARGEST_GROUP = 40
"""More records that are alike in one thing (a name that every town uses, a market's address) are no sign."""
SHORTEST_CODE = 8

Compared = TypeVar("Compared", SiteFacts, VisitFacts, FindingFacts)


class Sign(StrEnum):
    """What two records have in common."""

    CREDIT_CODE = "credit_code"
    NAME = "name"
    ALIAS = "alias"
    ADDRESS = "address"
    SAME_DAY = "same_day"
    SAME_ITEM = "same_item"
    SAME_WORDING = "same_wording"


SIGNS: Mapping[Sign, str] = {
    Sign.CREDIT_CODE: N_("same credit code"),
    Sign.NAME: N_("same name"),
    Sign.ALIAS: N_("one's other name is the other's name"),
    Sign.ADDRESS: N_("same address, names alike"),
    Sign.SAME_DAY: N_("same site, day and forms, two laptops"),
    Sign.SAME_ITEM: N_("same site, day and item, two laptops"),
    Sign.SAME_WORDING: N_("same site, day and wording, two laptops"),
}


class NoPair(InputError):
    """These two cannot be joined."""

    code = "JOIN_PAIR"
    message = N_("{entity} and {other} are not two {kind} records of this store. Name two sites, visits or hazards.")


class PairUnknown(NotFoundError):
    """Nobody judged this pair, or it was taken back."""

    code = "JOIN_UNKNOWN"
    message = N_("Nothing was decided about {entity} and {other}. 'fieldcheck duplicates' lists what was.")


class PairReasonMissing(InputError):
    """A pair judged without a reason."""

    code = "JOIN_REASON"
    message = N_("Say why the two are the same, or why not: whoever looks at them later will read it.")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of one kind that may be one; `entity` is the older by id."""

    kind: str
    entity: str
    other: str
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair that a person judged, with who did (officer id, or empty), on which device, and when (UTC)."""

    join: Join
    device: str
    at: str
    author: str


def probable(reader: Reader) -> list[Pair]:
    """Return the pairs that may be one and that nobody judged: sites, then visits, then hazards."""
    done = {(join.kind, join.entity, join.other) for join in records.everything(reader, Join)}
    visits = queries.visits_of_several(reader)
    root = _roots(reader)
    found = [
        *_pairs("site", _alike_sites(queries.sites(reader))),
        *_pairs("inspection", _alike_visits(visits, root)),
        *_pairs("finding", _alike_findings(reader, visits, root)),
    ]
    return [pair for pair in found if (pair.kind, pair.entity, pair.other) not in done]


Likeness = tuple[Sign, str, str]


def _pairs(kind: str, likenesses: Iterable[Likeness]) -> list[Pair]:
    signs: dict[tuple[str, str], dict[Sign, None]] = {}
    for sign, one, other in likenesses:
        signs.setdefault((min(one, other), max(one, other)), {})[sign] = None
    return [Pair(kind, entity, other, tuple(found)) for (entity, other), found in sorted(signs.items())]


def _roots(reader: Reader) -> Callable[[str], str]:
    """Return what names a site and all that were found to be one with it by the same id."""
    known: dict[str, str] = {}
    for join in records.everything(reader, Join):
        if join.kind == "site" and join.same and join.entity not in known:
            known |= dict.fromkeys(queries.together(reader, "site", join.entity or ""), join.entity or "")
    return lambda site: known.get(site, site)


def _groups(every: Iterable[Compared], key: Callable[[Compared], Hashable]) -> Iterator[tuple[Compared, Compared]]:
    """Yield the pairs of those that have the same key; an empty key is none."""
    groups: dict[Hashable, list[Compared]] = defaultdict(list)
    for one in every:
        found = key(one)
        if found:
            groups[found].append(one)
    for group in groups.values():
        if 1 < len(group) <= LARGEST_GROUP:
            yield from combinations(group, 2)


def _alike_sites(written: Sequence[SiteFacts]) -> Iterator[Likeness]:
    every = [_plain(site) for site in written]
    for one, other in _groups(every, lambda site: site.credit_code):
        yield Sign.CREDIT_CODE, one.id, other.id
    for one, other in _groups(every, lambda site: site.name):
        if _may_be_one(one, other):
            yield Sign.NAME, one.id, other.id
    yield from _same_alias(every)
    for one, other in _groups(every, lambda site: site.address):
        if _may_be_one(one, other) and alike(one.name, other.name):
            yield Sign.ADDRESS, one.id, other.id


def _plain(site: SiteFacts) -> SiteFacts:
    """Return a site as it is compared; a code that is too short to be one is none."""
    code = plain_text(site.credit_code)
    return SiteFacts(
        site.id,
        plain_name(site.name),
        plain_name(site.alias),
        code if len(code) >= SHORTEST_CODE else "",
        plain_text(site.address),
        plain_text(site.town),
        site.kind,
    )


def _same_alias(every: Sequence[SiteFacts]) -> Iterator[Likeness]:
    called: dict[str, list[SiteFacts]] = defaultdict(list)
    for site in every:
        for name in {site.name, site.alias} - {""}:
            called[name].append(site)
    for site in every:
        for other in called[site.alias] if site.alias else ():
            if other.id != site.id and _may_be_one(site, other):
                yield Sign.ALIAS, site.id, other.id


def _may_be_one(one: SiteFacts, other: SiteFacts) -> bool:
    """Return whether nothing says that they are two: other codes, or flood works of other towns."""
    codes = {one.credit_code, other.credit_code} - {""}
    towns = {one.town, other.town} - {""}
    works = "flood_work" in (one.kind, other.kind)
    return len(codes) < 2 and one.kind == other.kind and not (works and len(towns) > 1)


def _alike_visits(visits: Sequence[VisitFacts], root: Callable[[str], str]) -> Iterator[Likeness]:
    for one, other in _groups(visits, lambda visit: (root(visit.site), visit.day, visit.forms, visit.visit_kind)):
        if one.device != other.device:
            yield Sign.SAME_DAY, one.id, other.id


def _alike_findings(reader: Reader, visits: Sequence[VisitFacts], root: Callable[[str], str]) -> Iterator[Likeness]:
    days = {visit.id: (root(visit.site), visit.day) for visit in visits}
    devices: dict[tuple[str, str], set[int]] = defaultdict(set)
    for visit in visits:
        devices[days[visit.id]].add(visit.device)
    findings = queries.findings_of(reader, [visit.id for visit in visits if len(devices[days[visit.id]]) > 1])
    for one, other in _groups(findings, lambda finding: finding.item and (*days[finding.inspection], finding.item)):
        places = {plain_text(one.location), plain_text(other.location)} - {""}
        if one.device != other.device and one.form == other.form and len(places) < 2:
            yield Sign.SAME_ITEM, one.id, other.id
    for one, other in _groups(
        findings, lambda finding: _wording(finding) and (*days[finding.inspection], _wording(finding))
    ):
        if one.device != other.device:
            yield Sign.SAME_WORDING, one.id, other.id


def _wording(finding: FindingFacts) -> str:
    return plain_text(finding.description)


def judged(reader: Reader) -> list[Judged]:
    """Return the pairs that a person judged, the newest last."""
    every = {join.id: join for join in records.everything(reader, Join)}
    parents = sorted({join.entity or "" for join in every.values()})
    stamps = made.made_below(reader, "join", parents)
    return [Judged(every[one.entity], one.device, one.at, one.author) for one in stamps if one.entity in every]


def judge(store: Store, kind: str, one: str, two: str, reason: str, *, same: bool = True, author: str = "") -> Changes:
    """Keep that two records are one, or are not; judged again, the newer judgement holds. `main` is the pair's id.

    Raises BureauOnly, NoPair, PairReasonMissing.
    """
    trust.require_bureau(store.reader())
    if not reason.strip():
        raise PairReasonMissing
    entity, other = min(one, two), max(one, two)
    _check(store.reader(), kind, entity, other)
    values = {"kind": kind, "entity": entity, "other": other, "same": same, "reason": reason.strip()}

    def work(transaction: Transaction) -> str:
        pair = join_id(kind, entity, other)
        transaction.restore("join", pair)
        over = standing_now(transaction, "join", pair, values)
        transaction.append("join", pair, entity, values, over)
        return pair

    return store.write(work, author)


def _check(reader: Reader, kind: str, entity: str, other: str) -> None:
    known = KINDS[kind].record if kind in JOINABLE else None
    if known is None or entity == other or len(records.many(reader, known, [entity, other])) != 2:
        raise NoPair(kind=kind, entity=entity, other=other)


def take_back(store: Store, kind: str, one: str, two: str, reason: str, author: str = "") -> Changes:
    """Take back what was judged about a pair: it is open again. Raises BureauOnly, PairUnknown, PairReasonMissing."""
    trust.require_bureau(store.reader())
    if not reason.strip():
        raise PairReasonMissing
    entity, other = min(one, two), max(one, two)
    pair = join_id(kind, entity, other)
    if records.find(store.reader(), Join, pair) is None:
        raise PairUnknown(entity=entity, other=other)

    def work(transaction: Transaction) -> str:
        transaction.delete("join", pair, reason.strip())
        return pair

    return store.write(work, author)


def one_with(reader: Reader, kind: str, entity: str) -> list[str]:
    """Return the other records that were found to be one with this one."""
    return queries.together(reader, kind, entity)[1:]
