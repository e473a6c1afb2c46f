"""Undo, redo, and what happened to a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldcheck.model.journal import DELETED
from fieldcheck.operations import edits
from fieldcheck.store import Changes, Store, Transaction


def undo(store: Store, changes: Changes, author: str = "") -> Changes:
    """Append the inverse of `changes`. Undoing the result is the redo.

    Raises PaperIssued where a document was made meanwhile of an interview or a sampling that would change.
    """

    def work(transaction: Transaction) -> str:
        for inverse in changes.inverse:
            edits.check_not_issued(transaction, inverse.kind, inverse.entity)
            _append(transaction, inverse.kind, inverse.entity, inverse.of, inverse.set)
        return changes.main

    return store.write(work, author)


def _append(transaction: Transaction, kind: str, entity: str, of: str, values: Mapping[str, object]) -> None:
    if values.get(DELETED) is not None:
        transaction.delete(kind, entity, str(values[DELETED]))
    else:
        transaction.append(kind, entity, of, values)


def combined(changes: Sequence[Changes]) -> Changes:
    """Return several writes as one, to be undone together. Raises IndexError where there is none."""
    entities = frozenset(entity for change in changes for entity in change.entities)
    inverse = tuple(inverse for change in reversed(changes) for inverse in change.inverse)
    return Changes(changes[-1].main, entities, inverse)
