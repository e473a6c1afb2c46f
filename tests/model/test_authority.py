"""P12: who may order what, as a table."""

from __future__ import annotations

import pytest

from fieldcheck.model.authority import Refusal, competent_authority, is_enforcement, may_write, refusal
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.sectors import BY_CODE, SECTORS
from fieldcheck.model.values import Role

REMIT = ("industry_trade", "mining")


@pytest.mark.parametrize(
    ("kind", "earlier", "visit", "form", "wanted"),
    [
        ("enforcement", None, "industry_trade", "industry_trade", None),
        ("enforcement", None, "industry_trade", None, None),
        ("recheck", "enforcement", "industry_trade", "mining", None),
        ("recheck", "assistance", "industry_trade", "mining", Refusal.VISIT_KIND),
        ("recheck", None, "industry_trade", "mining", Refusal.VISIT_KIND),
        ("enforcement", None, "water", "industry_trade", Refusal.VISIT_SECTOR),
        ("enforcement", None, "industry_trade", "transport", Refusal.FORM_SECTOR),
        ("enforcement", None, None, None, Refusal.VISIT_SECTOR),
        ("supervision", None, "industry_trade", "industry_trade", Refusal.VISIT_KIND),
        ("assistance", None, "industry_trade", "industry_trade", Refusal.VISIT_KIND),
        ("self_check", None, "industry_trade", "industry_trade", Refusal.VISIT_KIND),
        ("flood_patrol", "enforcement", "industry_trade", "industry_trade", Refusal.VISIT_KIND),
        (None, None, "industry_trade", "industry_trade", Refusal.VISIT_KIND),
    ],
)
def test_who_may_order(
    kind: str | None, earlier: str | None, visit: str | None, form: str | None, wanted: Refusal | None
) -> None:
    assert refusal(kind, earlier, visit, form, REMIT) == wanted


def test_a_bureau_without_remit_orders_nothing() -> None:
    assert all(refusal("enforcement", None, sector.code, sector.code, ()) for sector in SECTORS)


def test_every_sector_names_its_authority() -> None:
    assert len(BY_CODE) == len(SECTORS)
    assert all(competent_authority(code) for code in BY_CODE)
    assert competent_authority(None) == competent_authority("cooking") == ""


def test_only_enforcement_and_its_recheck() -> None:
    assert is_enforcement("enforcement", None)
    assert not is_enforcement("flood_patrol", "enforcement")


def test_an_enterprise_writes_no_document() -> None:
    refused = {kind for kind in KINDS if not may_write(Role.ENTERPRISE, kind)}
    assert refused == {"document", "signing", "enrolment", "number_block", "decision"}
    assert all(may_write(role, kind) for role in (Role.INSPECTOR, Role.BUREAU) for kind in KINDS)
