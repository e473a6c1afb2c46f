"""What a site is found by: the terms of its index, and the query of what a person types.

Three columns: `two` holds every two letters in a row of the written texts, so that any part of a name is a phrase;
`sound` every three letters in a row of its pinyin, in all readings, and of its initials; `starts` the beginnings that
one or two typed letters are looked for in, and credit codes, whole and from where people begin to type them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from fieldcheck.store import pinyin

END = "^"
"""Stands after the last letter of a text, so that it begins a pair too."""

_AREA = re.compile("^(?:[^省市区县镇乡]{1,4}[省市区县镇乡]|[^街]{1,4}街道)+(?=..)")
"""Where a name begins with its city, county or town, most people begin behind it."""

_RUN = re.compile("[a-z0-9]+")

_LONGEST_PHRASE = 8

Units = Sequence[tuple[str, ...]]


def letters(text: str) -> str:
    """Return the letters and digits of a text, wide ones as narrow ones, small."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(letter for letter in folded if letter.isalnum())


def terms(names: Iterable[str], code: str, others: Iterable[str]) -> tuple[str, str, str]:
    """Return the terms of a site for the columns `two`, `sound` and `starts`, each separated by spaces.

    `names` are the name and other names, which are found by sound too; `others` are texts like the address.
    """
    named = [plain for plain in map(letters, names) if plain]
    written = [*named, *(plain for plain in map(letters, others) if plain)]
    sound: set[str] = set()
    starts: set[str] = {run for text in written for run in _RUN.findall(text)} | _code_starts(letters(code))
    for name in named:
        units = [pinyin.readings(letter) or (letter,) for letter in name]
        sound |= _threes(units) | _initials(units)
        for begin in {0, _behind_area(name)}:
            starts |= _beginnings(units[begin : begin + 2])
    return " ".join(pair for text in written for pair in _pairs(text)), " ".join(sound), " ".join(starts)


def query(words: Iterable[str]) -> str:
    """Return FTS5's expression for sites in which every word occurs; empty where no word has a letter."""
    plain = [word for word in map(letters, words) if word]
    return " AND ".join(f"({' OR '.join(_ways(word))})" for word in plain)


def _ways(word: str) -> Iterator[str]:
    """Yield the ways in which a word may occur."""
    if not word.isascii():
        yield f'two : "{word}" *' if len(word) == 1 else f'two : "{_phrase(word)}"'
        return
    yield f'starts : "{word}" *'
    if word.isalpha() and len(word) >= 2:
        threes = [word[at : at + 3] for at in range(max(1, len(word) - 2))]
        yield "sound : (" + " AND ".join(f'"{three}"' for three in threes) + ")"
    if 2 <= len(word) <= _LONGEST_PHRASE and not word.isalpha():
        yield f'two : "{_phrase(word)}"'


def _phrase(word: str) -> str:
    return " ".join(word[at : at + 2] for at in range(len(word) - 1))


def _pairs(text: str) -> list[str]:
    ended = text + END
    return [ended[at : at + 2] for at in range(len(text))]


def _code_starts(code: str) -> set[str]:
    """Return a code whole, from the number of the organisation on, and its last letters."""
    return {part for part in (code, code[8:], code[-6:], code[-4:]) if part}


def _behind_area(name: str) -> int:
    found = _AREA.match(name)
    return found.end() if found else 0


def _beginnings(units: Units) -> set[str]:
    """Return the first two letters of the pinyin, and the first two initials."""
    spelled = {"".join(parts)[:2] for parts in product(*units)}
    initials = {"".join(part[0] for part in parts) for parts in product(*units)}
    return spelled | initials


def _initials(units: Units) -> set[str]:
    """Return two and three initials in a row."""
    firsts = [tuple({reading[0] for reading in readings}) for readings in units]
    found: set[str] = set()
    for length in (2, 3):
        for at in range(len(firsts) - length + 1):
            found |= {"".join(parts) for parts in product(*firsts[at : at + length])}
    return found


def _threes(units: Units) -> set[str]:
    """Return every three letters in a row of the pinyin, whichever way each letter is read."""
    following = [_heads(units, at) for at in range(1, len(units) + 1)]
    return {
        three
        for readings, heads in zip(units, following, strict=True)
        for reading in readings
        for offset in range(len(reading))
        for head in heads
        if len(three := (reading[offset:] + head)[:3]) == 3
    }


def _heads(units: Units, at: int) -> set[str]:
    """Return what the two letters from here on may be; fewer at the end."""
    return {"".join(parts)[:2] for parts in product(*units[at : at + 2])}
