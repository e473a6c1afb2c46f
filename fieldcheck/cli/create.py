"""fieldcheck create STORE --role … --profile FILE."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, passphrase, read_json, scrypt_cost
from fieldcheck.model.values import Role
from fieldcheck.operations import stores, trust
from fieldcheck.operations.profile_file import decode
from fieldcheck.translation import _


@click.command("create")
@click.argument("store", type=PathArgument)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--profile", "profile_file", type=PathArgument, required=True, help="JSON: the profile and its officers.")
def command(store: Path, role: str, profile_file: Path) -> None:
    """Create STORE for a bureau's profile and its officers."""
    profile, officers = decode(read_json(profile_file))
    made = stores.create(store, passphrase(confirm=True), Role(role), profile, officers, cost=scrypt_cost())
    escrow = trust.new_escrow(made) if Role(role) is Role.BUREAU else None
    made.close()
    click.echo(_("Created {path}.").format(path=store))
    if escrow is not None:
        click.echo(_("The escrow key opens packages when this store is lost. It is shown this once: write it down."))
        click.echo(escrow)
