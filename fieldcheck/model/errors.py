"""Errors of the program: each has a code, a family with an exit code, and a text.

The text says what happened, where, and what to do. It is an English message with named placeholders, which is
also the key of its translation, so every presenter (window, command line) renders the same object.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar


def N_(text: str) -> str:
    """Mark a text for the translation catalogues without translating it here."""
    return text


class FieldCheckError(Exception):
    """Base of all errors that a person may see.

    Attributes:
        code: stable name, for scripts and support.
        exit_code: what the command line exits with; one number a family.
        message: English text with {placeholders}; the key of its translation.
        details: the values of the placeholders.
    """

    code: ClassVar[str] = "FIELDCHECK"
    exit_code: ClassVar[int] = 1
    message: ClassVar[str] = N_("The program stopped at an unexpected point.")

    def __init__(self, **details: object) -> None:
        self.details = {name: _printable(value) for name, value in details.items()}
        super().__init__(self.message.format(**self.details))

    def __reduce__(self) -> tuple[object, ...]:
        """Return how the error is made again on the other side of a pipe."""
        return _made_again, (type(self), self.details)


def printed(value: object) -> str:
    """Return a text that can be kept and printed; letters that a file name has and no text can have become "?"."""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _printable(value: object) -> object:
    return printed(value) if isinstance(value, (str, PurePath)) and printed(value) != str(value) else value


def _made_again(cls: type[FieldCheckError], details: dict[str, object]) -> FieldCheckError:
    return cls(**details)


class StoreError(FieldCheckError):
    """The store file, or what lies in it."""

    exit_code = 3


class FormError(FieldCheckError):
    """A form definition or an expression in it."""

    exit_code = 4


class InputError(FieldCheckError):
    """What a person or a file gave cannot be used."""

    exit_code = 5


class AuthorityError(FieldCheckError):
    """The law or the bureau's remit does not allow what was asked."""

    exit_code = 6


class DocumentError(FieldCheckError):
    """A document cannot be made or does not match what was frozen."""

    exit_code = 7


class PhotoError(FieldCheckError):
    """A picture cannot be read."""

    exit_code = 8


class VerificationError(FieldCheckError):
    """`verify` or `selftest` found something."""

    exit_code = 9


class NotFoundError(FieldCheckError):
    """No such record, form or file."""

    exit_code = 10


class EnvironmentProblem(FieldCheckError):
    """The machine lacks something: a display, a system library, space."""

    exit_code = 11
