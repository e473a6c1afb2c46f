"""The unified social credit code (GB 32100-2015): what is odd about one, and how it was probably meant.

Eighteen characters of an alphabet of 31: who registered it, what it is, the division (six digits), the number of the
organisation, a check character. Nothing is refused: a code on paper is often misread, an old enterprise has fifteen
digits, a farm hut has none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from fieldcheck.model.errors import N_

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
OLD_LENGTH = 15
DIVISION = slice(2, 8)
_WEIGHTS = (*(pow(3, place, 31) for place in range(LENGTH - 1)), 1)
"""The check character, the last, counts once."""
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_MISREAD = ("0OQDCG", "1ILJT7", "2Z", "5S", "6GC", "8B3", "9G4", "UVY", "MNHW", "KX", "EF", "PR", "3B8", "71", "469")
"""Characters that are taken for one another on paper and screens."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is odd about a code: a sentence with its details, and the codes that were probably meant."""

    message: str
    details: dict[str, str | int] = field(default_factory=dict)
    meant: tuple[str, ...] = ()


def plain_code(text: str) -> str:
    """Return a code as it is kept: capitals, no spaces or hyphens, wide letters as narrow ones."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in folded if not letter.isspace() and letter != "-")


def is_valid(code: str) -> bool:
    """Return whether a plain code is one by its form and its check character."""
    return _is_formed(code) and _sum(code) % 31 == 0


def is_odd(text: str) -> bool:
    """Return whether a code looks wrong: neither a good one, nor none at all, nor an old number of 15 digits."""
    code = plain_code(text)
    return bool(code) and not is_valid(code) and not (len(code) == OLD_LENGTH and code.isdecimal())


def remark(text: str) -> Remark | None:
    """Return what is odd about a code; None where nothing is (`is_odd`)."""
    if not is_odd(text):
        return None
    code = plain_code(text)
    if len(code) != LENGTH:
        return Remark(N_("A credit code has 18 characters; this one has {count}."), {"count": len(code)})
    meant = corrections(code)
    strange = next((place for place, letter in enumerate(code) if letter not in ALPHABET), None)
    if strange is not None:
        text = N_("No credit code has the letter {letter} (place {place}): the letters I, O, S, V and Z are not used.")
        return Remark(text, {"letter": code[strange], "place": strange + 1}, meant)
    letter = next((place for place in range(LENGTH)[DIVISION] if not code[place].isdecimal()), None)
    if letter is not None:
        text = N_("Places 3 to 8 of a credit code are digits, of the division; place {place} is {letter}.")
        return Remark(text, {"letter": code[letter], "place": letter + 1}, meant)
    text = N_(
        "The check character does not fit; to the other 17 belongs {right}: at least one character was misread or "
        "mistyped."
    )
    return Remark(text, {"right": check_character(code)}, meant)


def check_character(code: str) -> str:
    """Return the last character that fits the first 17 of a code of 18."""
    return next(letter for letter in ALPHABET if _sum(code[:-1] + letter) % 31 == 0)


def corrections(code: str) -> tuple[str, ...]:
    """Return valid codes that differ in one character that is easily misread, or in two neighbours that changed places.

    Those whose number of the organisation fits its own check digit (GB 11714), as most do, come first.
    """
    found = dict.fromkeys(other for other in (*_misread(code), *_swapped(code)) if is_valid(other))
    return tuple(sorted(found, key=lambda other: not _organisation_fits(other)))


def _is_formed(code: str) -> bool:
    return len(code) == LENGTH and all(letter in ALPHABET for letter in code) and _are_digits(code[DIVISION])


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _sum(code: str) -> int:
    """Return the weighted sum of a whole code; of a valid one it is a multiple of 31."""
    return sum(ALPHABET.index(letter) * weight for letter, weight in zip(code, _WEIGHTS, strict=True))


def _misread(code: str) -> Iterator[str]:
    for place, letter in enumerate(code):
        for group in _MISREAD:
            if letter in group:
                yield from (code[:place] + other + code[place + 1 :] for other in group if other != letter)


def _swapped(code: str) -> Iterator[str]:
    for place in range(len(code) - 1):
        yield code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def _organisation_fits(code: str) -> bool:
    body, check = code[8:16], code[16]
    total = sum(int(letter, 36) * weight for letter, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return check == "0123456789X0"[11 - total % 11]
