"""What docs/form-format.md tells an author is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fieldcheck.forms import examples, loader
from fieldcheck.forms.decode import ALL_KEYS
from fieldcheck.forms.functions import FUNCTIONS
from fieldcheck.forms.loader import FormDefinitionErrors
from fieldcheck.model.form import ItemType
from fieldcheck.model.sectors import BY_CODE

PAGE = (Path(__file__).parents[2] / "docs" / "form-format.md").read_text("utf-8")
TOML, JSON = (re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL) for kind in ("toml", "json"))


def sample() -> str:
    assert TOML is not None
    return TOML[1]


def test_the_form_and_the_example_of_the_page_are_right(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    (folder / "examples").mkdir(parents=True)
    (folder / "form.toml").write_text(sample(), "utf-8")
    assert JSON is not None
    (folder / "examples" / "one.json").write_text(JSON[1], "utf-8")
    assert examples.check(folder) == []


def test_every_key_type_function_and_sector_is_on_the_page() -> None:
    words = [*ALL_KEYS, *ItemType, *BY_CODE]
    assert [word for word in words if f"`{word}" not in PAGE] == []
    assert [name for name in FUNCTIONS if f"`{name}(" not in PAGE] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('relevant = "${has_spaces}', 'relevent = "${has_spaces}'),
        ('required = "true()"', "required = true"),
        ('type = "check"', 'type = "chek"'),
        ("relevant = \"${has_spaces} = 'yes'\"", "relevant = \"${has_space} = 'yes'\""),
        ("relevant = \"${has_spaces} = 'yes'\"", "relevant = \"${has_spaces} = 'ja'\""),
        ("relevant = \"${has_spaces} = 'yes'\"", 'relevant = "${CSP-03} = fail"'),
        ("relevant = \"${has_spaces} = 'yes'\"", "relevant = \"${has_spaces} == 'yes'\""),
        ("days = 15", "days = 400"),
        ('minimum = "19.5", maximum = "23.5"', 'minimum = "23.5", maximum = "19.5"'),
        ("[[facts]]", '[sources.order10]\ntitle = "x"\nversion = "x"\n\n[[facts]]'),
    ],
)
def test_the_checker_says_what_the_page_says(old: str, new: str) -> None:
    with pytest.raises(FormDefinitionErrors) as caught:
        loader.load(sample().replace(old, new, 1).encode())
    assert any(f"| {problem.what} {problem.instead} |" in PAGE for problem in caught.value.problems), caught.value
