"""A checklist in a window of the size that an inspector's laptop leaves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.visit.checklist import ChecklistView
from fieldcheck.gui.session import Session

Opener = Callable[..., ChecklistView]


@pytest.fixture
def open_checklist(qtbot: QtBot, session: Session) -> Iterator[Opener]:
    """Return what opens a checklist, shown and active: open_checklist(inspection, form, item)."""
    opened: list[ChecklistView] = []

    def build(inspection: str, form: str = "", item: str = "", width: int = 1290) -> ChecklistView:
        view = ChecklistView(session)
        session.committed.connect(view.changed)
        opened.append(view)
        view.resize(width, 640)
        view.open(inspection, form, item)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        view.open(inspection, form, item)
        settle(session)
        return view

    yield build
    for view in opened:
        view.leave()
        session.tasks.drain()
        session.committed.disconnect(view.changed)
        view.hide()
        view.deleteLater()
    QApplication.sendPostedEvents(None, 0)


@pytest.fixture
def checklist(open_checklist: Opener, visit: str) -> ChecklistView:
    """The checklist of the visit, at its first item."""
    return open_checklist(visit)


def settle(session: Session) -> None:
    """Deliver what is under way, and what that leads to."""
    session.tasks.drain()
    QApplication.processEvents()
    session.tasks.drain()
