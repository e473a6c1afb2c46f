"""fieldcheck site import."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program, Sample
from tests.sheets import make


def test_a_dry_run_says_and_an_import_does(run: Program, sample: Sample, tmp_path: Path) -> None:
    table, wrong = tmp_path / "表.xlsx", tmp_path / "wrong.xlsx"
    table.write_bytes(make.numbers())
    tried = run("site", "import", sample.path, table, "--dry-run", "--wrong", wrong)
    assert tried.code == 0 and wrong.exists()
    assert "Row 5 丁厂: 员工人数" in tried.out and "Would become: new 1; will not do 3." in tried.out
    done = run("site", "import", sample.path, table, "--json").json
    assert done["counts"] == {"new": 1, "filled": 0, "same": 0, "skipped": 0, "wrong": 3}
    assert run("site", "import", sample.path, table, "--json").json["counts"]["same"] == 1


def test_a_credit_code_that_looks_wrong_is_kept_and_told(run: Program, sample: Sample, tmp_path: Path) -> None:
    table = tmp_path / "表.xlsx"
    odd, good = "91350100M000100Y44", make.OTHER_CODE
    table.write_bytes(make.workbook(["企业名称", "统一社会信用代码"], ["甲厂", odd], ["乙厂", good]))
    ran = run("site", "import", sample.path, table)
    assert "Credit codes that look wrong and are kept as they stand: 1;" in ran.out
    assert "Row 2 甲厂: new; The check character does not fit" in ran.out and "Row 3" not in ran.out
    assert "belongs 3" in ran.out
    left = run("site", "import", sample.path, table, "--row", "2=skip", "--dry-run", "--json")
    assert left.code == 0 and run("site", "import", sample.path, table, "--row", "2=x").code == 2
    assert odd in run("site", "show", sample.path, "甲厂").out


def test_columns_are_named_by_letter_or_title(run: Program, sample: Sample, tmp_path: Path) -> None:
    table = tmp_path / "表.csv"
    table.write_bytes(make.csv_text("gb18030"))
    ran = run("site", "import", sample.path, table, "--map", "B=", "--map", "备注=address", "--dry-run", "--json")
    assert [column["field"] for column in ran.json["columns"]] == ["name", "", "address"]
    assert run("site", "import", sample.path, table, "--map", "B=nothing").code == 5
    assert run("site", "import", sample.path, table, "--map", "Z=town").code == 5


def test_a_file_that_is_no_table_is_an_error_of_input(run: Program, sample: Sample, tmp_path: Path) -> None:
    table = tmp_path / "表.xls"
    table.write_bytes(make.web_page())
    ran = run("site", "import", sample.path, table)
    assert ran.code == 5 and "SHEET_NOT_A_TABLE" in ran.err
