"""What is wrong with a form: problems of its definition, faults of its expressions. All are reported at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from fieldcheck.model.errors import N_, FormError
from fieldcheck.translation import _

FEW_NAMES = 6
"""So many known names are all listed, beside the nearest one."""

MOST_NAMES = 20
"""How many known names a suggestion lists at most."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One error of a form: the file, the line (0 where it has none), what is wrong, what to write instead."""

    file: str
    line: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.instead}".rstrip()


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of an expression: its column (from 1), what is wrong, what to write instead."""

    column: int
    what: str
    instead: str


class ExpressionError(FormError):
    """An expression is not in the language of forms."""

    code = "EXPRESSION"
    message = N_("The expression {expression} is wrong at column {column}. {what} {instead}")

    def __init__(self, expression: str, fault: Fault) -> None:
        self.fault = fault
        super().__init__(expression=expression, column=fault.column, what=fault.what, instead=fault.instead)


class FormDefinitionErrors(FormError):
    """A form definition has errors; `problems` has all of them, in the order of the file."""

    code = "FORM_DEFINITION"
    message = N_("The form has {count} errors. Correct them in form.toml:\n{listed}")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(count=len(problems), listed="\n".join(map(str, problems)))


def nearest(written: str, known: Collection[str]) -> str | None:
    """Return the known name that is nearest to a written one, or None where none is near."""
    near = get_close_matches(written, known, n=1, cutoff=0.6)
    return near[0] if near else None


def suggestion(written: str, known: Collection[str]) -> str:
    """Return what to write instead of an unknown name: the nearest known one; all that are known, where few or none."""
    near = nearest(written, known)
    meant = "" if near is None else _("Did you mean {name}?").format(name=near)
    if not known or (meant and len(known) > FEW_NAMES):
        return meant
    names = ", ".join(list(known)[:MOST_NAMES]) + (", …" if len(known) > MOST_NAMES else "")
    return f"{meant} {_('Known are: {names}.').format(names=names)}".strip()
