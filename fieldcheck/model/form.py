"""A form definition: what `forms/<form>/form.toml` says, decoded and checked.

Names of logic are XLSForm's (relevant, required, constraint, constraint_message, calculation, choice_filter,
default, hint, readonly); their values are texts in XLSForm's expression language, parsed by `fieldcheck.forms`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ItemType(StrEnum):
    """The type of an item. `check` and `measure` are FieldCheck's own, the rest XLSForm's."""

    CHECK = "check"
    MEASURE = "measure"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    NOTE = "note"


class CheckAnswer(StrEnum):
    """The four answers to a `check` (符合, 不符合, 不适用, 未检查)."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_EXAMINED = "not_examined"


class Method(StrEnum):
    """The four ways to check (查阅资料, 现场检查, 人员询问, 视频回放)."""

    DOCUMENT_REVIEW = "document_review"
    SITE_CHECK = "site_check"
    INTERVIEW = "interview"
    VIDEO_REVIEW = "video_review"


class Level(StrEnum):
    """The level of a hazard (一般, 重大)."""

    GENERAL = "general"
    MAJOR = "major"


class SiteKind(StrEnum):
    """What is inspected: an enterprise with a credit code, or a flood work with a class and owner."""

    ENTERPRISE = "enterprise"
    FLOOD_WORK = "flood_work"


@dataclass(frozen=True, slots=True)
class Label:
    """A text in Chinese, and in English where the form gives it."""

    zh: str
    en: str | None = None

    def text(self, language: str) -> str:
        """Return the text for `language` ("zh_CN" or "en"); Chinese where no English is given."""
        return self.en if language.startswith("en") and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Basis:
    """One source of law or standard behind an item.

    `version` names the text in force that the item was written against (for example "2021修正");
    `verified` is false where the article was not checked against the official text.
    """

    title: str
    article: str | None
    version: str | None
    verified: bool
    in_force_from: str | None = None

    def citation(self) -> str:
        """Return the source as a notice prints it: 《title》article."""
        return f"《{self.title}》{self.article or ''}"


@dataclass(frozen=True, slots=True)
class FindingDefault:
    """What a failed item proposes for its finding: wording, measure, days to rectify."""

    wording: str
    measure: str
    days: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a `measure`: outside of them the item fails. None is open."""

    minimum: Decimal | None
    maximum: Decimal | None
    minimum_inclusive: bool = True
    maximum_inclusive: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a select item."""

    name: str
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a form, or one fact of the site (a fact is an item of a plain type).

    `level` is what a failure is by itself: general, or major "by rule" only (then `major_possible` is true and
    the rules of the form decide). `evidence` is true where a failure needs a photo.
    """

    id: str
    type: ItemType
    label: Label
    hint: Label | None = None
    methods: tuple[Method, ...] = ()
    basis: tuple[Basis, ...] = ()
    failing: Label | None = None
    finding: FindingDefault | None = None
    category: str | None = None
    major_possible: bool = False
    evidence: bool = False
    unit: str | None = None
    limits: Limits | None = None
    choices: tuple[Choice, ...] = ()
    relevant: str | None = None
    required: str | None = None
    constraint: str | None = None
    constraint_message: Label | None = None
    calculation: str | None = None
    choice_filter: str | None = None
    default: str | None = None
    readonly: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a form: the unit of progress on the left of the checklist."""

    id: str
    label: Label
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class MajorRule:
    """A rule over several answers and facts that proposes 重大.

    `when` is an expression over items (value "pass", "fail", …) and facts; `items` are the findings that it
    concerns. The program proposes; an officer confirms.
    """

    id: str
    label: Label
    when: str
    items: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """A whole form. `sha256` is the hash of the bytes it was read from; the bytes lie in the store as a blob."""

    id: str
    version: str
    title: Label
    sector: str
    authority: str
    site_kinds: tuple[SiteKind, ...]
    facts: tuple[Item, ...]
    sections: tuple[Section, ...]
    major_rules: tuple[MajorRule, ...]
    sha256: str

    def items(self) -> tuple[Item, ...]:
        """Return the items of all sections in order, without the facts."""
        return tuple(item for section in self.sections for item in section.items)

    def item(self, item_id: str) -> Item:
        """Return the item or fact with this id. Raises KeyError."""
        for item in (*self.facts, *self.items()):
            if item.id == item_id:
                return item
        raise KeyError(item_id)
