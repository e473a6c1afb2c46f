"""Form definitions: a good one is read whole; of a bad one every error comes, with its line and what to write."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from fieldcheck.forms import loader
from fieldcheck.forms.loader import FormDefinitionErrors, Problem
from fieldcheck.model.form import Basis, ItemType, Label, Method, SiteKind
from tests.forms.samples import GOOD


def problems(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(FormDefinitionErrors) as caught:
        loader.load(text.encode() if isinstance(text, str) else text)
    return caught.value.problems


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_good_form_is_read_whole() -> None:
    form = loader.load(GOOD.encode())
    assert (form.id, form.version, form.sector, form.site_kinds) == (
        *("good", "2026.1", "industry_trade"),
        (SiteKind.ENTERPRISE,),
    )
    assert form.title == Label("检查表", "Checklist")
    assert form.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    check, measure, note = form.items()
    assert check.methods == (Method.DOCUMENT_REVIEW,)
    assert check.basis == (Basis("某规定", "第六条", "第13号", True, "2024-01-01"),)
    assert check.finding is not None
    assert check.finding.days == 15
    assert measure.limits is not None
    assert (measure.limits.minimum, measure.limits.maximum) == (Decimal("19.5"), Decimal("23.5"))
    assert (measure.limits.minimum_inclusive, measure.limits.maximum_inclusive) == (True, False)
    assert note.type is ItemType.NOTE
    assert [choice.name for choice in form.item("has").choices] == ["yes", "no"]
    assert form.major_rules[0].items == ("A-1",)


def test_lines_of_windows_are_read_and_counted_alike() -> None:
    form = loader.load(GOOD.replace("\n", "\r\n").encode())
    assert form.items() == loader.load(GOOD.encode()).items()
    (problem,) = problems(GOOD.replace('unit = "%"', "unit = 1").replace("\n", "\r\n"))
    assert problem.line == line_of(GOOD, 'unit = "%"')


CASES = [
    ('version = "2026.1"', "", "version is missing", 'version = "…"'),
    ('version = "2026.1"', "version = 2026.1", "version is a number", 'version = "2026.1"'),
    ('version = "2026.1"', 'version = " "', "version is empty", "Write the text"),
    ('version = "2026.1"', 'version = "1"\ncolor = 1', "The key color is not known", "Known are: id"),
    ('title = { zh = "检查表"', 'title = { en = "x"', "not TOML: Duplicate", "missing quote"),
    ('title = { zh = "检查表", en = "Checklist" }', 'title = "x"', "title is a text", "{ zh"),
    ('en = "Checklist"', 'eng = "Checklist"', "The key eng is not known", "Did you mean en?"),
    ('zh = "检查表", en', "en", "The key zh is missing", 'zh = "…"'),
    ('sector = "industry_trade"', 'sector = "industry"', "industry is not known as sector", "industry_trade?"),
    ('["enterprise"]', '["factory"]', "factory is not known as site_kinds", "enterprise, flood_work"),
    ('["enterprise"]', "[]", "site_kinds is empty", "at least one"),
    ('["enterprise"]', '"enterprise"', "site_kinds is a text", 'site_kinds = ["enterprise"]'),
    ('"2024-01-01"', '"1.1.2024"', "1.1.2024 is not a day", "2026-01-31"),
    ('"2024-01-01"', "2024-01-01", "a date without quotes", '"2024-01-01"'),
    ("[sources.order13]\ntitle", "[sources.order13]\ntitel", "The key titel is not known", "title?"),
    ('id = "people"', 'id = "has"', "The id has is used twice", "another id"),
    ('id = "people"', 'id = "人数"', "人数 is no id", "letters"),
    ('id = "people"', "", "The key id is missing", 'id = "…"'),
    ('type = "integer"', 'type = "number"', "number is not known as type", "Known are: check"),
    ('type = "integer"', 'type = "check"', "cannot be of type check", "Known are: text, integer"),
    ('type = "integer"', "", "The key type is missing", 'type = "check"'),
    ('required = "true()"', "required = true", "required is true or false", 'required = "true()"'),
    ('name = "no"', 'name = "yes"', "The choice yes stands twice", "another name"),
    ('name = "no"', 'name = "not there"', "has a space", "_"),
    ('name = "no", ', "", "The key name is missing", 'name = "…"'),
    ('methods = ["document_review"]\n', "", "The key methods is missing", "site_check"),
    ('["document_review"]', '["documents_review"]', "documents_review is not known", "document_review?"),
    ('basis = [ { source = "order13", article = "第六条", verified = true } ]\n', "", "basis is missing", "basis = ["),
    ('basis = [ { source = "order13", article = "第六条", verified = true } ]', "basis = []", "basis is empty", "one"),
    ('"order13", article = "第六条", verified = true', '"order13"', "verified is missing", "verified = true"),
    ('source = "order13", article = "第六条"', 'source = "order12"', "no source order12", "order13?"),
    (
        'basis = [ { source = "order13", article',
        'basis = [ 1, { source = "order13", article',
        "holds a number",
        "{ … }",
    ),
    ('failing = { zh = "没有台账" }\n', "", "The key failing is missing", "failing = {"),
    ('finding = { wording = "未建立台账。", measure = "建立台账。", days = 15 }\n', "", "finding is missing", "days"),
    ("days = 15", "days = 0", "0 days", "1 to 365"),
    ("days = 15", "days = 366", "366 days", "1 to 365"),
    ("days = 15", 'days = "15"', "days is a text", "days = 15"),
    ("days = 15", "days = true", "days is true or false", "days = 15"),
    ('category = "基础管理"', 'category = "管理"', "管理 is not known as category", "基础管理"),
    ("major_possible = true\n", "", "A rule raises A-1", "major_possible = true"),
    ("major_possible = true", 'major_possible = "yes"', "major_possible is a text", "true"),
    ('unit = "%"\n', "", "The key unit is missing", 'unit = "…"'),
    ('unit = "%"', 'unit = "%"\nchoices = []', "choices does not belong to an item of type measure", "select_one"),
    ('unit = "%"', 'unit = "%"\ndefault = "20"', "default does not belong", "answered by a person"),
    ('unit = "%"', 'unit = "%"\nlimit = 2', "The key limit is not known", "limits?"),
    ('minimum = "19.5"', 'minimum = "24"', "No reading can lie between 24 and 23.5", "smaller number"),
    ('minimum = "19.5"', 'minimum = "23.5"', "No reading", "smaller number"),
    ('minimum = "19.5"', "minimum = 19.5", "minimum is a number", 'minimum = "19.5"'),
    ('minimum = "19.5"', 'minimum = "19,5"', "19,5 is not a number", '"19.5"'),
    ('{ minimum = "19.5", maximum = "23.5", maximum_inclusive = false }', "{}", "The limits are empty", "both"),
    ('constraint = ". >= 0"\n', "", "constraint_message, but no constraint", "Add the constraint"),
    ('constraint = ". >= 0"', 'constraint = ". >= "', "Column 6 of constraint: The expression stops", "Add"),
    (
        'relevant = "${has} =',
        'relevant = "${hass} =',
        "Column 1 of relevant: There is no item and no fact hass",
        "has?",
    ),
    ("\"${has} = 'yes'\"", "\"${has} = 'ja'\"", "has has no choice ja", "yes, no"),
    ("\"${has} = 'yes'\"", "\"'maybe' != ${has}\"", "has has no choice maybe", "yes, no"),
    ("\"${has} = 'yes'\"", '"${has} = true()"', "An answer to has is not true()", "yes, no"),
    ("\"${has} = 'yes'\"", '"${has} = 1"', "has has no choice 1", "yes, no"),
    ("\"${has} = 'yes'\"", '"${has} > 1"', "has is of type select_one; it is neither less", "yes, no"),
    ("\"${has} = 'yes'\"", '"${has} + 1 = 2"', "one cannot compute", "a number"),
    ("\"${has} = 'yes'\"", '"-${has} = 2"', "one cannot compute", "a number"),
    ("\"${has} = 'yes'\"", "\"'x' + 1 = 2\"", "x is not a number", "digits"),
    ("\"${has} = 'yes'\"", "\"${people} = 'many'\"", "many is not a number", "digits"),
    ("\"${has} = 'yes'\"", "\"${people} < 'many'\"", "many is not a number", "digits"),
    ("\"${has} = 'yes'\"", "\"selected(${people}, 'x')\"", "nothing is selected in it", "Compare"),
    ("\"${has} = 'yes'\"", "\"selected(${has}, 'x')\"", "has has no choice x", "yes, no"),
    ("\"${has} = 'yes'\"", "\"${remark} = 'x'\"", "remark is a note", "answered"),
    ("\"${has} = 'yes'\"", "\". = 'pass'\"", "in a constraint only", "another item"),
    ("\"${has} = 'yes'\"", '"frobnicate(${has})"', "no function frobnicate", "coalesce"),
    ("\"${has} = 'yes'\"", "\"${A-1} = 'pass'\"", "circle: A-1 → A-1", "Take one"),
    ('"${people} > 0"', "\"${A-1} = 'failed'\"", "failed is no answer to the check A-1", "fail?"),
    ('"${people} > 0"', '"${O2} > 0"', "circle: O2 → O2", "Take one"),
    ('items = ["A-1"]', 'items = ["A-2"]', "There is no item A-2", "A-1?"),
    ('items = ["A-1"]', 'items = ["A-1", "has"]', "has cannot fail", "findings"),
    ('items = ["A-1"]', 'items = ["A-1", "remark"]', "remark cannot fail", "findings"),
    ('items = ["A-1"]', 'items = ["A-1", 1]', "items holds a number", "quotes"),
    ('items = ["A-1"]', "items = []", "items is empty", "at least one"),
    ("when = \"${A-1} = 'fail'", 'when = "${A-1} = fail', "fail stands alone", "'fail'"),
    (
        '[[major_rules]]\nid = "rule-1"\nlabel',
        '[[major_rules]]\nid = "rule-1"\nlabl',
        "The key label is missing",
        "label",
    ),
    ('basis = { source = "order13", article = "第十三条"', 'basis = { source = "law"', "no source law", "order13"),
    ('id = "management"', 'id = ""', "id is empty", "Write the text"),
]


@pytest.mark.parametrize(("old", "new", "what", "instead"), CASES)
def test_each_error_says_where_what_and_what_instead(old: str, new: str, what: str, instead: str) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    found = problems(text)
    assert any(what in problem.what and instead in problem.instead for problem in found), found
    near = range(line_of(GOOD, old) - 9, line_of(GOOD, old) + 4 + new.count("\n"))
    assert any(problem.line in near for problem in found if what in problem.what), found


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, new, what, _ in CASES if " of relevant" in what])
def test_one_mistake_is_one_problem(old: str, new: str) -> None:
    assert len(problems(GOOD.replace(old, new, 1))) == 1


def test_all_errors_come_at_once_in_the_order_of_the_file() -> None:
    text = GOOD
    for old, new in (
        ('version = "2026.1"', "version = 1"),
        ('type = "integer"', 'type = "intger"'),
        ("days = 15", "days = 0"),
        ("\"${has} = 'yes'\"", "\"${has} = 'ja' and foo()\""),
        ('unit = "%"\n', ""),
        ('"${people} > 0"', '"("'),
        ('items = ["A-1"]', 'items = ["nothing"]'),
    ):
        text = text.replace(old, new, 1)
    found = problems(text)
    assert len(found) == 8
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert all(problem.what and problem.instead for problem in found)


def test_an_unused_source_is_named() -> None:
    text = GOOD.replace("[[facts]]", '[sources.other]\ntitle = "x"\nversion = "1"\n\n[[facts]]', 1)
    (problem,) = problems(text)
    assert problem.line == line_of(text, "[sources.other]")
    assert "source other" in problem.what


def test_a_circle_over_several_items_is_named_once() -> None:
    text = GOOD.replace("\"${has} = 'yes'\"", '"${O2} > 1"').replace('"${people} > 0"', "\"${A-1} = 'pass'\"")
    (problem,) = problems(text)
    assert "A-1 → O2 → A-1" in problem.what
    assert problem.line == line_of(text, 'relevant = "${O2}')


PLAIN = """
[[sections.items]]
id = "x"
type = "{type}"
label = {{ zh = "x" }}
{rest}
"""


@pytest.mark.parametrize(
    ("kind", "rest", "what"),
    [
        ("select_one", "", "The key choices is missing"),
        ("select_one", "choices = []", "choices is empty"),
        (
            "select_one",
            'choices = [{name="a", label={zh="a"}}]\nchoice_filter = "name = \'b\'"',
            "x has no choice b",
        ),
        ("select_one", 'choices = [{name="a", label={zh="a"}}]\ndefault = "\'b\'"', "x has no choice b"),
        ("select_one", 'choices = [{name="a", label={zh="a"}}]\ndefault = "a"', "a stands alone"),
        (
            "select_multiple",
            'choices = [{name="a", label={zh="a"}}]\ncalculation = "if(true(), \'a\', \'a c\')"',
            "x has no choice c",
        ),
        ("select_multiple", 'choices = [{name="a", label={zh="a"}}]\nconstraint = ". = \'c a\'"', "x has no choice c"),
        ("integer", "default = \"'many'\"", "many is not a number"),
        ("date", "default = \"'today'\"", "today is not a day"),
        ("date", "constraint = \". > 'soon'\"", "soon is not a day"),
        ("date", "constraint = \". = 'soon'\"", "soon is not a day"),
        ("text", 'unit = "m"', "unit does not belong to an item of type text"),
        ("note", 'required = "true()"', "required does not belong to an item of type note"),
        ("text", 'choice_filter = "true()"', "choice_filter does not belong"),
    ],
)
def test_errors_of_plain_items(kind: str, rest: str, what: str) -> None:
    found = problems(GOOD + PLAIN.format(type=kind, rest=rest))
    assert [problem.what for problem in found if what in problem.what], found
    assert len(found) == 1


def test_numeric_choices_may_be_compared_as_numbers() -> None:
    rest = 'choices = [{name="1", label={zh="a"}}, {name="2", label={zh="b"}}]\nconstraint = ". >= 1 and . = 2"'
    assert loader.load((GOOD + PLAIN.format(type="select_one", rest=rest)).encode()).item("x").constraint is not None


def test_text_that_is_not_toml() -> None:
    (problem,) = problems(GOOD.replace('version = "2026.1"', 'version = "2026.1'))
    assert problem.line == 2
    assert "not TOML" in problem.what


def test_text_that_ends_too_early_is_placed_at_its_end() -> None:
    (problem,) = problems(GOOD + "x = [1,\n")
    assert problem.line == GOOD.count("\n") + 1


def test_bytes_that_are_no_text() -> None:
    (problem,) = problems(GOOD.encode().replace("检查表".encode(), "检查表".encode("gbk")))
    assert problem.line == 3
    assert "UTF-8" in problem.what


def test_tables_nested_without_end() -> None:
    (problem,) = problems("x = " + "[" * 100_000)
    assert "TOML" in problem.what


def test_an_empty_file_lacks_everything() -> None:
    assert len(problems("")) == 7


def test_a_folder_a_file_and_bytes_give_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "good"
    folder.mkdir()
    (folder / "form.toml").write_bytes(GOOD.encode())
    assert loader.load(folder) == loader.load(folder / "form.toml") == loader.load(GOOD.encode())
    assert loader.read_bytes(folder) == GOOD.encode()


def test_the_folder_must_have_the_name_of_the_form(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_bytes(GOOD.encode())
    with pytest.raises(FormDefinitionErrors) as caught:
        loader.load(tmp_path)
    (problem,) = caught.value.problems
    assert problem.instead == f'Write id = "{tmp_path.name}".'
    assert problem.file == str(tmp_path / "form.toml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormDefinitionErrors) as caught:
        loader.load(tmp_path / "nothing")
    assert "cannot be read" in caught.value.problems[0].what


def test_the_error_lists_every_problem() -> None:
    with pytest.raises(FormDefinitionErrors) as caught:
        loader.load(b"")
    assert all(str(problem) in str(caught.value) for problem in caught.value.problems)
    assert caught.value.exit_code == 4


def test_shipped_forms_load(tmp_path: Path) -> None:
    found = loader.load_shipped()
    assert list(found) == [folder.name for folder in loader.shipped()]
    assert {"machinery", "confined-spaces", "hazardous-goods-transport", "flood-works"} <= found.keys()


def test_problems_of_all_shipped_forms_come_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("good", "bad", "worse"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "form.toml").write_bytes(GOOD.encode())
    monkeypatch.setattr(loader, "data_directory", lambda name: tmp_path)
    with pytest.raises(FormDefinitionErrors) as caught:
        loader.load_shipped()
    assert [Path(problem.file).parent.name for problem in caught.value.problems] == ["bad", "worse"]
