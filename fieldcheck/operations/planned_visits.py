"""Planned visits: who goes where and when, given to a laptop, begun, or cancelled with a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.draws import TEAM
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.planning import Plan, PlanKind, PlannedVisit
from fieldcheck.model.records import Site
from fieldcheck.model.values import VisitKind
from fieldcheck.operations import edits, inspections, plans, trust
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries import records


class PlannedVisitBegun(InputError):
    """The visit has begun already."""

    code = "PLANNED_BEGUN"
    message = N_("This planned visit has begun already. Open the visit itself.")


class PlannedVisitCancelled(InputError):
    """The visit was cancelled."""

    code = "PLANNED_CANCELLED"
    message = N_("This planned visit was cancelled: {reason}. Plan it again first.")


class CancelReasonMissing(InputError):
    """A planned visit is cancelled without a reason."""

    code = "PLANNED_REASON"
    message = N_("Write why the visit does not take place; the reason is kept.")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that speaks against a planned visit as it stands: it is said, and blocks nothing.

    `message` is an English text with {placeholders}, the key of its translation; `details` are their values.
    """

    code: str
    message: str
    details: Mapping[str, object]


def get(reader: Reader, planned: str) -> PlannedVisit:
    """Return a planned visit. Raises RecordNotFound."""
    return records.get(reader, PlannedVisit, planned)


def create(store: Store, site: str, values: Mapping[str, object], author: str = "") -> Changes:
    """Plan a visit to a site from field values (see `PlannedVisit`); `main` is its id.

    Raises RecordNotFound, FieldUnknown, ValueNotUnderstood.
    """
    entity = new_id()
    return store.write(lambda transaction: append(transaction, entity, site, values), author)


def append(transaction: Transaction, entity: str, site: str, values: Mapping[str, object]) -> str:
    """Do the work of `create` inside a transaction that does more; return the id."""
    records.get(transaction, Site, site)
    if values.get("plan"):
        records.get(transaction, Plan, str(values["plan"]))
    given = {name: value for name, value in values.items() if value not in (None, "", ())}
    kept = {"visit_kind": VisitKind.ENFORCEMENT.value, **given}
    edits.check_values("planned_visit", kept)
    transaction.append("planned_visit", entity, site, {**kept, "site": site})
    return entity


def edit(
    store: Store, planned: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None
) -> Changes:
    """Set fields of a planned visit. Raises RecordNotFound, FieldUnknown, ValueNotUnderstood, FieldNeeded."""
    return edits.edit(store, "planned_visit", planned, values, author, seen)


def assign(store: Store, planned: Collection[str], device: str, author: str = "") -> Changes:
    """Give planned visits to a laptop (its name, or the beginning of its id), or with an empty `device` to none.

    It takes them along with its next package, their sites included. Raises BureauOnly, DeviceUnknown, RecordNotFound.
    """
    reader = store.reader()
    trust.require_bureau(reader)
    laptop = trust.resolve(reader, device).id if device else None

    def work(transaction: Transaction) -> str:
        for entity in planned:
            edits.apply(transaction, "planned_visit", entity, {"device": laptop})
        return laptop or ""

    return store.write(work, author)


def cancel(store: Store, planned: str, reason: str, author: str = "", seen: Seen | None = None) -> Changes:
    """Say that a visit does not take place, and why.

    Raises CancelReasonMissing, PlannedVisitBegun, RecordNotFound.
    """
    if not reason.strip():
        raise CancelReasonMissing

    def work(transaction: Transaction) -> str:
        _require_not_begun(transaction, planned)
        return edits.apply(transaction, "planned_visit", planned, {"cancelled": reason.strip()}, seen)

    return store.write(work, author)


def plan_again(store: Store, planned: str, author: str = "", seen: Seen | None = None) -> Changes:
    """Take a cancellation back. Raises RecordNotFound."""
    return edits.edit(store, "planned_visit", planned, {"cancelled": None}, author, seen)


