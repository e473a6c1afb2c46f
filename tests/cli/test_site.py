"""The register on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.stores import new_store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "s.fcstore"
    new_store(path).close()
    return path


def test_a_site_is_added_found_shown_and_changed(run: Program, store: Path) -> None:
    person = 'principal={"name": "李文博", "post": "总经理", "phone": "13900000011"}'
    added = run(
        "site", "add", store, "name=海晏市恒锐机械厂", "credit_code=91350100 m000100y43", person, "employees=120"
    )
    assert (added.code, added.err) == (0, "")
    entity = added.out.strip()
    assert [row["id"] for row in run("site", "list", store, "hengrui", "--json").json] == [entity]
    assert "海晏市恒锐机械厂" in run("site", "list", store).out
    assert run("site", "list", store, "水库").out == ""
    told = run("site", "show", store, "海晏市恒锐机械厂").out
    assert "Employees: 120" in told
    assert "91350100M000100Y43" in told
    assert "139****0011" in told
    assert "13900000011" in run("site", "show", store, entity[:12], "--phones").out
    assert run("site", "show", store, entity, "--json").json["employees"] == 120
    assert run("site", "set", store, entity, "employees=", "risk_level=red", 'dust=["wood"]').code == 0
    assert run("site", "set", store, entity, 'hot_metal=["none"]', "credit_code=").code == 0
    shown = run("site", "show", store, entity, "--json").json
    assert not {"employees", "credit_code"} & shown.keys()
    assert (shown["risk_level"], shown["dust"]) == ("red", ["wood"])


def test_a_tenant_names_its_landlord(run: Program, store: Path) -> None:
    landlord = run("site", "add", store, "name=大院").out.strip()
    run("site", "add", store, "name=租户", f"landlord={landlord}")
    assert "Rents from: 大院" in run("site", "show", store, "租户").out


def test_an_odd_code_is_explained_and_kept(run: Program, store: Path) -> None:
    added = run("site", "add", store, "name=甲厂", "credit_code=91350100M000100Y44")
    assert added.code == 0
    assert "Probably meant" in added.err or "misread" in added.err
    assert "91350100M000100Y44" in run("site", "show", store, "甲厂").out


@pytest.mark.parametrize(
    ("assignment", "code"),
    [
        ("risk_level=purple", "SITE_CODE_UNKNOWN"),
        ('dust=["gold"]', "SITE_CODE_UNKNOWN"),
        ('appraisal={"grade": "class_9"}', "SITE_CODE_UNKNOWN"),
        ("employees=-1", "SITE_NUMBER_WRONG"),
        ("dam_height=high", "SITE_NUMBER_WRONG"),
        ('dead_level={"metres": "NaN"}', "SITE_NUMBER_WRONG"),
        ("employees=true", "VALUE_NOT_UNDERSTOOD"),
        ("colour=red", "FIELD_UNKNOWN"),
        ("name=", "SITE_NAME_MISSING"),
    ],
)
def test_a_wrong_value_changes_nothing(run: Program, store: Path, assignment: str, code: str) -> None:
    entity = run("site", "add", store, "name=甲厂").out.strip()
    ran = run("site", "set", store, entity, assignment)
    assert ran.code != 0
    assert code in ran.err
    assert run("site", "show", store, entity, "--json").json.keys() == {"id", "name", "kind"}


def test_what_is_no_site_is_not_found(run: Program, store: Path) -> None:
    assert "ENTITY_NOT_FOUND" in run("site", "show", store, "nobody").err
