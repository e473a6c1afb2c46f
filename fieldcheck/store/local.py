"""What belongs to this laptop and never travels: drafts of text being typed, and where the person was."""

from __future__ import annotations

import json
from dataclasses import dataclass

from fieldcheck.model.canonical import Json, encode
from fieldcheck.store.reader import Reader
from fieldcheck.store.transaction import Seen, Transaction


@dataclass(frozen=True, slots=True)
class Draft:
    """Text being typed into one field of one record, not yet a change; `seen` is what the field showed of others."""

    kind: str
    entity: str
    of: str
    field: str
    value: Json
    author: str
    seen: Seen | None = None


def put_draft(transaction: Transaction, draft: Draft) -> None:
    """Keep a draft, in place of an older one of the same field."""
    transaction.connection.execute(
        'INSERT OR REPLACE INTO draft (entity, field, kind, "of", value, author, at, seen) VALUES (?,?,?,?,?,?,?,?)',
        (
            draft.entity,
            draft.field,
            draft.kind,
            draft.of,
            encode(draft.value).decode(),
            draft.author,
            transaction.now,
            None if draft.seen is None else encode(draft.seen).decode(),
        ),
    )


def drop_draft(transaction: Transaction, entity: str, field: str) -> None:
    """Forget the draft of a field: it became a change, or was given up."""
    transaction.connection.execute("DELETE FROM draft WHERE entity = ? AND field = ?", (entity, field))


def drafts(reader: Reader) -> list[Draft]:
    """Return all drafts, oldest first."""
    rows = reader.rows('SELECT kind, entity, "of", field, value, author, seen FROM draft ORDER BY at, entity, field')
    return [
        Draft(kind, entity, of, field, json.loads(value), author, _seen(seen))
        for kind, entity, of, field, value, author, seen in rows
    ]


def _seen(kept: str | None) -> Seen | None:
    return None if kept is None else {device: tuple(seqs) for device, seqs in json.loads(kept).items()}


def set_state(transaction: Transaction, key: str, value: Json) -> None:
    """Keep a value of this laptop, for example the page that is open."""
    transaction.connection.execute(
        "INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", (key, encode(value).decode())
    )


def forget(transaction: Transaction, beginning: str) -> None:
    """Forget the values of this laptop whose keys begin so."""
    transaction.connection.execute("DELETE FROM local WHERE substr(key, 1, ?) = ?", (len(beginning), beginning))


def state(reader: Reader, key: str) -> Json:
    """Return a value of this laptop, or None."""
    value = reader.value("SELECT value FROM local WHERE key = ?", (key,))
    loaded: Json = None if value is None else json.loads(value)
    return loaded


def states(reader: Reader, prefix: str) -> dict[str, Json]:
    """Return the values of this laptop whose keys begin with `prefix`, by key."""
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    rows = reader.rows("SELECT key, value FROM local WHERE key >= ? AND key < ? ORDER BY key", (prefix, end))
    return {key: json.loads(value) for key, value in rows}


def keys(reader: Reader, prefix: str) -> list[str]:
    """Return the keys of this laptop's values that begin with `prefix`, in order."""
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return [
        key for (key,) in reader.rows("SELECT key FROM local WHERE key >= ? AND key < ? ORDER BY key", (prefix, end))
    ]


def keep_newest(transaction: Transaction, prefix: str, count: int) -> None:
    """Forget the values whose keys begin with `prefix` but the `count` that were set last."""
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    transaction.connection.execute(
        "DELETE FROM local WHERE rowid IN (SELECT rowid FROM local WHERE key >= ? AND key < ? "
        "ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
        (prefix, end, count),
    )


def forget_state(transaction: Transaction, key: str) -> None:
    """Forget a value of this laptop."""
    transaction.connection.execute("DELETE FROM local WHERE key = ?", (key,))
