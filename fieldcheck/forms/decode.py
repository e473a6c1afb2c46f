"""A definition's tables become the model's values; every error of form (not of logic) is noted on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from fieldcheck.forms.conversions import parse_day, parse_number
from fieldcheck.forms.lines import Path
from fieldcheck.forms.problems import suggestion
from fieldcheck.forms.tables import Document, Table, kind_of
from fieldcheck.model.form import (
    Basis,
    Choice,
    FindingDefault,
    FormDefinition,
    Item,
    ItemType,
    Label,
    Limits,
    MajorRule,
    Method,
    Section,
    SiteKind,
)
from fieldcheck.model.sectors import BY_CODE
from fieldcheck.translation import _


class Category(StrEnum):
    """The four classes of hazards in a ledger."""

    MANAGEMENT = "基础管理"
    SITE = "现场管理"
    EQUIPMENT = "设备设施"
    PEOPLE = "人员行为"


LOGIC = ("relevant", "required", "constraint", "calculation", "choice_filter", "default", "readonly")
"""The keys of an item whose text is an expression."""

_NOTE = ("id", "type", "label", "hint", "relevant", "basis")
_ANSWERED = (*_NOTE, "methods", "required", "constraint", "constraint_message", "calculation", "readonly")
_JUDGED = (*_ANSWERED, "failing", "finding", "category", "major_possible", "evidence")
_PLAIN = (*_ANSWERED, "default")
_SELECT = (*_PLAIN, "choices", "choice_filter")

KEYS: dict[ItemType, tuple[str, ...]] = {
    ItemType.CHECK: _JUDGED,
    ItemType.MEASURE: (*_JUDGED, "unit", "limits"),
    ItemType.TEXT: _PLAIN,
    ItemType.INTEGER: _PLAIN,
    ItemType.DECIMAL: _PLAIN,
    ItemType.DATE: _PLAIN,
    ItemType.SELECT_ONE: _SELECT,
    ItemType.SELECT_MULTIPLE: _SELECT,
    ItemType.NOTE: _NOTE,
}
"""The keys that an item of each type may have."""

ALL_KEYS = tuple(dict.fromkeys(key for keys in KEYS.values() for key in keys))
JUDGED = frozenset({ItemType.CHECK, ItemType.MEASURE})
FACT_TYPES = frozenset(ItemType) - JUDGED - {ItemType.NOTE}
ROOT_KEYS = (
    *("id", "version", "title", "sector", "authority", "site_kinds"),
    *("sources", "facts", "sections", "major_rules"),
)
MOST_DAYS = 365
_SPACE = re.compile(r"\s")
_UNREAD = Label("")


@dataclass(frozen=True, slots=True)
class Source:
    """A law or standard, once for the form."""

    title: str
    version: str | None
    in_force_from: str | None


@dataclass(slots=True)
class Draft:
    """A form as far as it could be read.

    `paths` tells where each item stands, `rule_paths` where each rule; `untyped` are the items of no known type.
    """

    document: Document
    sources: dict[str, Source] = field(default_factory=dict)
    sources_used: set[str] = field(default_factory=set)
    paths: dict[str, Path] = field(default_factory=dict)
    rule_paths: list[Path] = field(default_factory=list)
    untyped: set[str] = field(default_factory=set)


def decode(root: Table, draft: Draft, sha256: str) -> FormDefinition:
    """Return the form as far as it could be read; the problems are in the draft's document."""
    root.only(ROOT_KEYS)
    _read_sources(root, draft)
    definition = FormDefinition(
        id=root.identifier(),
        version=root.text("version") or "",
        title=root.label("title") or _UNREAD,
        sector=_sector(root),
        authority=root.text("authority") or "",
        site_kinds=root.members("site_kinds", SiteKind),
        facts=tuple(_item(table, draft, FACT_TYPES) for table in root.tables("facts")),
        sections=_sections(root, draft),
        major_rules=tuple(_rules(root, draft)),
        sha256=sha256,
    )
    _report_unused(draft)
    return definition


def _read_sources(root: Table, draft: Draft) -> None:
    sources = root.table("sources", required=False)
    if sources is None:
        return
    for key in sources:
        source = sources.table(key)
        if source is not None:
            source.only(("title", "version", "in_force_from"))
            title, version = source.text("title") or "", source.text("version")
            draft.sources[key] = Source(title, version, _day(source, "in_force_from"))


