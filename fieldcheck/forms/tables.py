"""Reading a table of a definition key by key: what is wrong is noted and reading goes on, so that all errors come."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from fieldcheck.forms.lines import Lines, Path
from fieldcheck.forms.problems import Problem, suggestion
from fieldcheck.model.errors import N_
from fieldcheck.model.form import Label
from fieldcheck.translation import _

Choice = TypeVar("Choice", bound=StrEnum)

KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, N_("true or false")),
    (str, N_("a text")),
    ((int, float), N_("a number")),
    (list, N_("a list")),
    (dict, N_("a table")),
    ((datetime, date, time), N_("a date without quotes")),
)

WANTED: dict[type[object], str] = {
    bool: N_("true or false"),
    str: N_("a text"),
    int: N_("a whole number"),
    list: N_("a list"),
    dict: N_("a table"),
}

_ID = re.compile(r"[A-Za-z0-9_-]+")


def kind_of(value: object) -> str:
    """Return in words what a value of a definition is."""
    return next(_(words) for kind, words in KINDS if isinstance(value, kind))


class Document:
    """A definition as it is read: its file, its lines, and the problems found so far."""

    def __init__(self, file: str, lines: Lines) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []

    def report(self, path: Path, what: str, instead: str) -> None:
        """Note what is wrong at a path, and what to write instead."""
        self.problems.append(Problem(self.file, self.lines.of(path), what, instead))


class Table:
    """One table of a definition, read key by key. A key that is missing or wrong is reported and read as empty."""

    def __init__(self, document: Document, path: Path, members: Mapping[str, object]) -> None:
        self.document = document
        self.path = path
        self._members = members

    def __contains__(self, key: str) -> bool:
        return key in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def report(self, key: str | None, what: str, instead: str) -> None:
        """Note what is wrong with a key, or with the table where `key` is None."""
        self.document.report(self.path if key is None else (*self.path, key), what, instead)

    def only(self, known: Collection[str]) -> None:
        """Report the keys that are not known."""
        for key in self._members:
            if key not in known:
                what = _("The key {key} is not known here.").format(key=key)
                self.report(key, what, suggestion(key, known))

    def value(self, key: str, kind: type[object], required: bool) -> object | None:
        """Return a value of a kind, or None where it is missing or of another kind."""
        if key not in self._members:
            if required:
                example = EXAMPLES.get(key, EXAMPLE_OF_KIND[kind]).format(key=key)
                what = _("The key {key} is missing.").format(key=key)
                self.report(None, what, _("Write {example}.").format(example=example))
            return None
        value = self._members[key]
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        self._wrong_kind(key, value, kind)
        return None

    def _wrong_kind(self, key: str, value: object, kind: type[object]) -> None:
        what = _("{key} is {found}; it should be {wanted}.").format(
            key=key, found=kind_of(value), wanted=_(WANTED[kind])
        )
        if kind is str and isinstance(value, bool):
            example = f'{key} = "{str(value).lower()}()"'
        elif kind is str and isinstance(value, (int, float, date, time)):
            example = f'{key} = "{value}"'
        else:
            example = EXAMPLES.get(key, EXAMPLE_OF_KIND[kind]).format(key=key)
        self.report(key, what, _("Write {example}.").format(example=example))

    def text(self, key: str, required: bool = True) -> str | None:
        """Return a text that is not empty."""
        value = self.value(key, str, required)
        if not isinstance(value, str):
            return None
        if not value.strip():
            what = _("{key} is empty.").format(key=key)
            self.report(key, what, _("Write the text.") if required else _("Write the text, or leave the key out."))
            return None
        return value

    def identifier(self, key: str = "id") -> str:
        """Return an id: letters, digits, - and _; "" where it is none."""
        value = self.text(key)
        if value is None:
            return ""
        if _ID.fullmatch(value):
            return value
        what = _("{value} is no id.").format(value=value)
        self.report(key, what, _("Use letters a–z, digits, - and _ only."))
        return ""

    def flag(self, key: str, default: bool = False, required: bool = False) -> bool:
        """Return true or false."""
        value = self.value(key, bool, required)
        return value if isinstance(value, bool) else default

    def label(self, key: str, required: bool = True) -> Label | None:
        """Return a text in Chinese, and in English where given."""
        table = self.table(key, required)
        if table is None:
            return None
        table.only(("zh", "en"))
        chinese = table.text("zh")
        return Label(chinese or "", table.text("en", required=False))

    def table(self, key: str, required: bool = True) -> Table | None:
        """Return a table within this one."""
        value = self.value(key, dict, required)
        return Table(self.document, (*self.path, key), value) if isinstance(value, dict) else None

    def tables(self, key: str, required: bool = False) -> Iterator[Table]:
        """Yield the tables of a list of tables."""
        for index, value in enumerate(self.list(key, required)):
            path = (*self.path, key, index)
            if isinstance(value, dict):
                yield Table(self.document, path, value)
            else:
                what = _("{key} holds {found}; it should hold tables.").format(key=key, found=kind_of(value))
                self.document.report(path, what, _("Write {{ … }} for each.").format())

    def list(self, key: str, required: bool = False) -> list[object]:
        """Return a list; one that must be there may not be empty."""
        value = self.value(key, list, required)
        if not isinstance(value, list):
            return []
        if required and not value:
            what = _("{key} is empty.").format(key=key)
            self.report(key, what, _("Write at least one."))
        return value

    def member(self, key: str, kinds: type[Choice], required: bool = True) -> Choice | None:
        """Return one of a fixed set of values."""
        value = self.text(key, required)
        return None if value is None else self._one_of((*self.path, key), key, value, kinds)

    def members(self, key: str, kinds: type[Choice], required: bool = True) -> tuple[Choice, ...]:
        """Return a list of values out of a fixed set."""
        found = [
            self._one_of((*self.path, key, index), key, value, kinds)
            for index, value in enumerate(self.list(key, required))
        ]
        return tuple(value for value in found if value is not None)

    def _one_of(self, path: Path, key: str, value: object, kinds: type[Choice]) -> Choice | None:
        known = [kind.value for kind in kinds]
        if isinstance(value, str) and value in known:
            return kinds(value)
        what = _("{value} is not known as {key}.").format(value=value, key=key)
        self.document.report(path, what, suggestion(str(value), known))
        return None


EXAMPLE_OF_KIND: dict[type[object], str] = {
    str: '{key} = "…"',
    bool: "{key} = true",
    int: "{key} = 1",
    list: "{key} = [ … ]",
    dict: "{key} = {{ … }}",
}

_LABEL = '{key} = {{ zh = "…", en = "…" }}'

EXAMPLES: dict[str, str] = {
    **dict.fromkeys(("title", "label", "hint", "failing", "constraint_message"), _LABEL),
    "type": 'type = "check"',
    "basis": 'basis = [ {{ source = "…", article = "第…条", verified = false }} ]',
    "methods": 'methods = ["site_check"]',
    "finding": 'finding = {{ wording = "…", measure = "…", days = 15 }}',
    "limits": 'limits = {{ minimum = "19.5", maximum = "23.5" }}',
    "choices": 'choices = [ {{ name = "yes", label = {{ zh = "是", en = "Yes" }} }} ]',
    "site_kinds": 'site_kinds = ["enterprise"]',
    "sections": "[[sections]]",
    "items": "[[sections.items]]",
    "days": "days = 15",
}
