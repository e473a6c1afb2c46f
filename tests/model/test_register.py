"""The register of sites: every field has its place, its name, and a value that comes back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

import pytest

from fieldcheck.model import register, site_codes
from fieldcheck.model.canonical import plain
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Site
from fieldcheck.model.values import Approval, Contact, Elevation, Graded, Licence, Person
from fieldcheck.operations import site_wording
from fieldcheck.translation import set_language


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Leave the language as other tests expect it."""
    yield
    set_language("en")


FIELDS = {field.name for field in fields(Site)} - {"id"}


def test_every_field_stands_in_exactly_one_group_and_has_a_name() -> None:
    grouped = [name for names in register.GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(FIELDS)
    assert site_wording.TITLES.keys() == FIELDS
    assert site_wording.GROUPS.keys() == register.GROUPS.keys()


def test_what_is_said_of_fields_is_said_of_fields_that_are_there() -> None:
    named = {*register.FLAGS, *register.PERSONS, *register.COUNTS, *register.ELEVATIONS, *register.UNITS}
    assert named | site_codes.CHOICES.keys() <= FIELDS


def test_fields_matter_by_kind_and_type() -> None:
    enterprise = register.fields_of("enterprise")
    assert "credit_code" in enterprise
    assert "dam_height" not in enterprise
    reservoir = register.fields_of("flood_work", "reservoir")
    assert {"flood_limit_level", "work_class", "appraisal"} <= set(reservoir)
    assert "credit_code" not in reservoir
    pond = register.fields_of("flood_work", "pond")
    assert "dam_height" in pond
    assert "appraisal" not in pond
    assert "work_class" not in register.fields_of("flood_work", "dike")
    assert set(reservoir) == set(register.fields_of("flood_work", ""))


def test_the_status_depends_on_the_kind() -> None:
    assert [word.zh for word in site_codes.choices_of("status", "enterprise")] == ["在营", "停产", "关闭", "注销"]
    assert [word.zh for word in site_codes.choices_of("status", "flood_work")] == ["在用", "停用", "拆除"]
    assert len(site_codes.choices_of("status")) == 7
    assert site_codes.word("status", "frozen").zh == "frozen"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("appraisal", Graded("class_3", date(2024, 5, 1)), "三类 2024年5月1日"),
        ("flood_limit_level", Elevation("57.30", "1985国家高程基准"), "57.30 m 1985国家高程基准"),
        ("operation_plan", Approval("晏汛〔2026〕3号", date(2026, 5, 1)), "晏汛〔2026〕3号 2026年5月1日"),
        ("licences", (Licence("安全生产许可证", "A1", date(2027, 1, 1)),), "安全生产许可证 A1 至2027年1月1日"),
        ("contacts", (Contact("值班室", "李四", "13800000000"), Contact("", "王五")), "值班室 李四 13800000000；王五"),
        ("dust", ("al_mg", "wood"), "铝、镁等金属粉尘；木质粉尘"),
        ("principal", Person("张三", "厂长", "139"), "张三 厂长 139"),
        ("ammonia", False, "否"),
        ("employees", 120, "120"),
        ("risk_level", "red", "红（重大风险）"),
        ("sector", "water", "水利防洪"),
        ("alias", "", ""),
    ],
)
def test_a_value_comes_back_and_has_words(field: str, value: object, told: str) -> None:
    set_language("zh_CN")
    assert KINDS["site"].fields[field].decode(plain(value)) == value
    assert site_wording.value_text(field, plain(value)) == told


def test_a_decimal_number_has_its_unit_in_the_title() -> None:
    set_language("en")
    assert site_wording.title("total_capacity") == "Total capacity (万m³)"
    assert site_wording.title("name") == "Full name"
