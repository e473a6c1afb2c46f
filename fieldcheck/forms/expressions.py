"""Expressions of a form: parsed and compiled once, with the ids that they depend on known.

The language is XLSForm's (XPath 1.0 with `${id}`), without node sets. Numbers are decimals: 0.1 + 0.2 = 0.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fieldcheck.forms.conversions import parse_day
from fieldcheck.forms.evaluate import Closure, build
from fieldcheck.forms.functions import FUNCTIONS, Function
from fieldcheck.forms.problems import ExpressionError, Fault, nearest
from fieldcheck.forms.syntax import Call, Chain, Name, Negative, Node, Own, Reference, Text, parse
from fieldcheck.translation import _


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression ready to run: `evaluate(scope)`. `references` are the ids that it reads."""

    text: str
    tree: Node
    references: frozenset[str]
    evaluate: Closure


@lru_cache(maxsize=4096)
def expression(text: str, names: tuple[str, ...] = ()) -> Expression:
    """Return an expression ready to run; `names` are the bare words it may use. Raises ExpressionError."""
    tree = parse(text)
    for fault in faults(tree, names):
        raise ExpressionError(text, fault)
    return Expression(text, tree, references(tree), build(tree))


def references(tree: Node) -> frozenset[str]:
    """Return the ids that a tree reads."""
    return frozenset(node.id for node in walk(tree) if isinstance(node, Reference))


def reads_itself(tree: Node) -> bool:
    """Return whether a tree reads `.`, the value of its own item."""
    return any(isinstance(node, Own) for node in walk(tree))


def walk(tree: Node) -> Iterator[Node]:
    """Yield every node of a tree, each before its operands, from left to right."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def children(node: Node) -> tuple[Node, ...]:
    """Return the operands or arguments of a node."""
    if isinstance(node, Chain):
        return node.operands
    if isinstance(node, Call):
        return node.arguments
    return (node.operand,) if isinstance(node, Negative) else ()


def faults(tree: Node, names: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Yield what is wrong with an expression whatever form it stands in: names, functions, their arguments."""
    for node in walk(tree):
        if isinstance(node, Name) and node.name not in names:
            yield _bare_word(node)
        elif isinstance(node, Call):
            yield from _call_faults(node)


def _bare_word(node: Name) -> Fault:
    what = _("{name} stands alone.").format(name=node.name)
    if node.name in FUNCTIONS:
        return Fault(node.column, what, _("Write {written}.").format(written=FUNCTIONS[node.name].written))
    instead = _("Write '{name}' for a text, ${{{name}}} for an answer.").format(name=node.name)
    return Fault(node.column, what, instead)


def _call_faults(node: Call) -> Iterator[Fault]:
    function = FUNCTIONS.get(node.function)
    if function is None:
        yield _unknown(node)
    elif not _fits(function, len(node.arguments)):
        what = _("{function} takes another number of values than {count}.")
        yield Fault(
            node.column,
            what.format(function=node.function, count=len(node.arguments)),
            _("Write {written}.").format(written=function.written),
        )
    elif node.function == "regex":
        yield from _pattern_faults(node.arguments[1])
    elif node.function == "date":
        yield from _day_faults(node.arguments[0])


def _unknown(node: Call) -> Fault:
    known = _("The functions are: {names}.").format(names=", ".join(FUNCTIONS))
    near = nearest(node.function, FUNCTIONS)
    what = _("There is no function {name}.").format(name=node.function)
    meant = "" if near is None else _("Did you mean {name}?").format(name=near)
    return Fault(node.column, what, f"{meant} {known}".strip())


def _fits(function: Function, count: int) -> bool:
    return function.fewest <= count and (function.most is None or count <= function.most)


def _pattern_faults(pattern: Node) -> Iterator[Fault]:
    if not isinstance(pattern, Text):
        yield Fault(pattern.column, _("The pattern of regex is not a text."), _("Write the pattern in quotes."))
        return
    try:
        re.compile(pattern.value)
    except (re.error, RecursionError, OverflowError) as error:
        what = _("The pattern {pattern} is wrong: {reason}.").format(pattern=pattern.value, reason=error)
        yield Fault(pattern.column, what, _("Correct the pattern."))


def _day_faults(argument: Node) -> Iterator[Fault]:
    if isinstance(argument, Text) and argument.value and parse_day(argument.value) is None:
        what = _("{text} is not a day.").format(text=argument.value)
        yield Fault(argument.column, what, _("Write {written}.").format(written=FUNCTIONS["date"].written))
