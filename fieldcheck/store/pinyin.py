"""How Chinese letters sound: every reading of a letter, without tones.

The readings are those of the library pypinyin, read from its data file: importing the library itself takes a quarter
of a second, in which no other thread runs, and 40 MB.
"""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from functools import cache
from pathlib import Path


@cache
def readings(letter: str) -> tuple[str, ...]:
    """Return the syllables that a letter is read as, the usual one first; empty for one that is not Chinese.

    An ü is written v as on keyboards, and u as well.
    """
    syllables: list[str] = []
    for reading in filter(None, _table().get(str(ord(letter)), "").split(",")):
        plain = _without_tone(reading)
        syllables += [plain, plain.replace("v", "u")]
    return tuple(dict.fromkeys(syllables))


def _without_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading).replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(part for part in parts if part.isascii())


@cache
def _table() -> dict[str, str]:
    found = importlib.util.find_spec("pypinyin")
    assert found is not None, "pypinyin is a dependency of the program"
    assert found.submodule_search_locations, "it is a package"
    table: dict[str, str] = json.loads((Path(found.submodule_search_locations[0]) / "pinyin_dict.json").read_bytes())
    return table
