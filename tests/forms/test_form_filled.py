"""A form being filled in: shown, required, valid, failed, calculated, proposed, and what follows from one answer."""

from __future__ import annotations

import pytest

from fieldcheck.forms.expressions import expression
from fieldcheck.forms.filled import FilledForm, Value, affected_by, fails_by_itself
from fieldcheck.forms.program import Compiled
from fieldcheck.forms.values import (
    NOT_A_CHOICE,
    NOT_A_DAY,
    NOT_A_NUMBER,
    NOT_A_WHOLE_NUMBER,
    NOT_ALLOWED,
    NOT_AN_ANSWER,
)
from fieldcheck.model.form import FormDefinition, Item, Label
from tests.forms.builders import DAY, form, item, large_form, limits, rule


def filled(definition: FormDefinition, **answers: Value) -> FilledForm:
    facts = {fact.id for fact in definition.facts}
    return FilledForm(
        definition,
        {key: value for key, value in answers.items() if key in facts},
        {key: value for key, value in answers.items() if key not in facts},
        DAY,
    )


def one(kind: str, value: Value, **logic: object) -> FilledForm:
    return filled(form([item("x", kind, **logic)]), x=value)  # type: ignore[arg-type] # any member of an item


@pytest.fixture
def spaces() -> FormDefinition:
    facts = [item("has", "select_one", ("yes", "no"), required="true()")]
    items = [
        item("A", relevant="${has} = 'yes'", required="true()"),
        item("B", relevant="${A} = 'fail'"),
        item("C", required="${B} = 'fail'"),
        item("n", "note"),
    ]
    return form(items, facts, [rule("R", "${A} = 'fail' or ${B} = 'fail'", "A", "B")])


def test_a_hidden_item_counts_as_empty_but_keeps_its_answer(spaces: FormDefinition) -> None:
    found = filled(spaces, has="no", A="fail", B="fail")
    assert not found.shown("A")
    assert not found.shown("B")
    assert found.value("A") == "fail"
    assert not found.failed("A")
    assert not found.required("C")
    assert found.missing() == ()
    assert found.proposed_major() == ()


def test_an_answer_changes_what_follows_from_it(spaces: FormDefinition) -> None:
    found = filled(spaces, A="fail", B="fail")
    assert found.missing() == ("has",)
    assert found.set("has", "yes") == {"has", "A", "B", "C"}
    assert found.shown("B")
    assert found.failed("A")
    assert found.missing() == ("C",)
    assert found.set("C", "pass") == {"C"}
    assert found.set("B", "pass") == {"B", "C"}
    assert not found.required("C")
    assert found.set("has", None) == {"has", "A", "B"}
    assert found.missing() == ("has",)


def test_setting_the_same_answer_again_changes_nothing_else(spaces: FormDefinition) -> None:
    found = filled(spaces, has="yes", A="fail")
    assert found.set("A", "fail") == {"A"}


def test_missing_lists_facts_first_in_the_order_of_the_form() -> None:
    required = {"required": "true()"}
    definition = form([item("b", **required), item("a", **required)], [item("z", "text", **required)])
    assert filled(definition).missing() == ("z", "b", "a")
    assert filled(definition, z="", b="pass").missing() == ("z", "a")


def test_rules_name_the_items_that_failed(spaces: FormDefinition) -> None:
    found = filled(spaces, has="yes", A="fail", B="pass")
    assert [(proposal.rule.id, proposal.items) for proposal in found.proposed_major()] == [("R", ("A",))]
    found.set("B", "fail")
    assert [proposal.items for proposal in found.proposed_major()] == [("A", "B")]
    found.set("A", "pass")
    assert found.proposed_major() == ()


def test_a_rule_that_holds_without_a_failed_item_proposes_nothing() -> None:
    definition = form([item("A")], [item("k", "text")], [rule("R", "${k} = 'x'", "A")])
    assert filled(definition, k="x", A="pass").proposed_major() == ()


