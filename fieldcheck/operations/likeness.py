"""Names and addresses as they are compared: the same words written another way are the same."""

from __future__ import annotations

import re
import unicodedata

_COMPANY = re.compile("(有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|公司)$")

ALIKE = 0.6
"""Share of letter pairs in common from which two names at one address may be one."""


def plain_text(text: str) -> str:
    """Return letters and digits alone, wide ones as narrow ones, small."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def plain_name(name: str) -> str:
    """Return a name without the words that only say that it is a company's."""
    plain = plain_text(name)
    return _COMPANY.sub("", plain) or plain


def alike(one: str, other: str) -> bool:
    """Return whether two plain names share most of their letter pairs."""
    pairs, others = _pairs(one), _pairs(other)
    return bool(pairs and others) and 2 * len(pairs & others) >= ALIKE * (len(pairs) + len(others))


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
