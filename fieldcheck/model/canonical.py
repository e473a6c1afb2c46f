"""Canonical JSON: one text for one value, so that a hash means something.

Keys sorted, no spaces, letters as UTF-8, no floating-point numbers (a decimal is a text).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from fieldcheck.model.errors import N_, InputError

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


class NotRepresentable(InputError):
    """A text or number that canonical JSON cannot hold."""

    code = "INPUT_NOT_REPRESENTABLE"
    message = N_("A value holds a character or number that cannot be kept: {value}. Remove it and try again.")


def plain(value: object) -> Json:
    """Return `value` (dataclass, tuple, mapping, date, enum, text, whole number, bool, None) as plain JSON.

    Raises NotRepresentable for anything else, floating-point numbers included.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    raise NotRepresentable(value=repr(value)[:80])


def encode(value: object) -> bytes:
    """Return the canonical bytes of a plain JSON value. Raises NotRepresentable (lone surrogates, floats)."""
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotRepresentable(value=ascii(text[error.start : error.end])) from error


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
