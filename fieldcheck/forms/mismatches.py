"""What an expression compares that can never be equal: a choice that an item has not, a text with a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fieldcheck.forms.conversions import parse_day, parse_number, to_text
from fieldcheck.forms.evaluate import CALCULATIONS, COMPARISONS
from fieldcheck.forms.expressions import walk
from fieldcheck.forms.problems import Fault, suggestion
from fieldcheck.forms.syntax import Call, Chain, Name, Negative, Node, Number, Own, Reference, Text
from fieldcheck.forms.values import NUMBERS
from fieldcheck.model.form import CheckAnswer, Item, ItemType
from fieldcheck.translation import _

NAMED = frozenset({ItemType.CHECK, ItemType.SELECT_ONE, ItemType.SELECT_MULTIPLE})
"""Types whose answers are names out of a list."""


def mismatches(tree: Node, items: Mapping[str, Item], own: Item | None, key: str) -> list[Fault]:
    """Return what is certainly mistaken in the expression of the item `own` under `key`.

    `items` are those whose type is known; what refers to others is left alone.
    """
    search = _Search(items, own)
    found = [fault for node in walk(tree) for fault in search.node(node)]
    if key in ("calculation", "default") and own is not None and own.id in items:
        found += [fault for node in _results(tree) for fault in search.result(node, own)]
    return found


def _results(tree: Node) -> Iterator[Node]:
    """Yield what an expression may give: itself, or the branches of `if`."""
    if isinstance(tree, Call) and tree.function == "if" and len(tree.arguments) == 3:
        for branch in tree.arguments[1:]:
            yield from _results(branch)
    else:
        yield tree


def names_of(item: Item) -> list[str]:
    """Return the names that an item of a named type may have as its answer."""
    if item.type is ItemType.CHECK:
        return [answer.value for answer in CheckAnswer]
    return [choice.name for choice in item.choices]


class _Search:
    def __init__(self, items: Mapping[str, Item], own: Item | None) -> None:
        self.items = items
        self.own = own

    def node(self, node: Node) -> Iterator[Fault]:
        if isinstance(node, Reference):
            yield from self._note(node)
        elif isinstance(node, Negative):
            yield from self._operand(node.operand)
        elif isinstance(node, Call):
            yield from self._call(node)
        elif isinstance(node, Chain) and node.operators[0] in COMPARISONS:
            yield from self._comparison(node)
        elif isinstance(node, Chain) and node.operators[0] in CALCULATIONS:
            for operand in node.operands:
                yield from self._operand(operand)

    def _item(self, node: Node) -> Item | None:
        if isinstance(node, Reference):
            return self.items.get(node.id)
        own_known = self.own is not None and self.own.id in self.items
        return self.own if isinstance(node, (Own, Name)) and own_known else None

    def _note(self, node: Reference) -> Iterator[Fault]:
        item = self._item(node)
        if item is not None and item.type is ItemType.NOTE:
            what = _("{id} is a note and has no answer.").format(id=node.id)
            yield Fault(node.column, what, _("Name an item that is answered."))

    def _operand(self, node: Node) -> Iterator[Fault]:
        """Check a value that is computed with."""
        item = self._item(node)
        if isinstance(node, Text) and parse_number(node.value) is None:
            yield _not_a_number(node, node.value)
        elif item is not None and item.type in NAMED and not _has_numbers(item):
            what = _("{id} is of type {type}; one cannot compute with it.").format(id=item.id, type=item.type.value)
            yield Fault(node.column, what, _("Name an item that is a number or a day."))

    def _call(self, node: Call) -> Iterator[Fault]:
        if len(node.arguments) != {"selected": 2, "count-selected": 1}.get(node.function):
            return
        item = self._item(node.arguments[0])
        if item is None:
            return
        if item.type not in NAMED:
            what = _("{id} is of type {type}; nothing is selected in it.").format(id=item.id, type=item.type.value)
            yield Fault(node.column, what, _("Compare it with =, < or >."))
        elif node.function == "selected" and isinstance(node.arguments[1], Text):
            yield from _name_fault(item, node.arguments[1], node.arguments[1].value)

    def _comparison(self, node: Chain) -> Iterator[Fault]:
        if len(node.operands) != 2:
            return
        left, right = node.operands
        for one, other in ((left, right), (right, left)):
            item = self._item(one)
            if item is not None and node.operators[0] in ("=", "!="):
                yield from self._equality(item, one, other)
            elif item is not None:
                yield from self._order(item, other)

    def _equality(self, item: Item, node: Node, other: Node) -> Iterator[Fault]:
        if isinstance(other, Call) and other.function in ("true", "false") and item.type in NAMED:
            what = _("An answer to {id} is not true() or false().").format(id=item.id)
            yield Fault(other.column, what, _("The answers are: {names}.").format(names=", ".join(names_of(item))))
        elif isinstance(other, Text) and other.value:
            yield from self._equal_text(item, node, other)
        elif isinstance(other, Number) and item.type in NAMED:
            yield from _name_fault(item, other, to_text(other.value))

    def _equal_text(self, item: Item, node: Node, other: Text) -> Iterator[Fault]:
        if item.type is ItemType.SELECT_MULTIPLE and not isinstance(node, Name):
            for name in other.value.split():
                yield from _name_fault(item, other, name)
        elif item.type in NAMED:
            yield from _name_fault(item, other, other.value)
        elif item.type in NUMBERS and parse_number(other.value) is None:
            yield _not_a_number(other, other.value)
        elif item.type is ItemType.DATE and parse_day(other.value) is None:
            yield _not_a_day(other, other.value)

    def _order(self, item: Item, other: Node) -> Iterator[Fault]:
        if item.type in NAMED and not _has_numbers(item):
            what = _("{id} is of type {type}; it is neither less nor more than anything.")
            names = _("Compare with = or !=. The answers are: {names}.").format(names=", ".join(names_of(item)))
            yield Fault(other.column, what.format(id=item.id, type=item.type.value), names)
        elif isinstance(other, Text) and item.type in NUMBERS and parse_number(other.value) is None:
            yield _not_a_number(other, other.value)
        elif isinstance(other, Text) and item.type is ItemType.DATE and parse_day(other.value) is None:
            yield _not_a_day(other, other.value)

    def result(self, node: Node, own: Item) -> Iterator[Fault]:
        """Check a text or number that becomes the item's answer."""
        if not isinstance(node, (Text, Number)):
            return
        text = to_text(node.value)
        if not text:
            return
        if own.type in NAMED:
            for name in text.split() if own.type is ItemType.SELECT_MULTIPLE else [text]:
                yield from _name_fault(own, node, name)
        elif own.type in NUMBERS and parse_number(text) is None:
            yield _not_a_number(node, text)
        elif own.type is ItemType.DATE and isinstance(node, Text) and parse_day(text) is None:
            yield _not_a_day(node, text)


def _has_numbers(item: Item) -> bool:
    return any(parse_number(name) is not None for name in names_of(item))


def _name_fault(item: Item, node: Node, name: str) -> Iterator[Fault]:
    names = names_of(item)
    if name in names:
        return
    if item.type is ItemType.CHECK:
        what = _("{name} is no answer to the check {id}.").format(name=name, id=item.id)
    else:
        what = _("{id} has no choice {name}.").format(name=name, id=item.id)
    yield Fault(node.column, what, suggestion(name, names))


def _not_a_number(node: Node, text: str) -> Fault:
    return Fault(node.column, _("{text} is not a number.").format(text=text), _("Write digits, such as 19.5."))


def _not_a_day(node: Node, text: str) -> Fault:
    return Fault(node.column, _("{text} is not a day.").format(text=text), _("Write a day as '2026-01-31'."))
