"""Expressions and forms at random: nothing but the engine's own errors, and the fast way equals starting anew."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from hypothesis import example, given
from hypothesis import strategies as st

from fieldcheck.forms.conversions import Result, number_text, parse_number
from fieldcheck.forms.evaluate import CALCULATIONS, COMPARISONS, Scope, build
from fieldcheck.forms.expressions import expression, faults
from fieldcheck.forms.filled import FilledForm, Value, affected_by
from fieldcheck.forms.functions import FUNCTIONS
from fieldcheck.forms.problems import ExpressionError
from fieldcheck.forms.syntax import Call, Chain, Name, Negative, Node, Number, Own, Reference, Text, parse
from fieldcheck.model.form import FormDefinition, Item
from tests.forms.builders import DAY, form, item, limits, rule

LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
IDS = ("a", "b-1", "C_2", "d", "e", "f")
NAMES = ("x", "y", "z")
TOKENS = (
    *("${a}", "${b-1}", "'x'", '"y"', "1", ".5", ".", "(", ")", ",", "${", "}", "'", "name", "/", "!", "安"),
    *(operator for level in LEVELS for operator in level),
    *FUNCTIONS,
)


def render(node: Node) -> str:
    """Return a tree as text, every operand that is itself a chain in parentheses."""
    match node:
        case Number(value=value):
            return number_text(value)
        case Text(value=value):
            return f'"{value}"' if "'" in value else f"'{value}'"
        case Reference(id=reference):
            return f"${{{reference}}}"
        case Own():
            return "."
        case Name(name=name):
            return name
        case Negative(signs=signs, operand=operand):
            return "- " * signs + bracketed(operand)
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(render, arguments))})"
        case Chain(operators=operators, operands=operands):
            rest = (f" {sign} {bracketed(each)}" for sign, each in zip(operators, operands[1:], strict=True))
            return bracketed(operands[0]) + "".join(rest)


def bracketed(node: Node) -> str:
    return f"({render(node)})" if isinstance(node, (Chain, Negative)) else render(node)


def chains(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def of(operators: Sequence[str], operands: Sequence[Node]) -> Node:
        return Chain(tuple(operators), tuple(operands[: len(operators) + 1]))

    return st.sampled_from(LEVELS).flatmap(
        lambda level: st.builds(
            of, st.lists(st.sampled_from(level), min_size=1, max_size=3), st.lists(inner, min_size=4, max_size=4)
        )
    )


def calls(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def of(name: str) -> st.SearchStrategy[Node]:
        function = FUNCTIONS[name]
        most = function.fewest + 2 if function.most is None else function.most
        arguments = st.lists(inner, min_size=function.fewest, max_size=most).map(tuple)
        if name == "regex":
            arguments = st.tuples(inner, st.sampled_from(["[a-z]+", ".*", "x|y"]).map(Text))
        return arguments.map(lambda given: Call(name, given))

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(of)


numbers = st.decimals(0, 10**6, allow_nan=False, places=3).map(lambda value: Number(Decimal(number_text(value))))
texts = st.text(st.characters(exclude_characters="\"'", exclude_categories=["Cs"]), max_size=6) | st.just("it's")
leaves: st.SearchStrategy[Node] = (
    numbers | texts.map(Text) | st.sampled_from(IDS).map(Reference) | st.just(Own()) | st.just(Name("name"))
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: (
        chains(inner)
        | calls(inner)
        | st.builds(Negative, st.integers(1, 3), inner.filter(lambda node: not isinstance(node, Negative)))
    ),
    max_leaves=12,
)
results: st.SearchStrategy[Result] = st.one_of(
    st.sampled_from(["", "x", "12", "-0.5", "2026-05-01", "true"]),
    st.text(max_size=5),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.lists(st.sampled_from(NAMES), unique=True, min_size=1).map(tuple),
)


@given(trees)
def test_a_tree_written_down_and_read_again_is_the_same(tree: Node) -> None:
    assert parse(render(tree)) == tree


@given(trees, st.dictionaries(st.sampled_from(IDS), results), results)
def test_what_is_well_formed_always_gives_a_value(tree: Node, values: dict[str, Result], own: Result) -> None:
    if any(faults(tree, ("name",))):
        return
    result = build(tree)(Scope(values, DAY, own, "x"))
    assert isinstance(result, (str, Decimal, bool, tuple)) or result.isoformat()


@given(st.text(max_size=40) | st.lists(st.sampled_from(TOKENS), max_size=12).map(" ".join))
@example("${a} = '")
@example("1.2.3")
@example("((((")
@example("a" * 10_000)
def test_any_text_gives_an_expression_or_its_one_error(text: str) -> None:
    try:
        expression(text, ("name",))
    except ExpressionError as error:
        assert 1 <= error.fault.column <= len(text) + 1
        assert error.fault.what
        assert error.fault.instead


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), st.sampled_from(["+", "-", "*"]))
def test_whole_numbers_are_exact(left: int, right: int, sign: str) -> None:
    exact = {"+": left + right, "-": left - right, "*": left * right}[sign]
    assert expression(f"string({left} {sign} ({right}))").evaluate(Scope({}, DAY)) == str(exact)


@given(st.decimals(-(10**9), 10**9, places=6), st.decimals(-(10**9), 10**9, places=6))
def test_numbers_order_as_decimals(left: Decimal, right: Decimal) -> None:
    scope = Scope({"a": left, "b": right}, DAY)
    assert parse_number(number_text(left)) == left
    for sign, holds in (("<", left < right), ("<=", left <= right), ("=", left == right), (">", left > right)):
        assert expression(f"${{a}} {sign} ${{b}}").evaluate(scope) is holds


def test_every_operator_is_in_a_level() -> None:
    assert {sign for level in LEVELS for sign in level} == {"or", "and", *COMPARISONS, *CALCULATIONS}


# --------------------------------------------------------------------------------------------- forms

ANSWERS: dict[str, tuple[Value, ...]] = {
    "check": ("pass", "fail", "not_applicable", "not_examined", "maybe", "", None),
    "measure": ("1", "5.0", "9", "x", "", None),
    "integer": ("0", "1", "-3", "1.5", None),
    "text": ("x", "y z", "5", "", None),
    "date": ("2026-05-01", "2026-06-02", "soon", None),
    "select_one": ("x", "y", "w", None),
    "select_multiple": (("x",), ("x", "y"), "y z", (), None),
}
KINDS = tuple(ANSWERS)


@lru_cache
def comparisons(ids: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return conditions over some ids, of the sort that forms have."""
    references = st.sampled_from(ids).map(lambda each: f"${{{each}}}") if ids else st.just("'x'")
    values = st.sampled_from(["'fail'", "'pass'", "'x'", "5", "''", "today()", "true()"]) | references
    simple = st.builds("{} {} {}".format, references, st.sampled_from(["=", "!=", "<", ">="]), values)
    simple |= st.builds("selected({}, 'x')".format, references) | references
    joined = st.builds("({} {} {})".format, simple, st.sampled_from(["and", "or"]), simple)
    return simple | joined | st.builds("not({})".format, simple)


