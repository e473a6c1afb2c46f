"""The text files of the documents, read into what each holds."""

from __future__ import annotations

import tomllib
from typing import TypeVar

import msgspec

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
