"""Many hazards at once: picked and kept by id, foretold, recorded with a verdict each, by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.hazards import HazardsPage
from fieldcheck.gui.pages.list_page import width_of_days
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.rows_view import PADDING
from fieldcheck.gui.widgets.status_chip import chip_width
from fieldcheck.model.possible import Action
from fieldcheck.model.records import Finding, Inspection
from fieldcheck.model.steps import CaseFiling
from fieldcheck.operations import bulk_steps, findings
from fieldcheck.store.queries import records
from fieldcheck.translation import set_language
from tests.gui.pages.support import press, settle, shown, words


@pytest.fixture
def page(session: Session, hazards: list[str], visit: str, qtbot: QtBot) -> HazardsPage:
    """The list with the two hazards and two that no item asked for, one of them void."""
    for number in range(2):
        made = findings.add(session.store, visit, {"description": f"楼梯无扶手{number}"}).main
        hazards.append(made)
    findings.withdraw(session.store, hazards[3], "误判")
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    return page


def look(page: HazardsPage) -> None:
    """Let what was picked be looked at now."""
    page.bulk._timer.stop()
    page.bulk.work.look(page.table.picked_ids())
    settle(page.session)


def texts_of(page: HazardsPage) -> list[str]:
    return [one.text() for one in page.bulk.findChildren(QPushButton) if one.isVisibleTo(page.bulk)]


def test_picked_with_the_keyboard_and_kept_by_id(page: HazardsPage, session: Session, hazards: list[str]) -> None:
    assert not page.bulk.isVisible() and page.panel.isVisible()
    before = page.table.model.ids
    QTest.keyClick(page.table.view, Qt.Key.Key_Home)
    QTest.keyClick(page.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    picked = page.table.picked_ids()
    assert picked == before[:2] and page.bulk.isVisible() and not page.panel.isVisible()
    page._order.setCurrentIndex(1)
    settle(session)
    assert page.table.model.ids != before
    assert set(page.table.picked_ids()) == set(picked) and page.bulk.isVisible()
    look(page)
    press(page.bulk, "Pick all 3")
    assert page.table.picked_ids() == page.table.model.ids
    look(page)
    press(page.bulk, "Only one")
    assert len(page.table.picked_ids()) == 1 and page.panel.isVisible() and not page.bulk.isVisible()
    assert ("Ctrl+A", "Pick all") in page.shortcuts()


def test_foretold_recorded_and_judged_one_by_one(page: HazardsPage, session: Session, hazards: list[str]) -> None:
    page.table.pick_all()
    look(page)
    assert "Open a case (3 of 3)…" in texts_of(page) and "Reported as put right (2 of 3)…" in texts_of(page)
    told = " ".join(words(page.bulk))
    assert "The others: the five commitments (五落实) of a major hazard are not complete (1)" in told
    assert "Close out: no recheck found it put right (3)" in told
    press(page.bulk, "Open a case (3 of 3)…")
    form = page.bulk.form
    assert form is not None
    press(page.bulk, "Record for 3")
    settle(session)
    assert "This cannot be empty." in words(page.bulk)
    form.fields["number"].set_value("立2026-1")
    page.table.pick(hazards[:2])
    look(page)
    assert form.fields["number"].value() == "立2026-1"
    findings.withdraw(session.store, hazards[0], "误判")
    press(page.bulk, "Record for 2")
    settle(session)
    told = " ".join(words(page.bulk))
    assert "Recorded for 1 hazard." in told and "it was declared void (1)" in told
    focus = page.focusWidget()
    assert isinstance(focus, QPushButton) and focus.text() == "Done"
    assert [one.finding for one in records.everything(session.reader(), CaseFiling)] == [hazards[1]]
    assert page.bulk.isVisible()
    press(page.bulk, "Done")
    assert page.bulk.outcome is None and not page.bulk.isVisible()


def test_void_stopped_after_the_first(
    page: HazardsPage, session: Session, hazards: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_steps, "WRITE_SECONDS", 0.0)
    page.table.pick_all()
    look(page)
    page.bulk.begin(Action.DECLARE_VOID)
    press(page.bulk, "Record for 3")
    settle(session)
    assert "This cannot be empty." in words(page.bulk)
    assert page.bulk.form is not None
    page.bulk.form.fields["reason"].set_value("误判")
    monkeypatch.setattr(page.bulk.work._stop, "is_set", lambda: _withdrawn(session, hazards) > 0)
    press(page.bulk, "Record for 3")
    settle(session)
    assert _withdrawn(session, hazards) == 1
    told = " ".join(words(page.bulk))
    assert "Recorded for 1 hazard." in told and "Stopped before 2 hazards." in told
    press(page.bulk, "Pick the 2 others")
    settle(session)
    assert len(page.table.picked_ids()) == 2 and page.bulk.isVisible()


def _withdrawn(session: Session, hazards: list[str]) -> int:
    return sum(records.get(session.reader(), Finding, one).withdrawn == "误判" for one in hazards[:3])


def test_the_ledger_of_those_that_are_picked(
    page: HazardsPage, session: Session, hazards: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(page.ledger, "ask", lambda find: asked.append(find(session.reader())))
    page.table.pick(hazards[:2])
    look(page)
    press(page.bulk, "Export the ledger of these…")
    assert [set(ids) for ids in asked] == [set(hazards[:2])]


def test_no_chip_and_no_day_is_cut(page: HazardsPage) -> None:
    columns = {column.key: column for column in page.table.model.columns}
    for key, word in (("level", "Ungraded"), ("state", "Being put right"), ("state", "Put right on the spot")):
        assert chip_width(word) <= columns[key].width - 2 * PADDING
    for language in ("en", "zh_CN"):
        set_language(language)
        for day in ("2026-11-28", "2026-09-20"):
            told, room = texts.day(day), width_of_days() - 2 * PADDING
            assert QFontMetrics(theme.font()).elidedText(told, Qt.TextElideMode.ElideRight, room) == told


def test_a_recheck_begins_for_the_hazards_of_one_site(
    page: HazardsPage, session: Session, hazards: list[str], visit: str
) -> None:
    page.bulk.show_picked(hazards[:2], 3)
    choices = {action: bulk_steps.Choice((), {}) for action in bulk_steps.KINDS_OF_MANY}
    page.bulk._previewed(bulk_steps.Preview(2, choices, 0, 0, {"a": {visit: 1}, "b": {"other": 1}}))
    assert any("of 2 sites" in told for told in words(page.bulk))
    page.bulk._previewed(bulk_steps.Preview(2, choices, 0, 0, {"a": {"": 1, visit: 2}}))
    assert any("3 of them wait for a recheck.\nIt answers" in told for told in words(page.bulk))
    routes: list[Route] = []
    session.navigate.connect(routes.append)
    page.bulk.setVisible(True)
    press(page.bulk, "Start a recheck visit")
    settle(session)
    begun = records.get(session.reader(), Inspection, routes[-1].entity)
    assert (begun.visit_kind, begun.recheck_of) == ("recheck", visit)
