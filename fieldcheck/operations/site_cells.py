"""A row of an office's table as the fields of a site; what will not do is said with what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from fieldcheck.model import register, site_codes
from fieldcheck.model.errors import N_
from fieldcheck.model.sectors import SECTORS
from fieldcheck.model.values import Approval, Contact, Elevation, Graded, Person, Place
from fieldcheck.operations.site_columns import Column, plain, words
from fieldcheck.sheets import cells
from fieldcheck.sheets.table import Cell, Row
from fieldcheck.translation import _

LONGEST_TEXT = 2_000
_SEVERAL = frozenset({"dust", "hot_metal", "special_equipment"})
_UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "total_capacity": {
        "m3": Decimal("0.0001"),
        "m³": Decimal("0.0001"),
        "立方米": Decimal("0.0001"),
        "方": Decimal("0.0001"),
        "立方": Decimal("0.0001"),
    },
    "catchment_area": {"km2": Decimal(1), "km²": Decimal(1), "平方公里": Decimal(1), "平方千米": Decimal(1)},
}
_METRES = {"m": Decimal(1), "米": Decimal(1), "km": Decimal(1000), "公里": Decimal(1000), "千米": Decimal(1000)}
_COUNTED = frozenset({"", "人", "名", "个", "处", "台", "台套", "套", "孔", "扇", "户", "年", "口人", "间"})
_TELEPHONE = re.compile(r"(?:\+?86[- ]?)?(1\d{10}|0\d{2,3}[- ]?\d{7,8}|\d{7,8})(?!\d)")
_DEGREES = re.compile(r"""(\d{1,3})[°度](\d{1,2})[′'分](\d{1,2}(?:\.\d+)?)(?:[″"秒]|''|′′)""")
_DATUMS = ("CGCS2000", "GCJ-02", "GCJ02", "WGS84", "WGS-84", "BD-09", "BD09")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row will not do: its number, the column's name, what stands there, and an English text with {details}.

    A problem of a field that several columns make up names the `field` in place of a column.
    """

    row: int
    column: str
    value: str
    reason: str
    details: tuple[tuple[str, str], ...] = ()
    field: str = ""

    def text(self) -> str:
        """Return what is wrong and what to write instead, in the language of the program."""
        return _(self.reason).format(**dict(self.details))


class CellWrong(Exception):
    """A cell that cannot be what its column says."""

    def __init__(self, reason: str, **details: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = tuple(details.items())


MONTHS = N_("Dates without a day, read as the first of the month: {count}.")
PLACES = N_("Positions without their datum: {count}. Check them on a map before you use them.")

Read = dict[str, object]


def site_values(row: Row, columns: Iterable[Column], notes: Counter[str]) -> tuple[Read, list[Problem]]:
    """Return the fields of a row, empty ones left out, and what is wrong in it; `notes` counts what to tell."""
    parts: dict[str, dict[str, object]] = {}
    problems = []
    for column in columns:
        cell = row.cells[column.place] if column.place < len(row.cells) else None
        if not column.target or cell is None or _says_nothing(column.target, cell):
            continue
        field, _dot, part = column.target.partition(".")
        try:
            parts.setdefault(field, {})[part] = _value(field, part, cell, column.title, notes)
        except CellWrong as wrong:
            problems.append(Problem(row.number, column.title, cells.text(cell)[:80], wrong.reason, wrong.details))
    values: Read = {}
    for field, found in parts.items():
        try:
            value = _whole(field, found)
        except CellWrong as wrong:
            problems.append(Problem(row.number, "", "", wrong.reason, wrong.details, field))
            continue
        if value is not None:
            values[field] = value
    return values, problems


def _says_nothing(target: str, cell: Cell) -> bool:
    field = target.partition(".")[0]
    if cells.is_nothing(cell):
        return True
    answers = field in register.FLAGS or field in register.COUNTS or field in site_codes.CHOICES
    return not answers and cells.text(cell) == "无"


def _value(field: str, part: str, cell: Cell, title: str, notes: Counter[str]) -> object:
    if field == "credit_code":
        return _credit_code(cell)
    if part == "day":
        return _day(cell, notes)
    if field in register.FLAGS:
        return _flag(cell)
    if field in register.COUNTS:
        return _count(field, cell)
    if field in register.UNITS:
        return _decimal(field, cell)
    if field == "place":
        return _coordinate(part, cell, title)
    if field in _SEVERAL:
        return tuple(
            dict.fromkeys(_code(field, one) for one in re.split("[、,，;；/]", cells.text(cell)) if one.strip())
        )
    if field == "sector" or field in site_codes.CHOICES:
        return _code(field, cells.text(cell))
    return _phone(cell) if part == "phone" else _text(cell)


def _text(cell: Cell) -> str:
    if cells.lost_digits(cell):
        raise CellWrong(N_("Excel kept only 15 digits. Format the column as text and write the number again."))
    text = cells.text(cell)
    if len(text) > LONGEST_TEXT:
        raise CellWrong(
            N_("{length} letters are too many. Write at most {most}."), length=f"{len(text)}", most=f"{LONGEST_TEXT}"
        )
    return text


def _credit_code(cell: Cell) -> str:
    if cells.lost_digits(cell):
        raise CellWrong(
            N_("Excel made a number of the code: its last digits are lost. Format the column as text, write it again.")
        )
    return re.sub(r"[\s\-‐—_.]", "", unicodedata.normalize("NFKC", cells.text(cell))).upper()


def _day(cell: Cell, notes: Counter[str]) -> date:
    found = cells.day(cell)
    if found is None:
        raise CellWrong(N_("This is no date. Write it like 2024-05-01."))
    notes[MONTHS] += not found[1]
    return found[0]


def _flag(cell: Cell) -> bool:
    answer = cells.yes_or_no(cell)
    if answer is None:
        raise CellWrong(N_("This is neither yes nor no. Write 是 or 否."))
    return answer


def _count(field: str, cell: Cell) -> int:
    if field == "built_year" and (day := cells.day(cell)) and not isinstance(cell, (int, float)):
        return day[0].year
    if isinstance(cell, str) and cell.strip() == "无":
        return 0
    found = cells.number(cell)
    if found is None or found[1] not in _COUNTED or found[0] != found[0].to_integral_value() or found[0] < 0:
        raise CellWrong(N_("This is no whole number. Write digits only, like 12."))
    if found[0] >= 1_000_000_000:
        raise CellWrong(N_("This number is too large for a count. Look at the column that was chosen for it."))
    return int(found[0])


def _decimal(field: str, cell: Cell) -> object:
    found = cells.number(cell)
    if found is None:
        raise CellWrong(N_("This is no number in {unit}. Write digits only, like 35.2."), unit=register.UNITS[field])
    amount, unit = found
    factors = _UNITS.get(field, _METRES)
    if unit and unit not in factors:
        raise CellWrong(N_("This is no number in {unit}. Write digits only, like 35.2."), unit=register.UNITS[field])
    value = amount * factors[unit] if unit else _bare(field, amount, cell)
    text = f"{value.normalize():f}"
    return Elevation(text) if field in register.ELEVATIONS else text


def _bare(field: str, amount: Decimal, cell: Cell) -> Decimal:
    """Return a number without a unit in the field's own: "3.5万" of water is 3.5 万m³."""
    wide = field == "total_capacity" and isinstance(cell, str) and any(mark in cell for mark in "万亿")
    return amount / 10_000 if wide else amount


def _code(field: str, text: str) -> str:
    wanted = plain(text)
    if field == "sector":
        known = {plain(one.zh): one.code for one in SECTORS} | {one.code: one.code for one in SECTORS}
        names = [one.zh for one in SECTORS]
    else:
        every = site_codes.CHOICES[field]
        known = {plain(one.zh): one.code for one in every} | {plain(one.en): one.code for one in every}
        known |= {plain(re.split("[（(]", one.zh)[0]): one.code for one in every if not one.zh.startswith("小（")}
        names = [one.zh for one in every]
    found = (known | words(field)).get(wanted)
    if found is None:
        raise CellWrong(N_("This is none of the words for this column. Write one of: {words}."), words="、".join(names))
    return found


def _phone(cell: Cell) -> str:
    text = _text(cell)
    numbers = [re.sub("[ ]", "", one) for one in _TELEPHONE.findall(text)]
    return "、".join(dict.fromkeys(numbers)) if numbers else text


def _coordinate(part: str, cell: Cell, title: str) -> object:
    text = unicodedata.normalize("NFKC", cells.text(cell))
    datum = next((one for one in _DATUMS if one in title.upper()), "")
    found = [_degrees(one) for one in re.split(r"[,;\s]+", text) if one] if not part else [_degrees(text)]
    if None in found or len(found) != (1 if part else 2):
        raise CellWrong(N_("This is no position. Write decimal degrees, like 120.7421."))
    known = [one for one in found if one is not None]
    if part:
        return known[0], datum
    longitude, latitude = known if known[0] > known[1] else reversed(known)
    return latitude, longitude, datum


def _degrees(text: str) -> Decimal | None:
    parts = _DEGREES.search(text)
    if parts is not None:
        return (Decimal(parts[1]) + Decimal(parts[2]) / 60 + Decimal(parts[3]) / 3600).quantize(Decimal("0.000001"))
    found = re.fullmatch(r"[NE北东]?[纬经]?(\d{1,3}(?:\.\d+)?)[°度]?[NE]?", text)
    return Decimal(found[1]) if found else None


def _whole(field: str, parts: dict[str, object]) -> object:
    """Return a field from its parts, None where its main part is missing."""
    if field in register.PERSONS or field == "contacts":
        return _person(field, {part: str(value) for part, value in parts.items()})
    if field == "place":
        return _place(parts)
    if field in ("appraisal", "standardisation"):
        return Graded(str(parts[""]), _as_day(parts)) if "" in parts else None
    if field in ("operation_plan", "emergency_plan"):
        return Approval(str(parts.get("", "")), _as_day(parts))
    return parts[""]


def _as_day(parts: Mapping[str, object]) -> date | None:
    day = parts.get("day")
    return day if isinstance(day, date) else None


def _person(field: str, parts: dict[str, str]) -> object:
    name, phone = parts.get("name", ""), parts.get("phone", "")
    numbers = _TELEPHONE.findall(name)
    if numbers:
        # 张三13800000000 in one cell.
        name = _TELEPHONE.sub("", name).strip(" :：、,，()（）/")
        phone = "、".join(dict.fromkeys([*numbers, *filter(None, [phone])]))
    if field == "contacts":
        return (Contact("", name, phone),)
    return Person(name, parts.get("post", ""), phone)


def _place(parts: Mapping[str, object]) -> Place:
    if "" in parts:
        latitude, longitude, datum = cast("tuple[Decimal, Decimal, str]", parts[""])
    elif "latitude" in parts and "longitude" in parts:
        latitude, datum = cast("tuple[Decimal, str]", parts["latitude"])
        longitude = cast("tuple[Decimal, str]", parts["longitude"])[0]
    else:
        raise CellWrong(N_("Latitude or longitude is missing. Write both, or neither."))
    if not (3 <= latitude <= 54 and 73 <= longitude <= 136):
        raise CellWrong(N_("This position is not in China. Latitude and longitude may be in each other's column."))
    return Place(f"{latitude}", f"{longitude}", datum or UNKNOWN_DATUM)


UNKNOWN_DATUM = "unknown"
"""What a table does not say is not claimed."""
