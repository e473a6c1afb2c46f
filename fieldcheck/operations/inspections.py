"""A visit: begun, described, answered item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import answer_id, new_id
from fieldcheck.model.records import Answer, Inspection, Site
from fieldcheck.model.records import Document as DocumentRecord
from fieldcheck.model.values import FormReference, VisitKind
from fieldcheck.operations import edits, findings, forms
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction, local
from fieldcheck.store.queries import records


class FormAlreadyUsed(InputError):
    """The form is part of the visit."""

    code = "FORM_ALREADY_USED"
    message = N_("This visit already has the form {form}. Open it in the list of forms on the left.")


class FormInUse(InputError):
    """A form with answers cannot leave the visit."""

    code = "FORM_IN_USE"
    message = N_("The form {form} already has answers and stays with this visit. Clear its answers first.")


class InspectionHasDocuments(InputError):
    """A visit with issued documents cannot be deleted."""

    code = "INSPECTION_HAS_DOCUMENTS"
    message = N_("This visit has {count} issued documents and cannot be deleted. Issued documents stay.")


def now_text() -> str:
    """Return the clock as a legal time: ISO, local with offset, to the minute."""
    return datetime.now().astimezone().isoformat(timespec="minutes")


def start(store: Store, site: str, values: Mapping[str, object], form_ids: Sequence[str], author: str = "") -> Changes:
    """Begin a visit to `site` with these forms, fixed in the version that the program carries now.

    What `values` leaves open is taken from the site (town, sector, principal) and the clock. `main` is the new id.
    Raises RecordNotFound, FormNotFound, ValueNotUnderstood, FieldUnknown.
    """
    entity = new_id()

    def work(transaction: Transaction) -> str:
        return append(transaction, entity, site, values, form_ids)

    return store.write(work, author)


def start_recheck(store: Store, inspection: str, author: str = "") -> Changes:
    """Begin a visit that rechecks an earlier one, with what is known from that; `main` is the new id.

    Raises RecordNotFound, also where that visit names no site.
    """
    entity = new_id()

    def work(transaction: Transaction) -> str:
        visit = records.get(transaction, Inspection, inspection)
        known = ("sector", "town", "place_inspected", "principal", "site_manager", "officers", "campaign")
        values = {name: getattr(visit, name) for name in known}
        values |= {"visit_kind": VisitKind.RECHECK, "recheck_of": visit.id}
        return append(transaction, entity, visit.site or "", values, ())

    return store.write(work, author)


def append(
    transaction: Transaction, entity: str, site: str, values: Mapping[str, object], form_ids: Sequence[str]
) -> str:
    """Do the work of `start` inside a transaction that does more; return the id."""
    found = records.get(transaction, Site, site)
    given = {name: value for name, value in values.items() if value not in (None, "")}
    edits.check_values("inspection", given)
    proposed = {
        "town": found.town,
        "sector": found.sector,
        "principal": found.principal,
        "started_at": now_text(),
        **given,
        "site": site,
        "forms": tuple(forms.keep(transaction, form) for form in form_ids),
    }
    transaction.append(
        "inspection", entity, site, {name: value for name, value in proposed.items() if value is not None}
    )
    return entity


def edit(
    store: Store, inspection: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None
) -> Changes:
    """Set fields of the visit. Raises RecordNotFound, FieldUnknown, ValueNotUnderstood, WrittenOnce."""
    return edits.edit(store, "inspection", inspection, values, author, seen)


def add_form(store: Store, inspection: str, form: str, author: str = "") -> Changes:
    """Add one more form to the visit. Raises FormAlreadyUsed, FormNotFound, RecordNotFound."""

    def work(transaction: Transaction) -> str:
        used = records.get(transaction, Inspection, inspection).forms or ()
        if any(reference.form == form for reference in used):
            raise FormAlreadyUsed(form=form)
        return edits.apply(transaction, "inspection", inspection, {"forms": (*used, forms.keep(transaction, form))})

    return store.write(work, author)


def remove_form(store: Store, inspection: str, form: str, author: str = "") -> Changes:
    """Take a form without answers out of the visit. Raises FormInUse, RecordNotFound."""

    def work(transaction: Transaction) -> str:
        answered = records.children(transaction, Answer, inspection)
        if any(answer.form == form and answer.value not in (None, "", ()) for answer in answered):
            raise FormInUse(form=form)
        used = records.get(transaction, Inspection, inspection).forms or ()
        kept = tuple(reference for reference in used if reference.form != form)
        return edits.apply(transaction, "inspection", inspection, {"forms": kept})

    return store.write(work, author)


def answer(
    store: Store,
    inspection: str,
    form: str,
    item: str,
    value: str | tuple[str, ...] | None,
    author: str = "",
    seen: Seen | None = None,
) -> Changes:
    """Answer an item, or set a fact of the site; None clears it. `main` is the answer's id.

    In the same transaction an item that now fails opens its finding (or takes a withdrawn one back), and one that no
    longer fails withdraws it; so do other items that this answer shows or hides.
    Raises RecordNotFound, FormNotFound, ItemNotFound.
    """
    return store.write(lambda tx: answer_in(tx, inspection, form, item, value, seen), author)


def answer_in(
    transaction: Transaction,
    inspection: str,
    form: str,
    item: str,
    value: str | tuple[str, ...] | None,
    seen: Seen | None = None,
) -> str:
    """Do the work of `answer` inside a transaction that does more; return the answer's id."""
    visit = records.get(transaction, Inspection, inspection)
    reference = reference_of(visit, form)
    findings.check_item(forms.definition_of(transaction, reference), item)
    entity = answer_id(inspection, form, item)
    known = records.find(transaction, Answer, entity)
    if known is None:
        members = {"inspection": inspection, "form": form, "item": item, "value": value}
        transaction.append("answer", entity, inspection, members, seen)
    elif known.value != value or seen:
        over = edits.standing_now(transaction, "answer", entity, ("value",)) if seen is None else seen
        transaction.append("answer", entity, inspection, {"value": value}, over)
    local.drop_draft(transaction, entity, "value")
    findings.follow_answer(transaction, visit, reference, item)
    return entity


