"""Today: what waits, each line a way to its place, and a friendly word where nothing does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.today import TodayPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.operations import planned_visits
from tests.gui.pages.support import chips, press, settle, shown, words


@pytest.fixture
def gone(session: Session) -> list[Route]:
    """The places that were gone to."""
    found: list[Route] = []
    session.navigate.connect(found.append)
    return found


def test_nothing_waits(session: Session, qtbot: QtBot, gone: list[Route]) -> None:
    page = TodayPage(session)
    shown(page, session, qtbot, Route("today"))
    assert "Nothing waits" in words(page)
    page.empty.triggered.emit()
    press(page, "Plans")
    assert gone == [Route("inspections", part="new"), Route("plans")]


def test_a_planned_visit_is_a_line_that_leads_to_it_by_keyboard(
    session: Session, qtbot: QtBot, site: str, gone: list[Route]
) -> None:
    values: dict[str, object] = {"visit_kind": "assistance"}
    late = planned_visits.create(session.store, site, {**values, "day": date.today() - timedelta(days=2)}).main
    planned_visits.create(session.store, site, {**values, "day": date.today()})
    page = TodayPage(session)
    shown(page, session, qtbot, Route("today"))
    assert chips(page) == ["Overdue", "Due today"]
    QTest.keyClick(page.rows[0], Qt.Key.Key_Return)
    assert gone == [Route("planned", late)]
    session.tasks.write(lambda store: planned_visits.cancel(store, late, "停产"))
    settle(session)
    assert chips(page) == ["Due today"]