def test_an_unknown_id_is_an_error_when_set_and_ignored_when_read_in(spaces: FormDefinition) -> None:
    found = FilledForm(spaces, {"old": "1"}, {"older": "2"}, DAY)
    with pytest.raises(KeyError):
        found.set("old", "1")


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        ("check", "pass", None),
        ("check", "yes", NOT_AN_ANSWER),
        ("integer", "-12", None),
        ("integer", "1.5", NOT_A_WHOLE_NUMBER),
        ("integer", "1e3", NOT_A_WHOLE_NUMBER),
        ("decimal", "1.5", None),
        ("decimal", "1,5", NOT_A_NUMBER),
        ("measure", "0.05", None),
        ("measure", "大约20", NOT_A_NUMBER),
        ("date", "2026-02-28", None),
        ("date", "2026-02-30", NOT_A_DAY),
        ("text", "anything", None),
        ("text", "", None),
        ("integer", None, None),
    ],
)
def test_validity_by_type(kind: str, value: Value, problem: Label | None) -> None:
    assert one(kind, value).valid("x") == problem


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        ("select_one", "a", None),
        ("select_one", "c", NOT_A_CHOICE),
        ("select_multiple", ("a", "b"), None),
        ("select_multiple", "a b", None),
        ("select_multiple", ("a", "c"), NOT_A_CHOICE),
        ("select_multiple", ("a", "a"), NOT_A_CHOICE),
        ("select_multiple", (), None),
    ],
)
def test_validity_by_choices(kind: str, value: Value, problem: Label | None) -> None:
    assert one(kind, value, choices=("a", "b")).valid("x") == problem


def test_a_constraint_says_its_message_and_only_where_something_is_answered() -> None:
    message = Label("不得大于100", "At most 100")
    definition = form(
        [item("x", "integer", constraint=". <= ${top}", constraint_message=message)], [item("top", "integer")]
    )
    found = filled(definition, top="100")
    assert found.valid("x") is None
    found.set("x", "101")
    assert found.valid("x") == message
    assert found.set("top", "200") == {"top", "x"}
    assert found.valid("x") is None


def test_a_constraint_without_a_message_has_one_of_its_own() -> None:
    assert one("text", "ab", constraint="string-length(.) > 2").valid("x") == NOT_ALLOWED


def test_a_hidden_item_is_never_invalid() -> None:
    assert one("integer", "x", relevant="false()").valid("x") is None


def test_choices_are_filtered_and_a_choice_filtered_out_is_not_possible() -> None:
    definition = form(
        [item("x", "select_one", ("dam", "dike"), choice_filter="name != 'dam' or ${kind} = 'reservoir'")],
        [item("kind", "text")],
    )
    found = filled(definition, x="dam")
    assert [choice.name for choice in found.choices("x")] == ["dike"]
    assert found.valid("x") == NOT_A_CHOICE
    assert found.set("kind", "reservoir") == {"kind", "x"}
    assert [choice.name for choice in found.choices("x")] == ["dam", "dike"]
    assert found.valid("x") is None


def test_calculations_follow_their_sources_and_cannot_be_answered() -> None:
    definition = form(
        [
            item("sum", "decimal", calculation="${a} + ${b}"),
            item("twice", "text", calculation="concat(${sum} * 2, ' m')"),
            item("due", "date", calculation="date(today() + 15)"),
            item("high", calculation="if(${sum} > 10, 'fail', 'pass')"),
            item("both", "select_multiple", ("x", "y"), calculation="'x y'"),
            item("flag", "integer", calculation="${sum} > 1"),
        ],
        [item("a", "decimal"), item("b", "decimal")],
    )
    found = filled(definition, a="0.1")
    assert found.value("sum") is None
    assert found.set("b", "0.2") == {"b", "sum", "twice"}
    assert (found.value("sum"), found.value("twice"), found.value("due")) == ("0.3", "0.6 m", "2026-06-16")
    assert (found.value("both"), found.value("flag")) == (("x", "y"), "0")
    assert found.readonly("sum")
    found.set("sum", "99")
    assert found.value("sum") == "0.3"
    assert found.set("a", "11") == {"a", "sum", "twice", "high", "flag"}
    assert found.failed("high")