def begin(store: Store, planned: str, author: str = "") -> Changes:
    """Begin the visit that was planned: it takes site, kind, officers, forms and campaign along; `main` is its id.

    Raises RecordNotFound, PlannedVisitBegun, PlannedVisitCancelled, FormNotFound.
    """
    entity = new_id()

    def work(transaction: Transaction) -> str:
        _require_not_begun(transaction, planned)
        found = get(transaction, planned)
        if found.cancelled:
            raise PlannedVisitCancelled(reason=found.cancelled)
        plan = records.find(transaction, Plan, found.plan or "")
        forms = found.forms or (plan.forms if plan is not None else None) or ()
        return inspections.append(transaction, entity, found.site or "", _values(found, plan, author), forms)

    return store.write(work, author)


def _require_not_begun(reader: Reader, planned: str) -> None:
    if queries.visits_from(reader, planned):
        raise PlannedVisitBegun


def _values(planned: PlannedVisit, plan: Plan | None, author: str) -> dict[str, object]:
    """Return what the visit takes from its plan."""
    campaign = plan.name if plan is not None and plan.kind == PlanKind.CAMPAIGN else None
    return {
        "planned_visit": planned.id,
        "visit_kind": planned.visit_kind,
        "recheck_of": planned.recheck_of,
        "campaign": campaign,
        "officers": planned.officers or ((author,) if author else None),
    }


def doubts(reader: Reader, planned: PlannedVisit) -> list[Doubt]:
    """Return what speaks against a planned visit as it stands, the gravest first."""
    plan = records.find(reader, Plan, planned.plan or "")
    return [
        *_over_cap(reader, planned, plan),
        *_outside_window(planned, plan),
        *_not_approved(planned, plan),
        *_not_noticed(planned),
        *_too_few(planned),
    ]


def _over_cap(reader: Reader, planned: PlannedVisit, plan: Plan | None) -> Sequence[Doubt]:
    counts = plan is not None and plan.kind != PlanKind.INDIVIDUAL and planned.visit_kind == VisitKind.ENFORCEMENT
    if plan is None or not counts or planned.beyond_cap:
        return ()
    year = (planned.day or date.today()).year
    known = plans.frequency(reader, planned.site or "", year, without=planned.id)
    if not known.reaches(plan.most_visits):
        return ()
    details = {"year": year, "count": known.counted, "planned": known.planned, "most": plan.most_visits}
    text = N_(
        "This unit has had {count} planned visits in {year}, {planned} more are planned, and the cap is {most} "
        "({source}). Write why one more is needed, or cancel this one."
    )
    return (Doubt("cap", text, {**details, "source": plans.CAP_SOURCE}),)


def _outside_window(planned: PlannedVisit, plan: Plan | None) -> Sequence[Doubt]:
    if plan is None or planned.day is None:
        return ()
    first, last = plan.first_day or planned.day, plan.last_day or planned.day
    if first <= planned.day <= last:
        return ()
    text = N_("The day lies outside the plan, which runs from {first} to {last}.")
    return (Doubt("window", text, {"first": plan.first_day or "…", "last": plan.last_day or "…"}),)


def _not_approved(planned: PlannedVisit, plan: Plan | None) -> Sequence[Doubt]:
    if planned.visit_kind != VisitKind.ENFORCEMENT:
        return ()
    if plan is None:
        return (Doubt("plan", N_("An enforcement visit needs a plan, a campaign or a case that it belongs to."), {}),)
    if plan.approver and plan.approved_on:
        return ()
    text = N_("The plan {name} does not say who approved it and when. Fill in both before the visit.")
    return (Doubt("approval", text, {"name": plan.name or ""}),)


def _not_noticed(planned: PlannedVisit) -> Sequence[Doubt]:
    needs = planned.visit_kind == VisitKind.ENFORCEMENT
    if not needs or planned.noticed_at or planned.without_notice:
        return ()
    return (Doubt("notice", N_("Say when the unit was given notice, or why it was not (an unannounced check)."), {}),)


def _too_few(planned: PlannedVisit) -> Sequence[Doubt]:
    if planned.visit_kind != VisitKind.ENFORCEMENT or len(planned.officers or ()) >= TEAM:
        return ()
    return (Doubt("officers", N_("An enforcement visit needs two officers."), {}),)
