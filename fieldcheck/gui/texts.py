"""Words for the codes of the model, in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from fieldcheck.model.sectors import BY_CODE, SECTORS
from fieldcheck.model.values import VisitKind
from fieldcheck.translation import N_, _, current_language

VISIT_KINDS: Mapping[str, str] = {
    VisitKind.ENFORCEMENT: N_("Enforcement"),
    VisitKind.SUPERVISION: N_("Supervision"),
    VisitKind.ASSISTANCE: N_("Assistance"),
    VisitKind.SELF_CHECK: N_("Self-check"),
    VisitKind.FLOOD_PATROL: N_("Flood patrol"),
    VisitKind.RECHECK: N_("Recheck"),
}
SITE_KINDS: Mapping[str, str] = {"enterprise": N_("Enterprise"), "flood_work": N_("Flood work")}
ANSWERS: Mapping[str, str] = {
    "pass": N_("Pass"),
    "fail": N_("Fail"),
    "not_applicable": N_("Not applicable"),
    "not_examined": N_("Not examined"),
}
METHODS: Mapping[str, str] = {
    "document_review": N_("Document review"),
    "site_check": N_("Check on the spot"),
    "interview": N_("Interview"),
    "video_review": N_("Video review"),
}
LEVELS: Mapping[str, str] = {"general": N_("General hazard"), "major": N_("Major hazard")}
DOCUMENT_KINDS: Mapping[str, str] = {
    "inspection-record": N_("Inspection record"),
    "rectification-order": N_("Rectification order"),
    "problem-list": N_("Problem list"),
}
SIGNINGS: Mapping[str, str] = {"signed": N_("Signed"), "refused": N_("Refused")}
ROLES: Mapping[str, str] = {
    "inspector": N_("Inspector"),
    "bureau": N_("Bureau clerk"),
    "enterprise": N_("Enterprise"),
}


def _word(words: Mapping[str, str], code: str | None) -> str:
    """Return the word of a code; a code that this version does not know stands for itself (P9)."""
    return _(words[code]) if code is not None and code in words else code or ""


def visit_kind(code: str | None) -> str:
    """Return the word of a `VisitKind`."""
    return _word(VISIT_KINDS, code)


def answer(code: str | None) -> str:
    """Return the word of an answer to a check."""
    return _word(ANSWERS, code)


def method(code: str | None) -> str:
    """Return the word of a method of inspection."""
    return _word(METHODS, code)


def level(code: str | None) -> str:
    """Return the word of a level of hazard."""
    return _word(LEVELS, code)


def document_kind(code: str | None) -> str:
    """Return the word of a `DocumentKind`."""
    return _word(DOCUMENT_KINDS, code)


def signing(code: str | None) -> str:
    """Return the word of a `SigningResult`."""
    return _word(SIGNINGS, code)


def role(code: str | None) -> str:
    """Return the word of a device's role."""
    return _word(ROLES, code)


def sector(code: str | None) -> str:
    """Return the name of a sector."""
    found = BY_CODE.get(code or "")
    if found is None:
        return code or ""
    return found.zh if current_language() == "zh_CN" else found.en


def authority(code: str | None) -> str:
    """Return the name of the authority competent for a sector; empty where the sector is unknown."""
    found = BY_CODE.get(code or "")
    if found is None:
        return ""
    return found.authority_zh if current_language() == "zh_CN" else found.authority_en


def sector_choices() -> list[tuple[str, str]]:
    """Return (code, name) of every sector, for a choice."""
    return [(one.code, sector(one.code)) for one in SECTORS]


def choices(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (code, word) of one of the tables above, for a choice."""
    return [(str(code), _(text)) for code, text in words.items()]


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
