"""fieldcheck numbers grant | list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, print_json
from fieldcheck.model.records import NumberBlock
from fieldcheck.operations import numbers
from fieldcheck.store import devices
from fieldcheck.store.queries import records
from fieldcheck.translation import _


@click.group("numbers")
def command() -> None:
    """Blocks of statutory numbers: what was granted, and more of them."""


@command.command("grant")
@click.argument("store", type=PathArgument)
@click.argument("device")
@click.option("--code", required=True, help="The series, for example 应急责改.")
@click.option("--year", type=int, default=lambda: date.today().year, help="This year where left out.")
@click.option("--count", type=int, required=True, help="How many numbers.")
def grant(store: Path, device: str, code: str, year: int, count: int) -> None:
    """Grant a block to DEVICE (its name, or the beginning of its id); it travels with the next package."""
    with opened(store) as found:
        changes = numbers.grant(found, device, numbers.Grant(code, year, count))
        block = records.get(found.reader(), NumberBlock, changes.main)
    click.echo(
        _("Granted {code} {year}: {first} to {last}.").format(code=code, year=year, first=block.first, last=block.last)
    )


@command.command("list")
@click.argument("store", type=PathArgument)
@as_json
def list_blocks(store: Path, json_output: bool) -> None:
    """List the blocks that STORE knows, with their devices."""
    with opened(store) as found:
        names = {device.id: device.name for device in devices.every(found.reader())}
        rows = [
            {
                "device": block.device,
                "name": names.get(block.device or "", ""),
                "code": block.code,
                "year": block.year,
                "first": block.first,
                "last": block.last,
            }
            for block in numbers.blocks(found.reader())
        ]
    if json_output:
        print_json({"blocks": rows})
        return
    for row in rows:
        click.echo(f"{row['code']} {row['year']}: {row['first']}–{row['last']}  {row['name']}")