def test_a_default_stands_until_something_else_is_answered_or_it_is_emptied() -> None:
    definition = form(
        [item("x", "text", default="concat('no. ', ${y})"), item("z", relevant="${x} = 'no. 1'")], [item("y", "text")]
    )
    found = filled(definition, y="1")
    assert found.value("x") == "no. 1"
    assert found.shown("z")
    assert found.set("x", "") == {"x", "z"}
    assert not found.shown("z")
    found.set("x", None)
    assert found.value("x") == "no. 1"


def test_readonly_by_condition() -> None:
    definition = form([item("x", readonly="${y} = 'closed'")], [item("y", "text")])
    found = filled(definition)
    assert not found.readonly("x")
    assert found.set("y", "closed") == {"y", "x"}
    assert found.readonly("x")


def test_numbers_compare_as_numbers_and_days_as_days() -> None:
    definition = form(
        [item("x", relevant="${a} = ${b}"), item("y", relevant="${day} < today() and ${day} >= '2026-01-01'")],
        [item("a", "integer"), item("b", "decimal"), item("day", "date")],
    )
    found = filled(definition, a="5", b="5.0", day="2026-05-31")
    assert found.shown("x")
    assert found.shown("y")
    found.set("day", "2026-06-01")
    assert not found.shown("y")
    found.set("day", "next week")
    assert not found.shown("y")


@pytest.mark.parametrize(
    ("low", "high", "inclusive", "value", "fails"),
    [
        ("19.5", "23.5", True, "19.5", False),
        ("19.5", "23.5", False, "19.5", True),
        ("19.5", "23.5", True, "19.49", True),
        ("19.5", "23.5", True, "23.51", True),
        ("19.5", "23.5", False, "23.5", True),
        (None, "10", True, "-5", False),
        ("10", None, True, "9", True),
        ("10", None, True, "about 9", False),
        ("10", None, True, "", False),
    ],
)
def test_a_measure_fails_outside_its_limits(
    low: str | None, high: str | None, inclusive: bool, value: str, fails: bool
) -> None:
    measure = item("m", "measure", limits=limits(low, high, inclusive, inclusive))
    assert fails_by_itself(measure, value) is fails
    assert filled(form([measure]), m=value).failed("m") is fails


@pytest.mark.parametrize("kind", ["text", "select_one", "integer"])
def test_no_other_type_fails(kind: str) -> None:
    assert not fails_by_itself(item("x", kind), "fail")
    assert not fails_by_itself(item("x"), ("fail",))
    assert fails_by_itself(item("x"), "fail")


def test_affected_by_follows_the_graph_and_leaves_the_rest(spaces: FormDefinition) -> None:
    assert affected_by(spaces, "has") == {"A", "B", "C"}
    assert affected_by(spaces, "B") == {"C"}
    assert affected_by(spaces, "C") == frozenset()
    assert affected_by(spaces, "n") == frozenset()


def test_affected_by_passes_through_items_that_are_also_constrained() -> None:
    items: list[Item] = [
        item("a", "integer"),
        item("b", "integer", constraint=". > ${a}", calculation="${a}"),
        item("c", relevant="${b} > 1"),
    ]
    assert affected_by(form(items), "a") == {"b", "c"}


def test_one_answer_does_not_evaluate_the_whole_form(monkeypatch: pytest.MonkeyPatch) -> None:
    found = FilledForm(large_form(100), {"kind": "plant"}, {}, DAY)
    touched: set[str] = set()
    export = FilledForm._export

    def noting(self: FilledForm, compiled: Compiled) -> None:
        touched.add(compiled.item.id)
        export(self, compiled)

    monkeypatch.setattr(FilledForm, "_export", noting)
    found.set("I50", "not_applicable")
    assert touched == {"I50", "I51"}


def test_a_definition_that_runs_in_a_circle_is_refused() -> None:
    circle = form([item("a", relevant="${b} = 'pass'"), item("b", relevant="${a} = 'pass'")])
    with pytest.raises(ValueError, match="circle"):
        FilledForm(circle, {}, {}, DAY)


def test_expressions_are_compiled_once() -> None:
    assert expression("${a} = 'x'") is expression("${a} = 'x'")
