"""Laptop → bureau → city and back: what a city is given is what the bureau has; what it decides comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Site
from fieldcheck.operations import numbers, packages, profile, sites, stores
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import snapshots
from fieldcheck.store.queries import records
from tests.bureau import add_site
from tests.county import CITY, County, city_of, county, given, record_digests, visited


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        made.found_city()
        yield made


def test_a_city_has_what_the_bureau_and_its_laptops_wrote(land: County) -> None:
    laptop = land.laptop("一号")
    visited(laptop)
    visited(land.bureau)
    assert land.send_up(laptop).outcome is Outcome.IMPORTED
    assert land.send_up(land.bureau).outcome is Outcome.IMPORTED
    city = city_of(land)
    assert given(city) == given(land.bureau)
    assert not stores.verify_store(city).problems
    assert not stores.verify_store(land.bureau).problems


def test_each_bureau_keeps_its_own_profile_and_its_own_numbers(land: County) -> None:
    land.send_up(land.bureau)
    land.send_down(land.bureau)
    for store, name in ((city_of(land), CITY.bureau_name), (land.bureau, "莱山区应急管理局")):
        assert profile.current(store.reader()).bureau_name == name
        assert numbers.left(store.reader(), DocumentKind.RECTIFICATION_ORDER, 2026) is None


def test_a_bureau_of_a_city_still_writes_to_its_laptops(land: County) -> None:
    laptop = land.laptop("一号")
    site = add_site(land.bureau)
    assert land.send_down(laptop).outcome is Outcome.IMPORTED
    assert records.find(laptop.reader(), Site, site) is not None
    assert [target.name for target in packages.targets(city_of(land).reader())] == ["莱山区应急管理局"]


def test_what_the_city_changes_comes_down_to_the_laptop(land: County) -> None:
    laptop = land.laptop("一号")
    site = visited(laptop)
    land.send_up(laptop)
    land.send_up(land.bureau)
    sites.edit_site(city_of(land), site, {"note": "市局抽查"})
    assert land.send_down(land.bureau).outcome is Outcome.IMPORTED
    sites.edit_site(land.bureau, site, {"address": "新址"})
    assert land.send_down(laptop).outcome is Outcome.IMPORTED
    land.send_up(land.bureau)
    for store in (laptop, land.bureau, city_of(land)):
        found = records.get(store.reader(), Site, site)
        assert (found.note, found.address) == ("市局抽查", "新址")
        assert record_digests(store)["site", site] == record_digests(city_of(land))["site", site]
        assert not stores.verify_store(store).problems
    assert not snapshots.is_withdrawn(land.bureau.reader(), "site", site)


def test_one_bureau_is_not_sent_what_another_wrote(land: County) -> None:
    second = land.second_bureau()
    visited(second)
    visited(land.bureau)
    for bureau in (second, land.bureau):
        land.send_up(bureau)
    before = record_digests(land.bureau)
    land.send_down(land.bureau)
    after = record_digests(land.bureau)
    assert after.keys() == before.keys()
    # A form that both use is one record, and both made it.
    assert {record for record in after if after[record] != before[record]} <= {r for r in after if r[0] == "form"}
    assert len(records.everything(city_of(land).reader(), Site)) == 2
