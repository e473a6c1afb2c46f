"""The expression language: what expressions give, and what is said of those that are wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from fieldcheck.forms.conversions import Result
from fieldcheck.forms.evaluate import Scope
from fieldcheck.forms.expressions import expression, faults
from fieldcheck.forms.functions import FUNCTIONS
from fieldcheck.forms.problems import ExpressionError
from fieldcheck.forms.syntax import DEEPEST, parse

VALUES: Mapping[str, Result] = {
    "a": "fail",
    "n-1": Decimal("19.5"),
    "many": ("x", "y"),
    "empty": "",
    "day": date(2026, 5, 1),
    "text": "abc",
}


def run(text: str, own: Result = "") -> Result:
    return expression(text).evaluate(Scope(VALUES, date(2026, 6, 1), own))


OPERATORS: list[tuple[str, Result]] = [
    ("${a} = 'fail'", True),
    ('${ a } != "fail"', False),
    ("${n-1} < 20 and ${n-1} >= 19.5", True),
    ("${n-1}-1", Decimal("18.5")),
    ("1 + 2 * 3 - 4 div 2", Decimal(5)),
    ("7 mod 3 + -7 mod 3", Decimal(0)),
    ("0.1 + 0.2 = 0.3", True),
    ("- - 2", Decimal(2)),
    ("-${n-1}", Decimal("-19.5")),
    ("(1 + 2) * 3", Decimal(9)),
    ("1 < 2 = true()", True),
    ("3 > 2 > 1", False),
    ("'' = ${empty}", True),
    ("${unknown} = ''", True),
    ("${empty} + 1 > 0", False),
    ("true() or ${a} = 'x' and false()", True),
    ("not(${empty})", True),
    ("${day} < today()", True),
    ("today() - ${day}", Decimal(31)),
    ("${day} + 30 = '2026-05-31'", False),
    ("date(${day} + 30) = '2026-05-31'", True),
    ("date('2026-05-01') = ${day}", True),
    ("date('') = ''", True),
    ("1 div 0", Decimal("Infinity")),
]

FUNCTION_CALLS: list[tuple[str, Result]] = [
    ("selected(${many}, 'x')", True),
    ("selected(${many}, 'z')", False),
    ("selected('x yz', 'y')", False),
    ("selected(${empty}, '')", False),
    ("count-selected(${many})", Decimal(2)),
    ("count-selected(${empty})", Decimal(0)),
    ("if(${a} = 'fail', 'bad', 1 div 0)", "bad"),
    ("if(0, 'bad', 'good')", "good"),
    ("coalesce(${empty}, '', 'x')", "x"),
    ("coalesce(${empty}, '')", ""),
    ("number('12.50') = 12.5", True),
    ("string(number('x'))", "NaN"),
    ("string(12.50)", "12.5"),
    ("int(-1.9)", Decimal(-1)),
    ("round(1.25, 1)", Decimal("1.3")),
    ("round(2.5)", Decimal(3)),
    ("string-length('安全 ab')", Decimal(5)),
    ("concat('a', 1, true(), ${many})", "a1truex y"),
    ("regex('A12', '[A-Z][0-9]+')", True),
    ("regex('A12x', '[A-Z][0-9]+')", False),
    ("contains(${text}, 'b')", True),
    ("starts-with(${text}, 'ab')", True),
    ("starts-with(${text}, 'b')", False),
    ("min(3, '2', 4)", Decimal(2)),
    ("max(3, '12', 4)", Decimal(12)),
    ("string(max(1, ${empty}))", "NaN"),
    ("string(round(1, 'x'))", "NaN"),
    ("string(int('x'))", "NaN"),
    ("string(today())", "2026-06-01"),
    ("string(false())", "false"),
]


@pytest.mark.parametrize(("text", "result"), OPERATORS)
def test_operators(text: str, result: Result) -> None:
    assert run(text) == result


@pytest.mark.parametrize(("text", "result"), FUNCTION_CALLS)
def test_functions(text: str, result: Result) -> None:
    assert run(text) == result


def test_every_function_has_been_run() -> None:
    written = " ".join(text for text, _ in (*OPERATORS, *FUNCTION_CALLS))
    assert [name for name in FUNCTIONS if f"{name}(" not in written] == []


def test_a_point_is_the_own_value() -> None:
    assert run(". >= 0 and . <= 100", Decimal(50)) is True
    assert run(".5 < .", Decimal(1)) is True


def test_the_name_of_the_choice_at_hand_means_something_only_where_it_is_allowed() -> None:
    chosen = expression("name = 'x'", ("name",))
    assert chosen.evaluate(Scope({}, date(2026, 6, 1), name="x")) is True
    with pytest.raises(ExpressionError):
        expression("name = 'x'")


def test_references_are_known() -> None:
    found = expression("if(selected(${a-b}, 'x'), ${c_1} + 1, -${A2}) = . or ${c_1}")
    assert found.references == {"a-b", "c_1", "A2"}


def test_a_long_sum_is_no_deep_tree() -> None:
    text = " + ".join(["${n-1}"] * 5_000)
    assert run(text) == Decimal("97500.0")


def test_many_parentheses_around_one_value_are_fine_but_deep_nesting_is_refused() -> None:
    assert run("(" * 2_000 + "1" + ")" * 2_000) == Decimal(1)
    with pytest.raises(ExpressionError) as caught:
        parse("not(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1))
    assert "nested" in caught.value.fault.what


@pytest.mark.parametrize(
    ("text", "column", "what", "instead"),
    [
        ("", 1, "is empty", "leave the key out"),
        ("   ", 1, "is empty", "leave the key out"),
        ("${a} = ", 8, "stops where a value", "Add the value"),
        ("(${a} = 1", 10, "closing parenthesis", "Add )"),
        ("${a} = 1)", 9, ") cannot stand here", "operator"),
        ("${a} == 1", 7, "==", "Write =."),
        ("and ${a}", 1, "A value is missing before and", "${id}"),
        ("${a} and or 1", 10, "A value is missing before or", "${id}"),
        ("and (${a})", 1, "A value is missing before and", "${id}"),
        ("${a} andy", 6, "andy cannot stand here", "operator"),
        ("${a b}", 1, "not a reference", "${id}"),
        ("${安全} = 1", 1, "not a reference", "${id}"),
        ("${a} = ‘x’", 8, "‘", "Write '."),
        ("${a} = 'x", 8, "has no end", "Close it"),
        ("not（${a}）", 4, "（", "Write (."),
        ("${a} ≥ 1", 6, "≥", "Write >=."),
        ("${a} && ${a}", 6, "&", "Write and."),
        ("/data/a = 1", 1, "/", "div"),
        ("1 2", 3, "2 cannot stand here", "operator"),
        ("* 2", 1, "A value is missing before *", "${id}"),
        ("${a} = x", 8, "x stands alone", "'x'"),
        ("${a} = true", 8, "true stands alone", "true()"),
        ("f(1)", 1, "no function f", "coalesce"),
        ("strin(1)", 1, "no function strin", "Did you mean string?"),
        ("not()", 1, "another number of values than 0", "not(condition)"),
        ("today(1)", 1, "another number of values than 1", "today()"),
        ("if(1, 2)", 1, "another number of values than 2", "if(condition, then, else)"),
        ("regex(${a}, '[')", 13, "pattern [ is wrong", "Correct"),
        ("regex(${a}, ${a})", 13, "not a text", "quotes"),
        ("date('2026-13-01')", 6, "not a day", "2026-01-31"),
        ("a;b", 2, "character ;", "quotes"),
    ],
)
def test_what_is_wrong_is_said_with_its_column(text: str, column: int, what: str, instead: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        expression(text)
    fault = caught.value.fault
    assert (fault.column, what in fault.what, instead in fault.instead) == (column, True, True), fault


def test_all_faults_of_one_expression_come() -> None:
    assert len(list(faults(parse("f(1) and x and not() and regex(1, '[')")))) == 4
