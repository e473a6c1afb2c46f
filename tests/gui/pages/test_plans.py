"""Plans, planned visits and draws in the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldcheck.gui import record_words, texts
from fieldcheck.gui.pages.draw import DrawPage
from fieldcheck.gui.pages.new_visit import NewVisit
from fieldcheck.gui.pages.planned import PlannedPage
from fieldcheck.gui.pages.plans import PlansPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.count_field import CountField
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.model.canonical import Json
from fieldcheck.model.planning import Draw, Excused, Plan, PlannedVisit
from fieldcheck.model.records import Inspection, Officer
from fieldcheck.operations import planned_visits, plans, profile
from fieldcheck.store import devices
from fieldcheck.store.queries import plans as queries
from fieldcheck.store.queries import records
from tests.bureau import add_site
from tests.county import County
from tests.gui.pages.support import chips, choose, press, settle, shown, words


@pytest.fixture
def gone(session: Session) -> list[Route]:
    """The places that were gone to."""
    found: list[Route] = []
    session.navigate.connect(found.append)
    return found


def plan(session: Session, **values: object) -> str:
    return plans.create(session.store, {"name": "百日攻坚", "kind": "campaign", **values}).main


def test_a_plan_is_added_and_filled_in(session: Session, qtbot: QtBot, gone: list[Route]) -> None:
    page = PlansPage(session)
    shown(page, session, qtbot, Route("plans"))
    assert "No plans yet" in words(page)
    page.begin_plan()
    name = next(field for field in page.panel.findChildren(TextField) if field.label == "Name of the plan")
    press(page, "Add the plan")
    settle(session)
    assert plans.every(session.reader()) == []
    name.set_value("2026年度计划")
    press(page, "Add the plan")
    settle(session)
    (made,) = plans.every(session.reader())
    assert (made.name, made.kind) == ("2026年度计划", "annual")
    cap = next(field for field in page.panel.findChildren(CountField))
    QTest.keyClicks(cap.editor, "x")
    QTest.keyClick(cap.editor, Qt.Key.Key_Return)
    settle(session)
    assert records.get(session.reader(), Plan, made.id).most_visits is None
    cap.editor.clear()
    QTest.keyClicks(cap.editor, "2")
    QTest.keyClick(cap.editor, Qt.Key.Key_Return)
    settle(session)
    assert records.get(session.reader(), Plan, made.id).most_visits == 2
    press(page, "Its visits")
    press(page, "Draw by lot")
    assert gone == [Route("planned", part="all", item=made.id), Route("draw", made.id)]


def test_a_visit_is_planned_told_what_it_lacks_and_begun(
    session: Session, qtbot: QtBot, site: str, gone: list[Route]
) -> None:
    page = PlannedPage(session)
    shown(page, session, qtbot, Route("planned", site, "new"))
    (made,) = records.everything(session.reader(), PlannedVisit)
    assert (made.site, made.day, gone) == (site, date.today(), [Route("planned", made.id)])
    page.open(gone[-1])
    settle(session)
    assert chips(page) == ["Enforcement", "Planned"]
    assert any("needs a plan" in text and "needs two officers" in text for text in words(page))
    press(page, "Begin the visit")
    settle(session)
    (visit,) = queries.visits_from(session.reader(), made.id)
    assert gone[-1] == Route("visit", visit, "facts")
    assert records.get(session.reader(), Inspection, visit).site == site
    page.open_row(made.id)
    assert gone[-1] == Route("visit", visit, "checklist")


def test_a_new_visit_leads_to_the_one_that_is_planned(
    session: Session, qtbot: QtBot, site: str, gone: list[Route]
) -> None:
    page = NewVisit(session)
    qtbot.addWidget(page)
    page.show()
    page.begin(site)
    settle(session)
    assert not page.planned.isVisible()
    made = planned_visits.create(session.store, site, {"plan": plan(session), "day": date(2026, 6, 9)}).main
    page.begin(site)
    settle(session)
    press(page, "Planned for 9 Jun 2026: 百日攻坚")
    assert gone == [Route("planned", made)]


def test_what_is_planned_reads_well_in_a_history() -> None:
    names = record_words.Names({"o1": "王五"}, {"d1": "一号机"}, {"p1": "年度计划"}, {})
    values: list[tuple[str, Json]] = [
        ("towns", ["城港街道", "永安街道"]),
        ("day", "2026-06-09"),
        ("device", "d1"),
        ("plan", "p1"),
        ("forms", ["machinery"]),
        ("kind", "campaign"),
    ]
    said = [record_words.value_text(name, value, names) for name, value in values]
    assert said == ["城港街道、永安街道", "9 Jun 2026", "一号机", "年度计划", "machinery", "Special campaign"]
    assert record_words.field_title("planned_visit", "beyond_cap") == "Why one more visit than the cap"


def test_times_and_plans_narrow_the_list(session: Session, qtbot: QtBot, site: str) -> None:
    campaign = plan(session)
    for days in (-1, 0, 3, 30):
        values = {"day": date.today() + timedelta(days=days), "plan": campaign if days else None}
        planned_visits.create(session.store, site, values)
    page = PlannedPage(session)
    shown(page, session, qtbot, Route("planned"))
    counted = {}
    for choice in ("open", "overdue", "today", "week", "done", "all"):
        choose(page._when, choice)
        settle(session)
        counted[choice] = page.table.count()
    assert counted == {"open": 4, "overdue": 1, "today": 1, "week": 2, "done": 0, "all": 4}
    page.open(Route("planned", part="all", item=campaign))
    settle(session)
    assert page.table.count() == 3


def test_a_visit_is_cancelled_with_a_reason_and_planned_again(session: Session, qtbot: QtBot, site: str) -> None:
    made = planned_visits.create(session.store, site, {"day": date.today()}).main
    page = PlannedPage(session)
    shown(page, session, qtbot, Route("planned", made))
    press(page, "Cancel this visit…")
    press(page, "Cancel the visit")
    settle(session)
    assert any("Write why" in text for text in words(page))
    reason = next(field for field in page.panel.findChildren(TextField) if field.label.startswith("Why does"))
    reason.set_value("停产")
    press(page, "Cancel the visit")
    settle(session)
    assert records.get(session.reader(), PlannedVisit, made).cancelled == "停产"
    press(page, "Plan again")
    settle(session)
    assert records.get(session.reader(), PlannedVisit, made).cancelled is None


def test_a_draw_is_made_shown_and_planned(session: Session, qtbot: QtBot, gone: list[Route]) -> None:
    for number in range(4):
        add_site(session.store, f"厂{number}", risk_level="red")
    made = plan(session)
    page = DrawPage(session)
    shown(page, session, qtbot, Route("draw", made))
    assert any("Drawn from 5 sites" in text for text in words(page))
    press(page, "Draw now")
    assert any("how many sites" in text for text in words(page))
    page.shares["red"].set_value(50)
    page.seed.set_value("7 3 1")
    press(page, "Draw now")
    settle(session)
    (drawn,) = records.everything(session.reader(), Draw)
    assert gone == [Route("draw", made, item=drawn.id)]
    page.open(gone[-1])
    settle(session)
    assert any("the result is the same" in text for text in words(page))
    press(page, f"{texts.moment(drawn.drawn_at)} · 2 sites · 7 3 1")
    assert gone.pop() == gone[-1]
    assert len(queries.planned_ids(session.reader(), only=queries.PlannedFilter(plan=made))) == 2
    page.shares["red"].set_value(None)
    page.count.set_value(9)
    press(page, "Draw now")
    settle(session)
    assert any("Draw fewer" in text for text in words(page))


def test_an_officer_is_excused_with_a_reason_and_the_record_says_so(
    session: Session, qtbot: QtBot, site: str, gone: list[Route]
) -> None:
    third = profile.add_officer(session.store, Officer(id="", name="周㛃", certificate_number="37068326003")).main
    page = DrawPage(session)
    shown(page, session, qtbot, Route("draw", plan(session)))
    press(page, "Excuse an officer…")
    (row,) = page.excused.rows
    page.count.set_value(1)
    row.site.editor.setText("没有这家")
    press(page, "Draw now")
    assert row.officer.error() and row.site.error() and row.reason.error()
    row.officer.set_value(third)
    row.site.set_value(site)
    row.reason.set_value("近亲属在该单位任职")
    press(page, "Draw now")
    settle(session)
    (drawn,) = records.everything(session.reader(), Draw)
    assert drawn.excused == (Excused(third, site, "近亲属在该单位任职"),)
    assert third not in (drawn.result or ())[0].officers
    page.open(gone[-1])
    settle(session)
    assert any("Excused: 周㛃 · 海晏市清源污水处理有限公司 · 近亲属在该单位任职" in text for text in words(page))
    row.remove.click()
    assert page.excused.value() == ()


@pytest.fixture
def office(qapp: QApplication, land: County) -> Iterator[Session]:
    opened = Session(land.bureau)
    yield opened
    opened.tasks.close()
    opened.deleteLater()


def test_a_bureau_gives_the_listed_visits_to_a_laptop(office: Session, qtbot: QtBot, land: County) -> None:
    site = add_site(land.bureau, "丙厂")
    made = [planned_visits.create(land.bureau, site, {"day": date.today()}).main for _number in range(2)]
    page = PlannedPage(office)
    shown(page, office, qtbot, Route("planned"))
    laptop = next(device for device in devices.every(land.bureau.reader()) if device.name == "一号机")
    choose(page._taker, laptop.id)
    press(page, "Give the 2 listed visits to")
    settle(office)
    found = records.many(land.bureau.reader(), PlannedVisit, made)
    assert {one.device for one in found.values()} == {laptop.id}
