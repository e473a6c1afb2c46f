"""The form of each thing that can be done with a hazard: its fields, and the step that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from fieldcheck.gui import step_words, texts
from fieldcheck.gui.hazard_facts import HazardFacts
from fieldcheck.gui.pages.visit.officers_field import OfficersField
from fieldcheck.gui.widgets.fields import ChoiceField, DateField, DateTimeField, Field, PersonField, TextField
from fieldcheck.model.authority import competent_authority
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.lifecycle import Flag
from fieldcheck.model.possible import Action
from fieldcheck.model.steps import Delisting, Extension, ExtensionAnswer, Listing, Recheck, RecheckResult, Step
from fieldcheck.model.values import Commitments, MeasureKind, OnSiteMeasure
from fieldcheck.operations import findings, steps
from fieldcheck.store import Changes, Store
from fieldcheck.translation import N_, _

Record = Callable[[Store], Changes]
StepType = TypeVar("StepType", bound=Step)


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name, what taking the step means, and what records it, made from the values of the fields."""

    told: str
    fields: Mapping[str, Field]
    record: Callable[[Mapping[str, object], str], Record]


def form_of(action: Action, facts: HazardFacts) -> Form:
    """Return the form of an action on this hazard. Raises KeyError where it has none."""
    return _FORMS[action](facts)


def _step_form(facts: HazardFacts, kind: str, told: str, fields: Mapping[str, Field], /, **known: object) -> Form:
    """Return the form of a step of this kind; `known` are the members that no person is asked for."""

    def record(values: Mapping[str, object], author: str) -> Record:
        given = {name: value for name, value in {**values, **known}.items() if value not in (None, "", ())}
        step = KINDS[kind].build(new_id(), {"finding": facts.finding.id, **given})
        return lambda store: steps.record(store, [step], author)

    return Form(told, fields, record)


class StepFields:
    """Makes the fields of one kind of step; their names are those by which a history calls them."""

    def __init__(self, kind: str) -> None:
        self._names = step_words.FIELDS[kind]
        self._needed = steps.NEEDED[KINDS[kind].record]

    def _label(self, name: str) -> tuple[str, bool]:
        return _(self._names[name]), name in self._needed

    def text(self, name: str, *, lines: bool = False, value: str = "", needed: bool = False) -> Field:
        """Return a field of text, of several `lines` or one; `needed` marks one that this hazard needs."""
        label, required = self._label(name)
        return _filled(TextField(label, multiline=lines, required=required or needed), value)

    def day(self, name: str, value: date | None = None) -> Field:
        """Return a field of a day."""
        label, required = self._label(name)
        return _filled(DateField(label, required=required), value)

    def moment(self, name: str) -> Field:
        """Return a field of a moment that shows now."""
        label, required = self._label(name)
        now = datetime.now().astimezone().isoformat(timespec="minutes")
        return _filled(DateTimeField(label, required=required), now)

    def person(self, name: str) -> Field:
        """Return a field of a person."""
        return PersonField(self._label(name)[0])

    def choice(self, name: str, choices: Mapping[str, str]) -> Field:
        """Return a field of one of several values, English words by value."""
        label, required = self._label(name)
        return ChoiceField(label, texts.choices(choices), required=required)


def _filled(field: Field, value: object) -> Field:
    field.set_value(value)
    return field


def _open(facts: HazardFacts, kind: type[StepType], done: set[str | None]) -> str | None:
    """Return the id of the first step of a kind that is not among those that another step is done with."""
    return next((step.id for step in facts.steps.values() if isinstance(step, kind) and step.id not in done), None)


def _put_right(facts: HazardFacts, *, on_spot: bool) -> Form:
    told = _("Add photos of how it is now below: a close-out rests on them.")
    make = StepFields("rectification")
    fields = {"done_at": make.moment("done_at"), "description": make.text("description", lines=True)}
    if not on_spot:
        fields |= {"reported_by": make.person("reported_by"), "funds": make.text("funds")}
    return _step_form(facts, "rectification", told, fields, on_spot=on_spot)


