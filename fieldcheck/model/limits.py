"""What a change or a record that comes from another store may hold at most (docs/package-format.md §10).

Far above what an office writes in years, and low enough that a hostile package cannot fill the memory of a laptop.
"""

from __future__ import annotations

import re
from datetime import datetime

LONGEST_BODY = 1 << 20
"""Bytes of one change."""
LONGEST_RECORD = 4 << 20
"""Bytes of one record line, which holds all that stands in a record."""
DEEPEST = 64
"""How many lists and objects lie in one another."""
GREATEST = 1 << 53
"""Numbers that count something are below this: every JSON reader keeps them exactly."""
MOST_FIELDS = 1_000
"""Fields that one change sets, or that one record line holds."""
MOST_NAMED = 100_000
"""Changes that one change names in `over`, or one record line names in all."""
LONGEST_IDENTIFIER = 200
LONGEST_NAME = 64

NAME = r"[a-z][a-z0-9_]{0,63}"
"""A kind or a field."""
PRINTED = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]"
"""A letter of an identifier or a person's name: one that cannot move a cursor."""
DEVICE = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
MOMENT = r"[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z"
"""A clock as read, in UTC; the years keep clear of where a time zone would leave the calendar."""

_NAME = re.compile(NAME)
_PRINTED = re.compile(f"{PRINTED}*")
_MOMENT = re.compile(MOMENT)


def is_name(text: str) -> bool:
    """Return whether `text` can be the name of a kind or a field."""
    return _NAME.fullmatch(text) is not None


def is_printed(text: str) -> bool:
    """Return whether `text` holds no control character."""
    # What Python calls printable holds none; the question is several times quicker, and nearly always enough.
    return text.isprintable() or _PRINTED.fullmatch(text) is not None


def is_moment(text: str) -> bool:
    """Return whether `text` is a moment in UTC as `at` holds it."""
    if _MOMENT.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
