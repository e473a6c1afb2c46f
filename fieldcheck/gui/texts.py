"""Words for the codes of the model, in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import QLocale

from fieldcheck.model import site_codes
from fieldcheck.model.planning import PlanKind
from fieldcheck.model.sectors import BY_CODE, SECTORS
from fieldcheck.model.values import VisitKind
from fieldcheck.operations.wording import day, moment, sector
from fieldcheck.translation import N_, _, current_language

__all__ = [
    "ANSWERS",
    "DOCUMENT_KINDS",
    "LEVELS",
    "METHODS",
    "PAPERS_OF",
    "PLAN_KINDS",
    "ROLES",
    "SIGNINGS",
    "VISIT_KINDS",
    "answer",
    "authority",
    "category",
    "choices",
    "day",
    "document_kind",
    "lately",
    "level",
    "method",
    "moment",
    "papers_of",
    "plan_kind",
    "role",
    "sector",
    "sector_choices",
    "signing",
    "site_choices",
    "visit_kind",
]

VISIT_KINDS: Mapping[str, str] = {
    VisitKind.ENFORCEMENT: N_("Enforcement"),
    VisitKind.SUPERVISION: N_("Supervision"),
    VisitKind.ASSISTANCE: N_("Assistance"),
    VisitKind.SELF_CHECK: N_("Self-check"),
    VisitKind.FLOOD_PATROL: N_("Flood patrol"),
    VisitKind.RECHECK: N_("Recheck"),
}
PAPERS_OF: Mapping[str, str] = {
    VisitKind.ENFORCEMENT: N_("May end in an inspection record and, in the bureau's remit, in orders."),
    VisitKind.SUPERVISION: N_("Ends in a problem list or an assignment slip; it cannot order."),
    VisitKind.ASSISTANCE: N_("Ends in a problem list; it cannot order."),
    VisitKind.SELF_CHECK: N_("Ends in the enterprise's own problem list."),
    VisitKind.FLOOD_PATROL: N_("Ends in a problem list or an assignment slip; it cannot order."),
    VisitKind.RECHECK: N_("Ends in a recheck opinion; after an enforcement visit it may order again."),
}
"""What a visit of each kind may print."""
PLAN_KINDS: Mapping[str, str] = {
    PlanKind.ANNUAL: N_("Plan of the year"),
    PlanKind.CAMPAIGN: N_("Special campaign"),
    PlanKind.INDIVIDUAL: N_("Individual case"),
}
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
    "inspection-scheme": N_("Inspection scheme"),
    "measures-decision": N_("Decision on measures"),
    "recheck-opinion": N_("Recheck opinion"),
    "assignment-slip": N_("Assignment slip"),
    "transfer-letter": N_("Transfer letter"),
    "service-receipt": N_("Service receipt"),
    "interview-record": N_("Interview record"),
    "sampling-voucher": N_("Sampling voucher"),
}
MEASURES: Mapping[str, str] = {
    "remove": N_("Remove at once"),
    "withdraw": N_("Withdraw people"),
    "suspend": N_("Stop work or use"),
}
"""Measures on site (安全生产法 65)."""
CATEGORIES: Mapping[str, str] = {
    "基础管理": N_("Management"),
    "现场管理": N_("Site management"),
    "设备设施": N_("Equipment"),
    "人员行为": N_("Conduct of persons"),
}
"""The four classes of hazards in a ledger, by their Chinese names: a finding holds these."""
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


def papers_of(code: str | None) -> str:
    """Return what a visit of a `VisitKind` may print; empty where the kind is not known."""
    return _(PAPERS_OF[code]) if code is not None and code in PAPERS_OF else ""


def plan_kind(code: str | None) -> str:
    """Return the word of a `PlanKind`."""
    return _word(PLAN_KINDS, code)


def record_kind(code: str | None) -> str:
    """Return the word of a kind of site, of document or of plan; the codes of the three differ."""
    return dict(site_choices("kind")).get(code or "") or _word({**DOCUMENT_KINDS, **PLAN_KINDS}, code)


def answer(code: str | None) -> str:
    """Return the word of an answer to a check."""
    return _word(ANSWERS, code)


def method(code: str | None) -> str:
    """Return the word of a method of inspection."""
    return _word(METHODS, code)


def level(code: str | None) -> str:
    """Return the word of a level of hazard."""
    return _word(LEVELS, code)


def category(code: str | None) -> str:
    """Return the word of a class of hazards."""
    return _word(CATEGORIES, code)


def measure(code: str | None) -> str:
    """Return the word of a `MeasureKind`."""
    return _word(MEASURES, code)


def document_kind(code: str | None) -> str:
    """Return the word of a `DocumentKind`."""
    return _word(DOCUMENT_KINDS, code)


def signing(code: str | None) -> str:
    """Return the word of a `SigningResult`."""
    return _word(SIGNINGS, code)


def role(code: str | None) -> str:
    """Return the word of a device's role."""
    return _word(ROLES, code)


def authority(code: str | None) -> str:
    """Return the name of the authority competent for a sector; empty where the sector is unknown."""
    found = BY_CODE.get(code or "")
    if found is None:
        return ""
    return found.authority_zh if current_language() == "zh_CN" else found.authority_en


def sector_choices() -> list[tuple[str, str]]:
    """Return (code, name) of every sector, for a choice."""
    return [(one.code, sector(one.code)) for one in SECTORS]


def site_choices(field: str, kind: str | None = None) -> list[tuple[str, str]]:
    """Return (code, name) of what a field of a site of this kind may hold, for a choice."""
    return [(str(one.code), one.text(current_language())) for one in site_codes.choices_of(field, kind)]


def choices(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (code, word) of one of the tables above, for a choice."""
    return [(str(code), _(text)) for code, text in words.items()]


def lately(utc: str) -> str:
    """Return a time of a clock (ISO, UTC) as people speak of it: today, or a day of the last week, else its date."""
    try:
        known = datetime.fromisoformat(utc).astimezone()
    except ValueError:
        return utc
    days = (date.today() - known.date()).days
    if days == 0:
        return _("today {time}").format(time=f"{known:%H:%M}")
    if 0 < days < 7:
        return f"{QLocale(current_language()).dayName(known.isoweekday())} {known:%H:%M}"
    return moment(known.isoformat())
