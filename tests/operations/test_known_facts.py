"""Facts that are known before a visit: from the register, else from the last visit; none of one day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fieldcheck.model import register
from fieldcheck.model.records import Inspection
from fieldcheck.model.values import Elevation, Graded, Person
from fieldcheck.operations import forms, inspections, sites
from fieldcheck.operations.known_facts import KnownFact, known_facts
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.stores import new_store

MACHINERY = {
    "employees": 126,
    "high_risk": False,
    "contractors": True,
    "dust": ("al_mg",),
    "hot_metal": ("none",),
    "special_equipment": ("crane", "forklift"),
    "solvent_spray": True,
}
RESERVOIR = {
    "kind": "flood_work",
    "work_type": "reservoir",
    "work_class": "small_1",
    "appraisal": Graded("class_3", date(2024, 5, 1)),
    "is_unsafe": True,
    "spillway_type": "chute",
    "flood_limit_level": Elevation("57.30", "1985国家高程基准"),
    "administrative_person": Person("王", "副镇长", "138"),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "s.fcstore") as made:
        yield made


def begun(store: Store, site: str, form: str, day: str = "2026-06-01") -> str:
    return inspections.start(store, site, {"started_at": f"{day}T09:00+08:00"}, [form]).main


def known(store: Store, visit: str, form: str) -> dict[str, KnownFact]:
    inspection = records.get(store.reader(), Inspection, visit)
    return known_facts(store.reader(), inspection, forms.shipped()[form])


def test_the_register_proposes_what_its_form_asks(store: Store) -> None:
    site = sites.create(store, {"name": "甲厂", **MACHINERY}).main
    found = known(store, begun(store, site, "machinery"), "machinery")
    assert {fact: one.value for fact, one in found.items()} == {
        "employees": "126",
        "high_risk": "no",
        "contractors": "yes",
        "dust": ("al_mg",),
        "hot_metal": ("none",),
        "special_equipment": ("crane", "forklift"),
        "solvent_spray": "yes",
    }
    assert all(one.day == "" for one in found.values())


def test_a_reservoir_is_known_by_its_measures(store: Store) -> None:
    site = sites.create(store, {"name": "乙水库", **RESERVOIR}).main
    found = known(store, begun(store, site, "flood-works"), "flood-works")
    assert {fact: one.value for fact, one in found.items()} == {
        "work_type": "reservoir",
        "work_class": "small_1",
        "appraisal_class": "class_3",
        "is_unsafe": "yes",
        "has_spillway": "yes",
        "flood_limit_level": "57.30",
        "administrative_person": "王 138",
    }


def test_the_last_visit_tells_what_the_register_does_not(store: Store) -> None:
    site = sites.create(store, {"name": "丙厂", "confined_spaces": 3}).main
    last = begun(store, site, "confined-spaces", "2026-03-01")
    for fact, value in (("space_count", "5"), ("toxic_gas_risk", "yes"), ("gas_test", "yes")):
        inspections.answer(store, last, "confined-spaces", fact, value)
    found = known(store, begun(store, site, "confined-spaces"), "confined-spaces")
    assert found == {"space_count": KnownFact("3"), "toxic_gas_risk": KnownFact("yes", "2026-03-01")}
    assert known(store, last, "confined-spaces") == {"space_count": KnownFact("3")}
    # A visit whose answers are not here tells nothing; the one before it does.
    begun(store, site, "confined-spaces", "2026-04-01")
    assert known(store, begun(store, site, "confined-spaces"), "confined-spaces") == found


def test_a_choice_that_the_form_does_not_have_is_not_proposed(store: Store) -> None:
    site = sites.create(store, {"name": "丁渠", "kind": "flood_work", "work_type": "spillway"}).main
    assert known(store, begun(store, site, "flood-works"), "flood-works") == {}


def test_facts_of_the_day_are_facts_of_forms() -> None:
    facts = {fact.id for form in forms.shipped().values() for fact in form.facts}
    assert facts >= register.OF_THE_DAY
    assert facts >= register.PROPOSED_BY.keys()
