"""What the checklist page knows of one form: pure, no widget. It answers what a click changes, at once.

The store is told afterwards. Until it has answered, an item is `pending`, and what is read back for it is older than
what the person sees and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from fieldcheck.forms.filled import FilledForm, Value
from fieldcheck.model.form import FormDefinition, Item, ItemType, Label, MajorRule
from fieldcheck.model.identifiers import answer_id, finding_id
from fieldcheck.model.records import Finding
from fieldcheck.operations.known_facts import KnownFact
from fieldcheck.operations.last_time import LastTime
from fieldcheck.store import Seen

FACTS = "facts"
"""Id of the part that holds the facts of the site; it comes first and has no label of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form, or its facts (`label` is None)."""

    id: str
    label: Label | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a part is: shown items that take an answer, those answered, and those that fail."""

    part: str
    total: int
    answered: int
    failed: int


@dataclass(frozen=True, slots=True)
class Redraw:
    """What an answer changed on the page: items to draw again, and whether some appeared or vanished."""

    items: frozenset[str] = frozenset()
    order: bool = False

    def __or__(self, other: Redraw) -> Redraw:
        return Redraw(self.items | other.items, self.order or other.order)


@dataclass(slots=True)
class ItemRecord:
    """What is kept beside an answer: its finding, remark, photos, what failed here before, what is known.

    `seen` is what the answer shows of other devices, `finding_seen` what each field of the finding does.
    """

    seen: Seen = field(default_factory=dict)
    finding: Finding | None = None
    finding_seen: Mapping[str, Seen] = field(default_factory=dict)
    remark: str = ""
    photos: int = 0
    last: LastTime | None = None
    known: KnownFact | None = None


@dataclass(slots=True)
class Records:
    """The records beside the answers, by item."""

    by_item: dict[str, ItemRecord] = field(default_factory=dict)

    def of(self, item: str) -> ItemRecord:
        """Return the record of an item, a new empty one where there was none."""
        return self.by_item.setdefault(item, ItemRecord())


