"""Interviews and samplings of a visit: what both have in common. A visit may have several of each.

One that was issued stays as it was printed (`edits.PaperIssued`); its correction is a new record that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TypeVar

from fieldcheck.model.errors import N_, AuthorityError, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.kinds import BY_RECORD
from fieldcheck.model.papers import CasePaper
from fieldcheck.operations import case_paper_details, edits
from fieldcheck.operations.document_sources import sources
from fieldcheck.store import Changes, Reader, Store, Transaction
from fieldcheck.store.queries import cases, records

Paper = TypeVar("Paper", bound=CasePaper)


class PaperNotAllowed(AuthorityError):
    """The visit is no enforcement visit of the bureau's own remit, or has not begun."""

    code = "PAPER_NOT_ALLOWED"
    message = N_("No interview and no sampling can be recorded here: {reason}")


class NotIssued(InputError):
    """What was not issued is edited, not corrected."""

    code = "PAPER_NOT_ISSUED"
    message = N_("This record was not issued yet: change it as it stands instead of correcting it.")


class AlreadyCorrected(InputError):
    """What a correction stands for already."""

    code = "PAPER_CORRECTED"
    message = N_("A correction of this record was begun already. Change that one, or remove it first.")


def append(transaction: Transaction, record: type[CasePaper], values: Mapping[str, object]) -> str:
    """Begin an interview or a sampling of the visit that `values` names; return its id.

    Raises PaperNotAllowed, RecordNotFound, FieldUnknown, ValueNotUnderstood.
    """
    kind, inspection = BY_RECORD[record].name, str(values["inspection"])
    reason = case_paper_details.not_allowed(sources(transaction, inspection))
    if reason:
        raise PaperNotAllowed(reason=reason)
    kept = {name: value for name, value in values.items() if value not in (None, "", ())}
    for name, value in kept.items():
        edits.check_type(kind, name, value)
    entity = new_id()
    transaction.append(kind, entity, inspection, kept)
    return entity


def standing(reader: Reader, record: type[Paper], inspection: str) -> list[Paper]:
    """Return the interviews or samplings of a visit that no correction has replaced, oldest first."""
    return not_corrected(records.children(reader, record, inspection))


def not_corrected(papers: Iterable[Paper]) -> list[Paper]:
    """Return those of these interviews or samplings that no other one of them corrects."""
    found = list(papers)
    corrected = {paper.corrects for paper in found}
    return [paper for paper in found if paper.id not in corrected]


def correct(store: Store, record: type[CasePaper], entity: str, author: str = "") -> Changes:
    """Begin the correction of one that was issued: a new record, `main`, that says the same until it is changed.

    Raises RecordNotFound, NotIssued, AlreadyCorrected, PaperNotAllowed.
    """

    def work(transaction: Transaction) -> str:
        old = records.get(transaction, record, entity)
        if not cases.is_issued(transaction, old):
            raise NotIssued
        if old not in standing(transaction, record, old.inspection or ""):
            raise AlreadyCorrected
        values = {field.name: getattr(old, field.name) for field in fields(old) if field.name != "id"}
        return append(transaction, record, {**values, "corrects": entity})

    return store.write(work, author)


def remove(store: Store, record: type[CasePaper], entity: str, reason: str, author: str = "") -> Changes:
    """Delete one that was not issued, with a reason. Raises RecordNotFound, PaperIssued."""

    def work(transaction: Transaction) -> str:
        if cases.is_issued(transaction, records.get(transaction, record, entity)):
            raise edits.PaperIssued
        transaction.delete(BY_RECORD[record].name, entity, reason)
        return entity

    return store.write(work, author)
