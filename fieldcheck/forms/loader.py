"""Reading a form definition: the bytes of a form.toml become a FormDefinition, or all of its errors at once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from fieldcheck.forms.decode import Draft, decode
from fieldcheck.forms.lines import Lines
from fieldcheck.forms.logic import check_logic
from fieldcheck.forms.problems import FormDefinitionErrors, Problem
from fieldcheck.forms.tables import Document, Table
from fieldcheck.model.form import FormDefinition
from fieldcheck.paths import data_directory
from fieldcheck.translation import _

__all__ = ["FILE", "FormDefinitionErrors", "Problem", "load", "load_shipped", "read_bytes", "shipped"]

FILE = "form.toml"
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


def load(source: bytes | Path) -> FormDefinition:
    """Return the form in some bytes, in a form.toml, or in a form's folder; `sha256` is the hash of the bytes.

    Raises FormDefinitionErrors with every problem: TOML, keys, types, ids, references, logic, limits, sources.
    """
    if isinstance(source, bytes):
        return _load(source, FILE, None)
    path = source / FILE if source.is_dir() else source
    try:
        data = path.read_bytes()
    except OSError as error:
        what = _("The file cannot be read: {reason}.").format(reason=error.strerror)
        instead = _("A form is a folder with a {file} in it.").format(file=FILE)
        raise FormDefinitionErrors((Problem(str(path), 0, what, instead),)) from error
    return _load(data, str(path), path.resolve().parent.name if path.name == FILE else None)


def _load(data: bytes, file: str, folder: str | None) -> FormDefinition:
    text = _decoded(data, file)
    members = _parsed(text, file)
    document = Document(file, Lines(text))
    root, draft = Table(document, (), members), Draft(document)
    definition = decode(root, draft, hashlib.sha256(data).hexdigest())
    if folder is not None and definition.id and definition.id != folder:
        what = _("The id {id} is not the name of the folder, {folder}.").format(id=definition.id, folder=folder)
        document.report(("id",), what, _("Write {example}.").format(example=f'id = "{folder}"'))
    check_logic(definition, draft)
    if document.problems:
        raise FormDefinitionErrors(tuple(sorted(document.problems, key=lambda problem: problem.line)))
    return definition


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(file, line, _("The file is not UTF-8 text."), _("Save it as UTF-8 in the editor."))
        raise FormDefinitionErrors((problem,)) from error


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        reason = str(error)[: found.start()] if found else str(error)
        raise FormDefinitionErrors((_not_toml(file, line, reason),)) from error
    except RecursionError as error:
        reason = _("lists or tables are nested too deeply")
        raise FormDefinitionErrors((_not_toml(file, 1, reason),)) from error


def _not_toml(file: str, line: int, reason: str) -> Problem:
    what = _("The file is not TOML: {reason}.").format(reason=reason)
    return Problem(file, line, what, _("Look for a missing quote, bracket or = on this line or before it."))


def read_bytes(folder: Path) -> bytes:
    """Return the bytes of the definition in a form's folder. Raises OSError."""
    return (folder / FILE).read_bytes()


def shipped() -> list[Path]:
    """Return the folders of the forms that the program carries, by name. Raises DataMissing."""
    return sorted(path.parent for path in data_directory("forms").glob(f"*/{FILE}"))


def load_shipped() -> dict[str, FormDefinition]:
    """Return the forms that the program carries, by id. Raises FormDefinitionErrors with the problems of all."""
    found: dict[str, FormDefinition] = {}
    problems: list[Problem] = []
    for folder in shipped():
        try:
            definition = load(folder)
        except FormDefinitionErrors as errors:
            problems += errors.problems
        else:
            found[definition.id] = definition
    if problems:
        raise FormDefinitionErrors(tuple(problems))
    return found