def _day(table: Table, key: str) -> str | None:
    day = table.text(key, required=False)
    if day is not None and parse_day(day) is None:
        what = _("{text} is not a day.").format(text=day)
        table.report(key, what, _("Write {example}.").format(example=f'{key} = "2026-01-31"'))
    return day


def _report_unused(draft: Draft) -> None:
    for key in draft.sources.keys() - draft.sources_used:
        what = _("No item and no rule names the source {key}.").format(key=key)
        draft.document.report(("sources", key), what, _("Name it in a basis, or take it away."))


def _sector(root: Table) -> str:
    sector = root.text("sector")
    if sector is not None and sector not in BY_CODE:
        what = _("{value} is not known as {key}.").format(value=sector, key="sector")
        root.report("sector", what, suggestion(sector, BY_CODE))
    return sector or ""


def _sections(root: Table, draft: Draft) -> tuple[Section, ...]:
    sections: list[Section] = []
    taken: dict[str, Path] = {}
    for table in root.tables("sections", required=True):
        table.only(("id", "label", "items"))
        section = _claimed(table, draft, taken)
        items = tuple(_item(item, draft, frozenset(ItemType)) for item in table.tables("items", required=True))
        sections.append(Section(section, table.label("label") or _UNREAD, items))
    return tuple(sections)


def _claimed(table: Table, draft: Draft, taken: dict[str, Path]) -> str:
    """Return a table's id; report it where another has it already."""
    identifier = table.identifier()
    if identifier and identifier in taken:
        first = draft.document.lines.of((*taken[identifier], "id"))
        what = _("The id {id} is used twice; it stands on line {line} too.").format(id=identifier, line=first)
        table.report("id", what, _("Give one of them another id."))
    elif identifier:
        taken[identifier] = table.path
    return identifier


def _item(table: Table, draft: Draft, types: frozenset[ItemType]) -> Item:
    identifier = _claimed(table, draft, draft.paths)
    kind = _type(table, types)
    if kind is None:
        draft.untyped.add(identifier)
        table.only(ALL_KEYS)
        kind = ItemType.TEXT
    else:
        _report_misplaced(table, kind)
    judged = kind in JUDGED
    return Item(
        id=identifier,
        type=kind,
        label=table.label("label") or _UNREAD,
        hint=table.label("hint", required=False),
        methods=table.members("methods", Method, required=kind is ItemType.CHECK),
        basis=tuple(_bases(table, draft, required=judged)),
        failing=table.label("failing", required=judged),
        finding=_finding(table, required=judged),
        category=table.member("category", Category, required=False),
        major_possible=table.flag("major_possible"),
        evidence=table.flag("evidence"),
        unit=table.text("unit", required=kind is ItemType.MEASURE),
        limits=_limits(table, required=kind is ItemType.MEASURE),
        choices=tuple(_choices(table, kind)),
        constraint_message=table.label("constraint_message", required=False),
        **{key: table.text(key, required=False) for key in LOGIC},
    )


def _type(table: Table, types: frozenset[ItemType]) -> ItemType | None:
    kind = table.member("type", ItemType)
    if kind is None or kind in types:
        return kind
    what = _("A fact of the site cannot be of type {type}.").format(type=kind.value)
    allowed = ", ".join(each.value for each in ItemType if each in types)
    table.report("type", what, _("Known are: {names}.").format(names=allowed))
    return None


def _report_misplaced(table: Table, kind: ItemType) -> None:
    for key in table:
        if key in KEYS[kind]:
            continue
        if key not in ALL_KEYS:
            table.report(key, _("The key {key} is not known here.").format(key=key), suggestion(key, KEYS[kind]))
            continue
        what = _("{key} does not belong to an item of type {type}.").format(key=key, type=kind.value)
        table.report(key, what, _instead_of_misplaced(key, kind))


def _instead_of_misplaced(key: str, kind: ItemType) -> str:
    if key == "default" and kind in JUDGED:
        return _("Take it away: what is examined is answered by a person.")
    others = ", ".join(each.value for each, keys in KEYS.items() if key in keys)
    return _("Take it away. It belongs to: {types}.").format(types=others)


def _bases(table: Table, draft: Draft, required: bool) -> Iterator[Basis]:
    if required and "basis" not in table:
        table.value("basis", list, required=True)
    for basis in table.tables("basis", required=required and "basis" in table):
        yield _basis(basis, draft)