class FormState:
    """One form of a visit as the page shows it. Items are facts and items of sections alike, in the form's order."""

    def __init__(self, inspection: str, definition: FormDefinition, filled: FilledForm, records: Records) -> None:
        self.inspection = inspection
        self.definition = definition
        self.filled = filled
        self.records = records
        self.items: dict[str, Item] = {item.id: item for item in (*definition.facts, *definition.items())}
        self.parts = _parts(definition)
        self._part_of = {item: part for part in self.parts for item in part.items}
        self._shown = {item for item in self.items if filled.shown(item)}
        self._order = self._visible()
        self.by_answer = {self.answer_id(item): item for item in self.items}
        self.by_finding = {finding_id(answer): item for answer, item in self.by_answer.items()}
        self._pending: Counter[str] = Counter()
        self._proposed = self._proposals()
        self._known_progress: dict[str, Progress] = {}
        self._known_counts: Counter[str] | None = None

    # What is shown

    @property
    def order(self) -> tuple[str, ...]:
        """Return the items that are shown, facts first."""
        return self._order

    def value(self, item: str) -> Value:
        """Return the answer, or None."""
        return self.filled.value(item)

    def failing(self, item: str) -> bool:
        """Return whether the item fails now."""
        return item in self._shown and self.filled.failed(item)

    def part_of(self, item: str) -> Part:
        """Return the part that an item lies in. Raises KeyError."""
        return self._part_of[item]

    def numbered(self, item: str) -> bool:
        """Return whether the item's id is a number that people use: not that of a fact."""
        return self._part_of[item].id != FACTS

    def known(self, item: str) -> KnownFact | None:
        """Return what is known of a fact that is not answered yet."""
        record = self.records.by_item.get(item)
        return record.known if record is not None and empty(self.value(item)) and item in self._shown else None

    def proposed(self, item: str) -> tuple[MajorRule, ...]:
        """Return the rules that propose 重大 for the finding of an item."""
        return self._proposed.get(item, ())

    def answer_id(self, item: str) -> str:
        """Return the id of the answer's record."""
        return answer_id(self.inspection, self.definition.id, item)

    def finding_id(self, item: str) -> str:
        """Return the id of the finding's record, whether it is there or not."""
        return finding_id(self.answer_id(item))

    # Where to go

    def first(self) -> str:
        """Return the item to begin with: the first without an answer, else the first; empty where nothing is shown."""
        return next((item for item in self._order if self._open(item)), self._order[0] if self._order else "")

    def neighbour(self, item: str, step: int) -> str:
        """Return the item `step` places on (or back), not beyond the ends; notes take no answer and are passed by."""
        stops = [known for known in self._order if self.items[known].type is not ItemType.NOTE or known == item]
        if item not in stops:
            return self.nearest(item)
        return stops[min(max(stops.index(item) + step, 0), len(stops) - 1)]

    def section_start(self, item: str, step: int) -> str:
        """Return the first shown item of the next (or previous) part that shows any; the item itself at the ends."""
        parts = [part for part in self.parts if any(known in self._shown for known in part.items)]
        here = parts.index(self.part_of(item)) if self.part_of(item) in parts else 0
        there = here + step
        if not 0 <= there < len(parts):
            return self.start_of(parts[here].id) if step < 0 and parts else item
        return self.start_of(parts[there].id)

    def start_of(self, part: str) -> str:
        """Return the first shown item of a part, or an empty text."""
        items = next(known.items for known in self.parts if known.id == part)
        return next((item for item in items if item in self._shown), "")

    def next_open(self, item: str) -> str:
        """Return the next shown item without an answer after `item`, from the top again at the end; else empty."""
        index = self._order.index(item) + 1 if item in self._order else 0
        around = (*self._order[index:], *self._order[:index])
        return next((known for known in around if self._open(known)), "")

    def nearest(self, item: str) -> str:
        """Return the item where it is shown, else the shown item that stands next before or after it."""
        if item in self._shown:
            return item
        known = list(self.items)
        place = known.index(item) if item in self.items else 0
        before = [other for other in known[:place] if other in self._shown]
        after = [other for other in known[place:] if other in self._shown]
        return (after[:1] or before[-1:] or [""])[0]

    # What happens

    def answer(self, item: str, value: Value) -> Redraw:
        """Set an answer that the person gave; it is pending until `saved` is called."""
        self._pending[item] += 1
        return self._set(item, value) | Redraw(frozenset({item}))

    def saved(self, item: str) -> None:
        """Note that the store has kept one answer to this item."""
        self._pending[item] -= 1

    def pending(self, item: str) -> bool:
        """Return whether an answer to the item is on its way to the disk."""
        return self._pending[item] > 0

    def stored(self, item: str, value: Value, seen: Seen) -> Redraw:
        """Take an answer as the store holds it: from an undo, an import, another page, or a write that was refused."""
        if self.pending(item):
            return Redraw()
        if seen or item in self.records.by_item:
            self.records.of(item).seen = seen
        if self.filled.value(item) == value:
            return Redraw()
        return self._set(item, value) | Redraw(frozenset({item}))

    def seen(self, item: str) -> Seen:
        """Return what the shown answer comes from, where that is another device."""
        known = self.records.by_item.get(item)
        return known.seen if known is not None else {}

    def _set(self, item: str, value: Value) -> Redraw:
        touched = set(self.filled.set(item, value)) & set(self.items)
        shown = {known for known in touched if self.filled.shown(known)}
        order = shown != touched & self._shown
        if order:
            self._shown = (self._shown - touched) | shown
            self._order = self._visible()
        self._known_counts = None
        for changed in (item, *touched):
            self._known_progress.pop(self._part_of[changed].id, None)
        return Redraw(frozenset(touched | self._proposals_changed()), order)

    def _proposals_changed(self) -> set[str]:
        before, self._proposed = self._proposed, self._proposals()
        known = before.keys() | self._proposed.keys()
        return {item for item in known if before.get(item) != self._proposed.get(item)}

    def _proposals(self) -> Mapping[str, tuple[MajorRule, ...]]:
        found: dict[str, tuple[MajorRule, ...]] = {}
        for proposal in self.filled.proposed_major():
            for item in proposal.items:
                found[item] = (*found.get(item, ()), proposal.rule)
        return found

    def _visible(self) -> tuple[str, ...]:
        return tuple(item for item in self.items if item in self._shown)

    # How far it is

    def progress(self) -> tuple[Progress, ...]:
        """Return the progress of every part that shows an item that takes an answer."""
        return tuple(progress for progress in map(self._progress, self.parts) if progress.total)

    def total(self) -> Progress:
        """Return the progress of the whole form."""
        parts = self.progress()
        return Progress(
            "",
            total=sum(part.total for part in parts),
            answered=sum(part.answered for part in parts),
            failed=sum(part.failed for part in parts),
        )

    def counts(self) -> Counter[str]:
        """Return how often each answer was given to the shown `check` items; an empty text counts those without."""
        if self._known_counts is None:
            checks = (item for item in self._order if self.items[item].type is ItemType.CHECK)
            self._known_counts = Counter(str(self.filled.value(item) or "") for item in checks)
        return self._known_counts

    def _progress(self, part: Part) -> Progress:
        """Return the progress of a part, counted again only after an answer that touched it."""
        known = self._known_progress.get(part.id)
        if known is None:
            known = self._known_progress[part.id] = self._counted(part)
        return known

    def _counted(self, part: Part) -> Progress:
        taking = [item for item in part.items if item in self._shown and takes_answer(self.items[item])]
        return Progress(
            part.id,
            total=len(taking),
            answered=sum(not empty(self.filled.value(item)) for item in taking),
            failed=sum(self.filled.failed(item) for item in taking),
        )

    def _open(self, item: str) -> bool:
        return takes_answer(self.items[item]) and empty(self.filled.value(item))


def takes_answer(item: Item) -> bool:
    """Return whether a person answers the item: not a note, and not computed."""
    return item.type is not ItemType.NOTE and item.calculation is None


def empty(value: Value) -> bool:
    """Return whether there is no answer."""
    return value in (None, "", ())


def _parts(definition: FormDefinition) -> tuple[Part, ...]:
    facts: Sequence[Part] = (
        (Part(FACTS, None, tuple(fact.id for fact in definition.facts)),) if definition.facts else ()
    )
    sections = (
        Part(section.id, section.label, tuple(item.id for item in section.items)) for section in definition.sections
    )
    return (*facts, *sections)


def opened_finding(form: FormState, item: str, day: date) -> Finding:
    """Return the finding of a failing item: the stored one or, for a moment, the one that is about to be stored."""
    known = form.records.of(item).finding
    if known is not None:
        return known
    definition = form.items[item]
    default = definition.finding
    return Finding(
        id=form.finding_id(item),
        inspection=form.inspection,
        form=form.definition.id,
        item=item,
        description=default.wording if default else None,
        measure=default.measure if default else None,
        deadline=day + timedelta(days=default.days) if default else None,
        category=definition.category,
        basis=definition.basis,
    )
