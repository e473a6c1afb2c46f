"""Plans, campaigns and individual cases: where the task of a visit comes from, and how often a unit may be visited.

国办发〔2024〕54号 caps how often one unit is inspected in a year. Visits under an annual plan or a campaign count;
those that follow a complaint or a matter passed on (个案) do not. A visit that names no plan is told apart: nobody can
say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.planning import Plan, PlanKind
from fieldcheck.operations import edits
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction
from fieldcheck.store.queries import duplicates, records
from fieldcheck.store.queries import plans as queries

CAP_SOURCE = "国办发〔2024〕54号"
"""What caps the frequency, for every text that names the cap."""


class PlanNameMissing(InputError):
    """A plan without a name."""

    code = "PLAN_NAME_MISSING"
    message = N_("A plan needs a name, as the paper that approved it has it. Type it.")


class PlanKindUnknown(InputError):
    """A plan of a kind that does not exist."""

    code = "PLAN_KIND"
    message = N_("There is no kind of plan {kind}. Choose one of: {known}.")


class PlanDaysTurned(InputError):
    """A plan that ends before it begins."""

    code = "PLAN_DAYS"
    message = N_("The plan ends on {last}, before it begins on {first}. Correct one of the days.")


class PlanSourceMissing(InputError):
    """An individual case that does not say where it comes from."""

    code = "PLAN_SOURCE"
    message = N_("An individual case needs its source: a complaint, or who passed it on. Type it.")


def create(store: Store, values: Mapping[str, object], author: str = "") -> Changes:
    """Add a plan from field values (see `Plan`); `main` is its id.

    Raises PlanNameMissing, PlanKindUnknown, PlanDaysTurned, PlanSourceMissing, FieldUnknown, ValueNotUnderstood.
    """
    entity = new_id()
    kept = {"kind": PlanKind.ANNUAL.value, **{name: value for name, value in values.items() if value not in (None, "")}}
    _check(Plan(id=entity), kept)

    def work(transaction: Transaction) -> str:
        transaction.append("plan", entity, "", kept)
        return entity

    return store.write(work, author)


def edit(store: Store, plan: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None) -> Changes:
    """Set fields of a plan. Raises RecordNotFound and what `create` raises."""

    def work(transaction: Transaction) -> str:
        _check(records.get(transaction, Plan, plan), values)
        return edits.apply(transaction, "plan", plan, values, seen)

    return store.write(work, author)


def _check(plan: Plan, values: Mapping[str, object]) -> None:
    """Raise an error where a plan with these new values could not be."""
    if not str(values.get("name", plan.name) or "").strip():
        raise PlanNameMissing
    edits.check_values("plan", values)
    kind = values.get("kind", plan.kind)
    if kind not in set(PlanKind):
        raise PlanKindUnknown(kind=kind, known=", ".join(PlanKind))
    if kind == PlanKind.INDIVIDUAL and not str(values.get("source", plan.source) or "").strip():
        raise PlanSourceMissing
    first, last = values.get("first_day", plan.first_day), values.get("last_day", plan.last_day)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise PlanDaysTurned(first=first, last=last)


def every(reader: Reader) -> list[Plan]:
    """Return all plans, the one that ends last first."""
    found = records.many(reader, Plan, order := queries.plan_ids(reader))
    return [found[entity] for entity in order if entity in found]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a unit was visited in a year, records of one visit counted once.

    Attributes:
        counted: enforcement visits under published plans, which count against the cap.
        without_plan: enforcement visits that name no plan.
        exempt: those of individual cases.
        planned: visits under published plans that have not begun.
    """

    year: int
    counted: int
    without_plan: int
    exempt: int
    planned: int

    def reaches(self, most: int | None) -> bool:
        """Return whether one more visit would be more than `most`."""
        return most is not None and self.counted + self.planned >= most


def frequency(reader: Reader, site: str, year: int, without: str = "") -> Frequency:
    """Return how often a unit was visited; a planned visit `without` is left out of those that wait."""
    sites = duplicates.together(reader, "site", site)
    kinds = [one.plan_kind for one in _once(reader, queries.enforcement_visits(reader, sites, year))]
    return Frequency(
        year=year,
        counted=sum(kind in (PlanKind.ANNUAL, PlanKind.CAMPAIGN) for kind in kinds),
        without_plan=sum(not kind for kind in kinds),
        exempt=kinds.count(PlanKind.INDIVIDUAL),
        planned=queries.still_planned(reader, sites, year, without),
    )


def _once(reader: Reader, visits: Sequence[queries.EnforcementVisit]) -> list[queries.EnforcementVisit]:
    """Return one of each group of records that a person found to be one visit, the one with a plan first."""
    found: list[queries.EnforcementVisit] = []
    had: set[str] = set()
    for visit in sorted(visits, key=lambda one: (not one.plan_kind, one.started_at, one.id)):
        if visit.id not in had:
            found.append(visit)
            had.update(duplicates.together(reader, "inspection", visit.id))
    return found
