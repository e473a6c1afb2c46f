"""A visit to a flood work, beside the enforcement visit of the window tests."""

from __future__ import annotations

import pytest

from fieldcheck.model.values import Person
from fieldcheck.operations import inspections, profile, sites
from fieldcheck.store import Store
from tests.gui.visit.support import answer_all, complete


@pytest.fixture
def whole_visit(store: Store, visit: str) -> str:
    """An enforcement visit that lacks nothing and found one hazard; 孟祥宇 was in charge on site."""
    inspections.edit(store, visit, {"site_manager": Person("孟祥宇", "生产主管", "13900000022")})
    complete(store, visit)
    return visit


@pytest.fixture
def flood_visit(store: Store) -> str:
    """An enforcement visit to a reservoir, outside the bureau's remit, that lacks nothing."""
    work: dict[str, object] = {"name": "青石岭水库", "kind": "flood_work", "sector": "water", "town": "驿道镇"}
    site = sites.create(store, work).main
    values: dict[str, object] = {
        "visit_kind": "enforcement",
        "started_at": "2026-08-03T09:10+08:00",
        "officers": tuple(officer.id for officer in profile.officers(store.reader())),
        "place_inspected": "坝顶、溢洪道",
        "certificates_shown": True,
    }
    visit = inspections.start(store, site, values, ["flood-works"]).main
    answer_all(store, visit, ("FLD-13",), form="flood-works")
    return visit
