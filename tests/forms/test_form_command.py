"""fieldcheck forms list | check: what they print and how they exit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldcheck.cli.forms import command
from fieldcheck.forms import loader
from tests.forms.samples import EXAMPLE, GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "good"
    (folder / "examples").mkdir(parents=True)
    (folder / "form.toml").write_bytes(GOOD.encode())
    (folder / "examples" / "one.json").write_text(json.dumps(EXAMPLE), "utf-8")
    return folder


def test_a_good_form_has_no_problems(folder: Path) -> None:
    result = CliRunner().invoke(command, ["check", str(folder), str(folder / "form.toml")])
    assert (result.exit_code, result.stdout) == (0, "0 problems.\n")


def test_every_problem_is_printed_with_its_line(folder: Path) -> None:
    text = GOOD.replace("days = 15", "days = 0").replace('"${people} > 0"', '"("')
    (folder / "form.toml").write_bytes(text.encode())
    result = CliRunner().invoke(command, ["check", str(folder)])
    assert result.exit_code == 4
    assert result.stdout == "2 problems.\n"
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [
        f"{folder / 'form.toml'}:{text[: text.index(part)].count(chr(10)) + 1}" for part in ("days = 0", '"("')
    ]


def test_examples_are_checked_where_the_form_is_right(folder: Path) -> None:
    (folder / "examples" / "one.json").write_text(json.dumps({**EXAMPLE, "facts": {}}), "utf-8")
    result = CliRunner().invoke(command, ["check", str(folder), "--json"])
    found = json.loads(result.stdout)
    assert result.exit_code == 4
    assert not found["ok"]
    assert all("one.json" in problem["what"] for problem in found["problems"])


def test_a_path_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["check", str(tmp_path / "nothing")])
    assert (result.exit_code, result.stdout) == (4, "1 problem.\n")


def test_the_list_names_every_shipped_form() -> None:
    result = CliRunner().invoke(command, ["list", "--json"])
    assert [row["id"] for row in json.loads(result.stdout)] == [folder.name for folder in loader.shipped()]
    plain = CliRunner().invoke(command, ["list"]).stdout.splitlines()
    assert [line.split()[0] for line in plain] == [folder.name for folder in loader.shipped()]
