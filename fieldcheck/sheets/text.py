"""Tables as text (.csv, .txt): UTF-8 with and without mark, UTF-16, GB18030; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io

from fieldcheck.sheets.errors import EncodingUnclear, SheetDamaged
from fieldcheck.sheets.table import Collector, Sheet

ENCODINGS = ("utf-8", "gb18030", "utf-16", "big5")
"""What a person may choose from."""
NAME = "CSV"
"""The name of the one sheet."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",\t;"
_LOOKED_AT = 40
"""Lines from which the delimiter is found."""


def read_sheet(data: bytes, encoding: str = "") -> Sheet:
    """Return the table; `encoding` is what a person chose, else it is found. Raises EncodingUnclear, SheetDamaged."""
    text = decoded(data, encoding)
    collector = Collector()
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), 1):
            if not collector.add(number, [cell if cell.strip() else None for cell in cells]):
                break
    except csv.Error as error:
        raise SheetDamaged(reason=str(error)) from error
    return Sheet(NAME, tuple(collector.rows), ended_at=collector.ended_at)


def decoded(data: bytes, encoding: str = "") -> str:
    """Return the text. Raises EncodingUnclear where `encoding` does not fit, or none does beyond doubt."""
    for candidate in [encoding] if encoding else _candidates(data):
        try:
            text = data.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding or _is_plausible(text):
            return text
    raise EncodingUnclear(encodings=", ".join(ENCODINGS))


def _candidates(data: bytes) -> list[str]:
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    if marked:
        return marked
    head = data[:4000]
    if head[1::2].count(0) > len(head) // 8:
        return ["utf-16-le"]
    if head[::2].count(0) > len(head) // 8:
        return ["utf-16-be"]
    return ["utf-8", "gb18030"]


def _is_plausible(text: str) -> bool:
    """Return whether a text reads as one: bytes of another coding become letters that no office writes."""
    odd = sum(
        1
        for letter in text
        if (ord(letter) > 127 and not letter.isprintable() and not letter.isspace()) or "\u0370" <= letter <= "\u1fff"
    )
    return "\0" not in text and odd * 50 <= sum(1 for letter in text if ord(letter) > 127)


def _delimiter(text: str) -> str:
    lines = text.splitlines()[:_LOOKED_AT]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))
