"""Entry of the program: `fieldcheck`, alone or with a store, opens the window; every other word is a command."""

from __future__ import annotations

import io
import multiprocessing
import sys
from importlib import import_module

import click

from fieldcheck import __version__
from fieldcheck.cli.common import report_error
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.translation import set_language, system_language

COMMANDS = {
    "open": "open_window",
    "create": "create",
    "demo": "demo",
    "inspect": "inspect_site",
    "today": "today",
    "plan": "plan",
    "draw": "draw",
    "notice": "notice",
    "ledger": "ledger",
    "hazard": "hazard",
    "step": "step",
    "serve": "serve",
    "holidays": "holidays",
    "wording": "wording",
    "enrol": "enrol",
    "numbers": "numbers",
    "devices": "devices",
    "revoke": "revoke",
    "identity": "identity",
    "recover": "recover",
    "export": "export",
    "import": "import_packages",
    "sync": "sync",
    "conflicts": "conflicts",
    "decide": "decide",
    "duplicates": "duplicates",
    "join": "join",
    "site": "site",
    "set": "set_fields",
    "show": "show",
    "verify": "verify",
    "digest": "digest",
    "backup": "backup",
    "free": "free",
    "passphrase": "new_passphrase",
    "forms": "forms",
    "selftest": "selftest",
}


class Commands(click.Group):
    """Loads a command when it is asked for, so that `digest` does not wait for Qt or reportlab."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"fieldcheck.cli.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(__version__, prog_name="fieldcheck")
@click.pass_context
def program(context: click.Context) -> None:
    """Offline field inspection: checklists, hazards, statutory notices."""
    if context.invoked_subcommand is None:
        context.invoke(import_module("fieldcheck.cli.open_window").command)


def main() -> None:
    """Run the program; exit with the code of the error's family where one stops it."""
    # In the frozen program a child process is the program itself, and does its part here.
    multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file on a stick can have a name that is no text.
            stream.reconfigure(errors="replace")
    set_language(system_language())
    try:
        program(prog_name="fieldcheck")
    except FieldCheckError as error:
        report_error(error)
        sys.exit(error.exit_code)
