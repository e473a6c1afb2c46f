"""Twelve tables as offices send them: each imports, or explains itself; the same file again changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import Site
from fieldcheck.model.values import Elevation, Graded, Person, Place
from fieldcheck.operations import site_columns, site_import, site_import_beside, sites
from fieldcheck.operations.site_import import Choices, Preview
from fieldcheck.operations.site_matching import Duplicate, Fate
from fieldcheck.sheets.layout import Passed
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.sheets import make

ALL = Choices()


def checked(store: Store, path: Path, data: bytes, choices: Choices = ALL) -> Preview:
    path.write_bytes(data)
    return site_import.check(store.reader(), path, choices)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "表.xlsx"


def imported(store: Store, path: Path, data: bytes, choices: Choices = ALL) -> dict[str, Site]:
    """Import a table, again without effect, and return the sites by name."""
    path.write_bytes(data)
    site_import.run(store, path, choices)
    before = store.reader().value("SELECT count(*) FROM journal")
    again = site_import.run(store, path, choices)
    assert not {Fate.NEW, Fate.FILLED} & set(again.counts)
    assert store.reader().value("SELECT count(*) FROM journal") == before
    return {site.name or "": site for site in records.everything(store.reader(), Site)}


def test_names_in_two_rows_merged_towns_totals_and_notes(store: Store, table: Path) -> None:
    preview = checked(store, table, make.two_levels())
    assert [column.target for column in preview.mapped.columns] == [
        "",
        "name",
        "credit_code",
        "town",
        "principal.name",
        "principal.phone",
        "employees",
        "address",
    ]
    assert preview.mapped.passed == {Passed.TOTAL: 1, Passed.NOTE: 1}
    found = imported(store, table, make.two_levels())
    assert set(found) == {"海晏市甲厂", "乙厂", "丙厂"}
    one, two, three = found["海晏市甲厂"], found["乙厂"], found["丙厂"]
    assert (one.credit_code, one.town, one.employees, one.address) == (make.CODE, "城港街道", 12, "环海路101号")
    assert one.principal == Person("张三", "", "13800000000") and one.kind == "enterprise"
    assert (two.town, two.credit_code, two.address) == ("城港街道", None, "环海路101号")
    assert two.principal == Person("李四", "", "13800000001、0535-1234567")
    assert three.principal == Person("王五", "", "13900000000") and three.address == "港路3号A座"


def test_names_repeated_on_each_page(store: Store, table: Path) -> None:
    preview = checked(store, table, make.repeated_names())
    assert preview.mapped.passed == {Passed.NOTE: 3, Passed.TOTAL: 1, Passed.REPEATED: 1}
    found = imported(store, table, make.repeated_names())
    assert {site.name: site.principal for site in found.values()} == {
        "甲厂": Person("", "", "0535-1234567"),
        "乙厂": Person("", "", "13800000000"),
    }


def test_the_sheet_with_the_table_is_found(store: Store, table: Path) -> None:
    preview = checked(store, table, make.several_sheets())
    assert preview.mapped.sheet == "名单" and dict(preview.mapped.sheets)["字典"]
    assert list(imported(store, table, make.several_sheets())) == ["甲厂"]


def test_hidden_rows_are_told_and_can_be_left_out(store: Store, table: Path) -> None:
    preview = checked(store, table, make.hidden())
    assert (preview.mapped.rows, preview.mapped.hidden_rows) == (3, 1)
    assert [column.hidden for column in preview.mapped.columns] == [False, False, True]
    assert set(imported(store, table, make.hidden(), Choices(leave_hidden=True))) == {"甲厂", "丙厂"}


def test_numbers_yes_and_no_and_what_will_not_do(store: Store, table: Path) -> None:
    preview = checked(store, table, make.numbers())
    wrong = {line.row: [(one.column, one.value) for one in line.problems] for line in preview.lines if line.problems}
    assert wrong == {
        2: [("信用代码", "9.1370685e+17")],
        3: [("信用代码", "9.13707E+17")],
        5: [("员工人数", "若干"), ("是否涉氨", "大概"), ("风险等级", "绿")],
    }
    assert "lost" in next(line for line in preview.lines if line.row == 2).problems[0].text()
    assert preview.mapped.uncalculated == 1
    (site,) = imported(store, table, make.numbers()).values()
    assert (site.credit_code, site.employees, site.ammonia, site.high_risk) == (make.CODE, None, True, False)
    assert site.risk_level == "blue"


def test_a_day_in_ten_ways(store: Store, table: Path) -> None:
    preview = checked(store, table, make.days())
    assert preview.counts == {Fate.NEW: 10, Fate.WRONG: 1}
    assert list(preview.notes.values()) == [2]
    found = imported(store, table, make.days()).values()
    assert {site.appraisal for site in found} == {Graded("class_2", date(2024, 5, 1))}
    assert {site.kind for site in found} == {"flood_work"}


def test_flood_works_with_units_levels_and_positions(store: Store, table: Path) -> None:
    preview = checked(store, table, make.reservoirs())
    assert {one.reason for line in preview.lines for one in line.problems} == {
        "This is no number in {unit}. Write digits only, like 35.2.",
        "This position is not in China. Latitude and longitude may be in each other's column.",
    }
    found = imported(store, table, make.reservoirs())
    east, west = found["东山水库"], found["西山水库"]
    assert (east.work_class, east.dam_type, east.dam_height, east.total_capacity) == ("small_1", "earth", "18.5", "3.5")
    assert east.flood_limit_level == Elevation("101.2") and east.downstream_people == 12_000
    assert east.administrative_person == Person("赵一", "", "13800000001")
    assert east.technical_person == Person("钱二", "", "13800000002")
    assert east.place == Place("37.1032", "120.7421", "unknown")
    assert (west.work_class, west.dam_type, west.total_capacity, west.is_unsafe) == ("small_2", "masonry", "12", True)
    assert west.place == Place("37.100000", "120.500000", "unknown")


@pytest.mark.parametrize("data", [make.csv_text("gb18030"), make.csv_text("utf-16", "\t")])
def test_tables_as_text(store: Store, table: Path, data: bytes) -> None:
    found = imported(store, table, data)
    assert found["甲厂"].note == "一，二" and found["乙厂"].town == "永安街道"


def test_an_old_workbook(store: Store, table: Path) -> None:
    found = imported(store, table, make.old_workbook())
    assert {(site.name, site.town, site.employees) for site in found.values()} == {
        ("甲厂", "城港街道", 12),
        ("乙厂", "城港街道", 7),
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make.web_page(), "SHEET_NOT_A_TABLE"),
        (make.protected(), "SHEET_PASSWORD"),
        (make.workbook(["你好", "再见"], ["a", "b"]), "SHEET_EMPTY"),
        (make.workbook(["镇街", "备注", "联系电话"], ["城港街道", "b", "c"]), "SITES_NO_NAME"),
    ],
)
def test_what_cannot_be_imported_says_why(store: Store, table: Path, data: bytes, code: str) -> None:
    table.write_bytes(data)
    with pytest.raises(FieldCheckError) as refused:
        site_import.run(store, table, ALL)
    assert refused.value.code == code


def test_a_column_without_a_name_that_is_known_is_known_by_its_content(store: Store, table: Path) -> None:
    rows = (["甲加油站", "城港街道", make.CODE], ["乙超市", "永安街道", make.OTHER_CODE])
    columns = checked(store, table, make.workbook(["店铺", "镇街", "执照", "备注"], *rows)).mapped.columns
    assert [(column.target, column.guess.value) for column in columns[:3]] == [
        ("name", "content"),
        ("town", "name"),
        ("credit_code", "content"),
    ]


def test_a_site_that_is_here_is_filled_left_or_doubled(store: Store, table: Path) -> None:
    here = sites.create(store, {"name": "甲厂", "town": "城港街道", "principal": Person("张三")}).main
    data = make.workbook(
        ["名称", "镇街", "负责人", "电话", "地址"], ["甲厂", "城港街道", "张三", "13800000000", "一路"]
    )
    preview = checked(store, table, data)
    assert [(line.fate, line.site, line.by_code) for line in preview.lines] == [(Fate.FILLED, here, False)]
    assert checked(store, table, data, Choices(duplicates=Duplicate.SKIP)).counts == {Fate.SKIPPED: 1}
    assert checked(store, table, data, Choices(duplicates=Duplicate.NEW)).counts == {Fate.NEW: 1}
    (site,) = imported(store, table, data).values()
    assert (site.id, site.address, site.principal) == (here, "一路", Person("张三", "", "13800000000"))


def test_each_possible_duplicate_is_decided_by_itself(store: Store, table: Path) -> None:
    for name in ("甲厂", "乙厂", "丙厂"):
        sites.create(store, {"name": name, "town": "城港街道", "credit_code": make.CODE if name == "丙厂" else None})
    rows = [[name, "城港街道", f"{name}路", make.CODE if name == "丙厂" else ""] for name in ("甲厂", "乙厂", "丙厂")]
    data = make.workbook(["名称", "镇街", "地址", "信用代码"], *rows)
    choices = Choices(rows={2: Duplicate.NEW, 3: Duplicate.SKIP, 4: Duplicate.NEW})
    lines = checked(store, table, data, choices).lines
    assert [(line.row, line.fate) for line in lines] == [(2, Fate.NEW), (3, Fate.SKIPPED), (4, Fate.NEW)]
    assert all(line.is_possible_duplicate for line in lines)
    assert checked(store, table, data, Choices(duplicates=Duplicate.NEW)).counts == {Fate.NEW: 2, Fate.FILLED: 1}
    imported(store, table, data, choices)
    assert len(records.everything(store.reader(), Site)) == 5


def test_added_as_new_it_is_not_added_again(store: Store, table: Path) -> None:
    sites.create(store, {"name": "甲厂", "town": "城港街道", "address": "别处"})
    data = make.workbook(["名称", "镇街", "地址"], ["甲厂", "城港街道", "一路"])
    imported(store, table, data, Choices(duplicates=Duplicate.NEW))
    assert len(records.everything(store.reader(), Site)) == 2


def test_a_value_that_stands_is_never_replaced(store: Store, table: Path) -> None:
    sites.create(store, {"name": "甲厂", "credit_code": make.CODE, "address": "这里"})
    data = make.workbook(["名称", "信用代码", "地址"], ["甲厂（新名）", make.CODE, "那里"])
    assert checked(store, table, data).counts == {Fate.SKIPPED: 1}
    (site,) = imported(store, table, data).values()
    assert (site.name, site.address) == ("甲厂", "这里")


def test_other_codes_are_other_sites(store: Store, table: Path) -> None:
    sites.create(store, {"name": "甲厂", "town": "城港街道", "credit_code": make.OTHER_CODE})
    data = make.workbook(["名称", "镇街", "信用代码"], ["甲厂", "城港街道", make.CODE])
    assert checked(store, table, data).counts == {Fate.NEW: 1}


def test_the_same_site_twice_in_one_file(store: Store, table: Path) -> None:
    data = make.workbook(
        ["名称", "镇街", "地址"], ["甲厂", "城港", "一路"], ["甲厂", "城港", "一路"], ["甲厂", "城港", "二路"]
    )
    preview = checked(store, table, data)
    assert preview.counts == {Fate.NEW: 1, Fate.SAME: 1, Fate.WRONG: 1}
    assert "row 2" in preview.lines[0].problems[0].text()


def test_a_person_chooses_the_columns(store: Store, table: Path) -> None:
    data = make.workbook(["名称", "镇街", "备注"], ["甲厂", "城港街道", "环海路1号"])
    found = imported(store, table, data, Choices(columns={1: "", 2: "address"}))
    assert (found["甲厂"].town, found["甲厂"].address, found["甲厂"].note) == (None, "环海路1号", None)


def test_a_file_that_changed_after_the_preview_is_refused(store: Store, table: Path) -> None:
    preview = checked(store, table, make.hidden())
    table.write_bytes(make.two_levels())
    with pytest.raises(site_import.FileChanged):
        site_import.run(store, table, ALL, expected=preview.mapped.sha256)
    assert not records.everything(store.reader(), Site)


def test_many_rows_are_written_in_short_transactions(
    store: Store, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_import, "WRITE_SECONDS", 0)
    rows = [[f"第{number}厂", "城港街道"] for number in range(30)]
    table.write_bytes(make.workbook(["名称", "镇街"], *rows))
    steps: list[tuple[int, int]] = []
    assert site_import.run(store, table, ALL, progress=lambda *step: steps.append(step)).counts == {Fate.NEW: 30}
    assert steps[-1] == (30, 30) and (15, 30) in steps
    assert len(records.everything(store.reader(), Site)) == 30


def test_a_check_that_is_stopped_writes_nothing(store: Store, table: Path) -> None:
    table.write_bytes(make.hidden())
    with pytest.raises(site_import.Stopped):
        site_import.run(store, table, ALL, stopped=lambda: True)
    assert not records.everything(store.reader(), Site)


def test_the_rows_that_will_not_do_as_a_workbook(store: Store, table: Path, tmp_path: Path) -> None:
    data = make.workbook(["名称", "员工人数", "备注"], ["甲厂", "若干", "=1+1"], ["乙厂", 3, None], [None, 4, "x"])
    table.write_bytes(data)
    target = tmp_path / "wrong.xlsx"
    assert site_import_beside.save_wrong(store.reader(), table, ALL, target) == 2
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ("问题", "名称", "员工人数", "备注")
    assert rows[1][1:3] == ("甲厂", "若干") and "员工人数" in str(rows[1][0])
    assert rows[2][1] in (None, "") and "empty" in str(rows[2][0])


def test_the_child_checks_imports_and_saves(store: Store, table: Path, tmp_path: Path) -> None:
    table.write_bytes(make.numbers())
    steps: list[tuple[int, int]] = []
    preview = site_import_beside.check_beside(store, table, ALL, lambda *step: steps.append(step), lambda: False)
    assert preview is not None and preview.counts == {Fate.NEW: 1, Fate.WRONG: 3}
    choices = replace(ALL, kind="enterprise")
    done = site_import_beside.import_beside(
        store, table, choices, "", preview.mapped.sha256, lambda *step: steps.append(step), lambda: False
    )
    assert done is not None and done.counts == preview.counts
    assert site_import_beside.save_wrong_beside(store, table, ALL, tmp_path / "w.xlsx") == 3
    assert (1, 1) in steps


def test_every_target_has_a_title_and_takes_a_value() -> None:
    titles = [site_columns.title(target) for target in site_columns.targets()]
    assert len(set(titles)) == len(titles)
    assert {"name", "principal.phone", "place.latitude", "appraisal.day"} <= set(site_columns.targets())


def test_every_name_of_a_column_leads_to_a_target() -> None:
    found, _parts, _ignored = site_columns._names()
    assert set(found.values()) <= set(site_columns.targets())
    assert Counter(found.values()).keys() >= {"name", "credit_code", "town", "principal.phone", "total_capacity"}
