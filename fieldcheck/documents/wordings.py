"""Which wording a document prints with: the shipped version in force on its day, or the bureau's own.

`resources/documents/<kind>/` holds one file a version; a bureau's own comes with the content of the document, and must
keep every blank and what the law requires.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TypeVar

import msgspec

from fieldcheck.documents import files, fonts, layouts, parts, rules, texts
from fieldcheck.documents.files import OwnWordingWrong, WordingWrong
from fieldcheck.documents.rules import Rule, Wrong
from fieldcheck.documents.texts import (
    InterviewWording,
    ListWording,
    MeasuresWording,
    OrderWording,
    ReceiptWording,
    RecheckWording,
    RecordWording,
    SamplingWording,
    SchemeWording,
    TransferWording,
    Wording,
)
from fieldcheck.model.document import DocumentContent, DocumentKind
from fieldcheck.paths import data_directory
from fieldcheck.translation import _

Shape = TypeVar("Shape", bound=Wording)

SHAPES: Mapping[DocumentKind, type[Wording]] = {
    DocumentKind.INSPECTION_RECORD: RecordWording,
    DocumentKind.RECTIFICATION_ORDER: OrderWording,
    DocumentKind.PROBLEM_LIST: ListWording,
    DocumentKind.INSPECTION_SCHEME: SchemeWording,
    DocumentKind.MEASURES_DECISION: MeasuresWording,
    DocumentKind.RECHECK_OPINION: RecheckWording,
    DocumentKind.ASSIGNMENT_SLIP: ListWording,
    DocumentKind.TRANSFER_LETTER: TransferWording,
    DocumentKind.SERVICE_RECEIPT: ReceiptWording,
    DocumentKind.INTERVIEW_RECORD: InterviewWording,
    DocumentKind.SAMPLING_VOUCHER: SamplingWording,
}
"""What the wording of each kind holds."""


@cache
def _shipped(kind: DocumentKind) -> tuple[Wording, ...]:
    folder = data_directory("resources") / "documents" / kind.value
    found = [files.read(kind.value, path.name, SHAPES[kind]) for path in folder.glob("*.toml")]
    if not found:
        raise WordingWrong(path=f"resources/documents/{kind.value}", reason=_("there is no version"))
    return tuple(sorted(found, key=lambda wording: wording.in_force_from))


def in_force(kind: DocumentKind, day: date) -> Wording:
    """Return the shipped wording in force on a day, the oldest before all. Raises WordingWrong, DataMissing."""
    versions = _shipped(kind)
    return next((version for version in reversed(versions) if version.in_force_from <= day), versions[0])


def shipped_versions(kind: DocumentKind) -> list[tuple[str, date]]:
    """Return (version, first day) of each shipped wording, the oldest first. Raises WordingWrong, DataMissing."""
    return [(wording.version, wording.in_force_from) for wording in _shipped(kind)]


def shipped_text(kind: DocumentKind, day: date) -> str:
    """Return the shipped wording in force on a day as it is written. Raises WordingWrong, DataMissing."""
    return files.text(kind.value, f"{in_force(kind, day).version}.toml")


def title(kind: str, day: date) -> str:
    """Return the name of a kind of document on a day; the kind itself where this version does not know it."""
    return in_force(DocumentKind(kind), day).title if kind in set(DocumentKind) else kind


def title_of(content: DocumentContent, kind: str, number: str, day: date) -> str:
    """Return the name of an earlier document that `content` names: as the bureau called it, else as shipped."""
    own = (one.title for one in content.titles if (one.kind, one.number) == (kind, number))
    return next(own, "") or title(kind, day)


def of(content: DocumentContent, shape: type[Shape]) -> Shape:
    """Return the wording that a document prints with. Raises WordingWrong, DataMissing."""
    for data in content.fonts:
        fonts.take(data)
    if content.wording:
        return _with_fonts(own(content.wording, content.kind, shape), content.kind)
    found = in_force(content.kind, content.issued_on)
    assert isinstance(found, shape), "each kind has one shape"
    return found


def _with_fonts(wording: Shape, kind: DocumentKind) -> Shape:
    missing = [name for name in named_fonts(wording) if not fonts.is_taken(name)]
    if missing:
        reason = _("The font {sha256} is not here.").format(sha256=missing[0][:16])
        raise OwnWordingWrong(path=in_force(kind, date.max).title, reason=reason)
    return wording


def named_fonts(wording: Wording) -> list[str]:
    """Return the fonts of the bureau's own that a wording names, by SHA-256."""
    named = {str(wording.overrides.get(key, "")) for key in ("font", "bold_font")}
    return sorted(filter(fonts.is_own, named))


