"""Fields that write themselves: typed text lies in a draft row, and becomes one change when the field is left (P1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import QMetaObject, QObject, QTimer, SignalInstance

from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.field import Field
from fieldcheck.model.canonical import plain
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import drafts, edits
from fieldcheck.store import Changes, Store
from fieldcheck.store.queries import records
from fieldcheck.translation import error_text

DRAFT_EVERY = 400
"""Milliseconds: a stop at any moment loses at most this much of typing, and the time of one commit."""

Edit = Callable[[Store, Mapping[str, object], str], Changes]


class FieldWriter(QObject):
    """Binds fields of a page to the fields of one record.

    `edit(store, values, author)` is the operation that makes the change where it is not the plain `edits.edit`.
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
        self._edit: Edit = edit or self._plain_edit
        self._fields: dict[str, Field] = {}
        self._typed: set[str] = set()
        self._writing: Counter[str] = Counter()
        self._bound: list[tuple[SignalInstance, QMetaObject.Connection]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_EVERY)
        self._timer.timeout.connect(self._keep_drafts)
        session.committed.connect(self._changed)

    def _plain_edit(self, store: Store, values: Mapping[str, object], author: str) -> Changes:
        return edits.edit(store, self._kind, self._entity, values, author)

    def bind(self, field: Field, name: str) -> None:
        """Let `field` show and write the record's field `name`."""
        self._fields[name] = field
        self._bound += [
            (field.typing, field.typing.connect(lambda _: self._typing(name))),
            (field.left, field.left.connect(lambda value: self._left(name, value))),
        ]
        record = records.find(self._session.reader(), KINDS[self._kind].record, self._entity)
        field.set_value(getattr(record, name, None))

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
        kept = plain(stored(value))
        self._session.tasks.keep(
            lambda store: drafts.keep(store, self._kind, self._entity, self._of, name, kept, author)
        )

    def _drop(self, name: str) -> None:
        self._session.tasks.keep(lambda store: drafts.drop(store, self._entity, name))

    def _left(self, name: str, value: object) -> None:
        self._typed.discard(name)
        field, author = self._fields[name], self._session.officer
        field.set_error("")
        self._writing[name] += 1
        self._session.tasks.write(
            lambda store: self._edit(store, {name: stored(value)}, author),
            done=lambda _changes: self._written(name),
            failed=lambda error: self._refused(name, error),
            undo=field.label,
        )

    def _written(self, name: str) -> None:
        self._writing[name] -= 1
        self.show()

    def _refused(self, name: str, error: FieldCheckError) -> None:
        self._writing[name] -= 1
        if name in self._fields:
            self._fields[name].set_error(error_text(error))
        else:
            self._session.show_error(error)

    def _changed(self, changes: Changes) -> None:
        if (self._kind, self._entity) in changes.entities:
            self.show()

    def show(self) -> None:
        """Show the record's values in all fields, but where a person is typing or a newer value is on its way."""
        record = records.find(self._session.reader(), KINDS[self._kind].record, self._entity)
        for name, field in self._fields.items():
            value = getattr(record, name, None)
            if not self._writing[name] and not field.is_dirty() and stored(field.shown()) != stored(value):
                field.set_value(value)

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
