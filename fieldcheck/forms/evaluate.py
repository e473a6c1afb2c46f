"""A tree of an expression becomes closures, once; running them costs microseconds. Nothing is ever handed to eval."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fieldcheck.forms.conversions import (
    ARITHMETIC,
    Result,
    equal,
    less,
    less_or_equal,
    to_boolean,
    to_number,
    to_text,
    unequal,
)
from fieldcheck.forms.functions import FUNCTIONS
from fieldcheck.forms.syntax import Call, Chain, Name, Negative, Node, Number, Own, Reference, Text


@dataclass(slots=True)
class Scope:
    """What an expression sees: the values of the form, the item's own value, the choice at hand, the day."""

    values: Mapping[str, Result]
    day: date
    own: Result = ""
    name: str = ""


Closure = Callable[[Scope], Result]
Compare = Callable[[Result, Result], bool]
Compute = Callable[[Decimal, Decimal], Decimal]

COMPARISONS: dict[str, Compare] = {
    "=": equal,
    "!=": unequal,
    "<": less,
    "<=": less_or_equal,
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: less_or_equal(right, left),
}


def _modulo(left: Decimal, right: Decimal) -> Decimal:
    return ARITHMETIC.remainder(left, right)


CALCULATIONS: dict[str, Compute] = {
    "+": ARITHMETIC.add,
    "-": ARITHMETIC.subtract,
    "*": ARITHMETIC.multiply,
    "div": ARITHMETIC.divide,
    "mod": _modulo,
}


def build(node: Node) -> Closure:
    """Return the closure of a tree whose functions and arguments have been checked."""
    match node:
        case Number(value=number):
            return lambda scope: number
        case Text(value=text):
            return lambda scope: text
        case Reference(id=reference):
            return lambda scope: scope.values.get(reference, "")
        case Own():
            return lambda scope: scope.own
        case Name():
            return lambda scope: scope.name
        case Negative():
            return _negative(node)
        case Chain():
            return _chain(node)
        case Call():
            return _call(node)


def _negative(node: Negative) -> Closure:
    operand = build(node.operand)
    if node.signs % 2 == 0:
        return lambda scope: to_number(operand(scope))
    return lambda scope: ARITHMETIC.minus(to_number(operand(scope)))


def _chain(node: Chain) -> Closure:
    operands = [build(operand) for operand in node.operands]
    if node.operators[0] == "and":
        return lambda scope: all(to_boolean(operand(scope)) for operand in operands)
    if node.operators[0] == "or":
        return lambda scope: any(to_boolean(operand(scope)) for operand in operands)
    if node.operators[0] in COMPARISONS:
        return _comparisons(operands, [COMPARISONS[operator] for operator in node.operators])
    return _calculations(operands, [CALCULATIONS[operator] for operator in node.operators])


def _comparisons(operands: list[Closure], comparisons: list[Compare]) -> Closure:
    first, *others = operands
    steps = list(zip(comparisons, others, strict=True))
    if len(steps) == 1:
        compare, second = steps[0]
        return lambda scope: compare(first(scope), second(scope))

    def run(scope: Scope) -> Result:
        result = first(scope)
        for compare, operand in steps:
            result = compare(result, operand(scope))
        return result

    return run


def _calculations(operands: list[Closure], calculations: list[Compute]) -> Closure:
    first, *others = operands
    steps = list(zip(calculations, others, strict=True))

    def run(scope: Scope) -> Result:
        result = to_number(first(scope))
        for calculate, operand in steps:
            result = calculate(result, to_number(operand(scope)))
        return result

    return run


def _call(node: Call) -> Closure:
    arguments = [build(argument) for argument in node.arguments]
    if node.function == "today":
        return lambda scope: scope.day
    if node.function == "if":
        condition, then, otherwise = arguments
        return lambda scope: then(scope) if to_boolean(condition(scope)) else otherwise(scope)
    if node.function == "regex":
        pattern = node.arguments[1]
        assert isinstance(pattern, Text)
        matches, text = re.compile(pattern.value).fullmatch, arguments[0]
        return lambda scope: matches(to_text(text(scope))) is not None
    work = FUNCTIONS[node.function].work
    assert work is not None
    return lambda scope: work([argument(scope) for argument in arguments])
