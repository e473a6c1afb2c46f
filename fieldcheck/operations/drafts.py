"""Text being typed (P1): kept as a local draft row twice a second, made one change when the field is left."""

from __future__ import annotations

from collections.abc import Callable

from fieldcheck.model.canonical import Json
from fieldcheck.model.errors import AuthorityError, InputError
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.records import Inspection
from fieldcheck.operations.edits import apply
from fieldcheck.store import Reader, Seen, Store, Transaction, local
from fieldcheck.store.queries import records

Work = Callable[[Transaction], str]


def keep(
    store: Store,
    kind: str,
    entity: str,
    of: str,
    field: str,
    value: Json,
    author: str = "",
    seen: Seen | None = None,
) -> None:
    """Keep what is being typed into one field; it is no change yet and travels nowhere."""
    draft = local.Draft(kind, entity, of, field, value, author, seen)

    def work(transaction: Transaction) -> str:
        local.put_draft(transaction, draft)
        return entity

    store.write(work, author)


def drop(store: Store, entity: str, field: str) -> None:
    """Forget a draft that the person gave up."""

    def work(transaction: Transaction) -> str:
        local.drop_draft(transaction, entity, field)
        return entity

    store.write(work)


def recover(store: Store) -> int:
    """Make a change of every draft that was left by a stop; return how many.

    A draft of a record that is gone, or of a field that may no longer change, stays as it is: it is not lost.
    """
    return sum(_recover_one(store, draft) for draft in local.drafts(store.reader()))


def _recover_one(store: Store, draft: local.Draft) -> bool:
    work = _recovery_of_answer(store.reader(), draft) if draft.kind == "answer" else _recovery(store.reader(), draft)
    if work is None:
        return False
    try:
        store.write(work, draft.author)
    except (AuthorityError, InputError):
        # Kept as a draft row and shown by `left_over`; a text that cannot be a change must not stop the opening.
        return False
    return True


def _recovery(reader: Reader, draft: local.Draft) -> Work | None:
    kind = KINDS.get(draft.kind)
    if kind is None or records.find(reader, kind.record, draft.entity) is None:
        return None
    return lambda transaction: apply(transaction, draft.kind, draft.entity, {draft.field: draft.value}, draft.seen)


def _recovery_of_answer(reader: Reader, draft: local.Draft) -> Work | None:
    """Return the recovery of an answer or remark: its record may not be there yet, and a reading may fail its item."""
    # Needs the forms engine; a start without such a draft opens sooner without it.
    from fieldcheck.operations import inspections

    visit = records.find(reader, Inspection, draft.of)
    place = inspections.place_of(reader, visit, draft.entity) if visit else None
    if place is None or draft.field not in ("value", "remark"):
        return None
    form, item = place
    seen = draft.seen
    if draft.field == "remark":
        text = str(draft.value or "")
        return lambda transaction: inspections.remark_in(transaction, draft.of, form, item, text, seen)
    value = tuple(map(str, draft.value)) if isinstance(draft.value, list) else str(draft.value or "") or None
    return lambda transaction: inspections.answer_in(transaction, draft.of, form, item, value, seen)
