"""The text files of the documents, read into what each holds."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from fieldcheck.documents.rules import Wrong
from fieldcheck.model.errors import N_, DocumentError
from fieldcheck.paths import data_directory

Shape = TypeVar("Shape")


class WordingWrong(DocumentError):
    """A text file of the documents is not what the program needs."""

    code = "DOCUMENT_WORDING"
    message = N_("The wording file {path} cannot be used: {reason}. Install the program again.")


class OwnWordingWrong(WordingWrong):
    """A bureau's own wording lacks what the program or the law needs, or its layout cannot be printed."""

    code = "DOCUMENT_OWN_WORDING"
    message = N_("This wording of {path} cannot be used. {reason} Correct it and try again; nothing was changed.")


def read(folder: str, name: str, shape: type[Shape]) -> Shape:
    """Return what one file below `resources/documents` holds. Raises WordingWrong, DataMissing."""
    try:
        return decoded(text(folder, name), shape)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise WordingWrong(path=f"resources/documents/{folder}/{name}", reason=str(error)) from error


def text(folder: str, name: str) -> str:
    """Return one file below `resources/documents` as it is written. Raises WordingWrong, DataMissing."""
    try:
        return (data_directory("resources") / "documents" / folder / name).read_text(encoding="utf-8")
    except OSError as error:
        raise WordingWrong(path=f"resources/documents/{folder}/{name}", reason=str(error)) from error


def decoded(text: str, shape: type[Shape]) -> Shape:
    """Return what was read from TOML. Raises TOMLDecodeError, msgspec.ValidationError."""
    return msgspec.convert(tomllib.loads(text), shape)


def reason(wrong: Iterable[Wrong]) -> str:
    """Return what is wrong as one text, each with its key."""
    return " ".join(f"{one.key}: {one.told}" for one in wrong)


def written(values: Mapping[str, object]) -> str:
    """Return the values of a wording as TOML: texts, numbers, days, lists of them, then tables and lists of tables."""
    plain = {key: value for key, value in values.items() if not _is_table(value)}
    lines = [*_members(plain)]
    for key, value in values.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{key}]", *_members(value)]
        elif _is_table(value):
            assert isinstance(value, list), "tables of one name are a list"
            for table in value:
                lines += ["", f"[[{key}]]", *_members(table)]
    return "\n".join([*lines, ""])


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _members(values: Mapping[str, object]) -> Iterator[str]:
    for key, value in values.items():
        yield f"{key} = {_literal(value)}"


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, str):
        # A basic string of TOML is a string of JSON, but for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
