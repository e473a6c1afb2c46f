"""Which column of an office's table holds which field of a site: by its name, else by what stands in it.

Names and words lie in `resources/registers/columns.toml`. A target is a field, or a part of one: `principal.phone`,
`place.latitude`, `appraisal.day`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from fieldcheck.model import register
from fieldcheck.model.errors import N_
from fieldcheck.operations import site_wording
from fieldcheck.paths import data_directory
from fieldcheck.sheets import cells
from fieldcheck.sheets.layout import Layout
from fieldcheck.sheets.table import Cell, Row
from fieldcheck.translation import _

PARTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(register.PERSONS, ("name", "post", "phone")),
    "contacts": ("name", "phone"),
    "place": ("", "latitude", "longitude"),
    **dict.fromkeys(("appraisal", "standardisation", "operation_plan", "emergency_plan"), ("", "day")),
}
"""The parts of a field that stand in columns of their own; "" is the whole field, or its main part."""
NOT_IMPORTED = frozenset({"landlord", "licences"})
"""Fields that no column of a register fits: another site, a list."""
PART_WORDS: Mapping[str, str] = {
    "name": N_("name"),
    "post": N_("post"),
    "phone": N_("phone"),
    "latitude": N_("latitude"),
    "longitude": N_("longitude"),
    "day": N_("day"),
}
_IN_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
_CODE = re.compile("[0-9A-HJ-NPQRTUWXY]{18}", re.IGNORECASE)
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")
_COMPANY = re.compile(".+(公司|厂|合作社|商行|超市|酒店|饭店|经营部|门市部|加油站|水库|塘坝|店)")
_TOWN = re.compile("[^0-9]{1,8}(镇|街道|乡|街道办事处)")
MOST = 0.6
"""Share of the values that have to look like something for the column to be taken for it."""


class Guess(StrEnum):
    """How a column came to its field."""

    NAME = "name"
    CONTENT = "content"
    CHOSEN = "chosen"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, its name, up to three values, its target ("" where it is left out)."""

    place: int
    title: str
    examples: tuple[str, ...]
    target: str
    guess: Guess
    hidden: bool = False

    @property
    def letter(self) -> str:
        """Return the letters that Excel shows above the column."""
        letters, rest = "", self.place + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(65 + letter) + letters
        return letters


@cache
def targets() -> tuple[str, ...]:
    """Return every target, in the order in which a person reads the fields."""
    return tuple(
        f"{field}.{part}" if part else field
        for fields in register.GROUPS.values()
        for field in fields
        if field not in NOT_IMPORTED
        for part in PARTS.get(field, ("",))
    )


def title(target: str) -> str:
    """Return the name of a target in words."""
    field, _dot, part = target.partition(".")
    named = site_wording.title(field)
    return f"{named}{_(': ')}{_(PART_WORDS[part])}" if part else named


def plain(name: str) -> str:
    """Return the name of a column as it is compared."""
    narrow = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in narrow if not letter.isspace() and letter not in "*:、.·").removesuffix(
        "(必填)"
    )


@cache
def _names() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Return targets by plain name, parts of a person by plain name, and names of columns that are left out."""
    data = tomllib.loads((data_directory("resources") / "registers" / "columns.toml").read_text("utf-8"))
    found = {plain(name): target for target, names in data["columns"].items() for name in names}
    parts = {plain(name): part for part, names in data["parts"].items() for name in names}
    for field, names in data["persons"].items():
        for name in names:
            found.setdefault(plain(name), f"{field}.name")
            for part_name, part in parts.items():
                if part in PARTS[field]:
                    found.setdefault(plain(name) + part_name, f"{field}.{part}")
    return found, parts, frozenset(plain(name) for name in data["ignored"])


@cache
def words(field: str) -> dict[str, str]:
    """Return the codes of a field by the plain words that offices write for them."""
    data = tomllib.loads((data_directory("resources") / "registers" / "columns.toml").read_text("utf-8"))
    return {plain(word): code for code, every in data["words"].get(field, {}).items() for word in every}


def is_known(name: str) -> bool:
    """Return whether a text is the name of a column."""
    found, parts, ignored = _names()
    return _target(name) != "" or plain(name) in parts or plain(name) in ignored or plain(name) in found


def _target(name: str) -> str:
    """Return the target of a column's name, with and without what stands in brackets, else an empty text."""
    found, _parts, _ignored = _names()
    spelled = [plain(name), _IN_BRACKETS.sub("", plain(name))]
    last = plain(name.rpartition(" ")[2])
    return next((found[one] for one in [*spelled, last] if one in found), "")


def guess(layout: Layout, rows: Sequence[Row], hidden: frozenset[int], chosen: Mapping[int, str]) -> list[Column]:
    """Return the columns with their targets; `chosen` are a person's, by place, and go before any guess.

    A target stands once: the first column of several that could hold it.
    """
    taken = {target for target in chosen.values() if target}
    columns = []
    person = ""
    for place, name in sorted(layout.titles.items()):
        values = [row.cells[place] for row in rows if place < len(row.cells)]
        target, how = _by_name(name, person, taken)
        if place in chosen:
            target, how = chosen[place], Guess.CHOSEN
        elif target:
            taken.add(target)
        if target.endswith(".name"):
            person = target.removesuffix(".name")
        columns.append(Column(place, name, _examples(values), target, how, place in hidden))
    return _by_content(columns, rows, taken)


def _by_name(name: str, person: str, taken: Iterable[str]) -> tuple[str, Guess]:
    _found, parts, ignored = _names()
    if plain(name) in ignored:
        return "", Guess.NAME
    target = _target(name)
    part = parts.get(plain(name)) or parts.get(_IN_BRACKETS.sub("", plain(name)))
    if not target and part:
        # A column that says only 电话 belongs to the person before it.
        owner = person or "principal"
        target = f"{owner}.{part}" if part in PARTS[owner] else ""
    return (target, Guess.NAME) if target and target not in taken else ("", Guess.NONE)


def _by_content(columns: list[Column], rows: Sequence[Row], taken: set[str]) -> list[Column]:
    looks = (("credit_code", _CODE), ("name", _COMPANY), ("town", _TOWN), ("principal.phone", _PHONE))
    result = []
    for column in columns:
        values = [
            text for row in rows if column.place < len(row.cells) if (text := cells.text(row.cells[column.place]))
        ]
        found = ""
        if column.guess is Guess.NONE and values:
            found = next((t for t, look in looks if t not in taken and _share(values, look) >= MOST), "")
        taken.add(found)
        result.append(
            Column(column.place, column.title, column.examples, found, Guess.CONTENT, column.hidden)
            if found
            else column
        )
    return result


def _share(values: Sequence[str], look: re.Pattern[str]) -> float:
    return sum(1 for value in values if look.fullmatch(value)) / len(values)


def _examples(values: Iterable[Cell]) -> tuple[str, ...]:
    every = dict.fromkeys(text for text in map(cells.text, values) if text)
    return tuple(list(every)[:3])


def kind_of(columns: Iterable[Column]) -> str:
    """Return which kind of site the columns speak of: "flood_work" where one only a flood work has is among them."""
    fields = {column.target.partition(".")[0] for column in columns}
    works = set(register.fields_of("flood_work")) - set(register.fields_of("enterprise"))
    return "flood_work" if len(fields & works) > len(fields & _enterprise_only()) else "enterprise"


def _enterprise_only() -> set[str]:
    return set(register.fields_of("enterprise")) - set(register.fields_of("flood_work"))
