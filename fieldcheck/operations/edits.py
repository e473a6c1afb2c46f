"""Setting fields of a record: the one road for all plain edits, from a page or the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fieldcheck.model.canonical import plain
from fieldcheck.model.document_kinds import OF_ONE_RECORD
from fieldcheck.model.errors import N_, AuthorityError, InputError
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.model.papers import CasePaper
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction, local
from fieldcheck.store.queries import cases, conflicts, records


class FieldUnknown(InputError):
    """A record has no such field."""

    code = "FIELD_UNKNOWN"
    message = N_("A {kind} has no field {field}. It has: {fields}.")


class ValueNotUnderstood(InputError):
    """A value of the wrong type for its field."""

    code = "VALUE_NOT_UNDERSTOOD"
    message = N_("{field} of a {kind} cannot be {value}. See the field's type in the user guide.")


class FieldNeeded(InputError):
    """Without this field the record would be nothing that a list could show."""

    code = "FIELD_NEEDED"
    message = N_("{field} of a {kind} cannot be empty. Type it, or leave the record as it was.")


class WrittenOnce(AuthorityError):
    """An issued document, a signature, a photo's bytes: a new record names the old instead."""

    code = "WRITTEN_ONCE"
    message = N_(
        "{field} of a {kind} is written once and stays. Issue a correction, or add a new record that names it."
    )


class PaperIssued(AuthorityError):
    """A document was made of the record, which stays as it was printed (P8)."""

    code = "PAPER_ISSUED"
    message = N_("This record was issued as a document and stays as it is. Correct it: a new record names the old.")


WRITTEN_ONCE: Mapping[str, frozenset[str]] = {
    "document": frozenset(KINDS["document"].fields),
    "signing": frozenset(KINDS["signing"].fields),
    "form": frozenset(KINDS["form"].fields),
    **{kind: frozenset(KINDS[kind].fields) for kind in ("draw", "service", "void_number", "wording", *STEPS)},
    "photo": frozenset(KINDS["photo"].fields) - {"caption", "finding", "item", "form"},
    "answer": frozenset({"inspection", "form", "item", "instances"}),
    "finding": frozenset({"inspection", "site", "form", "item", "answer"}),
    **dict.fromkeys(("interview", "sampling"), frozenset({"inspection", "corrects"})),
    "inspection": frozenset({"site"}),
}
"""Fields that nothing changes after the record was made (P8, and what an id was derived from)."""


def check_values(kind: str, values: Mapping[str, object]) -> None:
    """Raise an error where `values` cannot be set on a record that exists.

    Raises FieldUnknown, ValueNotUnderstood, FieldNeeded, WrittenOnce.
    """
    known = KINDS[kind].fields
    for name, value in values.items():
        if name not in known:
            raise FieldUnknown(kind=kind, field=name, fields=", ".join(known))
        if name in WRITTEN_ONCE.get(kind, frozenset()):
            raise WrittenOnce(kind=kind, field=name)
        if name == KINDS[kind].created_by and (value is None or not str(value).strip()):
            raise FieldNeeded(kind=kind, field=name)
        check_type(kind, name, value)


def check_type(kind: str, name: str, value: object) -> None:
    """Raise ValueNotUnderstood where `value` is not of the field's type; None clears a field."""
    if value is None:
        return
    try:
        KINDS[kind].fields[name].decode(plain(value))
    except ValueError as error:
        raise ValueNotUnderstood(kind=kind, field=name, value=str(value)[:80]) from error


def edit(
    store: Store, kind: str, entity: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None
) -> Changes:
    """Set fields of a record; what already has the value is left out, and drafts of these fields are done with.

    Raises RecordNotFound, FieldUnknown, ValueNotUnderstood, FieldNeeded, WrittenOnce, PaperIssued.
    """
    return store.write(lambda transaction: apply(transaction, kind, entity, values, seen), author)


def apply(
    transaction: Transaction,
    kind: str,
    entity: str,
    values: Mapping[str, object],
    seen: Seen | None = None,
    *,
    whole: bool = False,
) -> str:
    """Do the work of `edit` inside a transaction that does more; return the id.

    `seen` is what the page showed of others; None where the person, or the program, looked at the store just now.
    `whole` sets all fields where one of them changes: they are true only together.
    """
    check_values(kind, values)
    check_not_issued(transaction, kind, entity)
    record: object = records.get(transaction, KINDS[kind].record, entity)
    changed = {name: value for name, value in values.items() if plain(getattr(record, name)) != plain(value)}
    for name in values:
        local.drop_draft(transaction, entity, name)
    if changed or seen:
        setting = values if whole else changed or values
        over = standing_now(transaction, kind, entity, setting) if seen is None else seen
        transaction.append(kind, entity, records.belongs_to(transaction, kind, entity), setting, over)
    return entity


def check_not_issued(reader: Reader, kind: str, entity: str) -> None:
    """Raise PaperIssued where a document was made of this interview or sampling; other kinds are never meant."""
    if kind in OF_ONE_RECORD.values():
        record: type[CasePaper] = KINDS[kind].record
        paper = records.find(reader, record, entity)
        if paper is not None and cases.is_issued(reader, paper):
            raise PaperIssued


def standing_now(reader: Reader, kind: str, entity: str, fields: Iterable[str]) -> Seen:
    """Return the changes of other devices that stand in these fields now."""
    if not conflicts.others(reader):
        return {}
    standing = conflicts.seen(reader, kind, entity)
    return conflicts.joined(standing[name] for name in fields if name in standing)
