"""What a person meant by a cell: a text, a number, a day, a yes or no."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from fieldcheck.sheets.table import Cell

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_BETWEEN_CHINESE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s+|\s+(?=[\u2e80-\u9fff\uff00-\uffef])")
_NOTHING = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "–", "－", "／", "*", "暂无", "不详", "未知", "N/A", "NA", "null"}
)
_DITTO = frozenset({"同上", "〃", "″", '"', "''", "同前"})
_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "●", "1", "Y", "YES", "TRUE", "对", "涉及", "属于", "存在"})
_NO = frozenset(
    {"否", "无", "×", "✗", "✘", "☐", "○", "0", "N", "NO", "FALSE", "X", "没有", "不涉及", "不属于", "不是", "不存在"}
)
_FACTORS = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(r"约?([+-]?\d+(?:\.\d+)?)([百千万亿]?)((?:[^\d.].*)?)")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?日?号?)?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""Excel's day numbers from 1954 to 2119."""
_EPOCH = date(1899, 12, 30)
LOST_FROM = 10**15
"""Excel keeps 15 digits of a number; the others become zeros."""


def text(cell: Cell) -> str:
    """Return a cell as one line: narrow letters and digits, no spaces between Chinese letters, no invisible signs."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < LOST_FROM else repr(cell)
    plain = str(cell).translate(_WIDE).translate(_INVISIBLE).replace("\u3000", " ")
    return _BETWEEN_CHINESE.sub("", " ".join(plain.split()))


def is_nothing(cell: Cell) -> bool:
    """Return whether a cell says that there is nothing, or that it is not known."""
    return text(cell) in _NOTHING


def is_ditto(cell: Cell) -> bool:
    """Return whether a cell says: as above."""
    return isinstance(cell, str) and text(cell) in _DITTO


def yes_or_no(cell: Cell) -> bool | None:
    """Return what a cell answers, or None where it answers neither."""
    if isinstance(cell, bool):
        return cell
    answer = text(cell).upper()
    return True if answer in _YES else False if answer in _NO else None


def number(cell: Cell) -> tuple[Decimal, str] | None:
    """Return a number and its unit in small letters ("" where there is none), or None where it is no number."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(repr(cell) if isinstance(cell, float) else cell), ""
    plain = unicodedata.normalize("NFKC", text(cell)).replace(",", "").replace(" ", "")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    return Decimal(found[1]) * _FACTORS[found[2]], found[3].lower()


def day(cell: Cell) -> tuple[date, bool] | None:
    """Return a day and whether it was written in full (else it is the first of the month), or None."""
    if isinstance(cell, date):
        return cell, True
    plain = unicodedata.normalize("NFKC", text(cell)).strip()
    if plain.isdecimal() and len(plain) == 5 and _FIRST_SERIAL <= int(plain) <= _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(plain)), True
    if plain.isdecimal() and len(plain) == 8:
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    found = _DAY.fullmatch(plain)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or 1)), found[3] is not None
    except ValueError:
        return None


def lost_digits(cell: Cell) -> bool:
    """Return whether a cell held a number of more digits than Excel keeps: the last ones are gone."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return abs(cell) >= LOST_FROM
    return re.fullmatch(r"\d(\.\d+)?[Ee]\+?1[5-9]", text(cell)) is not None