def _extension(facts: HazardFacts) -> Form:
    told = _("Asked for at the latest ten days before the deadline; what comes later is recorded as late.")
    make = StepFields("extension")
    fields = {
        "requested_on": make.day("requested_on", date.today()),
        "until": make.day("until"),
        "reason": make.text("reason", lines=True),
        "requested_by": make.person("requested_by"),
    }
    return _step_form(facts, "extension", told, fields)


GRANTED: Mapping[object, bool] = {"yes": True, "no": False}


def _answer(facts: HazardFacts) -> Form:
    told = _("Answered in writing, within five days.")
    make = StepFields("extension_answer")
    answered = {step.extension for step in facts.steps.values() if isinstance(step, ExtensionAnswer)}
    fields = {
        "granted": make.choice("granted", {"yes": N_("More time is granted"), "no": N_("No more time is granted")}),
        "until": make.day("until"),
        "answered_on": make.day("answered_on", date.today()),
        "reason": make.text("reason", lines=True),
    }
    form = _step_form(facts, "extension_answer", told, fields, extension=_open(facts, Extension, answered))

    def record(values: Mapping[str, object], author: str) -> Record:
        return form.record({**values, "granted": GRANTED.get(values["granted"])}, author)

    return replace(form, record=record)


def _recheck(facts: HazardFacts) -> Form:
    told = _("What two officers saw. The opinion (整改复查意见书) is issued on the visit of the recheck.")
    make = StepFields("recheck")
    seen_by = next((visit.officers for visit in (*facts.rechecks, facts.visit) if visit is not None), None)
    fields = {
        "result": make.choice("result", step_words.RESULTS),
        "at": make.moment("at"),
        "officers": _filled(OfficersField(_("Officers"), list(facts.known_officers)), seen_by),
        "comment": make.text("comment", lines=True),
    }
    if facts.rechecks:
        visits = [(visit.id, texts.moment(visit.started_at)) for visit in facts.rechecks]
        fields["inspection"] = _filled(ChoiceField(_("Visit of the recheck"), visits), visits[0][0])
    return _step_form(facts, "recheck", told, fields)


def _close(facts: HazardFacts) -> Form:
    told = _("It rests on a recheck that passed, with a photo of how it is now.")
    make = StepFields("closure")
    passed = [step for step in facts.steps.values() if isinstance(step, Recheck) and step.result == RecheckResult.PASS]
    fields = {"approver": make.text("approver"), "approved_on": make.day("approved_on", date.today())}
    if facts.is_major:
        fields["approval_number"] = make.text("approval_number", needed=True)
    if Flag.STOPPED in facts.life.flags:
        fields["resumption"] = make.text("resumption", needed=True)
    return _step_form(facts, "closure", told, fields, recheck=passed[-1].id if passed else None)


def _list(facts: HazardFacts) -> Form:
    make = StepFields("listing")
    fields = {
        "level": make.choice("level", step_words.LEVELS),
        "supervisor": make.text("supervisor"),
        "number": make.text("number"),
        "listed_on": make.day("listed_on", date.today()),
        "until": make.day("until"),
        "published": make.text("published"),
    }
    return _step_form(facts, "listing", "", fields)


def _delist(facts: HazardFacts) -> Form:
    make = StepFields("delisting")
    off = {step.listing for step in facts.steps.values() if isinstance(step, Delisting)}
    fields = {
        "number": make.text("number"),
        "delisted_on": make.day("delisted_on", date.today()),
        "approver": make.text("approver"),
    }
    return _step_form(facts, "delisting", "", fields, listing=_open(facts, Listing, off))


def _transfer(facts: HazardFacts) -> Form:
    make = StepFields("transfer")
    fields = {
        "authority": make.text("authority", value=competent_authority(facts.row.sector)),
        "transferred_on": make.day("transferred_on", date.today()),
        "reason": make.text("reason", lines=True),
    }
    return _step_form(facts, "transfer", "", fields)


def _case(facts: HazardFacts) -> Form:
    make = StepFields("case_filing")
    fields = {
        "number": make.text("number"),
        "filed_on": make.day("filed_on", date.today()),
        "cause": make.text("cause", lines=True),
    }
    return _step_form(facts, "case_filing", "", fields)


