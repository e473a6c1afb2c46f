"""fieldcheck numbers grant | list | report | void."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, as_json, opened, opened_to_read, print_json
from fieldcheck.model.records import NumberBlock, VoidNumber
from fieldcheck.operations import number_report, number_wording, numbers
from fieldcheck.operations.number_report import Part, SeriesReport
from fieldcheck.store import devices
from fieldcheck.store.queries import records
from fieldcheck.translation import _


@click.group("numbers")
def command() -> None:
    """Blocks of statutory numbers: what was granted, and more of them."""


@command.command("grant")
@click.argument("store", type=PathArgument)
@click.argument("device")
@click.option("--code", default="", help="The series, for example 应急责改; without it all, with the same numbers.")
@click.option("--year", type=int, default=lambda: date.today().year, help="This year where left out.")
@click.option("--count", type=int, required=True, help="How many numbers.")
def grant(store: Path, device: str, code: str, year: int, count: int) -> None:
    """Grant a block to DEVICE (its name, or the beginning of its id); it travels with the next package."""
    with opened(store) as found:
        changes = numbers.grant(found, device, numbers.Grant(code, year, count))
        block = records.get(found.reader(), NumberBlock, changes.main)
    named = code or _("every series")
    told = _("Granted {code} {year}: {first} to {last}.")
    click.echo(told.format(code=named, year=year, first=block.first, last=block.last))


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


@command.command("report")
@click.argument("store", type=PathArgument)
@as_json
def report(store: Path, json_output: bool) -> None:
    """Say of each series which numbers are used, void, left and missing, and which stand on two documents."""
    with opened_to_read(store) as found:
        reports = number_report.report(found.reader())
        called = number_wording.names(found.reader())
    if json_output:
        print_json({"series": [_members(one) for one in reports]})
        return
    for one in reports:
        click.echo(f"{number_wording.title(one)}  {number_wording.totals(one)}")
        for line in number_wording.lines(one, called):
            click.echo(f"  {line}")


def _members(found: SeriesReport) -> dict[str, object]:
    prefix, code, year = found.series
    return {
        "prefix": prefix,
        "code": code,
        "year": year,
        "parts": [_part_members(part) for part in found.parts],
        "twice": [str(number) for number in found.twice],
    }


def _part_members(part: Part) -> dict[str, object]:
    return {
        "device": part.device,
        "first": part.first,
        "last": part.last,
        "left": part.left,
        "used": [{"serial": one.number.serial, "document": one.document, "kind": one.kind} for one in part.used],
        "void": [{"serial": one.number.serial, "reason": one.reason} for one in part.void],
        "missing": [{"first": gap.first, "last": gap.last} for gap in part.gaps],
    }


@command.command("void")
@click.argument("store", type=PathArgument)
@click.option("--code", required=True, help="The series, for example 应急责改.")
@click.option("--year", type=int, default=lambda: date.today().year, help="This year where left out.")
@click.option("--serial", type=int, required=True, help="The number.")
@click.option("--reason", required=True, help="What became of the paper.")
def void(store: Path, code: str, year: int, serial: int, reason: str) -> None:
    """Declare a number void that was spoiled on paper: no document will carry it."""
    with opened(store) as found:
        changes = number_report.void(found, code, year, serial, reason)
        number = records.get(found.reader(), VoidNumber, changes.main).number
    click.echo(_("{number} is void.").format(number=number))
