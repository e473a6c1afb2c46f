"""The form of each thing that can be done with a hazard: its fields, and the step that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fieldcheck.gui import texts
from fieldcheck.gui.hazard_facts import HazardFacts
from fieldcheck.gui.pages.visit.officers_field import OfficersField
from fieldcheck.gui.widgets.fields import ChoiceField, DateField, DateTimeField, Field, PersonField, TextField
from fieldcheck.model.authority import competent_authority
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import Flag
from fieldcheck.model.possible import Action
from fieldcheck.model.steps import (
    CaseFiling,
    Closure,
    Delisting,
    Extension,
    ExtensionAnswer,
    Listing,
    ListingLevel,
    Recheck,
    RecheckResult,
    Rectification,
    Step,
    Transfer,
)
from fieldcheck.model.values import Commitments
from fieldcheck.operations import findings, steps
from fieldcheck.store import Changes, Store
from fieldcheck.translation import _

Record = Callable[[Store], Changes]


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name, what taking the step means, and what records it, made from the values of the fields."""

    told: str
    fields: Mapping[str, Field]
    record: Callable[[Mapping[str, object], str], Record]


def form_of(action: Action, facts: HazardFacts) -> Form:
    """Return the form of an action on this hazard. Raises KeyError where it has none."""
    return _FORMS[action](facts)


def _step(make: Callable[[Mapping[str, object]], Step]) -> Callable[[Mapping[str, object], str], Record]:
    def record(values: Mapping[str, object], author: str) -> Record:
        step = make(values)
        return lambda store: steps.record(store, [step], author)

    return record


def _filled(field: Field, value: object) -> Field:
    field.set_value(value)
    return field


def _now() -> datetime:
    return datetime.now().astimezone().replace(second=0, microsecond=0)


def _put_right(facts: HazardFacts, *, on_spot: bool) -> Form:
    told = _("Add photos of how it is now below: a close-out rests on them.")
    fields: dict[str, Field] = {
        "done_at": _filled(DateTimeField(_("When"), required=True), _now().isoformat(timespec="minutes")),
        "description": TextField(_("What was done"), multiline=True),
    }
    if not on_spot:
        fields |= {"reported_by": PersonField(_("Reported by")), "funds": TextField(_("Spent, 10,000 yuan"))}

    def make(values: Mapping[str, object]) -> Step:
        return Rectification(id=new_id(), finding=facts.finding.id, on_spot=on_spot, **_given(values))  # type: ignore[arg-type]  # each field gives its own type

    return Form(told, fields, _step(make))


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _extension(facts: HazardFacts) -> Form:
    told = _("Asked for at the latest ten days before the deadline; what comes later is recorded as late.")
    fields: dict[str, Field] = {
        "requested_on": _filled(DateField(_("Asked on"), required=True), date.today()),
        "until": DateField(_("Until"), required=True),
        "reason": TextField(_("Reason"), multiline=True, required=True),
        "requested_by": PersonField(_("Asked by")),
    }
    return Form(told, fields, _step(lambda v: Extension(id=new_id(), finding=facts.finding.id, **_given(v))))  # type: ignore[arg-type]  # each field gives its own type


def _answer(facts: HazardFacts) -> Form:
    told = _("Answered in writing, within five days.")
    answered = {step.extension for step in facts.steps.values() if isinstance(step, ExtensionAnswer)}
    asked = [s.id for s in facts.steps.values() if isinstance(s, Extension) and s.id not in answered]
    fields: dict[str, Field] = {
        "granted": ChoiceField(_("The answer"), (("yes", _("Granted")), ("no", _("Refused"))), required=True),
        "until": DateField(_("Until")),
        "answered_on": _filled(DateField(_("Answered on"), required=True), date.today()),
        "reason": TextField(_("Reason"), multiline=True),
    }

    def make(values: Mapping[str, object]) -> Step:
        given = _given({**values, "granted": None})
        answer = {"yes": True, "no": False}.get(str(values["granted"]))
        first = asked[0] if asked else None
        return ExtensionAnswer(id=new_id(), finding=facts.finding.id, extension=first, granted=answer, **given)  # type: ignore[arg-type]  # each field gives its own type

    return Form(told, fields, _step(make))


def _recheck(facts: HazardFacts) -> Form:
    told = _("What two officers saw. The opinion (整改复查意见书) is issued on the visit of the recheck.")
    results = ((RecheckResult.PASS, _("Passed")), (RecheckResult.FAIL, _("Failed")))
    visits = [(visit.id, texts.moment(visit.started_at)) for visit in facts.rechecks]
    known = list(facts.known_officers)
    seen_by = facts.rechecks[0].officers if facts.rechecks else (facts.visit.officers if facts.visit else None)
    fields: dict[str, Field] = {
        "result": ChoiceField(_("Result"), results, required=True),
        "at": _filled(DateTimeField(_("When"), required=True), _now().isoformat(timespec="minutes")),
        "officers": _filled(OfficersField(_("Officers"), known), seen_by),
        "comment": TextField(_("What was seen"), multiline=True),
    }
    if visits:
        fields["inspection"] = _filled(ChoiceField(_("Visit of the recheck"), visits), visits[0][0])
    return Form(told, fields, _step(lambda v: Recheck(id=new_id(), finding=facts.finding.id, **_given(v))))  # type: ignore[arg-type]  # each field gives its own type


