"""What the fixed wording of the documents holds, and how its blanks are filled. Which one holds: `wordings`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

import msgspec

from fieldcheck.documents import files, layouts
from fieldcheck.documents.layouts import Layout
from fieldcheck.documents.typesetting import Blank, CheckBox, Inline, Text


class LegalBasis(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a sentence of a document states, and the article that says so (P12)."""

    states: str
    title: str
    article: str
    version: str
    in_force_from: date
    verified: bool


class CommonWording(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What all documents share."""

    draft: str
    number_pending: str
    continuation: str
    page: str
    supersedes: str
    blank_below: str
    continues: str
    date: str
    time: str
    to: str
    government: str
    government_ends: tuple[str, ...]
    court: str
    court_ends: tuple[str, ...]
    appendix: str
    appendix_note: str
    photo_problem: str
    photo_general: str
    photo_taken: str
    photo_hash: str
    visit_kinds: dict[str, str]


class Wording(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What the wording of every kind of document holds; a kind that prints no such thing leaves it empty."""

    version: str
    in_force_from: date
    title: str
    series: str
    header: str = ""
    officer: str
    certificate: str
    unit_signer: str
    location: str
    basis: str
    major: str
    seal: str = ""
    copies: str = ""
    legal_basis: tuple[LegalBasis, ...]
    overrides: dict[str, float | str] = msgspec.field(name="layout", default_factory=dict)

    @property
    def layout(self) -> Layout:
        """The layout of the kind, complete. Raises WordingWrong, DataMissing."""
        return layouts.completed(self.overrides)


class OrderWording(Wording, frozen=True, kw_only=True):
    """责令限期整改指令书."""

    addressee: str
    opening: str
    order: str
    pair: str
    interim: str
    remedy: str
    second_body: str


class RecordWording(Wording, frozen=True, kw_only=True):
    """现场检查记录."""

    unit: str
    address: str
    principal: str
    post: str
    phone: str
    place: str
    time: str
    identity: str
    identity_other: str
    certificates_shown: str
    situation: str
    problems: str
    no_problem: str
    measure: str
    deadline: str
    person: str
    authority: str
    blank_below: str


class ListWording(Wording, frozen=True, kw_only=True):
    """问题清单 and 交办单."""

    unit: str
    address: str
    principal: str
    post: str
    phone: str
    site_manager: str
    kind: str
    campaign: str
    place: str
    time: str
    officers: str
    addressee: str
    opening: str
    level: str
    general: str
    measure: str
    deadline: str
    person: str
    authority: str
    authorities: str
    authority_group: str
    request: str
    request_by: str
    nature: str


class MeasuresWording(Wording, frozen=True, kw_only=True):
    """现场处理措施决定书."""

    addressee: str
    opening: str
    decision: str
    decision_basis: str
    record: str
    measure: str
    remove: str
    withdraw: str
    suspend: str
    until: str
    restart: str
    remedy: str
    second_body: str


class RecheckWording(Wording, frozen=True, kw_only=True):
    """整改复查意见书."""

    addressee: str
    opening: str
    paper: str
    passed: str
    failed: str
    pending: str
    failed_items: str
    all_passed: str
    follows: str


class TransferWording(Wording, frozen=True, kw_only=True):
    """案件移送书: a letter between authorities, which no officer signs (`officer` is empty)."""

    addressee: str
    cause: str
    opening: str
    transfer: str
    articles: str
    materials: str
    no_materials: str
    material: str
    contact: str


class ReceiptWording(Wording, frozen=True, kw_only=True):
    """文书送达回执; `methods` names each `ServiceMethod`."""

    unit: str
    papers: str
    paper: str
    time: str
    place: str
    method: str
    methods: dict[str, str]
    reason: str
    left: str
    witness: str


class SchemeWording(Wording, frozen=True, kw_only=True):
    """现场检查方案."""

    unit: str
    address: str
    contact: str
    phone: str
    industry: str
    time: str
    officers: str
    kind: str
    source: str
    subjects: str
    methods: str
    reviewed: str
    approved: str
    approval: str
    signature: str
    remark: str


class InterviewWording(Wording, frozen=True, kw_only=True):
    """询问笔录; it bears no number (`series` is empty), but says which interview of the person it is."""

    ordinal: str
    time: str
    place: str
    person: str
    gender: str
    age: str
    identity_number: str
    employer: str
    post: str
    home: str
    phone: str
    questioner: str
    unit_and_post: str
    recorder: str
    present: str
    identity: str
    rights: str
    told: str
    question: str
    answer: str
    by_hand: str
    corrected: str
    recorder_signer: str
    signed_on: str


class SamplingWording(Wording, frozen=True, kw_only=True):
    """抽样取证凭证. `number` to `quantity` are the heads of the columns."""

    unit: str
    site_manager: str
    post: str
    phone: str
    time: str
    place: str
    opening: str
    number: str
    name: str
    specification: str
    quantity: str


@cache
def common() -> CommonWording:
    """Return what all documents share. Raises WordingWrong, DataMissing."""
    return files.read("common", "text.toml", CommonWording)


Filling = str | Inline | Sequence[Inline]

PLACE = re.compile(r"\{(\w+)\}")
"""A blank of a template that the program fills."""


def fill(template: str, **values: Filling) -> list[Inline]:
    """Return a template with its {places} filled; an empty text becomes a blank to be filled by hand.

    What is filled in is never read as a template itself.
    """
    found: list[Inline] = []
    for index, part in enumerate(PLACE.split(template)):
        if index % 2:
            found += inlines(values[part])
        elif part:
            found.append(Text(part))
    return found


def inlines(value: Filling) -> list[Inline]:
    """Return a filling as inline pieces; an empty text as a blank of eight letters."""
    if isinstance(value, str):
        return [Text(value)] if value.strip() else [Blank(8)]
    return [value] if isinstance(value, (Text, Blank, CheckBox)) else list(value)


def chinese_date(day: date | None) -> list[Inline]:
    """Return 2026年9月1日, without leading zeros; blanks to be filled by hand for None."""
    if day is None:
        return fill(common().date, year=Blank(3), month=Blank(2), day=Blank(2))
    return [Text(date_text(day))]


def date_text(day: date) -> str:
    """Return 2026年9月1日."""
    return common().date.format(year=day.year, month=day.month, day=day.day)


def moment(at: datetime) -> str:
    """Return 2026年9月1日9时5分."""
    return date_text(at.date()) + common().time.format(hour=at.hour, minute=at.minute)


def moment_text(written: str) -> str:
    """Return an ISO time as 2026年9月1日9时5分, on the clock that it was written by; any other text as it is."""
    try:
        return moment(datetime.fromisoformat(written))
    except ValueError:
        return written


def number_list(numbers: Sequence[int]) -> str:
    """Return 1、2、5至9: four or more numbers in a row are written as a range."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    long = common().to
    parts = [[f"{run[0]}{long}{run[-1]}"] if len(run) > 3 else [str(number) for number in run] for run in runs]
    return "、".join(text for part in parts for text in part)


def closed(sentence: str) -> str:
    """Return a text without the stop at its end, for a template that sets its own."""
    return sentence.strip().removesuffix("。")


def named(place: str, suffix: str, ends: Sequence[str]) -> Filling:
    """Return a place with its body's name (海晏市 -> 海晏市人民法院), unless the text names the body itself.

    An empty place is a blank to be filled by hand before the suffix.
    """
    place = place.strip()
    if not place:
        return [Blank(6), Text(suffix)]
    return place if place.endswith(tuple(ends)) else place + suffix


def visit_kind(code: str) -> str:
    """Return the Chinese name of a kind of visit; the code itself where this version does not know it."""
    return common().visit_kinds.get(code, code)
