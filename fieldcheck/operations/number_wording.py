"""What became of the numbers, in plain words, for the window and the commands."""

from __future__ import annotations

from collections.abc import Mapping

from fieldcheck.model.document import DocumentNumber
from fieldcheck.operations import wording
from fieldcheck.operations.number_report import Gap, Part, SeriesReport
from fieldcheck.store import Reader, devices
from fieldcheck.store.queries.numbers import Numbered, Voided
from fieldcheck.translation import _, ngettext


def names(reader: Reader) -> dict[str, str]:
    """Return what the devices are called, by id."""
    return {device.id: device.name for device in devices.every(reader)}


def title(found: SeriesReport) -> str:
    """Return which series it is: （莱）应急检记〔2026〕."""
    prefix, code, year = found.series
    return f"（{prefix}）{code}〔{year}〕"


def totals(found: SeriesReport) -> str:
    """Return how many numbers are used, void, left and missing."""
    told = _("{used} used · {void} void · {left} left in blocks · {missing} missing between others")
    return told.format(used=found.used, void=found.void, left=found.left, missing=found.gaps)


def part(found: Part, called: Mapping[str, str]) -> str:
    """Return what became of one block."""
    name = called.get(found.device) or found.device[-8:]
    if found.last is None:
        return _("{name}, from {first} on: {used} used").format(name=name, first=found.first, used=len(found.used))
    told = _("{name}, {first}–{last}: {used} used, {left} left")
    return told.format(name=name, first=found.first, last=found.last, used=len(found.used), left=found.left)


def gap(found: Gap, called: Mapping[str, str]) -> str:
    """Return which numbers are missing, and between which documents."""
    count = found.last - found.first + 1
    run = str(found.first) if count == 1 else f"{found.first}–{found.last}"
    told = ngettext("Number {run} is missing {place}.", "Numbers {run} are missing {place}.", count)
    return told.format(run=run, place=_place(found, called))


def _place(found: Gap, called: Mapping[str, str]) -> str:
    after = _document(found.after, called) if found.after is not None else _("the next one")
    if found.before is None:
        return _("before {after}").format(after=after)
    return _("between {before} and {after}").format(before=_document(found.before, called), after=after)


def _document(found: Numbered, called: Mapping[str, str]) -> str:
    parts = (called.get(found.device, ""), wording.day(found.issued_on), found.site)
    return _("{serial} ({document})").format(
        serial=found.number.serial, document=_(", ").join(part for part in parts if part)
    )


def void(found: Voided, called: Mapping[str, str]) -> str:
    """Return which number is void, why, and where that was written."""
    told = _("Number {serial} is void: {reason} ({name}, {moment})")
    name = called.get(found.device) or found.device[-8:]
    return told.format(serial=found.number.serial, reason=found.reason, name=name, moment=wording.wall_clock(found.at))


def twice(number: DocumentNumber | str) -> str:
    """Return that a number stands on two documents, and what to do."""
    told = _("The number {number} stands on two documents. Issue a correction for one of them.")
    return told.format(number=number)


def lines(found: SeriesReport, called: Mapping[str, str]) -> list[str]:
    """Return all that there is to say about a series, the numbers that stand twice first."""
    said = [twice(number) for number in found.twice]
    for one in found.parts:
        said.append(part(one, called))
        said += [f"  {gap(missing, called)}" for missing in one.gaps]
        said += [f"  {void(spoiled, called)}" for spoiled in one.void]
    return said


def missed(serial: int | None) -> str:
    """Return that the case's serial cannot be kept; nothing where it can."""
    if serial is None:
        return ""
    told = _("The case's number {serial} cannot be kept here: it is used, or is none of this device's.")
    return told.format(serial=serial)
