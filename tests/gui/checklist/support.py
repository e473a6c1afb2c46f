"""Short names for what a person does with the checklist."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldcheck.gui.pages.visit.checklist import ChecklistView
from fieldcheck.gui.pages.visit.checklist.controls import CheckControl
from fieldcheck.gui.session import Session
from fieldcheck.model.identifiers import answer_id, finding_id
from fieldcheck.model.records import Answer, Finding
from fieldcheck.store.queries import records

FORM = "confined-spaces"


def focus() -> QWidget:
    """Return the widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*keys: Qt.Key | str, control: bool = False) -> None:
    """Press keys, or type letters, where the keyboard is."""
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        if isinstance(key, str) and not key.isascii():
            commit(key)
        elif isinstance(key, str):
            QTest.keyClicks(focus(), key, modifier)
        else:
            QTest.keyClick(focus(), key, modifier)


def commit(text: str) -> None:
    """Type what an input method has composed."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(focus(), event)


def settle(session: Session) -> None:
    """Deliver what is under way, and what that leads to."""
    session.tasks.drain()
    QApplication.processEvents()
    session.tasks.drain()


def stored(session: Session, visit: str, item: str) -> str | tuple[str, ...] | None:
    """Return an answer as the store holds it."""
    found = records.find(session.reader(), Answer, answer_id(visit, FORM, item))
    return found.value if found else None


def finding_of(session: Session, visit: str, item: str) -> Finding | None:
    """Return the finding of an item as the store holds it."""
    return records.find(session.reader(), Finding, finding_id(answer_id(visit, FORM, item)))


def shown(view: ChecklistView, item: str) -> str | None:
    """Return the answer that a row shows."""
    control = view.items.row(item).control
    assert isinstance(control, CheckControl)
    return control.answer.value()
