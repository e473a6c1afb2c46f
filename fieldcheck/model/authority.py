"""Who may order what (P12), and which role may write which kind.

An order is the bureau's own administrative act: only an enforcement visit, or the recheck of one, can end in it, and
only in a sector of the bureau's remit. 国办发〔2024〕54号 forbids inspection of enterprises by coordinating bodies and
third parties. Everything else becomes a problem list that names the authority that is competent.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from fieldcheck.model.sectors import BY_CODE
from fieldcheck.model.values import Role, VisitKind


class Refusal(StrEnum):
    """Why a finding cannot stand in an order."""

    VISIT_KIND = "visit_kind"
    VISIT_SECTOR = "visit_sector"
    FORM_SECTOR = "form_sector"


def is_enforcement(visit_kind: str | None, recheck_of_kind: str | None) -> bool:
    """Return whether a visit is an enforcement visit or the recheck of one."""
    if visit_kind == VisitKind.RECHECK:
        return recheck_of_kind == VisitKind.ENFORCEMENT
    return visit_kind == VisitKind.ENFORCEMENT


def refusal(
    visit_kind: str | None,
    recheck_of_kind: str | None,
    visit_sector: str | None,
    form_sector: str | None,
    remit: Collection[str],
) -> Refusal | None:
    """Return why a finding on a form of `form_sector` cannot be ordered, or None where it can.

    A finding without a form carries the sector of its visit.
    """
    if not is_enforcement(visit_kind, recheck_of_kind):
        return Refusal.VISIT_KIND
    if visit_sector not in remit:
        return Refusal.VISIT_SECTOR
    if (form_sector or visit_sector) not in remit:
        return Refusal.FORM_SECTOR
    return None


def competent_authority(sector: str | None) -> str:
    """Return the Chinese name of the authority competent for a sector; empty where the sector is unknown."""
    found = BY_CODE.get(sector or "")
    return found.authority_zh if found else ""


_ENTERPRISE_KINDS = frozenset({"site", "inspection", "answer", "finding", "photo", "form", "profile", "officer"})


def may_write(role: Role, kind: str) -> bool:
    """Return whether a device of this role may write records of this kind.

    An enterprise checks itself: statutory documents and what is recorded about them are the bureau's.
    """
    return role is not Role.ENTERPRISE or kind in _ENTERPRISE_KINDS
