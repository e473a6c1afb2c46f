"""Fields that write themselves: typed text lies in a draft row, and becomes one change when the field is left (P1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QMetaObject, QObject, QTimer, SignalInstance

from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.field import Field
from fieldcheck.model.canonical import plain
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import drafts, edits
from fieldcheck.store import Changes, Seen, Store
from fieldcheck.store.queries import conflicts, records
from fieldcheck.store.reader import one_view
from fieldcheck.translation import error_text

DRAFT_EVERY = 400
"""Milliseconds: a stop at any moment loses at most this much of typing, and the time of one commit."""

Edit = Callable[[Store, Mapping[str, object], str, Seen], Changes]


class FieldWriter(QObject):
    """Binds fields of a page to the fields of one record; `rebind` lets them show another.

    `edit(store, values, author, seen)` is the operation that makes the change where it is not the plain `edits.edit`.
    `seen` is what the field showed of others (`store.queries.conflicts.shown`): read with the value, and read again
    only when the value is, so that an edit never takes the place of what nobody saw.
    """

    def __init__(
        self,
        session: Session,
        kind: str,
        entity: str,
        of: str = "",
        *,
        edit: Edit | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or session)
        self._session = session
        self._kind, self._entity, self._of = kind, entity, of
        self._edit = edit
        self._fields: dict[str, Field] = {}
        self._seen: dict[str, Seen] = {}
        self.has_record = False
        self._turn = 0
        self._typed: set[str] = set()
        self._writing: Counter[str] = Counter()
        self._bound: list[tuple[SignalInstance, QMetaObject.Connection]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_EVERY)
        self._timer.timeout.connect(self._keep_drafts)
        session.committed.connect(self._changed)

    def bind(self, field: Field, name: str) -> None:
        """Let `field` show and write the record's field `name`."""
        self._fields[name] = field
        self._bound += [
            (field.typing, field.typing.connect(lambda _: self._typing(name))),
            (field.left, field.left.connect(lambda value: self._left(name, value))),
        ]
        record, seen = self._read()
        self._show_value(name, getattr(record, name, None), seen)

    def rebind(self, entity: str, of: str = "") -> None:
        """Write what is typed, then let the same fields show and write another record of the kind.

        Only for a writer without an `edit` of its own: that one knows the record that it was made for.
        """
        self.flush()
        self._entity, self._of = entity, of
        self._turn += 1
        self._writing.clear()
        self._seen.clear()
        record, seen = self._read()
        for name in self._fields:
            self._show_value(name, getattr(record, name, None), seen)

    def _read(self) -> tuple[object, Mapping[str, Seen]]:
        """Return the record, None where there is none, and what stands behind its values, as of one moment."""
        if not self._entity:
            return None, {}
        with one_view(self._session.reader()) as reader:
            record: object = records.find(reader, KINDS[self._kind].record, self._entity)
            seen = conflicts.shown(reader, self._kind, [self._entity]).get(self._entity, {})
        self.has_record = record is not None
        return record, seen

    def _show_value(self, name: str, value: object, seen: Mapping[str, Seen]) -> None:
        self._fields[name].set_value(value)
        self._seen[name] = seen.get(name, {})

    def _typing(self, name: str) -> None:
        self._typed.add(name)
        if not self._timer.isActive():
            self._timer.start()

    def _keep_drafts(self) -> None:
        typed, self._typed = self._typed, set()
        author = self._session.officer
        for name in typed:
            field = self._fields[name]
            if field.is_dirty():
                self._keep(name, field.value(), author)
            else:
                self._drop(name)

    def _keep(self, name: str, value: object, author: str) -> None:
        kept, kind, entity, of = plain(stored(value)), self._kind, self._entity, self._of
        seen = self._seen[name]
        self._session.tasks.keep(lambda store: drafts.keep(store, kind, entity, of, name, kept, author, seen))

    def _drop(self, name: str) -> None:
        entity = self._entity
        self._session.tasks.keep(lambda store: drafts.drop(store, entity, name))

    def _left(self, name: str, value: object) -> None:
        self._typed.discard(name)
        field, turn = self._fields[name], self._turn
        field.set_error("")
        self._writing[name] += 1
        self._session.tasks.write(
            self._operation(name, stored(value)),
            done=lambda _changes: self._written(turn, name),
            failed=lambda error: self._refused(turn, name, error),
            undo=field.label,
        )

    def _operation(self, name: str, value: object) -> Callable[[Store], Changes]:
        """Return the write as it is now: by the time that it runs, the fields may show another record."""
        edit, kind, entity, author = self._edit, self._kind, self._entity, self._session.officer
        values, seen = {name: value}, self._seen[name]
        if edit is not None:
            return lambda store: edit(store, values, author, seen)
        return lambda store: edits.edit(store, kind, entity, values, author, seen)

    def _written(self, turn: int, name: str) -> None:
        if self._still_shows(turn, name):
            self._writing[name] -= 1
            self.show()

    def _refused(self, turn: int, name: str, error: FieldCheckError) -> None:
        if self._still_shows(turn, name):
            self._writing[name] -= 1
            self._fields[name].set_error(error_text(error))
        else:
            self._session.show_error(error)

    def _still_shows(self, turn: int, name: str) -> bool:
        """Return whether the field is there for the answer of a write: its page may be gone, or show another record."""
        return turn == self._turn and name in self._fields and shiboken6.isValid(self._fields[name])

    def _changed(self, changes: Changes) -> None:
        if changes.concerns(self._kind, self._entity):
            self.show()

    def show(self) -> None:
        """Show the record's values in all fields, but where a person is typing or a newer value is on its way."""
        record, seen = self._read()
        for name, field in self._fields.items():
            if not shiboken6.isValid(field) or self._writing[name] or field.is_dirty():
                continue
            value = getattr(record, name, None)
            if stored(field.shown()) != stored(value):
                field.set_value(value)
            self._seen[name] = seen.get(name, {})

    def flush(self) -> None:
        """Make changes of everything typed, before another place opens or the window closes."""
        for field in self._fields.values():
            field.commit()
        if self._timer.isActive():
            self._timer.stop()
            self._keep_drafts()

    def close(self) -> None:
        """Flush, and let go of the fields: they may be bound to another record then."""
        self.flush()
        for signal, connection in self._bound:
            signal.disconnect(connection)
        self._bound.clear()
        self._fields.clear()
        self._session.committed.disconnect(self._changed)
        self.deleteLater()


def stored(value: object) -> object:
    """Return a field's value as the record keeps it: an empty text is no value."""
    return None if value == "" else value