def own(text: str, kind: DocumentKind, shape: type[Shape]) -> Shape:
    """Return a bureau's own wording.

    Raises OwnWordingWrong where it lacks a blank or a sentence that the law requires, or its layout cannot be printed.
    """
    found = _decoded(text, kind, shape)
    wrong = _wrong(found, kind)
    if wrong:
        raise OwnWordingWrong(path=in_force(kind, date.max).title, reason=files.reason(wrong))
    return found


def _decoded(text: str, kind: DocumentKind, shape: type[Shape]) -> Shape:
    try:
        return files.decoded(text, shape)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise OwnWordingWrong(path=in_force(kind, date.max).title, reason=f"{error}.") from error


def wrong(text: str, kind: DocumentKind) -> list[Wrong]:
    """Return what is wrong with a bureau's own wording, key by key. Raises OwnWordingWrong where it is no wording."""
    return _wrong(_decoded(text, kind, SHAPES[kind]), kind)


def _wrong(found: Wording, kind: DocumentKind) -> list[Wrong]:
    texts_wrong = [one for name, rule in _rules(found.in_force_from, kind) for one in _text_wrong(found, name, rule)]
    laid_out = list(layouts.problems(found.overrides))
    return [*texts_wrong, *(laid_out or _labels_wrong(found))]


def _labels_wrong(found: Wording) -> Iterator[Wrong]:
    """Yield the labels that leave no room to sign behind them; the unit signs beside the seal."""
    layout = found.layout
    beside = parts.beside_seal(layout) if found.seal else layout.column
    # A bureau's own font may not be here yet; its letters are as wide as those that are shipped.
    for name, width in (("officer", layout.column), ("unit_signer", beside)):
        label = fonts.text_width(getattr(found, name), fonts.SERIF, layout.small_size)
        if label + layout.signature_length > width:
            told = _("it leaves no room to sign behind it; shorten it, or make the type of fields smaller.")
            yield Wrong(name, told)


def keeps(kind: DocumentKind, day: date) -> dict[str, Rule]:
    """Return what each text of a wording that begins on a day must keep. Raises WordingWrong, DataMissing."""
    return dict(_rules(day, kind))


def _rules(day: date, kind: DocumentKind) -> Iterator[tuple[str, Rule]]:
    shipped = in_force(kind, day)
    for name in shipped.__struct_fields__:
        usual = getattr(shipped, name)
        if isinstance(usual, str) and name != "version":
            yield name, Rule(usual, tuple(sorted(set(texts.PLACE.findall(usual)))), _must(name, usual))


def _must(name: str, usual: str) -> str:
    if name == "remedy":
        return _("it must name {periods} (行政复议法 20, 行政诉讼法 46).").format(periods="、".join(rules.REMEDY))
    return _("it cannot be empty.") if name in rules.NEVER_EMPTY and usual else ""


def _text_wrong(found: Wording, name: str, rule: Rule) -> Iterator[Wrong]:
    """Yield what a text lacks: each blank is filled in by the program, and none may be left out or added."""
    text = getattr(found, name)
    if set(texts.PLACE.findall(text)) != set(rule.blanks):
        told = _("its blanks must be {blanks}.") if rule.blanks else _("it can have no blanks in braces.")
        yield Wrong(name, told.format(blanks=rules.blanks_text(rule.blanks)))
    lacking = any(period not in text for period in rules.REMEDY) if name == "remedy" else not text.strip()
    if rule.must and lacking:
        yield Wrong(name, rule.must)


def check(text: str, kind: DocumentKind) -> tuple[str, date, list[str]]:
    """Return (version, first day, own fonts) of a bureau's own wording. Raises OwnWordingWrong, DataMissing."""
    found = own(text, kind, SHAPES[kind])
    return found.version, found.in_force_from, named_fonts(found)
