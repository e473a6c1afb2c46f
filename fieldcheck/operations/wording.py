"""Words that the window and the commands share: days and times, sizes, kinds of records, roles of devices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from fieldcheck.model.sectors import BY_CODE
from fieldcheck.translation import N_, _, current_language, ngettext

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
    "void_number": N_("void numbers"),
    "decision": N_("decisions"),
    "join": N_("judged pairs"),
    "rectification": N_("reports of rectification"),
    "extension": N_("requests for an extension"),
    "extension_answer": N_("answers to an extension"),
    "recheck": N_("results of a recheck"),
    "closure": N_("close-outs"),
    "listing": N_("listings for supervision"),
    "delisting": N_("delistings"),
    "transfer": N_("transfers"),
    "case_filing": N_("case filings"),
    "annulment": N_("steps taken back"),
    "plan": N_("plans"),
    "planned_visit": N_("planned visits"),
    "draw": N_("draws"),
    "holidays": N_("tables of holidays"),
    "service": N_("records of service"),
    "interview": N_("interviews"),
    "sampling": N_("samplings"),
    "wording": N_("wordings of documents"),
    "typeface": N_("fonts of documents"),
    "file": N_("files of photos, documents and forms"),
}

COUNTED: Mapping[str, Callable[[int], str]] = {
    "profile": lambda count: ngettext("{count} bureau's profile", "{count} bureau's profiles", count),
    "officer": lambda count: ngettext("{count} officer", "{count} officers", count),
    "site": lambda count: ngettext("{count} site", "{count} sites", count),
    "inspection": lambda count: ngettext("{count} visit", "{count} visits", count),
    "answer": lambda count: ngettext("{count} answer", "{count} answers", count),
    "finding": lambda count: ngettext("{count} hazard", "{count} hazards", count),
    "photo": lambda count: ngettext("{count} photo", "{count} photos", count),
    "document": lambda count: ngettext("{count} document", "{count} documents", count),
    "signing": lambda count: ngettext("{count} record of signing", "{count} records of signing", count),
    "form": lambda count: ngettext("{count} form", "{count} forms", count),
    "enrolment": lambda count: ngettext("{count} enrolment", "{count} enrolments", count),
    "number_block": lambda count: ngettext("{count} number block", "{count} number blocks", count),
    "void_number": lambda count: ngettext("{count} void number", "{count} void numbers", count),
    "decision": lambda count: ngettext("{count} decision", "{count} decisions", count),
    "join": lambda count: ngettext("{count} judged pair", "{count} judged pairs", count),
    "rectification": lambda count: ngettext(
        "{count} report of rectification", "{count} reports of rectification", count
    ),
    "extension": lambda count: ngettext("{count} request for an extension", "{count} requests for an extension", count),
    "extension_answer": lambda count: ngettext(
        "{count} answer to an extension", "{count} answers to an extension", count
    ),
    "recheck": lambda count: ngettext("{count} result of a recheck", "{count} results of a recheck", count),
    "closure": lambda count: ngettext("{count} close-out", "{count} close-outs", count),
    "listing": lambda count: ngettext("{count} listing for supervision", "{count} listings for supervision", count),
    "delisting": lambda count: ngettext("{count} delisting", "{count} delistings", count),
    "transfer": lambda count: ngettext("{count} transfer", "{count} transfers", count),
    "case_filing": lambda count: ngettext("{count} case filing", "{count} case filings", count),
    "annulment": lambda count: ngettext("{count} step taken back", "{count} steps taken back", count),
    "plan": lambda count: ngettext("{count} plan", "{count} plans", count),
    "planned_visit": lambda count: ngettext("{count} planned visit", "{count} planned visits", count),
    "draw": lambda count: ngettext("{count} draw", "{count} draws", count),
    "holidays": lambda count: ngettext("{count} table of holidays", "{count} tables of holidays", count),
    "service": lambda count: ngettext("{count} record of service", "{count} records of service", count),
    "interview": lambda count: ngettext("{count} interview", "{count} interviews", count),
    "sampling": lambda count: ngettext("{count} sampling", "{count} samplings", count),
    "wording": lambda count: ngettext("{count} wording of a document", "{count} wordings of documents", count),
    "typeface": lambda count: ngettext("{count} font of documents", "{count} fonts of documents", count),
    "file": lambda count: ngettext(
        "{count} file of a photo, document or form", "{count} files of photos, documents and forms", count
    ),
}
"""How many of each kind, in words; of a kind that this version does not know the code stands for itself."""

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
    return _(", ").join(_counted(code, count) for code, count in ordered)


def _counted(code: str, count: int) -> str:
    known = COUNTED.get(code)
    text = known(count) if known is not None else _("{count} {kind}")
    return text.format(count=f"{count:,}", kind=code)


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
