"""The logic of a definition: every expression must parse, name what there is, and be able to hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fieldcheck.forms.decode import JUDGED, LOGIC, Draft
from fieldcheck.forms.expressions import faults, reads_itself, references, walk
from fieldcheck.forms.lines import Path
from fieldcheck.forms.mismatches import mismatches
from fieldcheck.forms.problems import ExpressionError, Fault, suggestion
from fieldcheck.forms.program import CHOICE_NAMES, EXPORTING, circles
from fieldcheck.forms.syntax import Node, Own, Reference, parse
from fieldcheck.model.form import FormDefinition, Item, MajorRule
from fieldcheck.translation import _


class _Checker:
    def __init__(self, definition: FormDefinition, draft: Draft) -> None:
        self.draft = draft
        everything = (*definition.facts, *definition.items())
        self.items: dict[str, Item] = {}
        for item in everything:
            if item.id:
                self.items.setdefault(item.id, item)
        self.fact_ids = {fact.id for fact in definition.facts}
        self.needs: dict[str, frozenset[str]] = {}

    def expression(self, path: Path, text: str, own: Item | None, key: str) -> Node | None:
        """Report everything wrong with one expression; return its tree, or None where it does not parse."""
        names = CHOICE_NAMES if key == "choice_filter" else ()
        try:
            tree = parse(text)
        except ExpressionError as error:
            self._report(path, error.fault)
            return None
        found = [*faults(tree, names), *self._unknown(tree), *_misplaced_own(tree, key)]
        found += mismatches(tree, self._typed(), own, key)
        for fault in sorted(found, key=lambda fault: fault.column):
            self._report(path, fault)
        return tree

    def _typed(self) -> Mapping[str, Item]:
        return {key: item for key, item in self.items.items() if key not in self.draft.untyped}

    def _report(self, path: Path, fault: Fault) -> None:
        what = _("Column {column} of {key}: {what}").format(column=fault.column, key=path[-1], what=fault.what)
        self.draft.document.report(path, what, fault.instead)

    def _unknown(self, tree: Node) -> Iterator[Fault]:
        for node in walk(tree):
            if isinstance(node, Reference) and node.id not in self.items:
                what = _("There is no item and no fact {id}.").format(id=node.id)
                yield Fault(node.column, what, suggestion(node.id, self.items))

    def item(self, item: Item) -> None:
        """Check the logic of one item or fact."""
        path = self.draft.paths[item.id]
        needed: frozenset[str] = frozenset()
        for key in LOGIC:
            text = getattr(item, key)
            tree = self.expression((*path, key), text, item, key) if text is not None else None
            if tree is not None and key in EXPORTING:
                needed |= references(tree)
        self.needs[item.id] = needed
        if item.constraint_message is not None and item.constraint is None:
            what = _("There is a constraint_message, but no constraint.")
            self.draft.document.report((*path, "constraint_message"), what, _("Add the constraint, or take it away."))

    def circles(self) -> None:
        """Report items whose relevance or value depends on itself."""
        for circle in circles(self.needs):
            path, needed = self.draft.paths[circle[0]], (*circle, circle[0])[1]
            key = next(key for key in EXPORTING if needed in _references(getattr(self.items[circle[0]], key)))
            what = _("The logic runs in a circle: {ids}.").format(ids=" → ".join((*circle, circle[0])))
            instead = _("Take one of these references out of relevant, calculation or default.")
            self.draft.document.report((*path, key), what, instead)

    def rule(self, path: Path, rule: MajorRule) -> None:
        """Check one major rule: its condition, and that its items can fail."""
        if rule.when:
            self.expression((*path, "when"), rule.when, None, "when")
        for index, item_id in enumerate(rule.items):
            self._rule_item((*path, "items", index), item_id)

    def _rule_item(self, path: Path, item_id: str) -> None:
        item = self.items.get(item_id)
        if item is None:
            what = _("There is no item {id}.").format(id=item_id)
            known = [key for key, other in self.items.items() if other.type in JUDGED]
            self.draft.document.report(path, what, suggestion(item_id, known))
        elif item_id in self.fact_ids or (item.type not in JUDGED and item_id not in self.draft.untyped):
            what = _("{id} cannot fail: it is no check and no measure of a section.").format(id=item_id)
            self.draft.document.report(path, what, _("Name the items whose findings the rule raises."))
        elif not item.major_possible and item_id not in self.draft.untyped:
            what = _("A rule raises {id}, but the item does not say so.").format(id=item_id)
            instead = _("Add major_possible = true to {id}, or take it out of the rule.").format(id=item_id)
            self.draft.document.report(self.draft.paths[item_id], what, instead)


def check_logic(definition: FormDefinition, draft: Draft) -> None:
    """Report every error of a form's logic into the draft's document."""
    checker = _Checker(definition, draft)
    for item in (*definition.facts, *definition.items()):
        if item.id and checker.items[item.id] is item:
            checker.item(item)
    checker.circles()
    for path, rule in zip(draft.rule_paths, definition.major_rules, strict=True):
        checker.rule(path, rule)


def _references(text: str | None) -> frozenset[str]:
    try:
        return frozenset() if text is None else references(parse(text))
    except ExpressionError:
        return frozenset()


def _misplaced_own(tree: Node, key: str) -> Iterator[Fault]:
    if key == "constraint" or not reads_itself(tree):
        return
    column = next(node.column for node in walk(tree) if isinstance(node, Own))
    what = _("The point, an item's own value, means something in a constraint only.")
    yield Fault(column, what, _("Write ${id} of another item."))
