"""From plain JSON values to the types of `records`, by the annotations of the record: one truth for both."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from fieldcheck.model.canonical import Json
from fieldcheck.model.values import Moment

Decoder = Callable[[Json], typing.Any]


class Column(StrEnum):
    """How a field lies in its folded table."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    JSON = "json"


def _decode_text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _decode_integer(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise ValueError("not a whole number")
    return value


def _decode_boolean(value: Json) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def _decode_date(value: Json) -> date:
    return date.fromisoformat(_decode_text(value))


_MOMENT = re.compile(r"[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}.*")


def _decode_moment(value: Json) -> Moment:
    text = _decode_text(value)
    if _MOMENT.fullmatch(text) is None:
        raise ValueError("not a moment")
    datetime.fromisoformat(text)
    return Moment(text)


def _decode_tuple(inner: Decoder) -> Decoder:
    def decode(value: Json) -> tuple[typing.Any, ...]:
        if not isinstance(value, list):
            raise ValueError("not a list")
        return tuple(inner(item) for item in value)

    return decode


def _decode_dataclass(cls: type) -> Decoder:
    hints = typing.get_type_hints(cls)
    decoders = {field.name: (decoder(hints[field.name]), field.default is MISSING) for field in fields(cls)}

    def decode(value: Json) -> typing.Any:
        if not isinstance(value, dict):
            raise ValueError("not an object")
        missing = [name for name, (_, needed) in decoders.items() if needed and name not in value]
        if missing:
            raise ValueError(f"{missing[0]} is missing")
        # A key that a newer version wrote stays in the journal; this version reads past it (P9).
        return cls(**{name: decoders[name][0](item) for name, item in value.items() if name in decoders})

    return decode


def _decode_union(members: tuple[typing.Any, ...]) -> Decoder:
    decoders = [decoder(member) for member in members if member is not types.NoneType]
    optional = types.NoneType in members

    def decode(value: Json) -> typing.Any:
        if value is None and optional:
            return None
        for candidate in decoders[:-1]:
            try:
                return candidate(value)
            except ValueError:
                continue
        return decoders[-1](value)

    return decode


@cache
def decoder(annotation: typing.Any) -> Decoder:
    """Return the function that turns plain JSON into `annotation`; it raises ValueError where that cannot be."""
    scalars: dict[typing.Any, Decoder] = {
        str: _decode_text,
        int: _decode_integer,
        bool: _decode_boolean,
        date: _decode_date,
        Moment: _decode_moment,
    }
    if annotation in scalars:
        return scalars[annotation]
    origin = typing.get_origin(annotation)
    if origin is tuple:
        return _decode_tuple(decoder(typing.get_args(annotation)[0]))
    if origin in (types.UnionType, typing.Union):
        return _decode_union(typing.get_args(annotation))
    if is_dataclass(annotation) and isinstance(annotation, type):
        return _decode_dataclass(annotation)
    raise TypeError(f"no decoder for {annotation!r}")


def column(annotation: typing.Any) -> Column:
    """Return how a field with this annotation is kept: scalars as they are, everything else as JSON text."""
    members = [member for member in typing.get_args(annotation) if member is not types.NoneType]
    simple = {str: Column.TEXT, date: Column.TEXT, Moment: Column.TEXT, int: Column.INTEGER, bool: Column.BOOLEAN}
    return simple.get(members[0], Column.JSON) if len(members) == 1 else Column.JSON
