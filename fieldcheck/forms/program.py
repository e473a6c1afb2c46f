"""A form ready to run: its expressions compiled, and which item each of them depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fieldcheck.forms.expressions import Expression, expression
from fieldcheck.model.form import FormDefinition, Item, MajorRule

EXPORTING = ("relevant", "calculation", "default")
"""Logic that decides what other items see of an item: it may not run in a circle."""

LOCAL = ("required", "constraint", "choice_filter", "readonly")
"""Logic that only the item itself shows."""

CHOICE_NAMES = ("name",)
"""The bare words of a choice_filter."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """One item or fact with its logic ready to run."""

    item: Item
    rank: int
    relevant: Expression | None
    calculation: Expression | None
    default: Expression | None
    required: Expression | None
    constraint: Expression | None
    choice_filter: Expression | None
    readonly: Expression | None


@dataclass(frozen=True, slots=True)
class Program:
    """A form ready to run.

    `ordered` has every item after those that it depends on; `form_order` has facts, then items, as the form lists
    them. `exported_to` and `shown_to` name, by id, the items whose value, and whose other state, may follow from it.
    """

    definition: FormDefinition
    by_id: Mapping[str, Compiled]
    ordered: tuple[Compiled, ...]
    form_order: tuple[Compiled, ...]
    exported_to: Mapping[str, tuple[str, ...]]
    shown_to: Mapping[str, tuple[str, ...]]
    rules: tuple[tuple[MajorRule, Expression], ...]


class _ByIdentity:
    """A definition as a key: comparing two forms member by member would cost more than compiling one."""

    __slots__ = ("definition",)

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition

    def __hash__(self) -> int:
        return id(self.definition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.definition is self.definition


def program(definition: FormDefinition) -> Program:
    """Return a form ready to run, compiled once. Raises ExpressionError, ValueError where logic runs in a circle."""
    return _program(_ByIdentity(definition))


@lru_cache(maxsize=64)
def _program(key: _ByIdentity) -> Program:
    definition = key.definition
    items = (*definition.facts, *definition.items())
    order = {entity: rank for rank, entity in enumerate(in_order({item.id: _exporting(item) for item in items}))}
    form_order = tuple(_compiled(item, order[item.id]) for item in items)
    by_id = {compiled.item.id: compiled for compiled in form_order}
    return Program(
        definition,
        by_id,
        tuple(sorted(form_order, key=lambda compiled: compiled.rank)),
        form_order,
        _dependants(form_order, EXPORTING),
        _dependants(form_order, LOCAL),
        tuple((rule, expression(rule.when)) for rule in definition.major_rules),
    )


def logic(item: Item, name: str) -> Expression | None:
    """Return one expression of an item by the name of its key, or None. Raises ExpressionError."""
    text = getattr(item, name)
    if text is None:
        return None
    return expression(text, CHOICE_NAMES if name == "choice_filter" else ())


def _compiled(item: Item, rank: int) -> Compiled:
    return Compiled(item, rank, **{name: logic(item, name) for name in (*EXPORTING, *LOCAL)})


def _exporting(item: Item) -> frozenset[str]:
    found = [logic(item, name) for name in EXPORTING]
    return frozenset().union(*(each.references for each in found if each is not None))


def _dependants(items: Iterable[Compiled], names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for compiled in items:
        for name in names:
            each: Expression | None = getattr(compiled, name)
            for reference in each.references if each is not None else ():
                found.setdefault(reference, {})[compiled.item.id] = None
    return {reference: tuple(ids) for reference, ids in found.items()}


def in_order(needs: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the ids, each after those it needs, else as given. Raises ValueError where they need one another."""
    open_needs = {entity: {need for need in needed if need in needs} for entity, needed in needs.items()}
    followers: dict[str, list[str]] = {}
    for entity, needed in open_needs.items():
        for need in needed:
            followers.setdefault(need, []).append(entity)
    ready = [entity for entity, needed in open_needs.items() if not needed]
    for entity in ready:
        for follower in followers.get(entity, ()):
            open_needs[follower].discard(entity)
            if not open_needs[follower]:
                ready.append(follower)
    if len(ready) < len(needs):
        raise ValueError(f"logic runs in a circle: {', '.join(set(needs) - set(ready))}")
    return ready


def circles(needs: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Yield each circle of ids that need one another, once: a needs b needs … needs a."""
    state: dict[str, bool] = {}
    for start in needs:
        path: list[str] = []
        stack: list[Iterator[str]] = [iter((start,))]
        while stack:
            entity = next(stack[-1], None)
            if entity is None:
                stack.pop()
                if path:
                    state[path.pop()] = True
            elif entity in state:
                if not state[entity]:
                    yield tuple(path[path.index(entity) :])
            else:
                state[entity] = False
                path.append(entity)
                stack.append(iter(sorted(need for need in needs[entity] if need in needs)))
