"""Interviews (询问): who was asked on a visit, and the how-manieth interview of the person in the case it is."""

from __future__ import annotations

from collections.abc import Mapping

from fieldcheck.model.papers import Interview
from fieldcheck.model.records import Inspection, Site
from fieldcheck.model.values import Person
from fieldcheck.operations import case_papers, edits
from fieldcheck.operations.case_numbers import opening
from fieldcheck.operations.inspections import now_text
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction
from fieldcheck.store.queries import cases, records


def begin(store: Store, inspection: str, values: Mapping[str, object], author: str = "") -> Changes:
    """Begin an interview; time, place, employer and officers are taken from clock, visit and site. `main` is its id.

    Raises PaperNotAllowed, RecordNotFound, ValueNotUnderstood.
    """

    def work(transaction: Transaction) -> str:
        visit = records.get(transaction, Inspection, inspection)
        site = records.get(transaction, Site, visit.site or "")
        person = values.get("person")
        proposed = {
            "began_at": now_text(),
            "place": visit.place_inspected,
            "employer": site.name,
            "officers": visit.officers,
            "ordinal": next_ordinal(transaction, inspection, person if isinstance(person, Person) else None),
        }
        return case_papers.append(transaction, Interview, {**proposed, **values, "inspection": inspection})

    return store.write(work, author)


def next_ordinal(reader: Reader, inspection: str, person: Person | None, without: str = "") -> int:
    """Return the how-manieth interview of a person in the case the next one is; `without` is not counted."""
    before = [
        one
        for visit in cases.visits(reader, opening(reader, inspection))
        for one in case_papers.standing(reader, Interview, visit)
        if one.id != without and one.person is not None and person is not None and one.person.name == person.name
    ]
    return 1 + len(before)


def edit(
    store: Store, interview: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None
) -> Changes:
    """Set fields of an interview; a person who was asked before in this case gets the next ordinal.

    An ordinal that an officer typed stays. Raises RecordNotFound, FieldUnknown, ValueNotUnderstood, PaperIssued.
    """

    def work(transaction: Transaction) -> str:
        known = records.get(transaction, Interview, interview)
        follows = _ordinal_of(transaction, known, values.get("person")) if "person" in values else {}
        return edits.apply(transaction, "interview", interview, {**values, **follows}, seen)

    return store.write(work, author)


def _ordinal_of(reader: Reader, known: Interview, person: object) -> dict[str, object]:
    """Return the ordinal that goes with another person, where the one that stands was not typed by hand."""
    visit = known.inspection or ""
    if known.corrects or known.ordinal not in (None, next_ordinal(reader, visit, known.person, without=known.id)):
        return {}
    asked = person if isinstance(person, Person) else None
    return {"ordinal": next_ordinal(reader, visit, asked, without=known.id)}