def _basis(table: Table, draft: Draft) -> Basis:
    table.only(("source", "article", "verified"))
    key = table.text("source") or ""
    source = draft.sources.get(key)
    if key and source is None:
        what = _("There is no source {key}.").format(key=key)
        known = suggestion(key, draft.sources) or _("Add [sources.{key}].").format(key=key)
        table.report("source", what, known)
    draft.sources_used.add(key)
    article = table.text("article", required=False)
    verified = table.flag("verified", required=True)
    if source is None:
        return Basis("", article, None, verified)
    return Basis(source.title, article, source.version, verified, source.in_force_from)


def _finding(table: Table, required: bool) -> FindingDefault | None:
    finding = table.table("finding", required)
    if finding is None:
        return None
    finding.only(("wording", "measure", "days"))
    wording, measure = finding.text("wording") or "", finding.text("measure") or ""
    days = finding.value("days", int, required=True)
    if not isinstance(days, int):
        return None
    if not 1 <= days <= MOST_DAYS:
        what = _("{days} days to rectify is not possible.").format(days=days)
        finding.report("days", what, _("Write a number from 1 to {most}.").format(most=MOST_DAYS))
    return FindingDefault(wording, measure, days)


def _limits(table: Table, required: bool) -> Limits | None:
    limits = table.table("limits", required)
    if limits is None:
        return None
    limits.only(("minimum", "maximum", "minimum_inclusive", "maximum_inclusive"))
    low, high = _decimal(limits, "minimum"), _decimal(limits, "maximum")
    found = Limits(low, high, limits.flag("minimum_inclusive", True), limits.flag("maximum_inclusive", True))
    if "minimum" not in limits and "maximum" not in limits:
        limits.report(None, _("The limits are empty."), _("Write minimum, maximum or both."))
    if low is not None and high is not None and _inverted(found, low, high):
        what = _("No reading can lie between {minimum} and {maximum}.").format(minimum=low, maximum=high)
        limits.report("minimum", what, _("Write the smaller number as minimum."))
    return found


def _inverted(limits: Limits, low: Decimal, high: Decimal) -> bool:
    return low > high or (low == high and not (limits.minimum_inclusive and limits.maximum_inclusive))


def _decimal(table: Table, key: str) -> Decimal | None:
    text = table.text(key, required=False)
    number = None if text is None else parse_number(text)
    if text is not None and number is None:
        what = _("{text} is not a number.").format(text=text)
        table.report(key, what, _("Write digits in quotes, such as {example}.").format(example=f'{key} = "19.5"'))
    return number


def _choices(table: Table, kind: ItemType) -> Iterator[Choice]:
    taken: set[str] = set()
    for choice in table.tables("choices", required=kind in (ItemType.SELECT_ONE, ItemType.SELECT_MULTIPLE)):
        choice.only(("name", "label"))
        name = choice.text("name") or ""
        if _SPACE.search(name):
            what = _("The name {name} has a space in it.").format(name=name)
            choice.report("name", what, _("Write _ in its place; the label may have spaces."))
        elif name and name in taken:
            what = _("The choice {name} stands twice.").format(name=name)
            choice.report("name", what, _("Take one away, or give it another name."))
        taken.add(name)
        yield Choice(name, choice.label("label") or _UNREAD)


def _rules(root: Table, draft: Draft) -> Iterator[MajorRule]:
    taken: dict[str, Path] = {}
    for table in root.tables("major_rules"):
        table.only(("id", "label", "when", "items", "basis"))
        draft.rule_paths.append(table.path)
        identifier = _claimed(table, draft, taken)
        label, when = table.label("label") or _UNREAD, table.text("when") or ""
        basis = table.table("basis")
        items = tuple(_texts(table, "items"))
        found = Basis("", None, None, False) if basis is None else _basis(basis, draft)
        yield MajorRule(identifier, label, when, items, found)


def _texts(table: Table, key: str) -> Iterator[str]:
    for index, value in enumerate(table.list(key, required=True)):
        if isinstance(value, str):
            yield value
        else:
            what = _("{key} holds {found}; it should hold texts.").format(key=key, found=kind_of(value))
            table.document.report((*table.path, key, index), what, _("Put the id in quotes."))
