"""What becomes of a row of a table: a new site, one that is here, one that may be, or one that will not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from fieldcheck.model import credit_code
from fieldcheck.model.canonical import plain as as_json
from fieldcheck.model.errors import N_
from fieldcheck.model.records import Site
from fieldcheck.model.values import Person
from fieldcheck.operations.likeness import plain_text
from fieldcheck.operations.site_cells import Problem, Read
from fieldcheck.store import Reader
from fieldcheck.store.queries import duplicates, records


class Duplicate(StrEnum):
    """What to do with a row that may be a site that is here already."""

    FILL = "fill"
    SKIP = "skip"
    NEW = "new"


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    FILLED = "filled"
    SAME = "same"
    SKIPPED = "skipped"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number, its fields, what becomes of it, and the site that it is or may be.

    `by_code` tells a site that has the same credit code from one of the same name and town.
    """

    row: int
    values: Read
    fate: Fate
    site: str = ""
    by_code: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def is_possible_duplicate(self) -> bool:
        """Return whether a person can say that the row is the site that is here, another one, or neither."""
        return bool(self.site) and self.fate in (Fate.NEW, Fate.FILLED, Fate.SKIPPED)

    @property
    def name(self) -> str:
        """Return the name as the row has it."""
        return str(self.values.get("name") or "")

    @property
    def credit_code(self) -> str:
        """Return the credit code as the row has it."""
        return str(self.values.get("credit_code") or "")

    @property
    def has_odd_code(self) -> bool:
        """Return whether the credit code looks wrong; such a row is taken all the same."""
        return credit_code.is_odd(self.credit_code)


class Known:
    """The sites that are here, by credit code and by name and town."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._codes: dict[str, list[str]] = {}
        self._names: dict[tuple[str, str], list[str]] = {}
        for site in duplicates.sites(reader):
            if plain_text(site.credit_code):
                self._codes.setdefault(plain_text(site.credit_code), []).append(site.id)
            self._names.setdefault((plain_text(site.name), plain_text(site.town)), []).append(site.id)

    def fitting(self, values: Mapping[str, object]) -> tuple[list[Site], bool]:
        """Return the sites that a row may be, and whether the credit code says so."""
        code, name, town = _keys(values)
        by_code = self._codes.get(code, []) if code else []
        found = by_code or [site for site in self._names.get((name, town), []) if not self._has_other_code(site, code)]
        every = records.many(self._reader, Site, found)
        return [every[one] for one in found if one in every], bool(by_code)

    def _has_other_code(self, site: str, code: str) -> bool:
        found = records.find(self._reader, Site, site)
        there = plain_text(found.credit_code or "") if found else ""
        return bool(code and there and code != there)


def _keys(values: Mapping[str, object]) -> tuple[str, str, str]:
    return (
        plain_text(str(values.get("credit_code") or "")),
        plain_text(str(values.get("name") or "")),
        plain_text(str(values.get("town") or "")),
    )


NAMELESS = N_("The name is empty. Write the full name, or delete the row.")
TWICE = N_("The same site as in row {row}, with other values. Keep one of the two rows.")


def judged(
    row: int, values: Read, problems: Sequence[Problem], here: Known, wanted: Duplicate, *, chosen: bool = False
) -> Line:
    """Return what becomes of a row by itself; `wanted` is what a person chose for possible duplicates.

    The same credit code is the same site, unless it was `chosen` for this very row that it is not.
    """
    if not str(values.get("name") or "").strip():
        problems = [*problems, Problem(row, "", "", NAMELESS)]
    if problems:
        return Line(row, values, Fate.WRONG, problems=tuple(problems))
    known, by_code = here.fitting(values)
    if not known:
        return Line(row, values, Fate.NEW)
    same = next((site for site in known if not filling(site, values) and _stands(site, values)), None)
    if same is not None:
        return Line(row, values, Fate.SAME, same.id, by_code)
    site = known[0]
    if wanted is Duplicate.NEW and (chosen or not by_code):
        return Line(row, values, Fate.NEW, site.id, by_code)
    if wanted is not Duplicate.SKIP and filling(site, values):
        return Line(row, values, Fate.FILLED, site.id, by_code)
    return Line(row, values, Fate.SKIPPED, site.id, by_code)


def _stands(site: Site, values: Mapping[str, object]) -> bool:
    return all(_covers(getattr(site, name), value) for name, value in values.items())


def _covers(standing: object, value: object) -> bool:
    if isinstance(standing, Person) and isinstance(value, Person):
        pairs = ((standing.name, value.name), (standing.post, value.post), (standing.phone, value.phone))
        return all(new in ("", old) for old, new in pairs)
    return as_json(standing) == as_json(value)


def filling(site: Site, values: Mapping[str, object]) -> Read:
    """Return what a row adds to a site: fields that are empty there, and what a person's entry lacks."""
    return {
        name: filled for name, value in values.items() if (filled := _filled(getattr(site, name), value)) is not None
    }


def _filled(standing: object, value: object) -> object:
    if standing in (None, ""):
        return value
    if isinstance(standing, Person) and isinstance(value, Person) and value.name in ("", standing.name):
        whole = replace(standing, post=standing.post or value.post, phone=standing.phone or value.phone)
        return whole if whole != standing else None
    return None


def against_earlier(line: Line, seen: dict[tuple[str, ...], Line]) -> Line:
    """Return the line, judged against the rows above: the same site twice in one file is one site, or an error."""
    if line.fate is Fate.WRONG:
        return line
    code, name, town = _keys(line.values)
    keys = [("code", code)] if code else [("name", name, town)]
    earlier = next((seen[key] for key in keys if key in seen), None)
    for key in keys:
        seen.setdefault(key, line)
    if earlier is None:
        return line
    if as_json(earlier.values) == as_json(line.values):
        return replace(line, fate=Fate.SAME)
    problem = Problem(line.row, "", line.name, TWICE, (("row", str(earlier.row)),))
    return replace(line, fate=Fate.WRONG, problems=(problem,))
