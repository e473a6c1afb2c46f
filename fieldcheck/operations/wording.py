"""Words that the window and the commands share: days and times, sizes, kinds of records, roles of devices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from fieldcheck.model.sectors import BY_CODE
from fieldcheck.translation import N_, _, current_language

KINDS: Mapping[str, str] = {
    "profile": N_("bureau's profile"),
    "officer": N_("officers"),
    "site": N_("sites"),
    "inspection": N_("visits"),
    "answer": N_("answers"),
    "finding": N_("hazards"),
    "photo": N_("photos"),
    "document": N_("documents"),
    "signing": N_("records of signing"),
    "form": N_("forms"),
    "enrolment": N_("enrolments"),
    "number_block": N_("number blocks"),
    "decision": N_("decisions"),
    "join": N_("judged pairs"),
    "file": N_("files of photos, documents and forms"),
}

ROLES: Mapping[str, str] = {
    "inspector": N_("inspection laptop"),
    "bureau": N_("bureau"),
    "enterprise": N_("enterprise"),
}


def kind(code: str) -> str:
    """Return the word of a kind of records; one that this version does not know stands for itself (P9)."""
    return _(KINDS.get(code, code))


def role(code: str) -> str:
    """Return the word of a device's role; one that this version does not know stands for itself (P9)."""
    return _(ROLES.get(code, code))


def sector(code: str | None) -> str:
    """Return the name of a sector."""
    found = BY_CODE.get(code or "")
    if found is None:
        return code or ""
    return found.zh if current_language() == "zh_CN" else found.en


def kind_counts(counted: Mapping[str, int]) -> str:
    """Return "12 hazards, 3 sites", the most first."""
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return _(", ").join(_("{count} {kind}").format(count=f"{count:,}", kind=kind(code)) for code, count in ordered)


def size(count: int) -> str:
    """Return a number of bytes as a person reads it."""
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.1f} kB"


def wall_clock(utc: str) -> str:
    """Return a time of a clock (ISO, UTC) as the clock on the wall shows it, to the minute."""
    try:
        return moment(datetime.fromisoformat(utc).astimezone().isoformat())
    except ValueError:
        return utc


def day(value: date | str | None) -> str:
    """Return a day as people write it: 2026年8月1日 or 1 Aug 2026; a text that is no date is returned as it is."""
    if not value:
        return ""
    try:
        known = value if isinstance(value, date) else date.fromisoformat(value[:10])
    except ValueError:
        return str(value)
    if current_language() == "zh_CN":
        return f"{known.year}年{known.month}月{known.day}日"
    return f"{known.day} {_(MONTHS[known.month - 1])} {known.year}"


def moment(iso: str | None) -> str:
    """Return a legal time as people write it, to the minute, in the zone it was written in."""
    if not iso:
        return ""
    try:
        known = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day(known.date())} {known:%H:%M}"


MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)
