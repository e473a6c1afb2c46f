"""Forms as a store uses them: the definition's bytes are kept with the first inspection that uses it (P6)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from fieldcheck.forms import loader
from fieldcheck.forms.filled import FilledForm, Value
from fieldcheck.model.errors import N_, NotFoundError
from fieldcheck.model.form import FormDefinition
from fieldcheck.model.identifiers import form_id
from fieldcheck.model.records import Answer, Form, Inspection
from fieldcheck.model.values import FormReference
from fieldcheck.store import Reader, Transaction, blobs
from fieldcheck.store.queries import records


class FormNotFound(NotFoundError):
    """No shipped form has this id."""

    code = "FORM_NOT_FOUND"
    message = N_("There is no form {form}. 'fieldcheck forms list' shows those that are there: {known}.")


_PARSED: dict[str, FormDefinition] = {}
"""Definitions by the hash of their bytes: the same in every store, and read again with every answer."""


@lru_cache(maxsize=1)
def shipped() -> dict[str, FormDefinition]:
    """Return the forms that the program carries, by id. Raises FormDefinitionErrors."""
    known = loader.load_shipped()
    _PARSED.update((definition.sha256, definition) for definition in known.values())
    return known


@lru_cache(maxsize=1)
def _shipped_bytes() -> dict[str, bytes]:
    return {path.name: loader.read_bytes(path) for path in loader.shipped()}


def keep(transaction: Transaction, form: str) -> FormReference:
    """Keep the shipped form's bytes in the store, once for each version; return the reference. Raises FormNotFound."""
    if form not in shipped():
        raise FormNotFound(form=form, known=", ".join(sorted(shipped())))
    definition = shipped()[form]
    data = _shipped_bytes()[form]
    reference = FormReference(form, definition.version, blobs.put(transaction, data))
    entity = form_id(reference.sha256)
    if records.find(transaction, Form, entity) is None:
        values = {"form": form, "version": definition.version, "title": definition.title.zh, "sha256": reference.sha256}
        transaction.append("form", entity, "", values)
    return reference


def definition_of(reader: Reader, reference: FormReference) -> FormDefinition:
    """Return the form exactly as it was used. Raises BlobMissing, FormDefinitionErrors."""
    known = _PARSED.get(reference.sha256)
    if known is None:
        known = _PARSED[reference.sha256] = loader.load(blobs.get(reader, reference.sha256))
    return known


def definitions_of(reader: Reader, inspection: Inspection) -> list[FormDefinition]:
    """Return the forms of a visit in their order."""
    return [definition_of(reader, reference) for reference in inspection.forms or ()]


def visit_day(inspection: Inspection) -> date:
    """Return the day of the visit; today where the start is not yet known."""
    started = inspection.started_at or ""
    return date.fromisoformat(started[:10]) if started else date.today()


def filled(reader: Reader, inspection: Inspection, definition: FormDefinition) -> FilledForm:
    """Return the form of a visit with its answers so far."""
    facts_known = {fact.id for fact in definition.facts}
    facts: dict[str, Value] = {}
    answers: dict[str, Value] = {}
    for answer in records.children(reader, Answer, inspection.id):
        if answer.form == definition.id and answer.item is not None:
            (facts if answer.item in facts_known else answers)[answer.item] = answer.value
    return FilledForm(definition, facts, answers, visit_day(inspection))