def remark(
    store: Store, inspection: str, form: str, item: str, text: str, author: str = "", seen: Seen | None = None
) -> Changes:
    """Set the remark beside an answer; an empty text clears it."""
    return store.write(lambda tx: remark_in(tx, inspection, form, item, text, seen), author)


def remark_in(
    transaction: Transaction, inspection: str, form: str, item: str, text: str, seen: Seen | None = None
) -> str:
    """Do the work of `remark` inside a transaction that does more; return the answer's id."""
    entity = answer_id(inspection, form, item)
    if records.find(transaction, Answer, entity) is not None:
        return edits.apply(transaction, "answer", entity, {"remark": text or None}, seen)
    local.drop_draft(transaction, entity, "remark")
    if text:
        members = {"inspection": inspection, "form": form, "item": item, "remark": text}
        transaction.append("answer", entity, inspection, members, seen)
    return entity


def place_of(reader: Reader, inspection: Inspection, answer: str) -> tuple[str, str] | None:
    """Return the form and the item that an answer's id was derived from, whether it is answered yet or not."""
    for definition in forms.definitions_of(reader, inspection):
        for item in (*definition.facts, *definition.items()):
            if answer_id(inspection.id, definition.id, item.id) == answer:
                return definition.id, item.id
    return None


def reference_of(inspection: Inspection, form: str) -> FormReference:
    """Return the form as this visit uses it. Raises FormNotFound."""
    for reference in inspection.forms or ():
        if reference.form == form:
            return reference
    known = ", ".join(reference.form for reference in inspection.forms or ())
    raise forms.FormNotFound(form=form, known=known)


def delete(store: Store, inspection: str, reason: str, author: str = "") -> Changes:
    """Delete a visit with all that belongs to it, with a reason; undoing it brings all back.

    Raises RecordNotFound, InspectionHasDocuments.
    """

    def work(transaction: Transaction) -> str:
        visit = records.get(transaction, Inspection, inspection)
        documents = records.children(transaction, DocumentRecord, inspection)
        if documents:
            raise InspectionHasDocuments(count=len(documents))
        for kind in ("answer", "finding", "photo", "interview", "sampling"):
            for child in records.child_ids(transaction, kind, inspection):
                transaction.delete(kind, child, reason)
        transaction.delete("inspection", visit.id, reason)
        return visit.id

    return store.write(work, author)
