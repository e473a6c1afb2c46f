"""The examples of a form: answers, and what must then be shown, required, missing, failed, invalid, proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from fieldcheck.forms import loader
from fieldcheck.forms.filled import FilledForm
from fieldcheck.forms.problems import nearest
from fieldcheck.model.errors import N_
from fieldcheck.model.form import FormDefinition
from fieldcheck.translation import _

FOLDER = "examples"


class ExpectedProposal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that must propose 重大, and the failed items that it must name."""

    rule: str
    items: tuple[str, ...]


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must come out; what is absent is not compared. `failed` and `proposed` are compared exactly."""

    shown: tuple[str, ...] | None = None
    hidden: tuple[str, ...] | None = None
    required: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    failed: tuple[str, ...] | None = None
    invalid: tuple[str, ...] | None = None
    proposed: tuple[ExpectedProposal, ...] | None = None


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One example of a form being filled in."""

    description: str
    day: date
    facts: dict[str, str | tuple[str, ...] | None]
    answers: dict[str, str | tuple[str, ...] | None]
    expect: Expected


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An example that does not hold: its file, what was expected, what came."""

    file: str
    expected: str
    came: str

    def __str__(self) -> str:
        text = _("{file}: expected is {expected}, but came {came}.")
        return text.format(file=self.file, expected=self.expected, came=self.came)


def check(folder: Path) -> list[Mismatch]:
    """Run the examples of a form's folder. Raises FormDefinitionErrors where the form itself has errors."""
    definition = loader.load(folder)
    files = sorted((folder / FOLDER).glob("*.json"))
    if not files:
        expected = _("at least one example in {folder}").format(folder=f"{FOLDER}/")
        return [Mismatch(folder.name, expected, _("none"))]
    return [mismatch for file in files for mismatch in _check_file(definition, file)]


def _check_file(definition: FormDefinition, file: Path) -> Iterator[Mismatch]:
    try:
        example = msgspec.json.decode(file.read_bytes(), type=Example)
    except msgspec.DecodeError as error:
        yield Mismatch(file.name, _("an example"), str(error))
        return
    unknown = list(_unknown_ids(definition, example))
    for expected, came in unknown or _compare(definition, example):
        yield Mismatch(file.name, expected, came)


def _unknown_ids(definition: FormDefinition, example: Example) -> Iterator[tuple[str, str]]:
    facts = [fact.id for fact in definition.facts]
    items = [item.id for item in definition.items()]
    expect = example.expect
    named = [expect.shown, expect.hidden, expect.required, expect.missing, expect.failed, expect.invalid]
    everywhere = [entity for ids in named for entity in ids or ()]
    concerned = [entity for proposal in expect.proposed or () for entity in proposal.items]
    rules = [rule.id for rule in definition.major_rules]
    yield from _not_among(_("facts of the form"), example.facts, facts)
    yield from _not_among(_("items of the form"), example.answers, items)
    yield from _not_among(_("items or facts of the form"), everywhere + concerned, facts + items)
    yield from _not_among(_("rules of the form"), [proposal.rule for proposal in expect.proposed or ()], rules)


def _not_among(expected: str, written: Iterable[str], known: list[str]) -> Iterator[tuple[str, str]]:
    for entity in dict.fromkeys(written):
        if entity not in known:
            came = _("{id}, which is not there").format(id=entity)
            near = nearest(entity, known)
            yield expected, came if near is None else _("{came} (did you mean {name}?)").format(came=came, name=near)


def _compare(definition: FormDefinition, example: Example) -> Iterator[tuple[str, str]]:
    filled = FilledForm(definition, example.facts, example.answers, example.day)
    everything = [item.id for item in (*definition.facts, *definition.items())]
    expect = example.expect
    came = {
        "shown": [entity for entity in everything if filled.shown(entity)],
        "hidden": [entity for entity in everything if not filled.shown(entity)],
        "required": [entity for entity in everything if filled.required(entity)],
        "missing": list(filled.missing()),
        "invalid": [entity for entity in everything if filled.valid(entity) is not None],
        "failed": [entity for entity in everything if filled.failed(entity)],
    }
    for aspect, ids in came.items():
        expected: tuple[str, ...] | None = getattr(expect, aspect)
        if expected is not None and not _holds(aspect, expected, ids):
            yield _said(aspect, _listed(expected)), _said(aspect, _listed(ids))
    yield from _compare_proposed(filled, expect)


def _holds(aspect: str, expected: Sequence[str], came: Sequence[str]) -> bool:
    """Return whether an expectation holds: `failed` exactly; others contain it, an empty list of mistakes is exact."""
    if aspect == "failed" or (aspect in ("missing", "invalid") and not expected):
        return list(expected) == list(came)
    return set(expected) <= set(came)


ASPECTS = {
    "shown": N_("shown: {ids}"),
    "hidden": N_("hidden: {ids}"),
    "required": N_("required: {ids}"),
    "missing": N_("missing: {ids}"),
    "invalid": N_("invalid: {ids}"),
    "failed": N_("failed: {ids}"),
    "proposed": N_("proposed: {ids}"),
}


def _said(aspect: str, ids: str) -> str:
    return _(ASPECTS[aspect]).format(ids=ids)


def _compare_proposed(filled: FilledForm, expect: Expected) -> Iterator[tuple[str, str]]:
    if expect.proposed is None:
        return
    came = sorted((proposal.rule.id, proposal.items) for proposal in filled.proposed_major())
    expected = sorted((proposal.rule, proposal.items) for proposal in expect.proposed)
    if came != expected:
        yield _said("proposed", _listed_rules(expected)), _said("proposed", _listed_rules(came))


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids) or _("none")


def _listed_rules(rules: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    return "; ".join(f"{rule} ({_listed(items)})" for rule, items in rules) or _("none")