def _close(facts: HazardFacts) -> Form:
    told = _("It rests on a recheck that passed, with a photo of how it is now.")
    passed = [step for step in facts.steps.values() if isinstance(step, Recheck) and step.result == RecheckResult.PASS]
    fields: dict[str, Field] = {
        "approver": TextField(_("Approved by"), required=True),
        "approved_on": _filled(DateField(_("Approved on"), required=True), date.today()),
    }
    if facts.is_major:
        fields["approval_number"] = TextField(_("Approval number (核销)"), required=True)
    if Flag.STOPPED in facts.life.flags:
        fields["resumption"] = TextField(_("Consent to resume work"), required=True)

    def make(values: Mapping[str, object]) -> Step:
        recheck = passed[-1].id if passed else None
        return Closure(id=new_id(), finding=facts.finding.id, recheck=recheck, **_given(values))  # type: ignore[arg-type]  # each field gives its own type

    return Form(told, fields, _step(make))


def _list(facts: HazardFacts) -> Form:
    levels = (
        (ListingLevel.COUNTY, _("County")),
        (ListingLevel.CITY, _("City")),
        (ListingLevel.PROVINCE, _("Province")),
    )
    fields: dict[str, Field] = {
        "level": ChoiceField(_("Level"), levels, required=True),
        "supervisor": TextField(_("Supervised by"), required=True),
        "number": TextField(_("Number"), required=True),
        "listed_on": _filled(DateField(_("Listed on"), required=True), date.today()),
        "until": DateField(_("Until")),
        "published": TextField(_("Published where")),
    }
    return Form("", fields, _step(lambda v: Listing(id=new_id(), finding=facts.finding.id, **_given(v))))  # type: ignore[arg-type]  # each field gives its own type


def _delist(facts: HazardFacts) -> Form:
    off = {step.listing for step in facts.steps.values() if isinstance(step, Delisting)}
    listed = [step.id for step in facts.steps.values() if isinstance(step, Listing) and step.id not in off]
    fields: dict[str, Field] = {
        "number": TextField(_("Number")),
        "delisted_on": _filled(DateField(_("Taken off on"), required=True), date.today()),
        "approver": TextField(_("Approved by")),
    }

    def make(values: Mapping[str, object]) -> Step:
        first = listed[0] if listed else None
        return Delisting(id=new_id(), finding=facts.finding.id, listing=first, **_given(values))  # type: ignore[arg-type]  # each field gives its own type

    return Form("", fields, _step(make))


def _transfer(facts: HazardFacts) -> Form:
    fields: dict[str, Field] = {
        "authority": _filled(TextField(_("Competent authority"), required=True), competent_authority(facts.row.sector)),
        "transferred_on": _filled(DateField(_("Transferred on"), required=True), date.today()),
        "reason": TextField(_("Reason"), multiline=True, required=True),
    }
    return Form("", fields, _step(lambda v: Transfer(id=new_id(), finding=facts.finding.id, **_given(v))))  # type: ignore[arg-type]  # each field gives its own type


def _case(facts: HazardFacts) -> Form:
    fields: dict[str, Field] = {
        "number": TextField(_("Case number"), required=True),
        "filed_on": _filled(DateField(_("Opened on"), required=True), date.today()),
        "cause": TextField(_("Cause"), multiline=True),
    }
    return Form("", fields, _step(lambda v: CaseFiling(id=new_id(), finding=facts.finding.id, **_given(v))))  # type: ignore[arg-type]  # each field gives its own type


def _commit(facts: HazardFacts) -> Form:
    told = _("All five before a major hazard goes on: who, how, with what funds, until when, what if it goes wrong.")
    known = facts.finding.commitments or Commitments()
    fields: dict[str, Field] = {
        "responsible": _filled(TextField(_("Responsible (责任)"), required=True), known.responsible),
        "measure": _filled(TextField(_("Measure (措施)"), required=True, multiline=True), known.measure),
        "funds": _filled(TextField(_("Funds, 10,000 yuan (资金)"), required=True), known.funds),
        "until": _filled(DateField(_("Until (时限)"), required=True), known.until or facts.finding.deadline),
        "emergency_plan": _filled(
            TextField(_("Emergency plan (预案)"), required=True, multiline=True), known.emergency_plan
        ),
    }

    def record(values: Mapping[str, object], author: str) -> Record:
        made = Commitments(**{name: str(value or "") for name, value in values.items()})
        return lambda store: findings.edit(store, facts.finding.id, {"commitments": made}, author, facts.seen)

    return Form(told, fields, record)


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
    Action.COMMIT: _commit,
    Action.LIST: _list,
    Action.DELIST: _delist,
    Action.TRANSFER: _transfer,
    Action.FILE_CASE: _case,
    Action.DECLARE_VOID: _void,
}