@lru_cache
def computations(ids: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return expressions that give answers."""
    branches = st.sampled_from(["'fail'", "'pass'", "'x'", "'x y'", "5", "today()", "''"])
    return st.builds("if({}, {}, {})".format, comparisons(ids), branches, branches) | st.sampled_from(
        [f"${{{each}}} + 1" for each in ids] + [f"concat(${{{each}}}, '')" for each in ids] + ["'x'"]
    )


@st.composite
def forms(draw: st.DrawFn) -> FormDefinition:
    """Draw a form whose conditions read only what stands before them; a shuffle then mixes the order of the items."""
    made: list[Item] = []
    for number, entity in enumerate(IDS):
        kind = draw(st.sampled_from(KINDS))
        before, everything = IDS[:number], IDS
        logic = {
            "relevant": comparisons(before),
            "calculation": computations(before),
            "default": computations(before),
            "required": comparisons(everything),
            "readonly": comparisons(everything),
            "constraint": comparisons(everything) | st.just(". != 'x'"),
        }
        if kind in ("select_one", "select_multiple"):
            logic["choice_filter"] = comparisons(everything) | st.just("name != 'y'")
        chosen = draw(st.lists(st.sampled_from(sorted(logic)), max_size=3, unique=True))
        names = NAMES if kind.startswith("select") else ()
        bounds = {"limits": limits("2", "8")} if kind == "measure" else {}
        made.append(item(entity, kind, names, **bounds, **{key: draw(logic[key]) for key in chosen}))
    facts = made[: draw(st.integers(0, 2))]
    rules = [rule("R", draw(comparisons(IDS)), *draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True)))]
    return form(draw(st.permutations(made[len(facts) :])), facts, rules)


@st.composite
def fillings(draw: st.DrawFn) -> tuple[FormDefinition, list[tuple[str, Value]]]:
    definition = draw(forms())
    steps = [
        (entity, draw(st.sampled_from(ANSWERS[definition.item(entity).type.value])))
        for entity in draw(st.lists(st.sampled_from(IDS), max_size=8))
    ]
    return definition, steps


def state(filled: FilledForm, entity: str) -> tuple[object, ...]:
    looks = (filled.shown, filled.value, filled.required, filled.readonly, filled.valid, filled.failed, filled.choices)
    return tuple(look(entity) for look in looks)


@given(fillings())
def test_answer_by_answer_equals_starting_anew(filling: tuple[FormDefinition, list[tuple[str, Value]]]) -> None:
    definition, steps = filling
    filled = FilledForm(definition, {}, {}, DAY)
    answers: dict[str, Value] = {}
    for entity, value in steps:
        before = {each: state(filled, each) for each in IDS}
        changed = filled.set(entity, value)
        answers[entity] = value
        anew = FilledForm(definition, answers, {}, DAY)
        assert {each: state(filled, each) for each in IDS} == {each: state(anew, each) for each in IDS}
        assert (filled.missing(), filled.proposed_major()) == (anew.missing(), anew.proposed_major())
        assert {each for each in IDS if state(filled, each) != before[each]} | {entity} == changed
        assert changed <= affected_by(definition, entity) | {entity}


@given(fillings())
def test_what_is_hidden_is_never_failed_missing_required_or_wrong(
    filling: tuple[FormDefinition, list[tuple[str, Value]]],
) -> None:
    definition, steps = filling
    filled = FilledForm(definition, {}, dict(steps), DAY)
    hidden = [each for each in IDS if not filled.shown(each)]
    assert not set(hidden) & set(filled.missing())
    assert not any(filled.failed(each) or filled.required(each) or filled.valid(each) for each in hidden)
    assert not any(each in proposal.items for each in hidden for proposal in filled.proposed_major())
