"""The list of hazards for the bureau: its filters, its search, the laptops that they come from."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.hazards import HazardsPage
from fieldcheck.gui.pages.inspections import InspectionsPage
from fieldcheck.gui.pages.list_page import chosen
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.model.steps import CaseFiling, Step, Transfer
from fieldcheck.model.values import Person
from fieldcheck.operations import findings, inspections, search, steps
from fieldcheck.store import Transaction
from fieldcheck.store.queries import lists
from fieldcheck.store.queries.lists import UNCONFIRMED
from tests.bureau import add_site
from tests.gui.pages.support import choose, press, settle, shown, words


def choices(box: ComboBox) -> list[str]:
    return [str(box.itemData(row) or "") for row in range(1, box.count())]


def test_filters_narrow_the_list(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    assert sorted(page.table.model.ids) == sorted(hazards)
    for box, value, expected in (
        (page._level, "major", hazards[1:]),
        (page._level, UNCONFIRMED, hazards[:1]),
        (page._state, "overdue", hazards[:1]),
        (page._state, "ordered", []),
        (page._town, "永安街道", hazards),
        (page._sector, "industry_trade", hazards),
    ):
        choose(box, value)
        settle(session)
        assert sorted(page.table.model.ids) == sorted(expected), value
        assert ("Nothing matches" in " ".join(words(page.table))) == (not expected)
        box.setCurrentIndex(0)
    settle(session)
    assert page.table.count() == 2


def test_a_part_of_the_list_is_shown_whole(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    page.search.setText("nothing has this")
    page.open(Route("hazards", part="overdue"))
    settle(session)
    assert page.text() == "" and page.table.model.ids == [hazards[0]]
    page.open(Route("hazards", part="to_close"))
    settle(session)
    assert page.table.model.ids == []


def test_the_phone_of_the_responsible_is_masked(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    findings.edit(session.store, hazards[0], {"responsible_person": Person("李", "厂长", "13900000012")})
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards", hazards[0]))
    assert "李 厂长 139****0012" in words(page)


def test_one_laptop_needs_no_filter_and_no_column(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    assert not page._laptop.isVisible()
    assert page.table.view.isColumnHidden(5)
    assert not page.several_laptops


def test_a_filter_keeps_what_was_chosen_when_more_comes(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    choose(page._town, "永安街道")
    site = add_site(session.store, "丙厂", town="城港街道")
    session.committed.emit(inspections.start(session.store, site, {"visit_kind": "enforcement"}, ["machinery"]))
    settle(session)
    assert choices(page._town) == ["城港街道", "永安街道"]
    assert chosen(page._town) == "永安街道"


def test_the_bureau_tells_laptops_apart(bureau: Session, qtbot: QtBot) -> None:
    page = HazardsPage(bureau)
    shown(page, bureau, qtbot, Route("hazards"))
    assert page._laptop.isVisible()
    assert [page._laptop.itemText(row) for row in range(1, page._laptop.count())] == ["一号机", "二号机"]
    assert not page.table.view.isColumnHidden(5)
    page._laptop.setCurrentIndex(2)
    settle(bureau)
    assert page.table.count() == 1
    assert "二号机" in words(page.panel)
    visits = InspectionsPage(bureau)
    shown(visits, bureau, qtbot, Route("inspections"))
    assert not visits.table.view.isColumnHidden(5)
    assert {"一号机", "二号机"} & set(words(visits.panel))


def test_the_search_index_catches_up_while_the_page_is_open(
    session: Session, hazards: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "AT_ONCE", 1)
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    assert not search.HAZARDS.behind(session.reader())
    page.search.setText("检测仪 库房")
    page.refresh()
    settle(session)
    assert page.table.model.ids == hazards[:1]


def test_enter_opens_the_page_of_a_hazard(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards", hazards[0]))
    seen: list[Route] = []
    session.navigate.connect(seen.append)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    press(page.panel, "Open in the checklist")
    assert [route.page for route in seen] == ["hazard", "visit"]
    assert seen[0].entity == hazards[0]


def test_a_row_says_where_the_hazard_is(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    overdue, registered = hazards
    assert states(page) == {overdue: ("Overdue", "warning"), registered: ("Registered", "neutral")}
    day = date.today()
    moved: list[Step] = [
        Transfer(id="t", finding=overdue, authority="住建局", transferred_on=day, reason="职责范围"),
        CaseFiling(id="c", finding=registered, number="立1", filed_on=day),
    ]
    session.committed.emit(steps.record(session.store, moved))
    settle(session)
    assert states(page) == {overdue: ("Transferred", "neutral"), registered: ("Case opened", "warning")}
    choose(page._state, "open")
    settle(session)
    assert page.table.model.ids == [registered]


def test_what_ended_without_its_ground_is_not_valid(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    values = {"finding": hazards[0], "approver": "局长", "approved_on": "2026-07-01"}

    def work(transaction: Transaction) -> str:
        transaction.append("closure", "c", hazards[0], values)
        return "c"

    session.store.write(work)
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    choose(page._state, "not_valid")
    settle(session)
    assert states(page) == {hazards[0]: ("Not valid", "danger")}


def states(page: HazardsPage) -> dict[str, tuple[str, str]]:
    """Return the chip of each row by hazard."""
    rows = lists.finding_rows(page.session.reader(), page.table.model.ids)
    return {row.id: page._state_chip(row) for row in rows}
