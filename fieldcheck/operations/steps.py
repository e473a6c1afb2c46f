"""Steps in the life of a hazard: put right, more time, recheck, closing, listing, transfer, case, annulment.

A step is written once. Whatever the guards of `model.guards` say is refused here before it is recorded; what two
laptops recorded apart and does not fit together is named when both are known. What was recorded by mistake is annulled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from fieldcheck.model.dossier import Recorded
from fieldcheck.model.errors import N_, InputError, NotFoundError
from fieldcheck.model.guards import OFFICERS, REASONS
from fieldcheck.model.kinds import BY_RECORD, STEPS
from fieldcheck.model.lifecycle import life
from fieldcheck.model.possible import Action
from fieldcheck.model.records import Finding, Officer
from fieldcheck.model.steps import (
    Annulment,
    CaseFiling,
    Closure,
    Delisting,
    Extension,
    ExtensionAnswer,
    Listing,
    Recheck,
    Rectification,
    Step,
    Transfer,
)
from fieldcheck.operations.hazards import NotPossible, dossier_of
from fieldcheck.store import Changes, Reader, Store, Transaction
from fieldcheck.store.queries import records


class StepIncomplete(InputError):
    """A step that leaves out what it is about."""

    code = "STEP_INCOMPLETE"
    message = N_("{field} of a {kind} cannot be empty. Fill it in.")


class StepUnknown(NotFoundError):
    """No such step of this hazard."""

    code = "STEP_UNKNOWN"
    message = N_("This hazard has no {kind} with the id {step}. 'fieldcheck hazard show' lists its steps.")


NEEDED: Mapping[type, tuple[str, ...]] = {
    Rectification: ("done_at",),
    Extension: ("requested_on", "until", "reason"),
    ExtensionAnswer: ("extension", "granted", "answered_on"),
    Recheck: ("result", "at", "officers"),
    Closure: ("approver", "approved_on"),
    Listing: ("level", "supervisor", "number", "listed_on"),
    Delisting: ("listing", "delisted_on"),
    Transfer: ("authority", "transferred_on", "reason"),
    CaseFiling: ("number", "filed_on"),
    Annulment: ("kind", "step", "reason"),
}
"""The fields without which a step says nothing."""

ACTIONS: Mapping[type, Action] = {
    Extension: Action.REQUEST_EXTENSION,
    ExtensionAnswer: Action.ANSWER_EXTENSION,
    Recheck: Action.RECHECK,
    Closure: Action.CLOSE,
    Listing: Action.LIST,
    Delisting: Action.DELIST,
    Transfer: Action.TRANSFER,
    CaseFiling: Action.FILE_CASE,
}
"""What each kind of step does. An annulment is always possible: it only says that something did not happen."""


def record(store: Store, steps: Sequence[Step], author: str = "") -> Changes:
    """Record steps, of one hazard or of many as at one recheck: all of them, or none.

    `main` is the id of the first. Raises RecordNotFound, StepIncomplete, StepUnknown, NotPossible, NotAuthorised.
    """

    def work(transaction: Transaction) -> str:
        recorded = [append(transaction, step) for step in steps]
        return recorded[0]

    return store.write(work, author)


def append(transaction: Transaction, step: Step) -> str:
    """Record one step inside a transaction that does more; return its id. Raises what `record` raises."""
    check(transaction, step)
    values = {field.name: getattr(step, field.name) for field in fields(step) if field.name != "id"}
    given = {name: value for name, value in values.items() if value is not None}
    transaction.append(BY_RECORD[type(step)].name, step.id, step.finding or "", given)
    return step.id


def check(reader: Reader, step: Step) -> None:
    """Raise an error where this step cannot be recorded now.

    Raises RecordNotFound, StepIncomplete, StepUnknown, NotPossible.
    """
    records.get(reader, Finding, step.finding or "")
    check_complete(step)
    if isinstance(step, Annulment):
        _check_annulled(reader, step)
        return
    if isinstance(step, Recheck):
        _check_officers(reader, step)
    _check_guards(reader, step)


def check_complete(step: Step, given_later: frozenset[str] = frozenset()) -> None:
    """Raise StepIncomplete where a field is empty that the step needs; those `given_later` may be empty yet."""
    for name in NEEDED[type(step)]:
        value = getattr(step, name)
        if name in given_later:
            continue
        if value is None or value == () or (isinstance(value, str) and not value.strip()):
            raise StepIncomplete(field=name, kind=BY_RECORD[type(step)].name)
    if isinstance(step, ExtensionAnswer) and step.granted and step.until is None:
        raise StepIncomplete(field="until", kind="extension_answer")


def _check_annulled(reader: Reader, step: Annulment) -> None:
    """Raise StepUnknown where the hazard, or one that it is one with, has no such step; an annulment stays."""
    known = {one.step.id: BY_RECORD[type(one.step)].name for one in dossier_of(reader, step.finding or "").steps}
    if step.kind == "annulment" or step.kind not in STEPS or known.get(step.step or "") != step.kind:
        raise StepUnknown(kind=step.kind, step=step.step)


def _check_officers(reader: Reader, step: Recheck) -> None:
    known = records.many(reader, Officer, sorted(set(step.officers or ())))
    certified = [officer for officer in known.values() if (officer.certificate_number or "").strip()]
    if len(certified) < OFFICERS:
        raise NotPossible(reason=REASONS["recheck_officers"])


def _check_guards(reader: Reader, step: Step) -> None:
    """Raise NotPossible for what is refused now, or would be broken with this step and is not yet."""
    dossier = dossier_of(reader, step.finding or "")
    before = life(dossier)
    refused = before.refusals.get(action_of(step))
    if refused is not None:
        raise NotPossible(reason=refused.message())
    after = life(replace(dossier, steps=(*dossier.steps, Recorded(step))))
    for found in after.broken:
        if found not in before.broken:
            raise NotPossible(reason=found.message())


def action_of(step: Step) -> Action:
    """Return what a step does; an annulment does nothing of its own."""
    if isinstance(step, Rectification):
        return Action.FIX_ON_SPOT if step.on_spot else Action.REPORT
    return ACTIONS[type(step)]
