"""A form as it is being filled in: what is shown, required, valid, failed, and proposed as major.

Setting an answer recomputes that item and, through the graph of dependencies, those that follow from it; the rest of
the form is not touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import NamedTuple

from fieldcheck.forms.conversions import Result, to_boolean
from fieldcheck.forms.evaluate import Scope
from fieldcheck.forms.expressions import Expression
from fieldcheck.forms.program import Compiled, Program, program
from fieldcheck.forms.values import (
    NOT_ALLOWED,
    Value,
    fails_by_itself,
    from_result,
    is_empty,
    normal,
    type_problem,
    typed,
)
from fieldcheck.model.form import Choice, FormDefinition, Label, MajorRule

__all__ = ["FilledForm", "Proposal", "Value", "affected_by", "fails_by_itself"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that proposes 重大, and those of its items that failed."""

    rule: MajorRule
    items: tuple[str, ...]


class _State(NamedTuple):
    """What is known of one item: all that a page shows of it. A tuple, for a form makes thousands."""

    shown: bool = True
    value: Value = None
    required: bool = False
    readonly: bool = False
    problem: Label | None = None
    failed: bool = False
    choices: tuple[Choice, ...] = ()


_BLANK = _State()


class FilledForm:
    """A form with its answers. Not for use by two threads at once.

    An item that is not shown counts as empty for the others, is never failed, required or missing; its answer is kept.
    """

    def __init__(
        self, definition: FormDefinition, facts: Mapping[str, Value], answers: Mapping[str, Value], day: date
    ) -> None:
        """Fill a form; ids that the form does not have are left out. `day` is the day of the visit, for today().

        Raises ExpressionError for a definition that `loader.load` would refuse.
        """
        self.definition = definition
        self.day = day
        self._program: Program = program(definition)
        self._answers: dict[str, Value] = {
            entity: normal(self._program.by_id[entity].item, value)
            for entity, value in {**facts, **answers}.items()
            if entity in self._program.by_id
        }
        self._seen: dict[str, Result] = {}
        self._states: dict[str, _State] = {}
        for compiled in self._program.ordered:
            self._export(compiled)
        for compiled in self._program.form_order:
            self._finish(compiled)

    def set(self, entity: str, value: Value) -> frozenset[str]:
        """Set an answer or a fact; None clears it. Return the ids to draw again: it and those that changed with it.

        Raises KeyError for an id that the form does not have.
        """
        start = self._program.by_id[entity]
        self._answers[entity] = normal(start.item, value)
        before = {entity: self._states[entity]}
        follow = self._spread(start, before)
        for changed in before:
            self._finish(self._program.by_id[changed])
        changed_with_it = {other for other, old in before.items() if self._states[other] != old}
        for other in follow - before.keys():
            old = self._states[other]
            self._finish(self._program.by_id[other])
            if self._states[other] != old:
                changed_with_it.add(other)
        return frozenset({entity, *changed_with_it})

    def _spread(self, start: Compiled, before: dict[str, _State]) -> AbstractSet[str]:
        """Recompute the values that follow from `start`, each once; return the ids whose other state may follow."""
        waiting, queued, follow = [(start.rank, start.item.id)], {start.item.id}, set[str]()
        while waiting:
            entity = heappop(waiting)[1]
            compiled = self._program.by_id[entity]
            before.setdefault(entity, self._states[entity])
            seen = self._seen[entity]
            self._export(compiled)
            if _same(seen, self._seen[entity]):
                continue
            follow.update(self._program.shown_to.get(entity, ()))
            for other in self._program.exported_to.get(entity, ()):
                if other not in queued:
                    queued.add(other)
                    heappush(waiting, (self._program.by_id[other].rank, other))
        return follow

    def value(self, entity: str) -> Value:
        """Return the answer, the calculation's result, or the default; kept even where the item is not shown."""
        return self._states[entity].value

    def shown(self, entity: str) -> bool:
        """Return whether the item is relevant."""
        return self._states[entity].shown

    def required(self, entity: str) -> bool:
        """Return whether the item is shown and must be answered."""
        return self._states[entity].required

    def readonly(self, entity: str) -> bool:
        """Return whether the item cannot be answered by hand: by its condition, or because it is calculated."""
        return self._states[entity].readonly

    def valid(self, entity: str) -> Label | None:
        """Return what is wrong with the answer, by its type or its constraint; None where nothing is."""
        return self._states[entity].problem

    def failed(self, entity: str) -> bool:
        """Return whether the item is shown and its answer fails it."""
        return self._states[entity].failed

    def choices(self, entity: str) -> tuple[Choice, ...]:
        """Return the choices of a select item that its filter lets through."""
        return self._states[entity].choices

    def missing(self) -> tuple[str, ...]:
        """Return what must still be answered, facts first, in the order of the form."""
        states = ((compiled.item.id, self._states[compiled.item.id]) for compiled in self._program.form_order)
        return tuple(entity for entity, state in states if state.required and is_empty(state.value))

    def proposed_major(self) -> tuple[Proposal, ...]:
        """Return the rules that hold and concern at least one failed item, in the order of the form."""
        scope = Scope(self._seen, self.day)
        proposals = (
            Proposal(rule, tuple(item for item in rule.items if self.failed(item)))
            for rule, when in self._program.rules
            if to_boolean(when.evaluate(scope))
        )
        return tuple(proposal for proposal in proposals if proposal.items)

    def _export(self, compiled: Compiled) -> None:
        """Compute whether an item is shown, its value, and what other items see of it."""
        shown = self._holds(compiled.relevant, True)
        value = self._value(compiled)
        entity = compiled.item.id
        self._seen[entity] = typed(compiled.item, value) if shown else ""
        self._states[entity] = self._states.get(entity, _BLANK)._replace(shown=shown, value=value)

    def _value(self, compiled: Compiled) -> Value:
        scope = Scope(self._seen, self.day)
        if compiled.calculation is not None:
            return from_result(compiled.item, compiled.calculation.evaluate(scope))
        given = self._answers.get(compiled.item.id)
        if given is None and compiled.default is not None:
            return from_result(compiled.item, compiled.default.evaluate(scope))
        return given

    def _finish(self, compiled: Compiled) -> None:
        """Compute what only the item itself shows."""
        entity = compiled.item.id
        state = self._states[entity]
        choices = self._choices(compiled)
        self._states[entity] = _State(
            state.shown,
            state.value,
            state.shown and self._holds(compiled.required, False),
            compiled.calculation is not None or self._holds(compiled.readonly, False),
            self._problem(compiled, state, choices),
            state.shown and fails_by_itself(compiled.item, state.value),
            choices,
        )

    def _choices(self, compiled: Compiled) -> tuple[Choice, ...]:
        if compiled.choice_filter is None:
            return compiled.item.choices
        holds, scope = compiled.choice_filter.evaluate, Scope(self._seen, self.day)

        def passes(choice: Choice) -> bool:
            scope.name = choice.name
            return to_boolean(holds(scope))

        return tuple(choice for choice in compiled.item.choices if passes(choice))

    def _problem(self, compiled: Compiled, state: _State, choices: tuple[Choice, ...]) -> Label | None:
        value = state.value
        if not state.shown or value is None or is_empty(value):
            return None
        wrong = type_problem(compiled.item, value, choices)
        if wrong is not None or compiled.constraint is None:
            return wrong
        scope = Scope(self._seen, self.day, own=typed(compiled.item, value))
        if to_boolean(compiled.constraint.evaluate(scope)):
            return None
        return compiled.item.constraint_message or NOT_ALLOWED

    def _holds(self, condition: Expression | None, otherwise: bool) -> bool:
        if condition is None:
            return otherwise
        return to_boolean(condition.evaluate(Scope(self._seen, self.day)))


def _same(one: Result, other: Result) -> bool:
    """Return whether expressions could not tell two values apart: 1.0 and 1 are the same number, '1' is a text."""
    return type(one) is type(other) and one == other


def affected_by(definition: FormDefinition, entity: str) -> frozenset[str]:
    """Return the items and facts that may change when this one does, directly or through others, without itself."""
    compiled = program(definition)
    found: set[str] = set()
    passed_on = {entity}
    waiting = [entity]
    while waiting:
        current = waiting.pop()
        direct = compiled.exported_to.get(current, ())
        found.update(direct, compiled.shown_to.get(current, ()))
        waiting += [other for other in direct if other not in passed_on]
        passed_on.update(direct)
    return frozenset(found - {entity})
