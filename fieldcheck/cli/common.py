"""What the commands share: the passphrase, opening a store, JSON and errors."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from fieldcheck.model.errors import N_, FieldCheckError, InputError
from fieldcheck.operations import identity, stores
from fieldcheck.operations.identity import Reason, Taken
from fieldcheck.store import Store
from fieldcheck.store.key import COST
from fieldcheck.translation import _, error_text

PASSPHRASE = "FIELDCHECK_PASSPHRASE"

PathArgument = click.Path(path_type=Path)


class FileNotUsable(InputError):
    """A file of input that is not there or not what it should be."""

    code = "INPUT_FILE"
    message = N_("{path} cannot be used: {reason}")


def passphrase(confirm: bool = False) -> str:
    """Return the passphrase from FIELDCHECK_PASSPHRASE, or ask for it."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    return str(click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=confirm, err=True))


def scrypt_cost() -> int:
    """Return the cost of a new store's key; FIELDCHECK_TEST_COST makes it cheap, for tests of the program only."""
    return int(os.environ.get("FIELDCHECK_TEST_COST", COST))


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Open a store for one command; say where it had to take another identity. Raises the errors of opening."""
    store, ready = stores.open_ready(path, passphrase())
    if ready.taken is not None:
        click.echo(identity_told(store, ready.taken), err=True)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_to_read(path: Path) -> Iterator[Store]:
    """Open a store for a command that only looks at it: a backup stays what it was. Raises the errors of opening."""
    with stores.open_to_read(path, passphrase()) as store:
        yield store


def identity_told(store: Store, taken: Taken) -> str:
    """Return that a store writes as another device, and what a person has to do about it."""
    lines = [_("This store now writes as another device."), _(identity.REASONS[taken.former.reason])]
    if identity.former(store.reader()) is not None:
        lines.append(_("Ask the bureau to take it in again (enrol request). Nothing that was typed is lost."))
    elif taken.former.reason is Reason.MARK_LOST:
        lines.append(_("Check the next number of each series: which numbers were given out since is not known."))
    return "\n".join(lines)


def as_json(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option --json to a command."""
    return click.option("--json", "json_output", is_flag=True, help="Print one JSON object.")(function)


def print_json(value: object) -> None:
    """Print one JSON object, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file. Raises FileNotUsable with the line where it stops being JSON."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileNotUsable(path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise FileNotUsable(path=path, reason=_("it is not UTF-8 text. Save it as UTF-8.")) from error
    except json.JSONDecodeError as error:
        reason = _("line {line}, column {column} is not JSON: {what}").format(
            line=error.lineno, column=error.colno, what=error.msg
        )
        raise FileNotUsable(path=path, reason=reason) from error
    if not isinstance(value, dict):
        raise FileNotUsable(path=path, reason=_("it should hold one JSON object."))
    return value


def report_error(error: FieldCheckError) -> None:
    """Print an error with its code."""
    click.echo(f"{error.code}: {error_text(error)}", err=True)
