"""Findings: opened by a failing answer, worded by the officer, their level confirmed by the officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from fieldcheck.forms.filled import affected_by, fails_by_itself
from fieldcheck.model.errors import N_, InputError, NotFoundError
from fieldcheck.model.form import Basis, FormDefinition, Item, Level
from fieldcheck.model.identifiers import answer_id, finding_id, new_id
from fieldcheck.model.possible import Action
from fieldcheck.model.records import Answer, Finding, Inspection, Photo
from fieldcheck.model.values import ConfirmedLevel, FormReference, PhotoPurpose
from fieldcheck.operations import edits, forms, hazards
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction, clock
from fieldcheck.store.errors import BlobMissing
from fieldcheck.store.queries import records


class ItemNotFound(NotFoundError):
    """The form has no such item or fact."""

    code = "ITEM_NOT_FOUND"
    message = N_("The form {form} has no item {item}. Check the id in the form's list of items.")


class LevelUnknown(InputError):
    """Not a level of hazard."""

    code = "LEVEL_UNKNOWN"
    message = N_("A hazard is general or major, not {level}.")


ANSWER_CHANGED = "answer_changed"
"""Reason under which a finding is withdrawn because its item no longer fails; failing again brings it back."""


def check_item(definition: FormDefinition, item: str) -> Item:
    """Return the item or fact of the form. Raises ItemNotFound."""
    try:
        return definition.item(item)
    except KeyError as error:
        raise ItemNotFound(form=definition.id, item=item) from error


def follow_answer(
    transaction: Transaction,
    visit: Inspection,
    reference: FormReference,
    item: str,
) -> None:
    """Open, withdraw or restore the findings that an answer decides: its own item's, and those it shows or hides."""
    definition = forms.definition_of(transaction, reference)
    concerned = (definition.item(entity) for entity in sorted({item, *affected_by(definition, item)}))
    watched = [found for found in concerned if found.finding is not None]
    answers = {found.id: answer_id(visit.id, definition.id, found.id) for found in watched}
    findings = {found.id: finding_id(answers[found.id]) for found in watched}
    failing = _failing(transaction, visit, definition, watched, answers)
    known = records.many(transaction, Finding, list(findings.values()))
    for found in watched:
        _settle(transaction, visit, definition, found, known.get(findings[found.id]), found.id in failing)


def _failing(
    transaction: Transaction,
    visit: Inspection,
    definition: FormDefinition,
    watched: Sequence[Item],
    answers: Mapping[str, str],
) -> frozenset[str]:
    """Return which items fail now. The whole form is filled only where one that fails by itself may be hidden."""
    known = records.many(transaction, Answer, list(answers.values()))
    values = {found.id: known[answers[found.id]].value for found in watched if answers[found.id] in known}
    suspects = [found for found in watched if _computed(found) or fails_by_itself(found, values.get(found.id))]
    if not any(_computed(found) or found.relevant for found in suspects):
        return frozenset(found.id for found in suspects)
    filled = forms.filled(transaction, visit, definition)
    return frozenset(found.id for found in suspects if filled.failed(found.id))


def _computed(item: Item) -> bool:
    return item.calculation is not None or item.default is not None


def _settle(
    transaction: Transaction,
    visit: Inspection,
    definition: FormDefinition,
    item: Item,
    known: Finding | None,
    failed: bool,
) -> None:
    entity = finding_id(answer_id(visit.id, definition.id, item.id))
    if known is None:
        if failed:
            transaction.append("finding", entity, visit.id, _opened(visit, definition, item))
            _take_photos(transaction, visit, definition, item, entity)
    elif failed and known.withdrawn == ANSWER_CHANGED:
        _set_withdrawn(transaction, visit, entity, None)
        _take_photos(transaction, visit, definition, item, entity)
    elif not failed and known.withdrawn is None:
        _set_withdrawn(transaction, visit, entity, ANSWER_CHANGED)


def _set_withdrawn(transaction: Transaction, visit: Inspection, finding: str, reason: str | None) -> None:
    """Withdraw a finding, or take it back, as its item decides; nobody looked, so what stands now is named."""
    over = edits.standing_now(transaction, "finding", finding, ("withdrawn",))
    transaction.append("finding", finding, visit.id, {"withdrawn": reason}, over)


def _take_photos(
    transaction: Transaction, visit: Inspection, definition: FormDefinition, item: Item, finding: str
) -> None:
    """Let the photos that were taken of the item before it failed show its finding."""
    for photo in records.children(transaction, Photo, visit.id):
        ours = photo.form == definition.id and photo.item == item.id and photo.purpose == PhotoPurpose.EVIDENCE
        if ours and photo.finding is None:
            over = edits.standing_now(transaction, "photo", photo.id, ("finding",))
            transaction.append("photo", photo.id, visit.id, {"finding": finding}, over)


def _opened(visit: Inspection, definition: FormDefinition, item: Item) -> Mapping[str, object]:
    assert item.finding is not None
    values = {
        "inspection": visit.id,
        "site": visit.site,
        "form": definition.id,
        "item": item.id,
        "answer": answer_id(visit.id, definition.id, item.id),
        "description": item.finding.wording,
        "category": item.category,
        "basis": item.basis,
        "measure": item.finding.measure,
        "deadline": forms.visit_day(visit) + timedelta(days=item.finding.days),
        "sector": definition.sector,
    }
    return {name: value for name, value in values.items() if value is not None}


