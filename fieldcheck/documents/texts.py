"""The fixed wording of the documents, and how its blanks are filled.

`resources/documents/<kind>/` holds one file a version; a document prints with the one that is in force on its day, or
with the bureau's own, which comes with its content.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import TypeVar

import msgspec

from fieldcheck.documents.typesetting import Blank, CheckBox, Inline, Text
from fieldcheck.model.document import DocumentContent, DocumentKind
from fieldcheck.model.errors import N_, DocumentError
from fieldcheck.paths import data_directory
from fieldcheck.translation import _


class WordingWrong(DocumentError):
    """A text file of the documents is not what the program needs."""

    code = "DOCUMENT_WORDING"
    message = N_("The wording file {path} cannot be used: {reason}. Install the program again.")


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
    titles: dict[str, str]


class _Wording(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
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


class OrderWording(_Wording, frozen=True, kw_only=True):
    """责令限期整改指令书."""

    addressee: str
    opening: str
    order: str
    pair: str
    interim: str
    remedy: str
    second_body: str


class RecordWording(_Wording, frozen=True, kw_only=True):
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


class ListWording(_Wording, frozen=True, kw_only=True):
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


class MeasuresWording(_Wording, frozen=True, kw_only=True):
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


class RecheckWording(_Wording, frozen=True, kw_only=True):
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


class TransferWording(_Wording, frozen=True, kw_only=True):
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


class SchemeWording(_Wording, frozen=True, kw_only=True):
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


Wording = TypeVar("Wording", bound=_Wording)
Shape = TypeVar("Shape")


def read(folder: str, name: str, shape: type[Shape]) -> Shape:
    """Return the wording of one file below `resources/documents`. Raises WordingWrong, DataMissing."""
    path = data_directory("resources") / "documents" / folder / name
    try:
        return _decoded(path.read_text(encoding="utf-8"), shape)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise WordingWrong(path=f"resources/documents/{folder}/{name}", reason=str(error)) from error


def _decoded(text: str, shape: type[Shape]) -> Shape:
    return msgspec.convert(tomllib.loads(text), shape)


@cache
def common() -> CommonWording:
    """Return what all documents share. Raises WordingWrong, DataMissing."""
    return read("common", "text.toml", CommonWording)


SHAPES: Mapping[DocumentKind, type[_Wording]] = {
    DocumentKind.INSPECTION_RECORD: RecordWording,
    DocumentKind.RECTIFICATION_ORDER: OrderWording,
    DocumentKind.PROBLEM_LIST: ListWording,
    DocumentKind.INSPECTION_SCHEME: SchemeWording,
    DocumentKind.MEASURES_DECISION: MeasuresWording,
    DocumentKind.RECHECK_OPINION: RecheckWording,
    DocumentKind.ASSIGNMENT_SLIP: ListWording,
    DocumentKind.TRANSFER_LETTER: TransferWording,
}
"""What the wording of each kind holds."""


@cache
def _shipped(kind: DocumentKind) -> tuple[_Wording, ...]:
    folder = data_directory("resources") / "documents" / kind.value
    found = [read(kind.value, path.name, SHAPES[kind]) for path in folder.glob("*.toml")]
    if not found:
        raise WordingWrong(path=f"resources/documents/{kind.value}", reason=_("there is no version"))
    return tuple(sorted(found, key=lambda wording: wording.in_force_from))


def in_force(kind: DocumentKind, day: date) -> _Wording:
    """Return the shipped wording in force on a day, the oldest before all. Raises WordingWrong, DataMissing."""
    versions = _shipped(kind)
    return next((version for version in reversed(versions) if version.in_force_from <= day), versions[0])


def of(content: DocumentContent, shape: type[Wording]) -> Wording:
    """Return the wording that a document prints with. Raises WordingWrong, DataMissing."""
    if content.wording:
        return own(content.wording, content.kind, shape)
    found = in_force(content.kind, content.issued_on)
    assert isinstance(found, shape), "each kind has one shape"
    return found


def own(text: str, kind: DocumentKind, shape: type[Wording]) -> Wording:
    """Return a bureau's own wording. Raises WordingWrong where it lacks a blank or a sentence that the law requires."""
    try:
        found = _decoded(text, shape)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise WordingWrong(path=kind.value, reason=str(error)) from error
    shipped = in_force(kind, found.in_force_from)
    problems = [*_blanks_wrong(found, shipped), *_law_wrong(found, shipped)]
    if problems:
        raise WordingWrong(path=kind.value, reason=" ".join(problems))
    return found


def check(text: str, kind: DocumentKind) -> tuple[str, date]:
    """Return (version, first day) of a bureau's own wording that can be used. Raises WordingWrong, DataMissing."""
    found = own(text, kind, SHAPES[kind])
    return found.version, found.in_force_from


def _blanks_wrong(found: _Wording, shipped: _Wording) -> Iterator[str]:
    """Yield what differs in the blanks: each is filled in by the program, and none may be left out or added."""
    for name in found.__struct_fields__:
        text, usual = getattr(found, name), getattr(shipped, name)
        if not isinstance(text, str) or not isinstance(usual, str):
            continue
        blanks, wanted = set(_PLACE.findall(text)), set(_PLACE.findall(usual))
        if blanks != wanted:
            listed = "".join(f"{{{blank}}}" for blank in sorted(wanted)) or "—"
            yield _("{name}: its blanks must be {blanks}.").format(name=name, blanks=listed)


REMEDY = ("60日", "6个月")
"""What the paragraph on remedies must name: 行政复议法 20, 行政诉讼法 46. Left out, the period grows to a year."""


def _law_wrong(found: _Wording, shipped: _Wording) -> Iterator[str]:
    remedy = getattr(found, "remedy", None)
    if remedy is not None:
        missing = [period for period in REMEDY if period not in remedy]
        if missing:
            yield _("remedy: it must name {periods} (行政复议法 20, 行政诉讼法 46).").format(periods="、".join(missing))
    for name in ("title", "officer", "certificate", "unit_signer"):
        if getattr(shipped, name) and not getattr(found, name).strip():
            yield _("{name}: it cannot be empty.").format(name=name)


Filling = str | Inline | Sequence[Inline]

_PLACE = re.compile(r"\{(\w+)\}")


def fill(template: str, **values: Filling) -> list[Inline]:
    """Return a template with its {places} filled; an empty text becomes a blank to be filled by hand.

    What is filled in is never read as a template itself.
    """
    found: list[Inline] = []
    for index, part in enumerate(_PLACE.split(template)):
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