def take_back(facts: HazardFacts, kind: str, step: str) -> Form:
    """Return the form that takes back a step of this kind (its id)."""
    told = _("The step no longer counts. It stays to be read, with the reason.")
    fields = {"reason": StepFields("annulment").text("reason", lines=True)}
    return _step_form(facts, "annulment", told, fields, kind=kind, step=step)


def _commit(facts: HazardFacts) -> Form:
    told = _("All five before a major hazard goes on: who, how, with what funds, until when, what if it goes wrong.")
    made = facts.finding.commitments or Commitments()
    fields: dict[str, Field] = {
        "responsible": _filled(TextField(_("Responsible (责任)"), required=True), made.responsible),
        "measure": _filled(TextField(_("Measure (措施)"), required=True, multiline=True), made.measure),
        "funds": _filled(TextField(_("Funds, 10,000 yuan (资金)"), required=True), made.funds),
        "until": _filled(DateField(_("Until (时限)"), required=True), made.until or facts.finding.deadline),
        "emergency_plan": _filled(
            TextField(_("Emergency plan (预案)"), required=True, multiline=True), made.emergency_plan
        ),
    }

    def record(values: Mapping[str, object], author: str) -> Record:
        promised = Commitments(**{name: str(value or "") for name, value in values.items()})
        return lambda store: findings.edit(store, facts.finding.id, {"commitments": promised}, author, facts.seen)

    return Form(told, fields, record)


NO_MEASURE = "none"
"""What is chosen where a measure on site is taken back."""


def _measure(facts: HazardFacts) -> Form:
    told = _("For what cannot wait. The decision (现场处理措施决定书) is issued on the visit of the hazard.")
    chosen = facts.finding.on_site_measure or OnSiteMeasure("")
    kinds = [(NO_MEASURE, _("None")), *texts.choices(texts.MEASURES)]
    fields: dict[str, Field] = {
        "kind": _filled(ChoiceField(_("Measure on site"), kinds, required=True), chosen.kind or NO_MEASURE),
        "what": _filled(TextField(_("What it is about: place, plant, works"), multiline=True), chosen.what),
        "until": _filled(DateField(_("Until")), chosen.until or None),
    }

    def record(values: Mapping[str, object], author: str) -> Record:
        measure = _measure_of(values)
        return lambda store: findings.edit(store, facts.finding.id, {"on_site_measure": measure}, author, facts.seen)

    return Form(told, fields, record)


def _measure_of(values: Mapping[str, object]) -> OnSiteMeasure | None:
    """Return the measure that a form holds; a hazard that is removed at once has no last day."""
    kind = str(values["kind"] or NO_MEASURE)
    if kind == NO_MEASURE:
        return None
    until = "" if kind == MeasureKind.REMOVE else str(values["until"] or "")
    return OnSiteMeasure(kind, str(values["what"] or ""), until)


def _void(facts: HazardFacts) -> Form:
    told = _("It stays in the store with the reason, and leaves the counts and every later document.")

    def record(values: Mapping[str, object], author: str) -> Record:
        reason = str(values["reason"] or "")
        return lambda store: findings.withdraw(store, facts.finding.id, reason, author, facts.seen)

    return Form(told, {"reason": TextField(_("Reason"), multiline=True, required=True)}, record)


_FORMS: Mapping[Action, Callable[[HazardFacts], Form]] = {
    Action.FIX_ON_SPOT: lambda facts: _put_right(facts, on_spot=True),
    Action.REPORT: lambda facts: _put_right(facts, on_spot=False),
    Action.RECHECK: _recheck,
    Action.CLOSE: _close,
    Action.REQUEST_EXTENSION: _extension,
    Action.ANSWER_EXTENSION: _answer,
    Action.MEASURE: _measure,
    Action.COMMIT: _commit,
    Action.LIST: _list,
    Action.DELIST: _delist,
    Action.TRANSFER: _transfer,
    Action.FILE_CASE: _case,
    Action.DECLARE_VOID: _void,
}