def add(store: Store, inspection: str, values: Mapping[str, object], author: str = "") -> Changes:
    """Add a finding that no item of a form asked for; `main` is its id. Raises RecordNotFound, ValueNotUnderstood."""
    entity = new_id()

    def work(transaction: Transaction) -> str:
        visit = records.get(transaction, Inspection, inspection)
        edits.check_values("finding", values)
        given = {name: value for name, value in values.items() if value not in (None, "")}
        members = {"inspection": inspection, "site": visit.site, "sector": visit.sector, **given}
        kept = {name: value for name, value in members.items() if value is not None}
        transaction.append("finding", entity, inspection, kept)
        return entity

    return store.write(work, author)


def edit(
    store: Store, finding: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None
) -> Changes:
    """Set fields of a finding. Raises RecordNotFound, FieldUnknown, ValueNotUnderstood, WrittenOnce."""
    return edits.edit(store, "finding", finding, values, author, seen)


def confirm_level(store: Store, finding: str, level: str, author: str, seen: Seen | None = None) -> Changes:
    """Record the level that an officer confirms; the program only ever proposes it (P12).

    The basis follows in the same change: see `with_level`. Raises RecordNotFound, LevelUnknown.
    """

    def work(transaction: Transaction) -> str:
        known = records.get(transaction, Finding, finding)
        return edits.apply(
            transaction, "finding", finding, with_level(transaction, known, level, author), seen, whole=True
        )

    return store.write(work, author)


def with_level(reader: Reader, finding: Finding, level: str, author: str) -> dict[str, object]:
    """Return the fields that confirming a level sets: the level, and the basis that goes with it.

    The criterion of a major hazard is cited only where an officer confirmed major: the basis becomes the item's own,
    from the form as it was used (P6), and for major also that of each rule that proposes this item now. No page edits
    a basis by hand, so nothing typed is lost; a finding without an item keeps its basis. Raises LevelUnknown.
    """
    if level not in set(Level):
        raise LevelUnknown(level=level)
    values: dict[str, object] = {"confirmed_level": ConfirmedLevel(level, author, clock())}
    basis = _basis_at(reader, finding, level)
    return values if basis is None else {**values, "basis": basis}


def _basis_at(reader: Reader, finding: Finding, level: str) -> tuple[Basis, ...] | None:
    found = _used_form(reader, finding)
    if found is None or finding.item is None:
        return None
    visit, reference = found
    definition = forms.definition_of(reader, reference)
    cited = check_item(definition, finding.item).basis
    if level == Level.MAJOR:
        cited += _proposing(reader, visit, definition, finding.item)
    distinct: dict[str, Basis] = {}
    for basis in cited:
        distinct.setdefault(basis.citation(), basis)
    return tuple(distinct.values())


def _used_form(reader: Reader, finding: Finding) -> tuple[Inspection, FormReference] | None:
    """Return the visit of a hazard, and the form as that visit used it."""
    visit = records.find(reader, Inspection, finding.inspection or "")
    known = next((used for used in (visit.forms if visit else None) or () if used.form == finding.form), None)
    return (visit, known) if visit is not None and known is not None else None


def _proposing(reader: Reader, visit: Inspection, definition: FormDefinition, item: str) -> tuple[Basis, ...]:
    """Return the basis of each rule that proposes an item as major now."""
    proposals = forms.filled(reader, visit, definition).proposed_major()
    return tuple(proposal.rule.basis for proposal in proposals if item in proposal.items)


def waits_for_level(reader: Reader, finding: Finding) -> bool:
    """Return whether a rule proposes a hazard as major, and no officer confirmed its level; not where no form is."""
    found = _used_form(reader, finding)
    if found is None or finding.item is None or finding.confirmed_level is not None:
        return False
    visit, reference = found
    try:
        return bool(_proposing(reader, visit, forms.definition_of(reader, reference), finding.item))
    except BlobMissing:
        # A laptop that was sent the hazard alone has not always its form.
        return False


def withdraw(store: Store, finding: str, reason: str, author: str = "", seen: Seen | None = None) -> Changes:
    """Declare a finding void (作废) with the officer's reason; it stays in the store and leaves every document to come.

    Raises RecordNotFound, FieldNeeded, and NotPossible while a document that was issued names it.
    """
    if not reason.strip():
        raise edits.FieldNeeded(kind="finding", field="withdrawn")
    return store.write(lambda transaction: append_void(transaction, finding, reason, seen), author)


def append_void(transaction: Transaction, finding: str, reason: str, seen: Seen | None = None) -> str:
    """Do the work of `withdraw` inside a transaction that does more; return the id."""
    refused = hazards.life_of(transaction, finding).refusals.get(Action.DECLARE_VOID)
    if refused is not None:
        raise hazards.NotPossible(reason=refused.message())
    return edits.apply(transaction, "finding", finding, {"withdrawn": reason}, seen)


def standing(reader: Reader, inspection: str) -> list[Finding]:
    """Return the findings of a visit that are not withdrawn, in the order of the forms' items."""
    return [finding for finding in records.children(reader, Finding, inspection) if not finding.withdrawn]
