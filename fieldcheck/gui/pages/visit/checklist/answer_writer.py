"""Sends answers to the store: one click is one operation; a text being typed lies in a draft until it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from fieldcheck.forms.filled import Value
from fieldcheck.gui import texts
from fieldcheck.gui.pages.visit.checklist import visit_state
from fieldcheck.gui.pages.visit.checklist.state import FormState, Redraw
from fieldcheck.gui.pages.visit.checklist.wording import listed
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.editing import DRAFT_EVERY
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.form import ItemType
from fieldcheck.operations import drafts, inspections
from fieldcheck.store import Store
from fieldcheck.translation import _, current_language


class AnswerWriter(QObject):
    """Writes the answers of one page.

    Signals:
        settled: (form state, `Redraw`), when the store has kept or refused an answer.
    """

    settled = Signal(object, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._typed: dict[str, Callable[[Store], None]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_EVERY)
        self._timer.timeout.connect(self.keep_drafts)

    def answer(self, form: FormState, item: str, value: Value) -> None:
        """Write an answer that the page shows already."""
        self._typed.pop(form.answer_id(item), None)
        inspection, form_id, author = form.inspection, form.definition.id, self._session.officer
        seen = form.seen(item)
        self._session.tasks.write(
            lambda store: inspections.answer(store, inspection, form_id, item, value, author, seen),
            done=lambda _changes: self._saved(form, item),
            failed=lambda error: self._refused(form, item, error),
            undo=undo_name(form, item, value),
        )

    def _saved(self, form: FormState, item: str) -> None:
        form.saved(item)
        self.settled.emit(form, Redraw(frozenset({item})))

    def _refused(self, form: FormState, item: str, error: FieldCheckError) -> None:
        """Show what the store holds, and why it did not take the answer."""
        form.saved(item)
        kept, seen = visit_state.stored_answer(self._session.reader(), form, item)
        self.settled.emit(form, form.stored(item, kept, seen) | Redraw(frozenset({item})))
        self._session.show_error(error)

    def typing(self, form: FormState, item: str, text: str) -> None:
        """Note a text that is being typed; it is kept as a draft twice a second."""
        entity, inspection, author = form.answer_id(item), form.inspection, self._session.officer
        seen = form.seen(item)
        self._typed[entity] = lambda store: drafts.keep(
            store, "answer", entity, inspection, "value", text, author, seen
        )
        if not self._timer.isActive():
            self._timer.start()

    def keep_drafts(self) -> None:
        """Keep what was typed since the last time."""
        typed, self._typed = self._typed, {}
        for keep in typed.values():
            self._session.tasks.keep(keep)


def undo_name(form: FormState, item: str, value: Value) -> str:
    """Return the name of an answer for undoing: "Answer MEC-03: Fail"."""
    known = form.items[item]
    name = item if form.numbered(item) else known.label.text(current_language())
    return _("Answer {item}: {answer}").format(item=name, answer=answer_text(form, item, value) or _("no answer"))


def answer_text(form: FormState, item: str, value: Value) -> str:
    """Return an answer in words."""
    known = form.items[item]
    if known.type is ItemType.CHECK:
        return texts.answer(value if isinstance(value, str) else None)
    words = {choice.name: choice.label.text(current_language()) for choice in known.choices}
    names = value if isinstance(value, tuple) else (value or "",)
    return listed(words.get(name, name) for name in names)
