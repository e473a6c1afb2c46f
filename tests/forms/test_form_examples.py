"""Examples of a form: what is compared, and what is said where one does not hold. The shipped forms' all hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldcheck.forms import examples, loader
from tests.forms.samples import EXAMPLE, GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "good"
    (folder / "examples").mkdir(parents=True)
    (folder / "form.toml").write_bytes(GOOD.encode())
    return folder


def checked(folder: Path, **changes: Any) -> list[str]:
    example = {**EXAMPLE, **{key: value for key, value in changes.items() if key in EXAMPLE}}
    expect = {key: value for key, value in changes.items() if key not in EXAMPLE}
    example["expect"] = {**example["expect"], **expect}
    (folder / "examples" / "one.json").write_text(json.dumps(example), "utf-8")
    return [str(mismatch) for mismatch in examples.check(folder)]


def test_an_example_that_holds(folder: Path) -> None:
    assert checked(folder) == []


def test_a_form_without_examples_is_a_mismatch(folder: Path) -> None:
    (mismatch,) = examples.check(folder)
    assert "at least one example" in str(mismatch)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"facts": {"has": "no"}, "failed": [], "proposed": []},
            "expected is shown: A-1, O2, but came shown: has, people, remark",
        ),
        ({"hidden": ["O2"]}, "expected is hidden: O2, but came hidden: none"),
        ({"required": ["people"]}, "expected is required: people, but came required: has"),
        ({"missing": ["has"]}, "expected is missing: has, but came missing: none"),
        ({"facts": {"people": "3"}, "shown": [], "failed": ["O2"]}, "expected is missing: none, but came missing: has"),
        ({"facts": {"has": "yes", "people": "-3"}}, "expected is invalid: none, but came invalid: people"),
        ({"failed": ["O2", "A-1"]}, "expected is failed: O2, A-1, but came failed: A-1, O2"),
        ({"failed": []}, "expected is failed: none, but came failed: A-1, O2"),
        ({"proposed": []}, "expected is proposed: none, but came proposed: rule-1 (A-1)"),
        (
            {"proposed": [{"rule": "rule-1", "items": []}]},
            "expected is proposed: rule-1 (none), but came proposed: rule-1 (A-1)",
        ),
    ],
)
def test_what_does_not_hold_is_said(folder: Path, changes: dict[str, Any], said: str) -> None:
    assert [text for text in checked(folder, **changes) if said in text and text.startswith("one.json")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"facts": {"hass": "yes"}}, "facts of the form, but came hass, which is not there (did you mean has?)"),
        ({"answers": {"has": "yes"}}, "items of the form, but came has, which"),
        ({"shown": ["O3"]}, "O3, which is not there"),
        ({"proposed": [{"rule": "rule-2", "items": ["A-1"]}]}, "rule-2, which is not there"),
        ({"day": "1 June"}, "day"),
        ({"fails": []}, "unknown field `fails`"),
    ],
)
def test_an_example_that_names_what_is_not_there(folder: Path, changes: dict[str, Any], said: str) -> None:
    assert any(said in text for text in checked(folder, **changes))


def test_an_example_that_is_no_json(folder: Path) -> None:
    (folder / "examples" / "broken.json").write_bytes(b"{ \xff")
    (mismatch,) = examples.check(folder)
    assert mismatch.file == "broken.json"


def test_what_is_absent_is_not_compared(folder: Path) -> None:
    (folder / "examples" / "one.json").write_text(json.dumps({**EXAMPLE, "expect": {}}), "utf-8")
    assert examples.check(folder) == []


@pytest.mark.parametrize("form", loader.shipped(), ids=lambda path: path.name)
def test_the_examples_of_the_shipped_forms_hold(form: Path) -> None:
    assert [str(mismatch) for mismatch in examples.check(form)] == []
